# METADATA
# title: What the External Secrets Operator fetches, and from which stores
# description: |
#   Reads ExternalSecret and PushSecret (external-secrets.io), in the forms of v1, v1beta1 and v1alpha1.
package lib.envpolicy.external_secrets

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields

# METADATA
# description: |
#   `{"entry", "owners", "reads"}` for each ExternalSecret; `reads` are `{"store", "key", "part", "version", "path"}`,
#   where `store` is `[cluster, kind, namespace, name]`.
orders := [order |
	some entry in estate.all("ExternalSecret.external-secrets.io")
	order := {"entry": entry, "owners": entry.owners, "reads": array.concat(_data(entry), _data_from(entry))}
]

_data(entry) := [read |
	some index, item in fields.list(entry.object, ["spec", "data"])
	reference := fields.mapping(item, ["remoteRef"])
	fields.text(reference, ["key"]) != ""
	read := {
		"store": _store(entry, item),
		"key": fields.text(reference, ["key"]),
		"part": fields.text(reference, ["property"]),
		"version": fields.text(reference, ["version"]),
		"path": ["spec", "data", index, "remoteRef", "key"],
	}
]

_data_from(entry) := [read |
	some index, item in fields.list(entry.object, ["spec", "dataFrom"])
	some found in _found(item)
	read := object.union(found, {
		"store": _store(entry, item),
		"path": array.concat(["spec", "dataFrom", index], found.path),
	})
]

_found(item) := [{
	"key": reference.key,
	"part": fields.text(reference, ["property"]),
	"version": fields.text(reference, ["version"]),
	"path": array.concat(path, ["key"]),
} |
	some path in [[], ["extract"]]
	reference := fields.mapping(item, path)
	fields.text(reference, ["key"]) != ""
] if {
	count(fields.mapping(item, ["find"])) == 0
} else := [{"key": key, "part": "", "version": "", "path": ["find"]}] if {
	key := concat(" ", ["find", json.marshal(fields.mapping(item, ["find"]))])
}

_store(entry, item) := spot(entry, reference) if {
	reference := fields.mapping(item, ["sourceRef", "storeRef"])
	fields.text(reference, ["name"]) != ""
} else := spot(entry, fields.mapping(entry.object, ["spec", "secretStoreRef"]))

# METADATA
# description: The place of the store that a reference in an object means.
spot(entry, reference) := [entry.cluster, "ClusterSecretStore", "", fields.text(reference, ["name"])] if {
	fields.text(reference, ["kind"]) == "ClusterSecretStore"
} else := [entry.cluster, "SecretStore", entry.namespace, fields.text(reference, ["name"])]

# --- who uses which store

_references(entry) := [["secretStoreRef"], fields.mapping(entry.object, ["spec", "secretStoreRef"])]

_used[place] contains use if {
	some entry in estate.all("ExternalSecret.external-secrets.io")
	[path, reference] := _references(entry)
	count(reference) > 0
	place := spot(entry, reference)
	some name in entry.owners
	use := {"deployment": name, "witness": estate.witness(entry, array.concat(["spec"], path))}
}

_used[read.store] contains use if {
	some order in orders
	some read in order.reads
	some name in order.owners
	use := {"deployment": name, "witness": estate.witness(order.entry, read.path)}
}

_used[place] contains use if {
	some entry in estate.all("PushSecret.external-secrets.io")
	some index, reference in fields.list(entry.object, ["spec", "secretStoreRefs"])
	place := spot(entry, reference)
	some name in entry.owners
	use := {"deployment": name, "witness": estate.witness(entry, ["spec", "secretStoreRefs", index])}
}

# METADATA
# description: Who fetches from a store or pushes into it, `{"deployment", "witness"}`, by the place of the store.
users := {place: uses | some place, uses in _used}

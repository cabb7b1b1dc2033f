# METADATA
# title: References of the Gateway API into other namespaces, and the ReferenceGrants for them
package lib.envpolicy.gateway_references

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.gateways
import data.lib.envpolicy.placement

_group := "gateway.networking.k8s.io"

# METADATA
# description: |
#   `{"entry", "from", "to", "namespace", "name", "path"}` for each reference that names another namespace than the
#   object's own; `from` and `to` are `[group, kind]`.
all := [reference |
	some found in array.concat(_of_routes, array.concat(_of_gateways, _of_volume_claims))
	namespace := fields.text(found.target, ["namespace"])
	not namespace in {"", found.entry.namespace}
	reference := {
		"entry": found.entry,
		"from": found.from,
		"to": _to(found.target, found.kind),
		"namespace": namespace,
		"name": fields.text(found.target, ["name"]),
		"path": found.path,
	}
]

_to(target, otherwise) := [fields.text(target, [field]), kind] if {
	field := {"PersistentVolumeClaim": "apiGroup"}[otherwise]
	kind := fields.text(target, ["kind"])
} else := [fields.text(target, ["group"]), kind] if {
	kind := fields.text(target, ["kind"])
	kind != ""
} else := [fields.text(target, ["group"]), otherwise]

_of_routes := [found |
	some route in gateways.routes
	some index, rule in fields.list(route.entry.object, ["spec", "rules"])
	some one in _of_rule(rule)
	found := {
		"entry": route.entry,
		"from": [_group, route.kind],
		"target": one.target,
		"kind": "Service",
		"path": array.concat(["spec", "rules", index], one.path),
	}
]

_of_rule(rule) := array.concat(
	[{"target": target, "path": ["backendRefs", index]} |
		some index, target in fields.list(rule, ["backendRefs"])
	],
	array.concat(
		[{"target": target, "path": ["filters", index, "requestMirror", "backendRef"]} |
			some index, filter in fields.list(rule, ["filters"])
			target := fields.mapping(filter, ["requestMirror", "backendRef"])
		],
		[{"target": target, "path": ["backendRefs", at, "filters", index, "requestMirror", "backendRef"]} |
			some at, backend in fields.list(rule, ["backendRefs"])
			some index, filter in fields.list(backend, ["filters"])
			target := fields.mapping(filter, ["requestMirror", "backendRef"])
		],
	),
)

_of_gateways := [found |
	some gateway in gateways.given
	some index, listener in fields.list(gateway.object, ["spec", "listeners"])
	some kind, way in {
		"Secret": ["tls", "certificateRefs"],
		"ConfigMap": ["tls", "frontendValidation", "caCertificateRefs"],
	}
	some at, target in fields.list(listener, way)
	found := {
		"entry": gateway,
		"from": [_group, "Gateway"],
		"target": target,
		"kind": kind,
		"path": array.concat(["spec", "listeners", index], array.concat(way, [at])),
	}
]

_of_volume_claims := [found |
	some [entry, path] in array.concat(_claims, _claim_templates)
	target := fields.mapping(entry.object, path)
	found := {
		"entry": entry,
		"from": ["", "PersistentVolumeClaim"],
		"target": target,
		"kind": "PersistentVolumeClaim",
		"path": path,
	}
]

_claims := [[entry, ["spec", "dataSourceRef"]] | some entry in estate.all("PersistentVolumeClaim")]

_claim_templates := [[entry, ["spec", "volumeClaimTemplates", index, "spec", "dataSourceRef"]] |
	some entry in estate.all("StatefulSet.apps")
	some index, _ in fields.list(entry.object, ["spec", "volumeClaimTemplates"])
]

# METADATA
# description: |
#   What ReferenceGrants permit, if some object can make use of it: `{"entry", "owners", "from", "to", "namespace",
#   "name", "path", "to_path"}`; `namespace` is the one that may refer, `name` "" for every object of the kind.
permits := [permit |
	some entry in estate.all(concat(".", ["ReferenceGrant", _group]))
	some index, from in fields.list(entry.object, ["spec", "from"])
	some at, to in fields.list(entry.object, ["spec", "to"])
	namespace := fields.text(from, ["namespace"])
	namespace != ""
	source := [fields.text(from, ["group"]), fields.text(from, ["kind"])]
	target := [fields.text(to, ["group"]), fields.text(to, ["kind"])]
	_makes_sense(source, target)
	permit := {
		"entry": entry,
		"owners": _holders(entry),
		"from": source,
		"to": target,
		"namespace": namespace,
		"name": fields.text(to, ["name"]),
		"path": ["spec", "from", index],
		"to_path": ["spec", "to", at],
	}
]

_holders(entry) := entry.owners if {
	count(entry.owners) > 0
} else := object.get(placement.residents, [[entry.cluster, entry.namespace]], set())

# The group of each kind that is known; of others, any.
_groups := {
	"Gateway": _group,
	"PersistentVolumeClaim": "",
	"Service": "",
	"Secret": "",
	"ConfigMap": "",
	"VolumeSnapshot": "snapshot.storage.k8s.io",
}

_is_of_its_group(meant) if meant[0] == object.get(_groups, meant[1], "-")

_is_of_its_group(meant) if {
	meant[1] in gateways.route_kinds
	meant[0] == _group
}

_is_of_its_group(meant) if {
	not meant[1] in object.keys(_groups)
	not meant[1] in gateways.route_kinds
}

# Routes refer to Services and other backends, Gateways to certificates, claims to volumes and snapshots.
_foreign(source, target) if {
	source in gateways.route_kinds
	target in {"Secret", "ConfigMap", "VolumeSnapshot", "PersistentVolumeClaim"}
}

_foreign("Gateway", target) if target in {"Service", "VolumeSnapshot", "PersistentVolumeClaim"}

_foreign("PersistentVolumeClaim", target) if target in {"Service", "Secret", "ConfigMap"}

_makes_sense(source, target) if {
	_is_of_its_group(source)
	_is_of_its_group(target)
	not _foreign(source[1], target[1])
}

# METADATA
# description: |
#   Whether it is a claim for a volume that refers, or a claim that may: of those that do, pvc-crossns-source speaks.
is_of_claims(reference) if reference.from[1] == "PersistentVolumeClaim"

_use(permit) := [permit.entry.cluster, permit.from, permit.namespace, permit.to, permit.entry.namespace, permit.name]

_keys(reference) := {key |
	some name in {"", reference.name}
	key := [
		reference.entry.cluster,
		reference.from,
		reference.entry.namespace,
		reference.to,
		reference.namespace,
		name,
	]
}

_reference[key] contains reference if {
	some reference in all
	some key in _keys(reference)
}

_by_key := {key: found | some key, found in _reference}

_permitted := {_use(permit) | some permit in permits}

# METADATA
# description: The references that make use of a permit.
uses(permit) := object.get(_by_key, [_use(permit)], set())

# METADATA
# description: Whether some grant permits a reference.
is_granted(reference) if count(_keys(reference) & _permitted) > 0

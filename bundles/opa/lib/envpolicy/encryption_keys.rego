# METADATA
# title: Keys that encrypt the data of deployments
# description: |
#   The key of a key management service that the storage class of a volume names, and the keys of the
#   EncryptionConfiguration (apiserver.config.k8s.io) of a cluster, which encrypt for everybody in it.
package lib.envpolicy.encryption_keys

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement

# METADATA
# description: |
#   `{"deployment", "key", "extra", "witness"}`; `extra` has to be merged into the fact.
all := array.concat(_of_volumes, _of_clusters)

# --- volumes

_wishes := array.concat(
	[{"entry": entry, "spec": fields.mapping(entry.object, ["spec"]), "path": ["spec"]} |
		some entry in estate.all("PersistentVolumeClaim")
	],
	[wish |
		some entry in estate.all("StatefulSet.apps")
		some index, template in fields.list(entry.object, ["spec", "volumeClaimTemplates"])
		wish := {
			"entry": entry,
			"spec": fields.mapping(template, ["spec"]),
			"path": ["spec", "volumeClaimTemplates", index],
		}
	],
)

_keyed[spot] contains found if {
	some entry in estate.all("StorageClass.storage.k8s.io")
	some name, value in fields.mapping(entry.object, ["parameters"])
	regex.match(`(?i)kms-?key|diskencryptionset`, name)
	is_string(value)
	value != ""
	not startswith(value, "alias/aws/")
	found := {"entry": entry, "value": lower(value), "witness": estate.witness(entry, ["parameters", name])}
	some spot in _spots(entry)
}

# The default class of a cluster stands under "" as well.
_spots(entry) := {[entry.cluster, entry.name], [entry.cluster, ""]} if {
	some mark in ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"]
	labels.annotations(entry.object)[mark] == "true"
} else := {[entry.cluster, entry.name]}

_keys := {spot: found | some spot, found in _keyed}

# An empty name asks for no class at all, and none for the default one.
_class(entry, spec) := [entry.cluster, spec.storageClassName] if {
	fields.text(spec, ["storageClassName"]) != ""
} else := [entry.cluster, ""] if {
	object.get(spec, "storageClassName", null) == null
}

_of_volumes := [holder |
	count(_keys) > 0
	some wish in _wishes
	some found in object.get(_keys, [_class(wish.entry, wish.spec)], set())
	some name in wish.entry.owners
	some place in _places(wish.entry.cluster, found.value)
	holder := {
		"deployment": name,
		"key": ["kms", place.key],
		"extra": place.extra,
		"witness": [found.witness, estate.witness(wish.entry, wish.path)],
	}
]

# An alias is one key in an account, and the account is not told.
_places(cluster, value) := [
	{"key": [cluster, value], "extra": {}},
	{"key": value, "extra": {
		"covered": cluster,
		"certain": false,
		"missing": [sprintf("account of key %v of %v", [value, cluster])],
	}},
] if {
	startswith(value, "alias/")
} else := array.concat([{"key": value, "extra": {}}], _numbers(value))

# A key by its number alone is the one that an ARN ends with.
_numbers(value) := [{"key": ["number", steps[1]], "extra": {"side": "offers"}}] if {
	startswith(value, "arn:")
	steps := split(value, ":key/")
	count(steps) == 2
} else := [{"key": ["number", value], "extra": {"side": "uses"}}] if {
	regex.match(`^(mrk-)?[0-9a-f-]{32,}$`, value)
} else := []

# --- what the API servers keep

_of_clusters := [holder |
	some entry in estate.all("EncryptionConfiguration.apiserver.config.k8s.io")
	some at, resource in fields.list(entry.object, ["resources"])
	some index, provider in fields.list(resource, ["providers"])
	is_object(provider)
	some way, settings in provider
	some number, key in fields.list(settings, ["keys"])
	some digest in fields.list(key, ["secret", "digests"])
	some name in placement.tenants[entry.cluster]
	path := ["resources", at, "providers", index, way, "keys", number]
	holder := {
		"deployment": name,
		"key": ["kept", digest],
		"extra": {"covered": entry.cluster},
		"witness": [estate.witness(entry, path)],
	}
]

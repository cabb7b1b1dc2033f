# METADATA
# title: What Cilium joins
# description: |
#   Services of one name that are declared global in both clusters of a mesh. As facts of the sort "this
#   deployment holds this key".
package lib.envpolicy.mesh_cilium

import data.lib.envpolicy.cluster_sets
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels

_is(notes, names, value) if {
	some name in names
	is_string(notes[name])
	lower(notes[name]) == value
}

_globals := [use |
	some entry in estate.all("Service")
	notes := labels.annotations(entry.object)
	_is(notes, ["service.cilium.io/global", "io.cilium/global-service"], "true")
	some name in cluster_sets.holders(entry)
	some side in _cilium_sides(notes)
	use := {
		"deployment": name,
		"cluster": entry.cluster,
		"what": sprintf("global Service %v/%v", [entry.namespace, entry.name]),
		"witness": [estate.witness(entry, ["metadata", "annotations"])],
		"side": side,
	}
]

_cilium_sides(notes) := ["uses"] if {
	_is(notes, ["service.cilium.io/shared", "io.cilium/shared-service"], "false")
} else := ["uses", "offers"]

# The Secret of the mesh has a key for each cluster that this one is connected to.
_connected[cluster] contains other if {
	some entry in estate.all("Secret")
	entry.name == "cilium-clustermesh"
	some field in ["data", "stringData"]
	some name, _ in fields.mapping(entry.object, field)
	some other in cluster_sets.named[name]
	cluster := entry.cluster
}

_joined contains pair if {
	some cluster, others in _connected
	some other in others
	cluster != other
	pair := sort([cluster, other])
}

# METADATA
# description: Whom a global Service joins.
facts := {fact |
	some use in _globals
	some fact in cluster_sets.facts(use, use.side)
} | {fact |
	some use in _globals
	some pair in _joined
	use.cluster in pair
	fact := {
		"deployment": use.deployment,
		"key": concat(" ", array.concat(pair, [use.what])),
		"side": use.side,
		"covered": use.cluster,
		"witness": use.witness,
	}
}

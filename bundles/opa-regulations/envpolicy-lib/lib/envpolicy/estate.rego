# METADATA
# title: Every object of the estate, with the deployments that claim it
package lib.envpolicy.estate

import data.lib.envpolicy.claims
import data.lib.envpolicy.placement

_kinds contains kind if {
	some cluster in input.clusters
	some kind, _ in cluster.objects
}

# METADATA
# description: |
#   Objects by kind: `{"cluster", "kind", "index", "namespace", "name", "object", "owners"}`, where `kind` is
#   `Kind.group`, `index` the object's place in the input's list, and `owners` the set of names of the deployments
#   that claim it.
of_kind := {kind: entries |
	some kind in _kinds
	entries := [entry |
		some cluster, content in input.clusters
		some index, item in content.objects[kind]
		namespace := object.get(item, ["metadata", "namespace"], "")
		entry := {
			"cluster": cluster,
			"kind": kind,
			"index": index,
			"namespace": namespace,
			"name": _name(object.get(item, "metadata", {})),
			"object": item,
			"owners": claims.owners(cluster, kind, namespace, item),
		}
	]
}

# One that is made anew each time has what its names begin with.
_name(metadata) := object.get(metadata, "name", object.get(metadata, "generateName", ""))

# METADATA
# description: All objects of a kind, or none.
all(kind) := object.get(of_kind, kind, [])

# METADATA
# description: The witness that points at a field of an object.
witness(entry, path) := {
	"cluster": entry.cluster,
	"kind": entry.kind,
	"namespace": entry.namespace,
	"name": entry.name,
	"index": entry.index,
	"path": path,
}

# METADATA
# description: Objects in namespaces that no deployment claims, the platform's own namespaces aside.
unclaimed := [found |
	some kind, entries in of_kind
	some entry in entries
	entry.namespace != ""
	count(entry.owners) == 0
	not placement.is_platform(entry.cluster, entry.namespace)
	found := witness(entry, [])
]

_claimed contains name if {
	some kind, entries in of_kind
	kind != "Namespace"
	some entry in entries
	some name in entry.owners
}

# METADATA
# description: Deployments that are placed somewhere and claim no object there.
empty contains name if {
	some name, _ in placement.places
	not name in _claimed
}

# A cluster-scoped object of two releases of one name says nothing of where these stand.
_shared contains pair if {
	some entries in of_kind
	some entry in entries
	entry.namespace != ""
	count(entry.owners) > 1
	some a in entry.owners
	some b in entry.owners
	a < b
	pair := [a, b]
}

# METADATA
# description: Pairs of deployments whose claims overlap, names sorted.
overlapping := {pair | some pair in _shared}

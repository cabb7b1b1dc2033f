# METADATA
# title: What deployments offer to, and use from, other clusters of a set
# description: |
#   Clusters of one set (fact clusterSet) offer Services to one another. Two deployments of one cluster never meet here.
package lib.envpolicy.cluster_sets

import data.lib.envpolicy.placement

_nothing := {"", "none"}

# METADATA
# description: |
#   The facts for a use `{"deployment", "cluster", "what", "witness"}` on one side ("uses" or "offers"). A cluster that
#   does not say which set it is in meets every other, uncertainly; one whose set is empty meets none.
facts(use, side) := [
	_fact(use, side, _key([of_cluster, use.what])),
	_fact(use, side, _key([sprintf("%v known", [side]), use.what])),
] if {
	of_cluster := placement.cluster_fact(use.cluster, "clusterSet")
	is_string(of_cluster)
	not of_cluster in _nothing
} else := [
object.union(_fact(use, side, _key([word, use.what])), {
	"certain": false,
	"missing": [concat(" of ", ["clusterSet", use.cluster])],
}) |
	some word in ["not known", sprintf("%v known", [_other[side]])]
] if {
	placement.cluster_fact(use.cluster, "clusterSet") == null
} else := []

_other := {"uses": "offers", "offers": "uses"}

_key(parts) := concat(" ", parts)

_fact(use, side, key) := {
	"deployment": use.deployment,
	"key": key,
	"side": side,
	"covered": use.cluster,
	"witness": use.witness,
}

# METADATA
# description: Who holds an object of a namespace; what is nobody's by name is everybody's there.
holders(entry) := entry.owners if {
	count(entry.owners) > 0
} else := object.get(placement.residents, [[entry.cluster, entry.namespace]], set())

# METADATA
# description: The clusters by the names that the plan gives them.
named := {cluster.name: ids |
	some cluster in input.clusters
	ids := {id | some id, other in input.clusters; other.name == cluster.name}
}

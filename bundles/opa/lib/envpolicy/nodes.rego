# METADATA
# title: Nodes of one's own
# description: |
#   Whether the nodes that a deployment runs on take nobody else's pods: a facet beside the levels. Node objects
#   decide where they are given (a label without a taint dedicates nothing), else what the plan declares, unless pods of
#   another deployment refute it.
package lib.envpolicy.nodes

import data.lib.envpolicy.coscheduling
import data.lib.envpolicy.dedication
import data.lib.envpolicy.placement

# METADATA
# description: |
#   true, false, or null where neither Node objects nor the plan tell, or where not all nodes and pods were given.
dedicated(name) := value if {
	placement.places[name].cluster in coscheduling.with_nodes
	value := _answers[name]
} else := _declared(name, object.get(placement.deployments[name], ["placement", "dedicatedNodes"], null))

# What the plan declares holds as far as no other pod refutes it.
_declared(name, true) := dedication.credible(name)

_declared(_, value) := value if value != true

_answers := {name: answer |
	some name, place in placement.places
	place.cluster in coscheduling.with_nodes
	answer := _answer(name, place.cluster)
}

_answer(name, cluster) := false if {
	_shares(name)
} else := null if {
	some kind in ["Node", "DaemonSet.apps", "Deployment.apps", "Pod", "StatefulSet.apps"]
	not placement.listed_in_full(cluster, kind)
} else := false if {
	count(_own(name)) == 0
} else := true

# The groups of nodes where a deployment's pods may run.
_own(name) := {group |
	some number in object.get(coscheduling.of_deployment, name, set())
	some group in coscheduling.hosts[number]
}

# By group of nodes, the sets of deployments that claim a pod there; pods of nobody count as guests.
_visitors := {group: visitors |
	some group, members in coscheduling.guests
	visitors := {names | some number in members; some names in object.get(coscheduling.owners, number, set())}
}

_shares(name) if {
	some group in _own(name)
	some names in _visitors[group]
	not name in names
}

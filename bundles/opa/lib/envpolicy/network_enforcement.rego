# METADATA
# title: Pairs of deployments beyond any policy
# description: |
#   What holds of two deployments whatever the policies say: the cluster enforces none, or pods stand on
#   the host's network.
package lib.envpolicy.network_enforcement

import data.lib.envpolicy.network_classes
import data.lib.envpolicy.network_facts
import data.lib.envpolicy.network_reach
import data.lib.envpolicy.network_sides
import data.lib.envpolicy.placement

# METADATA
# description: The ordered pairs of deployments with pods in different namespaces of a cluster, by cluster.
pairs := {cluster: found |
	some cluster, names in placement.tenants
	found := {pair |
		some a in names
		network_classes.owned_by[a]
		some b in names
		network_classes.owned_by[b]
		placement.places[a].namespace != placement.places[b].namespace
		pair := [a, b]
	}
}

# METADATA
# description: |
#   Where policies count for nothing, or may; a pair with a path that is open anyway is told of there.
unenforced := [fact |
	some cluster, found in pairs
	certainty := _certainty(network_facts.enforced[cluster], "networkPolicyEnforced", cluster)
	some pair in _not_open(found, network_facts.enforced[cluster])
	fact := object.union(certainty, {
		"from": pair[0],
		"to": pair[1],
		"place": sprintf("cluster %v", [cluster]),
		"witness": array.concat(array.concat(_pod(pair[0]), _pod(pair[1])), object.get(network_facts.off, cluster, [])),
		"message": sprintf("cluster %v %v", [cluster, _words[sprintf("%v", [network_facts.enforced[cluster]])]]),
	})
]

_words := {
	"false": "enforces no NetworkPolicy: every pod reaches every other",
	"null": "is not known to enforce the NetworkPolicies that keep these two apart",
}

_not_open(found, enforced) := found if {
	enforced == false
} else := found - network_reach.certain if {
	enforced == null
}

_certainty(value, name, cluster) := {} if {
	value in {false, "node"}
} else := {"certain": false, "missing": [network_facts.missing(name, cluster)]} if {
	value == null
}

_pod(name) := [network_sides.pod_of[min(network_classes.owned_by[name])].witness]

# --- pods on the host's network

_on_host := {name: mine |
	some name, classes in network_classes.owned_by
	mine := classes & network_classes.on_host
	count(mine) > 0
}

# METADATA
# description: |
#   Pods that policies see as their node: a node reaches its own pods, and they it, so nodes that are not
#   dedicated connect them with everybody. Not known: only where no path is open anyway.
from_host := [fact |
	some name, mine in _on_host
	cluster := placement.places[name].cluster
	cluster in network_facts.policed
	handling := network_facts.host_network[cluster]
	certainty := _certainty(handling, "hostNetworkHandling", cluster)
	pod := network_sides.pod_of[min(mine)]
	some pair in pairs[cluster]
	name in pair
	not _dedicated(pair)
	_counts(handling, pair)
	fact := object.union(certainty, {
		"from": pair[0],
		"to": pair[1],
		"place": sprintf("%v on the host's network", [pod.label]),
		"witness": [pod.witness],
		"message": sprintf("%v is on the host's network, where policies take it for its node", [pod.label]),
	})
]

_counts("node", _) := true

_counts(handling, pair) if {
	handling == null
	not pair in network_reach.certain
}

_dedicated(pair) if {
	some name in pair
	placement.deployments[name].placement.dedicatedNodes == true
}

# METADATA
# title: Pods of two clusters stand on one routed network
# description: |
#   Two clusters of one network (fact network) with pod ranges that do not overlap, and no firewall between
#   them (interClusterFirewall), are as far apart as two namespaces: pods reach each other by address, and
#   only policies keep them from it. Where one cluster names its network and the other does not, this is not known; nor
#   where none does, for those that policies do not keep apart either. `none` says that pods are routed nowhere.
# custom:
#   id: net-flat-pod-network
#   kind: shared
#   channel: network
#   boundary: [cluster, environment]
#   cap: namespace
#   severity: medium
#   remediation: Put a firewall between the clusters (interClusterFirewall), or give each a network of its own.
#   reads: []
#   sources:
#     - own analysis
#   examples:
#     leaks:
#       - note: One network, no firewall
#         facts: {network: vpc-1, podCIDRs: [10.0.0.0/16]}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         clusters: {test/test-wc: {facts: {network: vpc-1, podCIDRs: [10.1.0.0/16]}}}
#       - note: One network, the ranges of pods not told
#         facts: {network: vpc-1}
#         deployments: {shop-staging: {placement: {cluster: other-wc}}}
#         clusters: {prod/other-wc: {facts: {network: vpc-1}}}
#       - note: The network is not known, and no policy keeps pods from it
#         facts: {network: vpc-1}
#         remove: [{kind: NetworkPolicy, namespace: shop-prod, name: default-deny}]
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         clusters: {test/test-wc: {facts: {networkPolicyEnforced: false}}}
#       - note: Only one cluster says which network it stands on
#         facts: {network: vpc-1}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#     innocent:
#       - note: A firewall between the clusters
#         facts: {network: vpc-1, podCIDRs: [10.0.0.0/16]}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         clusters: {test/test-wc: {facts: {network: vpc-1, podCIDRs: [10.1.0.0/16], interClusterFirewall: true}}}
#       - note: Two networks
#         facts: {network: vpc-1, podCIDRs: [10.0.0.0/16]}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         clusters: {test/test-wc: {facts: {network: vpc-2, podCIDRs: [10.1.0.0/16]}}}
#       - note: Both have the same range of pods, which cannot be routed
#         facts: {network: vpc-1, podCIDRs: [10.244.0.0/16]}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         clusters: {test/test-wc: {facts: {network: vpc-1, podCIDRs: [10.244.0.0/16]}}}
#       - note: Pods of the other cluster are routed nowhere
#         facts: {network: vpc-1}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         clusters: {test/test-wc: {facts: {network: none}}}
#       - note: No network is known, but policies keep pods from it
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#       - note: Both in one cluster
#         facts: {network: vpc-1, podCIDRs: [10.0.0.0/16]}
package lib.envpolicy.leaks.network.net_flat_pod_network

import data.lib.envpolicy.network_classes
import data.lib.envpolicy.network_facts
import data.lib.envpolicy.network_outside
import data.lib.envpolicy.placement

_named := {cluster: network |
	some cluster, _ in input.clusters
	not _walled(cluster)
	network := placement.cluster_fact(cluster, "network")
	is_string(network)
	not network in {"", "none"}
}

_unnamed := {cluster |
	some cluster, _ in input.clusters
	not _walled(cluster)
	placement.cluster_fact(cluster, "network") == null
}

_walled(cluster) if placement.cluster_fact(cluster, "interClusterFirewall") == true

# Clusters of one network whose ranges of pods meet cannot be routed to each other.
_meets[cluster] contains other if {
	some cluster, network in _named
	some other, network_of_other in _named
	network == network_of_other
	some range in network_facts.ranges(cluster, "podCIDRs")
	some other_range in network_facts.ranges(other, "podCIDRs")
	network_facts.overlap(range, other_range)
}

_unrouted := {cluster: others | some cluster, others in _meets}

# The others of a network that a cluster is routed to, each as a key that both make alike.
_routes := {cluster: keys |
	some cluster, network in _named
	keys := {concat(" ", array.concat([network], sort([cluster, other]))) |
		some other, network_of_other in _named
		network == network_of_other
		cluster != other
		not other in object.get(_unrouted, cluster, set())
	}
}

_placed := {name: place.cluster |
	some name, place in placement.places
	network_classes.owned_by[name]
}

# --- where the network is not known

_sides := {"uses": "egress", "offers": "ingress"}

_unknown(cluster) := {"certain": false, "missing": [network_facts.missing("network", cluster)]}

# --- both

holds contains fact if {
	some name, cluster in _placed
	some key in _routes[cluster]
	fact := {"deployment": name, "key": key, "covered": cluster, "witness": []}
}

holds contains fact if {
	some name, cluster in _placed
	_named[cluster]
	fact := {"deployment": name, "key": "a named network", "side": "offers", "covered": cluster, "witness": []}
}

holds contains fact if {
	some name, cluster in _placed
	cluster in _unnamed
	found := {"deployment": name, "key": "a named network", "side": "uses", "covered": cluster, "witness": []}
	fact := object.union(found, _unknown(cluster))
}

holds contains fact if {
	some side, direction in _sides
	some [name, way] in network_outside.open
	way == direction
	cluster := _placed[name]
	cluster in _unnamed
	found := {"deployment": name, "key": "no named network", "side": side, "covered": cluster, "witness": []}
	fact := object.union(found, _unknown(cluster))
}

# METADATA
# title: Two clusters stand on one host cluster
# description: |
#   Clusters are virtual ones on the same host cluster (fact hostCluster), or one is the other's host: an API
#   server of one's own, but the same nodes, kernel and pod network. What is left is the separation of
#   namespaces; less where neither side's pods are under network policies (networkPolicyEnforced false). Where one
#   cluster stands on another and nobody says what the others stand on, this is not known of them; `none` says that a
#   cluster is no virtual one. A plan that names no host cluster at all has none.
# custom:
#   id: cp-virtual-cluster
#   kind: shared
#   channel: control-plane
#   boundary: [cluster, environment]
#   cap: release
#   severity: high
#   remediation: Give production a cluster with nodes of its own, or nodes of its own on the host.
#   reads: []
#   sources:
#     - https://www.vcluster.com/docs
#     - https://kubernetes.io/docs/concepts/security/multi-tenancy/
#   scanners: []
#   examples:
#     leaks:
#       - note: Two virtual clusters on one host
#         facts: {hostCluster: prod/host}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         clusters: {test/test-wc: {facts: {hostCluster: prod/host}}}
#       - note: Staging is a virtual cluster within production's
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         clusters: {test/test-wc: {facts: {hostCluster: prod/prod-wc}}}
#       - note: No network policies on either side
#         facts: {hostCluster: host, networkPolicyEnforced: false}
#         deployments: {shop-staging: {placement: {cluster: staging-wc, namespace: shop-staging}}}
#         clusters: {prod/staging-wc: {facts: {hostCluster: host, networkPolicyEnforced: false}}}
#       - note: Staging is a virtual cluster, and nobody says what production stands on
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         clusters: {test/test-wc: {facts: {hostCluster: test/host}}}
#     innocent:
#       - note: Two hosts
#         facts: {hostCluster: prod/host}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         clusters: {test/test-wc: {facts: {hostCluster: test/host}}}
#       - note: Only one of them is virtual
#         facts: {hostCluster: none}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         clusters: {test/test-wc: {facts: {hostCluster: test/host}}}
#       - note: Two namespaces of one virtual cluster
#         facts: {hostCluster: prod/host}
package lib.envpolicy.leaks.control_plane.cp_virtual_cluster

import data.lib.envpolicy.network_facts
import data.lib.envpolicy.placement

# Every cluster, and every host that is named, leads to its host.
_hosts := object.union(
	{host: set() | some host in _named},
	{id: _host(id) | some id, _ in input.clusters},
)

_named := {host | some id, _ in input.clusters; some host in _host(id)}

_host(id) := {host} if {
	host := placement.cluster_fact(id, "hostCluster")
	is_string(host)
	not host in {"", "none"}
} else := set()

holds contains fact if {
	some name, place in placement.places
	some host in graph.reachable(_hosts, {place.cluster})
	host in _named
	some [key, side] in [[["host", host], {}], [["some host"], {"side": "offers"}]]
	some cap in _caps[place.cluster]
	fact := object.union_n([cap, side, {
		"deployment": name,
		"key": key,
		"covered": place.cluster,
		"message": sprintf("the cluster stands on, or is, the host cluster %v", [host]),
		"witness": [],
	}])
}

holds contains fact if {
	some name, place in placement.places
	place.cluster in _untold
	some cap in _caps[place.cluster]
	fact := object.union(cap, {
		"deployment": name,
		"key": ["some host"],
		"side": "uses",
		"covered": place.cluster,
		"message": sprintf("nobody says whether %v stands on the same host cluster", [place.cluster]),
		"certain": false,
		"missing": array.concat([network_facts.missing("hostCluster", place.cluster)], object.get(cap, "missing", [])),
		"witness": [],
	})
}

# Where some cluster stands on another: the clusters of which nobody says whether they do.
_untold := {id |
	count(_named) > 0
	some id, _ in input.clusters
	not id in _named
	placement.cluster_fact(id, "hostCluster") == null
}

_caps := {id: _cap(id, enforced) | some id, enforced in network_facts.enforced}

_cap(_, true) := [{"cap": "namespace"}]

_cap(_, false) := [{"cap": "release"}]

_cap(cluster, null) := [
	{"cap": "namespace"},
	{"cap": "release", "certain": false, "missing": [network_facts.missing("networkPolicyEnforced", cluster)]},
]

# METADATA
# title: One management cluster for two Environments
# description: |
#   Clusters of two Environments are managed from one cluster (fact managementCluster; or seen as objects of
#   Cluster API, Open Cluster Management or Fleet that are named after them, or as agents of one Rancher): whoever
#   holds that cluster holds both. A deployment inside the management cluster counts as well. Where one side
#   declares its management cluster and nobody knows the other's, this is not known; `none` says that there is
#   none. Argo CD and Flux are other checks' to tell.
# custom:
#   id: cp-shared-management
#   kind: shared
#   channel: control-plane
#   boundary: [environment]
#   cap: cluster
#   severity: high
#   remediation: Give each Environment a management cluster of its own.
#   reads: []
#   sources:
#     - Welkin, architecture decision records 0033 and 0050
#   scanners: []
#   examples:
#     leaks:
#       - note: One management cluster, declared for both
#         facts: {managementCluster: prod/management}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         clusters: {test/test-wc: {facts: {managementCluster: prod/management}}}
#       - note: Both clusters are objects of Cluster API in a third
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         clusters:
#           prod/management:
#             add:
#               - apiVersion: cluster.x-k8s.io/v1beta1
#                 kind: Cluster
#                 metadata: {name: prod-wc, namespace: clusters}
#               - apiVersion: cluster.x-k8s.io/v1beta1
#                 kind: Cluster
#                 metadata: {name: test-wc, namespace: clusters}
#       - note: Agents of one Rancher
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - &agent
#             apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: cattle-cluster-agent, namespace: cattle-system}
#             spec: {template: {spec: {containers: [{name: agent, image: agent,
#               env: [{name: CATTLE_SERVER, value: "https://rancher.example.com"}]}]}}}
#         clusters: {test/test-wc: {add: [*agent]}}
#       - note: Nobody says who manages staging
#         facts: {managementCluster: prod/management}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#     innocent:
#       - note: One for each Environment
#         facts: {managementCluster: prod/management}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         clusters: {test/test-wc: {facts: {managementCluster: test/management}}}
#       - note: One management cluster for the clusters of one Environment
#         facts: {managementCluster: prod/management}
#         deployments: {shop-staging: {placement: {cluster: staging-wc, namespace: shop-staging}}}
#         clusters: {prod/staging-wc: {facts: {managementCluster: prod/management}}}
#       - note: Staging has none
#         facts: {managementCluster: prod/management}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         clusters: {test/test-wc: {facts: {managementCluster: none}}}
#       - note: Nothing of the kind is declared
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
package lib.envpolicy.leaks.control_plane.cp_shared_management

import data.lib.envpolicy.management
import data.lib.envpolicy.placement

holds contains fact if {
	some name, place in placement.places
	some manager in management.of[place.cluster]
	fact := {
		"deployment": name,
		"key": ["manager", manager.name],
		"covered": place.environment,
		"message": sprintf("clusters of both sides are managed by %v", [manager.name]),
		"witness": manager.witness,
	}
}

# A declared manager may be that of a cluster of which nobody tells.
holds contains fact if {
	some name, place in placement.places
	is_string(placement.cluster_fact(place.cluster, "managementCluster"))
	count(management.of[place.cluster]) > 0
	fact := {
		"deployment": name,
		"key": ["somebody"],
		"side": "offers",
		"covered": place.environment,
		"witness": [],
	}
}

holds contains fact if {
	some name, place in placement.places
	place.cluster in management.untold
	fact := {
		"deployment": name,
		"key": ["somebody"],
		"side": "uses",
		"covered": place.environment,
		"certain": false,
		"missing": [concat(" of ", ["managementCluster", place.cluster])],
		"witness": [],
	}
}

# METADATA
# title: No quota bounds network and disk of a node that two deployments share
# description: |
#   Quotas bound cpu, memory and storage, but neither the throughput of a node's network nor that of its
#   disks: whoever stands on a node shares them. Shown on request, since it is true of all that may meet on
#   a node; one other deployment is named for all.
# custom:
#   id: res-storage-network
#   kind: reach
#   channel: contention
#   boundary: [namespace]
#   cap: environment
#   severity: info
#   remediation: Give a deployment nodes of its own, or bound pods by kubernetes.io/egress-bandwidth.
#   reads: []
#   sources:
#     - Multi-tenancy, https://kubernetes.io/docs/concepts/security/multi-tenancy/
#     - Resource quotas, https://kubernetes.io/docs/concepts/policy/resource-quotas/
#   examples:
#     leaks:
#       - note: Both may run anywhere
#         add: []
#       - note: A quota for each
#         add:
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-prod}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi, pods: 20}}
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-staging}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi, pods: 20}}
#     innocent:
#       - note: Nodes of its own
#         deployments: {shop-staging: {placement: {dedicatedNodes: true}}}
#         add: []
#       - note: Two clusters
#         deployments: {shop-staging: {placement: {cluster: test-wc}}}
#         add: []
package lib.envpolicy.leaks.contention.res_storage_network

import data.lib.envpolicy.coscheduling
import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.workloads

reaches contains fact if {
	some from, others in coscheduling.meets
	to := min(object.keys(others))
	workload := workloads.all[coscheduling.first[from]]
	fact := object.union(doubts.of({coscheduling.missing(workload.cluster) | others[to] == null}), {
		"from": from,
		"to": to,
		"place": sprintf("nodes of %v", [workload.cluster]),
		"witness": [estate.witness(workload.entry, array.concat(workload.path, ["spec"]))],
	})
}

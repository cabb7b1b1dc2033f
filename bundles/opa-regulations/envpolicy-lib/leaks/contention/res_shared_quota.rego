# METADATA
# title: Two releases live off one quota
# description: |
#   A ResourceQuota or LimitRange bounds a namespace in which both stand: what the one takes, the other
#   lacks. Tolerated between releases, and shown on request.
# custom:
#   id: res-shared-quota
#   kind: shared
#   channel: contention
#   boundary: [release]
#   cap: environment
#   severity: info
#   remediation: Give each a namespace and a quota of its own.
#   reads:
#     - LimitRange
#     - ResourceQuota
#   sources:
#     - Resource quotas, https://kubernetes.io/docs/concepts/policy/resource-quotas/
#   examples:
#     leaks:
#       - note: One quota
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: canary}}}
#         add:
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-prod}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi, pods: 20}}
#       - note: One LimitRange
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: canary}}}
#         add:
#           - apiVersion: v1
#             kind: LimitRange
#             metadata: {name: limits, namespace: shop-prod}
#             spec: {limits: [{type: Container, default: {memory: 64Mi}}]}
#     innocent:
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
#       - note: No quota
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: canary}}}
#         add: []
package lib.envpolicy.leaks.contention.res_shared_quota

import data.lib.envpolicy.estate
import data.lib.envpolicy.placement

holds contains fact if {
	some kind in ["LimitRange", "ResourceQuota"]
	some entry in estate.all(kind)
	names := placement.residents[[entry.cluster, entry.namespace]]
	count(names) > 1
	some name in names
	fact := {
		"deployment": name,
		"key": concat(" ", [kind, entry.cluster, entry.namespace, entry.name]),
		"witness": [estate.witness(entry, ["spec"])],
	}
}

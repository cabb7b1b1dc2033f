# METADATA
# title: No quota keeps a namespace from taking the nodes that others run on
# description: |
#   No ResourceQuota without scopes bounds cpu, or none bounds memory, in the namespace of a deployment whose
#   pods may stand on a node beside another's: it may take all there is. A quota for some of its pods
#   (scopes) or for numbers of objects does not do, nor does a LimitRange. What OpenShift, HNC and Capsule
#   bound for this namespace alone counts. On nodes of its own a deployment takes nothing from others.
# custom:
#   id: res-quota-missing
#   kind: reach
#   channel: contention
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Add a ResourceQuota on requests or limits of cpu and memory to the namespace.
#   patch: resource-quota
#   reads:
#     - ResourceQuota
#   sources:
#     - Multi-tenancy, https://kubernetes.io/docs/concepts/security/multi-tenancy/
#     - Resource quotas, https://kubernetes.io/docs/concepts/policy/resource-quotas/
#   scanners:
#     - trivy KSV-0040 (single)
#     - multi-tenancy benchmarks FNS-1 (single)
#   examples:
#     leaks:
#       - note: No quota in either namespace
#         add: []
#       - note: Numbers of objects alone
#         add:
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-prod}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi}}
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-staging}
#             spec: {hard: {pods: 10, count/secrets: 10}}
#       - note: Only for pods of one class of priority
#         add:
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-prod}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi}}
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-staging}
#             spec:
#               hard: {cpu: 4, memory: 8Gi}
#               scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [high]}]}
#       - note: A LimitRange bounds each container, not their number
#         add:
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-prod}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi}}
#           - apiVersion: v1
#             kind: LimitRange
#             metadata: {name: limits, namespace: shop-staging}
#             spec: {limits: [{type: Container, max: {cpu: 1, memory: 1Gi}}]}
#       - note: An OpenShift quota for both together
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {team: shop}}
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {team: shop}}
#           - apiVersion: quota.openshift.io/v1
#             kind: ClusterResourceQuota
#             metadata: {name: shop}
#             spec:
#               selector: {labels: {matchLabels: {team: shop}}}
#               quota: {hard: {requests.cpu: 4, requests.memory: 8Gi}}
#       - note: Quotas that were not all given
#         facts: {inventory: [Deployment]}
#         add: []
#     innocent:
#       - note: Requests bounded in one, limits in the other
#         add:
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-prod}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi}}
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-staging}
#             spec: {hard: {limits.cpu: 4, limits.memory: 8Gi}}
#       - note: The plain names, in two quotas
#         add:
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-prod}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi}}
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: cpu, namespace: shop-staging}
#             spec: {hard: {cpu: 4}, scopes: []}
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: memory, namespace: shop-staging}
#             spec: {hard: {memory: 8Gi}}
#       - note: Nodes of its own
#         deployments: {shop-staging: {placement: {dedicatedNodes: true}}}
#         add: []
#       - note: Two clusters
#         deployments: {shop-staging: {placement: {cluster: test-wc}}}
#         add: []
#       - note: An OpenShift quota for each
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {stage: prod}}
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, annotations: {requester: shop}}
#           - apiVersion: quota.openshift.io/v1
#             kind: ClusterResourceQuota
#             metadata: {name: prod}
#             spec:
#               selector: {labels: {matchLabels: {stage: prod}}, annotations: null}
#               quota: {hard: {requests.cpu: 4, requests.memory: 8Gi}}
#           - apiVersion: quota.openshift.io/v1
#             kind: ClusterResourceQuota
#             metadata: {name: staging}
#             spec:
#               selector: {annotations: {requester: shop}}
#               quota: {hard: {requests.cpu: 4, limits.memory: 8Gi}}
package lib.envpolicy.leaks.contention.res_quota_missing

import data.lib.envpolicy.quota_facts

reaches := quota_facts.compute

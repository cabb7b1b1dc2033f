# METADATA
# title: No quota bounds the number of objects in a namespace
# description: |
#   No ResourceQuota without scopes bounds the number of any sort of object in the namespace of a deployment
#   (pods, Services, load balancers, node ports, PersistentVolumeClaims, Secrets, ConfigMaps, count/...): it
#   may fill the storage of the API server and use up what the cluster has of them. Where nothing bounds cpu
#   and memory either, res-quota-missing speaks.
# custom:
#   id: res-objectquota-missing
#   kind: reach
#   channel: contention
#   boundary: [namespace]
#   cap: release
#   severity: low
#   remediation: Bound numbers of objects in a ResourceQuota (pods, services.loadbalancers, count/secrets).
#   patch: object-quota
#   reads:
#     - ResourceQuota
#   sources:
#     - Resource quotas, https://kubernetes.io/docs/concepts/policy/resource-quotas/
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   scanners:
#     - multi-tenancy benchmarks FNS-2 (single)
#   examples:
#     leaks:
#       - note: Requests alone
#         add:
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-prod}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi, pods: 20}}
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-staging}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi, requests.storage: 1Ti}}
#       - note: Numbers for some pods only
#         add:
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-prod}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi, pods: 20}}
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-staging}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi}}
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: best-effort, namespace: shop-staging}
#             spec: {hard: {pods: 5}, scopes: [BestEffort]}
#       - note: No quota, on nodes of its own
#         deployments: {shop-staging: {placement: {dedicatedNodes: true}}}
#         add:
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-prod}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi, pods: 20}}
#     innocent:
#       - note: Pods
#         add:
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-prod}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi, pods: 20}}
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-staging}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi, pods: 20}}
#       - note: In a quota of its own, by the generic name
#         add:
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-prod}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi, pods: 20}}
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-staging}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi}}
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: objects, namespace: shop-staging}
#             spec: {hard: {count/deployments.apps: 20}}
#       - note: No quota at all, which another check says
#         add: []
#       - note: Two clusters
#         deployments: {shop-staging: {placement: {cluster: test-wc}}}
#         add:
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-prod}
#             spec: {hard: {requests.cpu: 4, requests.memory: 8Gi}}
package lib.envpolicy.leaks.contention.res_objectquota_missing

import data.lib.envpolicy.quota_facts

reaches := quota_facts.counts

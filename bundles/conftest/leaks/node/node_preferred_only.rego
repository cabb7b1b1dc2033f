# METADATA
# title: Pods only prefer to stand apart from others
# description: |
#   A pod prefers nodes of a pool (and requires none), or prefers not to stand beside pods of another
#   deployment's namespace (podAntiAffinity, preferred). The scheduler heeds that while there is room
#   elsewhere, and no longer. Lowers no level; the nodes are not the deployment's own.
# custom:
#   id: node-preferred-only
#   kind: reach
#   channel: node
#   boundary: [namespace]
#   cap: namespace
#   severity: low
#   remediation: Require what is preferred, and taint the nodes that are to be its own.
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - Assigning pods to nodes, https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
#     - Amazon EKS, tenant isolation, https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html
#   scanners:
#     - kube-linter no-anti-affinity (another purpose)
#   examples:
#     leaks:
#       - note: A preferred pool
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               affinity:
#                 nodeAffinity:
#                   preferredDuringSchedulingIgnoredDuringExecution:
#                     - weight: 100
#                       preference: {matchExpressions: [{key: pool, operator: In, values: [staging]}]}
#       - note: A preferred distance to the other namespace
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               affinity:
#                 podAntiAffinity:
#                   preferredDuringSchedulingIgnoredDuringExecution:
#                     - weight: 100
#                       podAffinityTerm:
#                         topologyKey: kubernetes.io/hostname
#                         labelSelector: {matchLabels: {app: web}}
#                         namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}
#     innocent:
#       - note: The replicas of one application apart from each other
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               affinity:
#                 podAntiAffinity:
#                   preferredDuringSchedulingIgnoredDuringExecution:
#                     - weight: 100
#                       podAffinityTerm:
#                         topologyKey: kubernetes.io/hostname
#                         labelSelector: {matchLabels: {app: web}}
#       - note: A preferred zone
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               affinity:
#                 nodeAffinity:
#                   preferredDuringSchedulingIgnoredDuringExecution:
#                     - weight: 1
#                       preference: {matchExpressions: [{key: topology.kubernetes.io/zone, operator: In, values: [z1]}]}
#       - note: The pool is required as well
#         remove:
#           - {kind: Deployment, namespace: shop-prod, name: web}
#           - {kind: Deployment, namespace: shop-staging, name: web}
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {pool: prod}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {pool: staging}
#               affinity:
#                 nodeAffinity:
#                   preferredDuringSchedulingIgnoredDuringExecution:
#                     - weight: 1
#                       preference: {matchExpressions: [{key: pool, operator: In, values: [staging]}]}
#       - note: A preferred distance to pods that are not there
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               affinity:
#                 podAntiAffinity:
#                   preferredDuringSchedulingIgnoredDuringExecution:
#                     - weight: 100
#                       podAffinityTerm:
#                         topologyKey: kubernetes.io/hostname
#                         labelSelector: {matchLabels: {app: api}}
#                         namespaces: [shop-prod]
package lib.envpolicy.leaks.node.node_preferred_only

import data.lib.envpolicy.facets

reaches := facets.preferring

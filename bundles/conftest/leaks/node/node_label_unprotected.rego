# METADATA
# title: Nodes are claimed by a label that does not keep others off
# description: |
#   A deployment's pods select their nodes by a label of a pool, but no taint keeps other pods off these
#   nodes; or the label is one that a kubelet may give its own node (none under node-
#   restriction.kubernetes.io, or of another reserved name), so that whoever takes over a node elsewhere
#   draws the pods to it. Labels of zones, machines and systems claim nothing. Lowers no level; whether the
#   nodes are the deployment's own is then not known.
# custom:
#   id: node-label-unprotected
#   kind: reach
#   channel: node
#   boundary: [namespace]
#   cap: namespace
#   severity: low
#   remediation: Taint the nodes of the pool, and select them by a label under node-restriction.kubernetes.io.
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - NodeRestriction, https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction
#     - Assigning pods to nodes, https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
#     - Amazon EKS, tenant isolation, https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html
#   examples:
#     leaks:
#       - note: A label, and nothing is tolerated
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {pool: prod}
#       - note: The nodes of the pool have no taint
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: a, labels: {pool: prod}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {pool: prod}
#               tolerations: [{key: dedicated, operator: Equal, value: prod, effect: NoSchedule}]
#       - note: Required affinity
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               affinity:
#                 nodeAffinity:
#                   requiredDuringSchedulingIgnoredDuringExecution:
#                     nodeSelectorTerms: [{matchExpressions: [{key: pool, operator: In, values: [prod, spare]}]}]
#       - note: Apart, by a label that a node may give itself
#         remove:
#           - {kind: Deployment, namespace: shop-prod, name: web}
#           - {kind: Deployment, namespace: shop-staging, name: web}
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: a, labels: {pool: prod}}
#             spec: {taints: [{key: dedicated, value: prod, effect: NoSchedule}]}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: b, labels: {pool: staging}}
#             spec: {taints: [{key: dedicated, value: staging, effect: NoSchedule}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {pool: prod}
#               tolerations: [{key: dedicated, operator: Equal, value: prod, effect: NoSchedule}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {pool: staging}
#               tolerations: [{key: dedicated, operator: Equal, value: staging, effect: NoSchedule}]
#     innocent:
#       - note: A label that NodeRestriction guards, and a taint
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: a, labels: {node-restriction.kubernetes.io/pool: prod}}
#             spec: {taints: [{key: dedicated, value: prod, effect: NoSchedule}]}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: b, labels: {pool: common}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {node-restriction.kubernetes.io/pool: prod}
#               tolerations: [{key: dedicated, operator: Equal, value: prod, effect: NoSchedule}]
#       - note: The label of a zone
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {topology.kubernetes.io/zone: z1, kubernetes.io/os: linux}
#       - note: Nothing is selected
#         add: []
package lib.envpolicy.leaks.node.node_label_unprotected

import data.lib.envpolicy.facets

reaches contains fact if some fact in facets.unhindered

reaches contains fact if some fact in facets.relabelled

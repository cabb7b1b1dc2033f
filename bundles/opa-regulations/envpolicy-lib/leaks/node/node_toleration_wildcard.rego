# METADATA
# title: A pod tolerates the taint of another deployment's nodes
# description: |
#   Nodes are kept for a deployment by a taint, or by the plan's word, and a pod of another one may run
#   there all the same: it tolerates every taint (operator Exists without a key), or that very one while it
#   has other nodes to run on. Without Node objects, pods that select a label and tolerate a taint count as
#   having such nodes, which is not certain. Lowers no level; the nodes are then nobody's own.
# custom:
#   id: node-toleration-wildcard
#   kind: reach
#   channel: node
#   boundary: [namespace]
#   cap: namespace
#   severity: medium
#   remediation: Tolerate the taints by key and value that the pod needs, and select the nodes it belongs to.
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - Taints and tolerations, https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
#     - Amazon EKS, tenant isolation, https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html
#   examples:
#     leaks:
#       - note: It tolerates everything
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: a, labels: {pool: prod}}
#             spec: {taints: [{key: dedicated, value: prod, effect: NoSchedule}]}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: b, labels: {pool: common}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {pool: prod}
#               tolerations: [{key: dedicated, operator: Equal, value: prod, effect: NoSchedule}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: scan, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               tolerations: [{operator: Exists}]
#       - note: It tolerates the key, whatever the value
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: a, labels: {pool: prod}}
#             spec: {taints: [{key: dedicated, value: prod, effect: NoSchedule}]}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: b, labels: {pool: common}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {pool: prod}
#               tolerations: [{key: dedicated, operator: Equal, value: prod, effect: NoSchedule}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: scan, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               tolerations: [{key: dedicated, operator: Exists}]
#       - note: No Node objects, but pods with nodes of their own
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {pool: prod}
#               tolerations: [{key: dedicated, operator: Equal, value: prod, effect: NoSchedule}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: scan, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               tolerations: [{operator: Exists, effect: NoSchedule}]
#       - note: The plan gives the other one nodes of its own
#         deployments: {shop-prod: {placement: {dedicatedNodes: true}}}
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: scan, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               tolerations: [{operator: Exists}]
#       - note: Every node has a taint; it tolerates both, and asks for neither
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: a, labels: {pool: prod}}
#             spec: {taints: [{key: pool, value: prod, effect: NoSchedule}]}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: b, labels: {pool: staging}}
#             spec: {taints: [{key: pool, value: staging, effect: NoSchedule}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {pool: prod}
#               tolerations: [{key: pool, value: prod, effect: NoSchedule}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: scan, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               tolerations: [{key: pool, operator: Exists, effect: NoSchedule}]
#     innocent:
#       - note: It tolerates another value
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: a, labels: {pool: prod}}
#             spec: {taints: [{key: dedicated, value: prod, effect: NoSchedule}]}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: b, labels: {pool: common}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {pool: prod}
#               tolerations: [{key: dedicated, operator: Equal, value: prod, effect: NoSchedule}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: scan, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               tolerations: [{key: dedicated, operator: Equal, value: staging, effect: NoSchedule}]
#       - note: It tolerates everything, but asks for other nodes
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: a, labels: {pool: prod}}
#             spec: {taints: [{key: dedicated, value: prod, effect: NoSchedule}]}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: b, labels: {pool: common}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {pool: prod}
#               tolerations: [{key: dedicated, operator: Equal, value: prod, effect: NoSchedule}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: scan, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {pool: common}
#               tolerations: [{operator: Exists}]
#       - note: It tolerates everything where nothing is tainted
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: a, labels: {pool: common}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: scan, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               tolerations: [{operator: Exists}]
#       - note: It waits for a node to come back, as every pod does
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: a, labels: {pool: prod}}
#             spec: {taints: [{key: dedicated, value: prod, effect: NoSchedule}]}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: b, labels: {pool: common}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {pool: prod}
#               tolerations: [{key: dedicated, operator: Equal, value: prod, effect: NoSchedule}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: scan, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute}]
#       - note: It tolerates everything for a while on nodes that are emptied
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: a, labels: {pool: prod}}
#             spec: {taints: [{key: dedicated, value: prod, effect: NoSchedule}]}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: b, labels: {pool: common}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {pool: prod}
#               tolerations: [{key: dedicated, operator: Equal, value: prod, effect: NoSchedule}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: scan, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               tolerations: [{operator: Exists, effect: NoExecute}]
package lib.envpolicy.leaks.node.node_toleration_wildcard

import data.lib.envpolicy.facets

reaches := facets.tolerating

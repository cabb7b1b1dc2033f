# METADATA
# title: Pods of two deployments may stand on one node
# description: |
#   Some node takes pods of both: names, labels that are required, and taints let them. Where no Node
#   objects are given, labels that contradict each other keep pods apart, equal demands bring them together,
#   and the rest is not known. Two namespaces may share nodes and stay two namespaces: this lowers no level,
#   but the nodes of neither are its own. Where another check says why (a toleration, a label without a
#   taint, a mere preference), that one speaks.
# custom:
#   id: node-shared
#   kind: reach
#   channel: node
#   boundary: [namespace]
#   cap: namespace
#   severity: info
#   remediation: Where nodes of its own are asked for, taint them; let only its pods tolerate and select them.
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - Multi-tenancy, https://kubernetes.io/docs/concepts/security/multi-tenancy/
#     - Assigning pods to nodes, https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
#   scanners:
#     - kube-linter no-node-affinity (single)
#   examples:
#     leaks:
#       - note: Nothing says where pods may run
#         add: []
#       - note: One node for all
#         add:
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: a, labels: {pool: common}}
#       - note: Whether a node has both labels nobody says
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
#               nodeSelector: {disk: ssd}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {size: large}
#     innocent:
#       - note: Labels that contradict each other
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
#       - note: No node takes both
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
#       - note: The plan gives one of them nodes of its own
#         deployments: {shop-prod: {placement: {dedicatedNodes: true}}}
#         add: []
#       - note: Two clusters
#         deployments: {shop-staging: {placement: {cluster: test-wc}}}
#         add: []
package lib.envpolicy.leaks.node.node_shared

import data.lib.envpolicy.facets

reaches := facets.shared

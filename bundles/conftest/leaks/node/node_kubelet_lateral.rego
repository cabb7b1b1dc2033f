# METADATA
# title: A pod may take over a node, and from there speak with the API server
# description: |
#   Pods of a deployment hold their node (privileged, in its namespaces, at its sockets), but the other
#   deployment never stands beside them. The kubelet's identity of that node remains: NodeRestriction keeps
#   it to its own node and pods, yet it may read Nodes, Services and Pods of all namespaces. Shown on
#   request; where the two may meet on a node, node-privileged, node-hostns or node-runtime-socket speaks.
# custom:
#   id: node-kubelet-lateral
#   kind: reach
#   channel: node
#   boundary: [namespace]
#   cap: environment
#   severity: info
#   remediation: Do without the privileges, or place the two in clusters of their own.
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - Multi-tenancy, https://kubernetes.io/docs/concepts/security/multi-tenancy/
#     - NodeRestriction, https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction
#   scanners:
#     - kubescape C-0270 and the controls on NodeRestriction (single)
#   examples:
#     leaks:
#       - note: Privileged, on nodes of its own by labels that contradict each other
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
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1', securityContext: {privileged: true}}]
#               nodeSelector: {pool: staging}
#       - note: Nodes of its own, as the plan says
#         deployments: {shop-staging: {placement: {dedicatedNodes: true}}}
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1', securityContext: {privileged: true}}]
#     innocent:
#       - note: The two may meet, which another check says
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1', securityContext: {privileged: true}}]
#       - note: Pod Security refuses it
#         remove:
#           - {kind: Deployment, namespace: shop-prod, name: web}
#           - {kind: Deployment, namespace: shop-staging, name: web}
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               nodeSelector: {pool: prod}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1', securityContext: {privileged: true}}]
#               nodeSelector: {pool: staging}
#       - note: No privileges, on nodes of its own
#         deployments: {shop-staging: {placement: {dedicatedNodes: true}}}
#         add: []
package lib.envpolicy.leaks.node.node_kubelet_lateral

import data.lib.envpolicy.hosts_taken

reaches := hosts_taken.elsewhere

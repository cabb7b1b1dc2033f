# METADATA
# title: An agent of one deployment holds every node
# description: |
#   A DaemonSet that belongs to a deployment, and not to the platform, holds its nodes (privileged, in their
#   namespaces, at their sockets), asks for no labels and tolerates every taint: it stands on every node
#   there is, also on those that are kept for others. Shown on request; what it does to those beside it,
#   node-privileged, node-hostns or node-runtime-socket says.
# custom:
#   id: node-privileged-agent
#   kind: reach
#   channel: node
#   boundary: [namespace]
#   cap: environment
#   severity: info
#   remediation: Let the platform run the agent, in one of platformNamespaces, or keep it off the nodes of others.
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#     - Taints and tolerations, https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
#   scanners:
#     - kubescape C-0045 (single)
#   examples:
#     leaks:
#       - note: Privileged, on every node
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: apps/v1
#             kind: DaemonSet
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               selector: {matchLabels: {app: agent}}
#               template:
#                 metadata: {labels: {app: agent}}
#                 spec:
#                   containers: [{name: c, image: 'registry.example/c:1', securityContext: {privileged: true}}]
#                   tolerations: [{operator: Exists}]
#       - note: In the node's process namespace, on every node
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: apps/v1
#             kind: DaemonSet
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               selector: {matchLabels: {app: agent}}
#               template:
#                 metadata: {labels: {app: agent}}
#                 spec:
#                   containers: [{name: c, image: 'registry.example/c:1', resources: {}}]
#                   hostPID: true
#                   tolerations: [{operator: Exists, effect: NoSchedule}]
#     innocent:
#       - note: It tolerates no taint
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: apps/v1
#             kind: DaemonSet
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               selector: {matchLabels: {app: agent}}
#               template:
#                 metadata: {labels: {app: agent}}
#                 spec:
#                   containers: [{name: c, image: 'registry.example/c:1', securityContext: {privileged: true}}]
#                   terminationGracePeriodSeconds: 5
#       - note: It asks for a pool
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: apps/v1
#             kind: DaemonSet
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               selector: {matchLabels: {app: agent}}
#               template:
#                 metadata: {labels: {app: agent}}
#                 spec:
#                   containers: [{name: c, image: 'registry.example/c:1', securityContext: {privileged: true}}]
#                   nodeSelector: {pool: staging}
#                   tolerations: [{operator: Exists}]
#       - note: It has no privileges
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: apps/v1
#             kind: DaemonSet
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               selector: {matchLabels: {app: agent}}
#               template:
#                 metadata: {labels: {app: agent}}
#                 spec:
#                   containers: [{name: c, image: 'registry.example/c:1', resources: {}}]
#                   tolerations: [{operator: Exists}]
#       - note: It stands in the platform's namespace
#         facts: {platformNamespaces: [monitoring]}
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: apps/v1
#             kind: DaemonSet
#             metadata: {name: agent, namespace: monitoring}
#             spec:
#               selector: {matchLabels: {app: agent}}
#               template:
#                 metadata: {labels: {app: agent}}
#                 spec:
#                   containers: [{name: c, image: 'registry.example/c:1', securityContext: {privileged: true}}]
#                   tolerations: [{operator: Exists}]
package lib.envpolicy.leaks.node.node_privileged_agent

import data.lib.envpolicy.hosts_taken

reaches := hosts_taken.everywhere

# METADATA
# title: Two deployments of one namespace can connect
# description: |
#   Both stand in one namespace and policies let pods of one connect to pods of the other. Tolerated
#   there, since a release promises no closed network; shown on request.
# custom:
#   id: net-same-namespace-open
#   kind: reach
#   channel: network
#   boundary: [namespace]
#   cap: environment
#   severity: info
#   remediation: Select the pods of each release in policies of their own.
#   reads: []
#   sources:
#     - NetworkPolicies, https://kubernetes.io/docs/concepts/services-networking/network-policies/
#   examples:
#     leaks:
#       - note: A second release, and a policy that allows everything within the namespace
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: canary}}}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: inside, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress, Egress]
#               ingress: [{from: [{podSelector: {}}]}]
#               egress: [{to: [{podSelector: {}}]}]
#           - apiVersion: v1
#             kind: Pod
#             metadata:
#               name: canary
#               namespace: shop-prod
#               labels: {app: canary, app.kubernetes.io/instance: canary}
#             spec: {containers: [{name: c, image: registry.example/c:1}]}
#       - note: No policy in the namespace
#         remove: [{kind: NetworkPolicy, namespace: shop-prod, name: default-deny}]
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: canary}}}
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata:
#               name: canary
#               namespace: shop-prod
#               labels: {app: canary, app.kubernetes.io/instance: canary}
#             spec: {containers: [{name: c, image: registry.example/c:1}]}
#     innocent:
#       - note: Nothing opens the default-deny of the namespace
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: canary}}}
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata:
#               name: canary
#               namespace: shop-prod
#               labels: {app: canary, app.kubernetes.io/instance: canary}
#             spec: {containers: [{name: c, image: registry.example/c:1}]}
#       - note: Two namespaces
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress:
#                 - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress:
#                 - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}}]
package lib.envpolicy.leaks.network.net_same_namespace_open

import data.lib.envpolicy.network_leaks

reaches := network_leaks.found("same")

# METADATA
# title: A namespace selector takes in another deployment's namespace
# description: |
#   A peer whose namespaceSelector is empty, asks only for what is absent (NotIn and DoesNotExist match
#   where the label is missing), or finds several namespaces without naming them. A selector that names
#   namespaces by kubernetes.io/metadata.name, or finds one alone, is an ordinary rule (net-pod-path).
# custom:
#   id: net-nsselector-too-wide
#   kind: reach
#   channel: network
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Name the namespaces that are meant by kubernetes.io/metadata.name.
#   patch: narrow-peer
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - NetworkPolicy.networking.k8s.io
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - Multi-tenancy, https://kubernetes.io/docs/concepts/security/multi-tenancy/
#     - NetworkPolicies, https://kubernetes.io/docs/concepts/services-networking/network-policies/
#   scanners:
#     - trivy KSV-0038 (whether selectors are used)
#   examples:
#     leaks:
#       - note: The empty selector
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress:
#                 - to: [{namespaceSelector: {}}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               ingress:
#                 - from:
#                     - namespaceSelector: {}
#       - note: A label that production and staging share
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {team: shop}}
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {team: shop}}
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
#               ingress:
#                 - from:
#                     - namespaceSelector: {matchLabels: {team: shop}}
#       - note: NotIn matches a namespace without the label
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
#               ingress:
#                 - from:
#                     - namespaceSelector: {matchExpressions: [{key: stage, operator: NotIn, values: [test]}]}
#     innocent:
#       - note: Exists and In match no namespace without the label
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress:
#                 - to: [{podSelector: {}}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               ingress:
#                 - from:
#                     - namespaceSelector: {matchExpressions: [{key: stage, operator: In, values: [test]}]}
#       - note: A manifest may claim another name, the control plane sets the true one
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {kubernetes.io/metadata.name: shop-prod}}
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
#               ingress:
#                 - from:
#                     - namespaceSelector:
#                         matchExpressions:
#                           - {key: kubernetes.io/metadata.name, operator: In, values: [shop-prod]}
package lib.envpolicy.leaks.network.net_nsselector_too_wide

import data.lib.envpolicy.network_leaks

reaches := network_leaks.found("wide")

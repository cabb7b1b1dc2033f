# METADATA
# title: A rule for every peer lets another deployment through
# description: |
#   A rule whose list of peers is missing, null or empty means everybody, in the cluster and outside.
#   Templates render such rules from empty values. A leak where the other side lets the path through;
#   else information, one side open.
# custom:
#   id: net-rule-any-peer
#   kind: reach
#   channel: network
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Name the peers; for an entry point, keep egress of every other namespace closed.
#   patch: narrow-peer
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - NetworkPolicy.networking.k8s.io
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - API reference, https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
#     - NetworkPolicies, https://kubernetes.io/docs/concepts/services-networking/network-policies/
#   examples:
#     leaks:
#       - note: Production takes from everybody, staging sends to everybody
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress: [{from: []}]
#       - note: A list of peers that a template rendered as null
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
#               ingress: [{from: null, ports: [{port: 8080}]}]
#     innocent:
#       - note: Peers are named
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               ingress: [{from: [{podSelector: {}}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress:
#                 - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}}]
#       - note: No rule at all denies everything
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               ingress: []
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: []
package lib.envpolicy.leaks.network.net_rule_any_peer

import data.lib.envpolicy.network_leaks
import data.lib.envpolicy.network_one_sided

reaches contains fact if some fact in network_leaks.found("any")

# Where the other side lets nothing through, the rule is open on one side: worth knowing, no leak.
reaches contains fact if some fact in network_one_sided.found("any")

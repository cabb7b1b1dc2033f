# METADATA
# title: An egress rule for DNS lets out to every pod on port 53
# description: |
#   The usual snippet allows port 53 without naming the resolver, so that every pod that listens there,
#   in any namespace, can be reached, and tunnels outside as well. A leak where the other deployment
#   takes on port 53; else information.
# custom:
#   id: net-dns-port-hole
#   kind: reach
#   channel: network
#   boundary: [namespace]
#   cap: release
#   severity: low
#   remediation: Name the resolver - namespaceSelector kube-system and podSelector k8s-app=kube-dns.
#   patch: narrow-peer
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - NetworkPolicy.networking.k8s.io
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - NetworkPolicies, https://kubernetes.io/docs/concepts/services-networking/network-policies/
#   examples:
#     leaks:
#       - note: Port 53 to everybody, and production takes everything of staging
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{ports: [{port: 53, protocol: UDP}, {port: 53}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress:
#                 - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}}]
#       - note: Ingress of production is not isolated
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{ports: [{port: 53, protocol: UDP}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: default-deny, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#     innocent:
#       - note: The resolver is named
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress:
#                 - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]
#                   ports: [{port: 53, protocol: UDP}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress:
#                 - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}}]
#       - note: The rule is for another port, so net-rule-any-peer speaks
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{ports: [{port: 443}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress:
#                 - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}}]
package lib.envpolicy.leaks.network.net_dns_port_hole

import data.lib.envpolicy.network_leaks
import data.lib.envpolicy.network_one_sided

reaches contains fact if some fact in network_leaks.found("dns")

# Where the other side lets nothing through, the rule is open on one side: worth knowing, no leak.
reaches contains fact if some fact in network_one_sided.found("dns")

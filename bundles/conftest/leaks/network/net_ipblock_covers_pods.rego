# METADATA
# title: A block of addresses takes in the pods of another deployment
# description: |
#   An ipBlock is meant for addresses outside of the cluster. Whether it matches pods is the network
#   plugin's choice (fact ipBlockMatchesPods, known of Calico, Cilium and Terway), and which addresses
#   pods have is a fact as well (podCIDRs); unknown where either is missing and could matter. A leak
#   where the other side lets the path through; else information.
# custom:
#   id: net-ipblock-covers-pods
#   kind: reach
#   channel: network
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Leave the cluster's own ranges out of the block (`except`), or name pods by selectors.
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
#     - Cilium, https://docs.cilium.io/en/stable/security/policy/language/
#     - Calico, https://docs.tigera.io/calico/latest/network-policy/
#   examples:
#     leaks:
#       - note: Every address, on a plugin that matches pods
#         facts: {ipBlockMatchesPods: true}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress:
#                 - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}}]
#       - note: A block that holds the range of pods
#         facts: {cni: calico, podCIDRs: [10.244.0.0/16]}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress:
#                 - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}}]
#       - note: Whether the plugin matches pods is not known
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress:
#                 - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}}]
#       - note: A part of the range of pods, which any pod may come to be in
#         facts: {ipBlockMatchesPods: true, podCIDRs: [10.244.0.0/16]}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{ipBlock: {cidr: 10.244.0.0/16, except: [10.244.0.0/17]}}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}}]}]
#     innocent:
#       - note: A plugin that keeps blocks to the world outside
#         facts: {cni: cilium}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress:
#                 - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}}]
#       - note: The range of pods is excepted
#         facts: {ipBlockMatchesPods: true, podCIDRs: [10.244.0.0/16]}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress:
#                 - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}}]
#       - note: The range of pods is excepted by its halves
#         facts: {ipBlockMatchesPods: true, podCIDRs: [10.244.0.0/16]}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.244.0.0/17, 10.244.128.0/17]}}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}}]}]
#       - note: The plugin is not known, and the ranges of pods and of Services are excepted
#         facts: {podCIDRs: [10.244.0.0/16], serviceCIDRs: [10.96.0.0/12]}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.244.0.0/16, 10.96.0.0/12]}}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}}]}]
package lib.envpolicy.leaks.network.net_ipblock_covers_pods

import data.lib.envpolicy.network_leaks
import data.lib.envpolicy.network_one_sided

reaches contains fact if some fact in network_leaks.found("block")

# Where the other side lets nothing through, the rule is open on one side: worth knowing, no leak.
reaches contains fact if some fact in network_one_sided.found("block")

# METADATA
# title: Two admin policies of equal priority disagree about a connection
# description: |
#   Policies of one tier and one priority match the same connection with different actions. The API
#   leaves it to the plugin which of them comes first, so that the connection may be open.
# custom:
#   id: net-admin-priority-tie
#   kind: reach
#   channel: network
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Give the two policies different priorities.
#   reads:
#     - AdminNetworkPolicy.policy.networking.k8s.io
#     - ClusterNetworkPolicy.policy.networking.k8s.io
#   sources:
#     - Network Policy API, https://network-policy-api.sigs.k8s.io/
#   scanners:
#     - netpol-analyzer warns
#   examples:
#     leaks:
#       - note: One accepts, one denies
#         add:
#           - apiVersion: policy.networking.k8s.io/v1alpha2
#             kind: ClusterNetworkPolicy
#             metadata: {name: inside}
#             spec:
#               tier: Admin
#               priority: 10
#               subject: {namespaces: {}}
#               ingress: [{action: Accept, from: [{namespaces: {}}]}]
#               egress: [{action: Accept, to: [{namespaces: {}}]}]
#           - apiVersion: policy.networking.k8s.io/v1alpha2
#             kind: ClusterNetworkPolicy
#             metadata: {name: apart}
#             spec:
#               tier: Admin
#               priority: 10
#               subject: {namespaces: {}}
#               ingress: [{action: Deny, from: [{namespaces: {}}]}]
#       - note: One denies, one leaves it to the NetworkPolicies, which allow
#         add:
#           - apiVersion: policy.networking.k8s.io/v1alpha2
#             kind: ClusterNetworkPolicy
#             metadata: {name: apart}
#             spec:
#               tier: Admin
#               priority: 10
#               subject: {namespaces: {}}
#               ingress: [{action: Deny, from: [{namespaces: {}}]}]
#           - apiVersion: policy.networking.k8s.io/v1alpha2
#             kind: ClusterNetworkPolicy
#             metadata: {name: leave}
#             spec:
#               tier: Admin
#               priority: 10
#               subject: {namespaces: {}}
#               ingress: [{action: Pass, from: [{namespaces: {}}]}]
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
#     innocent:
#       - note: They have different priorities
#         add:
#           - apiVersion: policy.networking.k8s.io/v1alpha2
#             kind: ClusterNetworkPolicy
#             metadata: {name: inside}
#             spec:
#               tier: Admin
#               priority: 10
#               subject: {namespaces: {}}
#               ingress: [{action: Accept, from: [{namespaces: {}}]}]
#               egress: [{action: Accept, to: [{namespaces: {}}]}]
#           - apiVersion: policy.networking.k8s.io/v1alpha2
#             kind: ClusterNetworkPolicy
#             metadata: {name: apart}
#             spec:
#               tier: Admin
#               priority: 9
#               subject: {namespaces: {}}
#               ingress: [{action: Deny, from: [{namespaces: {}}]}]
#       - note: Equal priority, and both deny
#         add:
#           - apiVersion: policy.networking.k8s.io/v1alpha2
#             kind: ClusterNetworkPolicy
#             metadata: {name: apart}
#             spec:
#               tier: Admin
#               priority: 10
#               subject: {namespaces: {}}
#               ingress: [{action: Deny, from: [{namespaces: {}}]}]
#           - apiVersion: policy.networking.k8s.io/v1alpha2
#             kind: ClusterNetworkPolicy
#             metadata: {name: also}
#             spec:
#               tier: Admin
#               priority: 10
#               subject: {namespaces: {}}
#               ingress: [{action: Deny, from: [{namespaces: {}}]}]
package lib.envpolicy.leaks.network.net_admin_priority_tie

import data.lib.envpolicy.network_leaks

reaches := network_leaks.found("tie")

# METADATA
# title: A NetworkPolicy opens what the baseline tier would deny
# description: |
#   The Baseline tier denies the connection, but a NetworkPolicy isolates the pod in that direction and
#   allows it. NetworkPolicies are final for the pods that they isolate; the baseline is never asked for
#   them.
# custom:
#   id: net-baseline-shadowed
#   kind: reach
#   channel: network
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Deny in the admin tier what no NetworkPolicy may open.
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - NetworkPolicy.networking.k8s.io
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - Network Policy API, https://network-policy-api.sigs.k8s.io/
#   scanners:
#     - netpol-analyzer (v1alpha1)
#   examples:
#     leaks:
#       - note: A denying baseline, and NetworkPolicies that name each other
#         add:
#           - apiVersion: policy.networking.k8s.io/v1alpha1
#             kind: BaselineAdminNetworkPolicy
#             metadata: {name: default}
#             spec:
#               subject: {namespaces: {}}
#               ingress: [{action: Deny, from: [{namespaces: {}}]}]
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
#       - note: ClusterNetworkPolicy has a Baseline tier too
#         add:
#           - apiVersion: policy.networking.k8s.io/v1alpha2
#             kind: ClusterNetworkPolicy
#             metadata: {name: base}
#             spec:
#               tier: Baseline
#               priority: 10
#               subject: {namespaces: {}}
#               ingress: [{action: Deny, from: [{namespaces: {}}]}]
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
#                   ports: [{port: 8080}]
#     innocent:
#       - note: No NetworkPolicy isolates, so the baseline denies
#         remove:
#           - {kind: NetworkPolicy, namespace: shop-prod, name: default-deny}
#           - {kind: NetworkPolicy, namespace: shop-staging, name: default-deny}
#         add:
#           - apiVersion: policy.networking.k8s.io/v1alpha1
#             kind: BaselineAdminNetworkPolicy
#             metadata: {name: default}
#             spec:
#               subject: {namespaces: {}}
#               ingress: [{action: Deny, from: [{namespaces: {}}]}]
#       - note: The admin tier denies it
#         add:
#           - apiVersion: policy.networking.k8s.io/v1alpha1
#             kind: BaselineAdminNetworkPolicy
#             metadata: {name: default}
#             spec:
#               subject: {namespaces: {}}
#               ingress: [{action: Deny, from: [{namespaces: {}}]}]
#           - apiVersion: policy.networking.k8s.io/v1alpha2
#             kind: ClusterNetworkPolicy
#             metadata: {name: apart}
#             spec:
#               tier: Admin
#               priority: 10
#               subject: {namespaces: {}}
#               ingress: [{action: Deny, from: [{namespaces: {}}]}]
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
package lib.envpolicy.leaks.network.net_baseline_shadowed

import data.lib.envpolicy.network_leaks

reaches := network_leaks.found("shadow")

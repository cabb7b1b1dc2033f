# METADATA
# title: A policy of the admin tier lets one deployment into another
# description: |
#   The first rule of the admin tier that matches, by ascending priority, accepts the connection on at
#   least one side, so that NetworkPolicies there are not asked; the other side lets it through as well.
# custom:
#   id: net-admin-accept
#   kind: reach
#   channel: network
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Deny between stages before the accepting rule, or let it pass to the NetworkPolicies.
#   reads:
#     - AdminNetworkPolicy.policy.networking.k8s.io
#     - ClusterNetworkPolicy.policy.networking.k8s.io
#   sources:
#     - Network Policy API, https://network-policy-api.sigs.k8s.io/
#   scanners:
#     - netpol-analyzer (v1alpha1)
#   examples:
#     leaks:
#       - note: Everything inside the cluster is accepted
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
#       - note: AdminNetworkPolicy calls it Allow
#         add:
#           - apiVersion: policy.networking.k8s.io/v1alpha1
#             kind: AdminNetworkPolicy
#             metadata: {name: inside}
#             spec:
#               priority: 10
#               subject: {namespaces: {}}
#               ingress:
#                 - action: Allow
#                   from: [{namespaces: {}}]
#                   ports: [{portNumber: {port: 8080, protocol: TCP}}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress:
#                 - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}}]
#       - note: Namespaces that are labelled as the subject's, which later releases take for all of them
#         add:
#           - apiVersion: policy.networking.k8s.io/v1alpha1
#             kind: AdminNetworkPolicy
#             metadata: {name: tenants}
#             spec:
#               priority: 10
#               subject: {namespaces: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}}
#               ingress: [{name: own, action: Allow, from: [{namespaces: {sameLabels: [tenant]}}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}}]}]
#     innocent:
#       - note: An earlier rule denies
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
#               priority: 5
#               subject: {namespaces: {}}
#               ingress: [{action: Deny, from: [{namespaces: {}}]}]
#       - note: Accepted on one side only
#         add:
#           - apiVersion: policy.networking.k8s.io/v1alpha2
#             kind: ClusterNetworkPolicy
#             metadata: {name: inside}
#             spec:
#               tier: Admin
#               priority: 10
#               subject: {namespaces: {}}
#               egress: [{action: Accept, to: [{namespaces: {}}]}]
#       - note: Passed on to the NetworkPolicies, which deny
#         add:
#           - apiVersion: policy.networking.k8s.io/v1alpha2
#             kind: ClusterNetworkPolicy
#             metadata: {name: inside}
#             spec:
#               tier: Admin
#               priority: 10
#               subject: {namespaces: {}}
#               ingress: [{action: Pass, from: [{namespaces: {}}]}]
#               egress: [{action: Pass, to: [{namespaces: {}}]}]
#       - note: Pods of a third namespace are accepted, in the words of the API's first release
#         add:
#           - apiVersion: policy.networking.k8s.io/v1alpha1
#             kind: AdminNetworkPolicy
#             metadata: {name: agents}
#             spec:
#               priority: 10
#               subject: {namespaces: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}}
#               ingress:
#                 - name: agents
#                   action: Allow
#                   from:
#                     - pods:
#                         namespaces: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: agents}}}
#                         podSelector: {}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}}]}]
package lib.envpolicy.leaks.network.net_admin_accept

import data.lib.envpolicy.network_leaks

reaches := network_leaks.found("accept")

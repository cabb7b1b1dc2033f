# METADATA
# title: Calico's order lets one deployment into another
# description: |
#   A rule that allows comes before the one that denies: by the order of tiers, of policies in them, and
#   before the NetworkPolicies of Kubernetes (tier default, order 1000). Or what seems to deny does not: a
#   tier whose defaultAction is Pass, a policy that is only staged. Selectors that are not understood leave
#   it unknown.
# custom:
#   id: net-calico-order
#   kind: reach
#   channel: network
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Let the policy that denies come first, end tiers with Deny, and enforce what is staged.
#   reads: []
#   sources:
#     - Calico, https://docs.tigera.io/calico/latest/network-policy/policy-tiers/tiered-policy
#     - Calico, https://docs.tigera.io/calico/latest/reference/resources/stagednetworkpolicy
#   examples:
#     leaks:
#       - note: An earlier tier allows what NetworkPolicies deny
#         add:
#           - apiVersion: projectcalico.org/v3
#             kind: Tier
#             metadata: {name: platform}
#             spec: {order: 100}
#           - apiVersion: projectcalico.org/v3
#             kind: GlobalNetworkPolicy
#             metadata: {name: platform.inside}
#             spec:
#               tier: platform
#               order: 10
#               selector: projectcalico.org/orchestrator == 'k8s'
#               types: [Ingress, Egress]
#               ingress: [{action: Allow}]
#               egress: [{action: Allow}]
#       - note: In the default tier, before the NetworkPolicies, and before a policy that denies
#         add:
#           - apiVersion: projectcalico.org/v3
#             kind: NetworkPolicy
#             metadata: {name: default.out, namespace: shop-staging}
#             spec:
#               order: 10
#               types: [Egress]
#               egress: [{action: Allow, destination: {namespaceSelector: projectcalico.org/name == 'shop-prod'}}]
#           - apiVersion: crd.projectcalico.org/v1
#             kind: NetworkPolicy
#             metadata: {name: default.in, namespace: shop-prod}
#             spec:
#               order: 10
#               selector: app == "web"
#               ingress:
#                 - action: Allow
#                   protocol: TCP
#                   source: {namespaceSelector: "projectcalico.org/name in { 'shop-staging' }"}
#                   destination: {ports: [8080]}
#           - apiVersion: projectcalico.org/v3
#             kind: GlobalNetworkPolicy
#             metadata: {name: default.deny}
#             spec: {order: 20, types: [Ingress, Egress], ingress: [{action: Deny}], egress: [{action: Deny}]}
#       - note: The policies that would deny are only staged
#         remove:
#           - {kind: NetworkPolicy, namespace: shop-prod, name: default-deny}
#           - {kind: NetworkPolicy, namespace: shop-staging, name: default-deny}
#         add:
#           - apiVersion: projectcalico.org/v3
#             kind: StagedGlobalNetworkPolicy
#             metadata: {name: deny}
#             spec: {selector: all(), types: [Ingress, Egress]}
#       - note: The tier that would deny passes on
#         remove:
#           - {kind: NetworkPolicy, namespace: shop-prod, name: default-deny}
#           - {kind: NetworkPolicy, namespace: shop-staging, name: default-deny}
#         add:
#           - apiVersion: projectcalico.org/v3
#             kind: Tier
#             metadata: {name: platform}
#             spec: {order: 100, defaultAction: Pass}
#           - apiVersion: projectcalico.org/v3
#             kind: GlobalNetworkPolicy
#             metadata: {name: platform.deny}
#             spec: {tier: platform, types: [Ingress, Egress]}
#     innocent:
#       - note: The rule that denies comes first
#         add:
#           - apiVersion: projectcalico.org/v3
#             kind: GlobalNetworkPolicy
#             metadata: {name: default.allow}
#             spec: {order: 20, types: [Ingress, Egress], ingress: [{action: Allow}], egress: [{action: Allow}]}
#           - apiVersion: projectcalico.org/v3
#             kind: GlobalNetworkPolicy
#             metadata: {name: default.deny}
#             spec: {order: 10, types: [Ingress, Egress], ingress: [{action: Deny}], egress: [{action: Deny}]}
#       - note: An earlier tier passes, a later one denies
#         remove:
#           - {kind: NetworkPolicy, namespace: shop-prod, name: default-deny}
#           - {kind: NetworkPolicy, namespace: shop-staging, name: default-deny}
#         add:
#           - apiVersion: projectcalico.org/v3
#             kind: Tier
#             metadata: {name: first}
#             spec: {order: 100}
#           - apiVersion: projectcalico.org/v3
#             kind: Tier
#             metadata: {name: second}
#             spec: {order: 200}
#           - apiVersion: projectcalico.org/v3
#             kind: GlobalNetworkPolicy
#             metadata: {name: first.pass}
#             spec: {tier: first, types: [Ingress, Egress], ingress: [{action: Pass}], egress: [{action: Pass}]}
#           - apiVersion: projectcalico.org/v3
#             kind: GlobalNetworkPolicy
#             metadata: {name: second.deny}
#             spec: {tier: second, types: [Ingress, Egress], ingress: [{action: Deny}]}
#       - note: What is staged beside what is enforced
#         add:
#           - apiVersion: projectcalico.org/v3
#             kind: StagedNetworkPolicy
#             metadata: {name: deny, namespace: shop-prod}
#             spec: {selector: all(), types: [Ingress, Egress]}
#       - note: Allowed on one side only
#         add:
#           - apiVersion: projectcalico.org/v3
#             kind: NetworkPolicy
#             metadata: {name: default.in, namespace: shop-prod}
#             spec: {order: 10, ingress: [{action: Allow}]}
package lib.envpolicy.leaks.network.net_calico_order

import data.lib.envpolicy.network_leaks

reaches := network_leaks.found("calico")

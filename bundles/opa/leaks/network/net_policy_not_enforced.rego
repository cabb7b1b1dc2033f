# METADATA
# title: The cluster does not enforce NetworkPolicies
# description: |
#   Every policy is ignored where the network plugin implements none (fact networkPolicyEnforced false;
#   flannel alone is known not to). Where the fact is missing, it is unknown for each pair that policies
#   keep apart, and the paths that policies leave open are leaks of their own rows.
# custom:
#   id: net-policy-not-enforced
#   kind: reach
#   channel: network
#   boundary: [namespace]
#   cap: release
#   severity: critical
#   remediation: Install a plugin that enforces NetworkPolicies, and declare networkPolicyEnforced.
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - NetworkPolicy.networking.k8s.io
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - NetworkPolicies, https://kubernetes.io/docs/concepts/services-networking/network-policies/
#     - EKS best practices, https://docs.aws.amazon.com/eks/latest/best-practices/
#   scanners:
#     - kubescape C-0205
#   examples:
#     leaks:
#       - note: Declared
#         facts: {networkPolicyEnforced: false}
#       - note: Flannel enforces nothing
#         facts: {networkPolicyEnforced: null, cni: flannel}
#       - note: Nobody said
#         facts: {networkPolicyEnforced: null}
#       - note: Cilium is told to enforce nothing
#         facts: {networkPolicyEnforced: null, cni: cilium}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: cilium-config, namespace: kube-system}
#             data: {enable-policy: never}
#     innocent:
#       - note: Enforced, and nothing more is known
#         facts: {networkPolicyEnforced: true, cni: unheard-of}
#       - note: Nobody said, but the path is open anyway, which net-unisolated tells
#         facts: {networkPolicyEnforced: null}
#         remove:
#           - {kind: NetworkPolicy, namespace: shop-prod, name: default-deny}
#           - {kind: NetworkPolicy, namespace: shop-staging, name: default-deny}
package lib.envpolicy.leaks.network.net_policy_not_enforced

import data.lib.envpolicy.network_enforcement

reaches contains fact if some fact in network_enforcement.unenforced

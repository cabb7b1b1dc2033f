# METADATA
# title: A deployment can label itself into another one
# description: |
#   Today no rule lets it in, but a rule of the other side asks for labels that it may give itself.
#   Either the rule means its namespace by anything but its name and asks for labels of pods, which
#   their deployer chooses; or one of its accounts may change the labels of its own namespace. Its own
#   egress lets it out.
# custom:
#   id: net-label-spoof
#   kind: reach
#   channel: network
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Name namespaces by kubernetes.io/metadata.name, and keep their labels from change.
#   patch: narrow-peer
#   reads:
#     - Namespace
#     - NetworkPolicy.networking.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#     - Network Policy API, https://network-policy-api.sigs.k8s.io/
#   examples:
#     leaks:
#       - note: Any pod of any namespace that calls itself a client
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
#               ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {role: client}}}]}]
#       - note: An account of staging may label its own namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: labeller, namespace: shop-staging}
#             rules: [{apiGroups: [""], resources: [namespaces], verbs: [get, patch]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: labeller, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: labeller}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
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
#               ingress: [{from: [{namespaceSelector: {matchLabels: {stage: prod}}}]}]
#     innocent:
#       - note: The rule names its namespace
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
#                     - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}
#                       podSelector: {matchLabels: {role: client}}
#       - note: Nobody of staging may label the namespace
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
#               ingress: [{from: [{namespaceSelector: {matchLabels: {stage: prod}}}]}]
#       - note: Its own egress keeps it in
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {role: client}}}]}]
package lib.envpolicy.leaks.network.net_label_spoof

import data.lib.envpolicy.estate
import data.lib.envpolicy.network_policies
import data.lib.envpolicy.network_spoofing

reaches contains fact if {
	some spoof in network_spoofing.all
	policy := network_policies.all[spoof.policy]
	place := sprintf("%v ingress[%v]", [policy.label, spoof.rule])
	words := [place, spoof.from, spoof.labels, _by(spoof.grant)]
	fact := {
		"from": spoof.from,
		"to": spoof.to,
		"place": place,
		"witness": array.concat(
			[estate.witness(policy.entry, array.concat(policy.path, ["ingress", spoof.rule]))],
			_granted(spoof.grant),
		),
		"message": sprintf("%v asks for labels that %v can give %v%v", words),
	}
}

_by(grant) := "" if {
	grant == null
} else := sprintf(" (%v)", [grant.place])

_granted(grant) := [] if {
	grant == null
} else := grant.witness

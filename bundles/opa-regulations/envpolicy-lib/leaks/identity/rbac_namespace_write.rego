# METADATA
# title: An account relabels a namespace that guards another deployment
# description: |
#   Somebody of one deployment may update or patch the Namespace of another: its labels decide what Pod
#   Security admits there and which network policies trust it. A RoleBinding reaches the Namespace
#   object that it stands in. One's own Namespace counts where Pod Security is enforced on it, since
#   that can be taken off; what labels make others trust is net-label-spoof's to say.
# custom:
#   id: rbac-namespace-write
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Leave Namespace objects to the platform.
#   patch: drop-subject
#   reads:
#     - Namespace
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   examples:
#     leaks:
#       - note: Patching any namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: label}
#             rules: [{apiGroups: [""], resources: [namespaces], verbs: [patch]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: label}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: label}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Patching the other namespace, by a RoleBinding there
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: label, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [namespaces], verbs: [patch]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: label, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: label}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Taking Pod Security off one's own namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: label, namespace: shop-staging}
#             rules: [{apiGroups: [""], resources: [namespaces], verbs: [update]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: label, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: label}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#     innocent:
#       - note: Reading namespaces
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: look}
#             rules: [{apiGroups: [""], resources: [namespaces], verbs: [get, list, watch]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: look}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: look}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: By the name of another namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: label}
#             rules: [{apiGroups: [""], resources: [namespaces], verbs: [patch], resourceNames: [lab]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: label}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: label}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Its own namespace, whose labels open a NetworkPolicy, which net-label-spoof tells
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: label}
#             rules: [{apiGroups: [""], resources: [namespaces], resourceNames: [shop-staging], verbs: [patch]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: label}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: label}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {role: frontend}}}]}]}
package lib.envpolicy.leaks.identity.rbac_namespace_write

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.network_spoofing
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_direct

_levels := {"baseline", "restricted"}

_guarded := {[entry.cluster, entry.name] |
	some entry in estate.all("Namespace")
	object.get(labels.of(entry.object), "pod-security.kubernetes.io/enforce", "") in _levels
}

_permits(right, namespace) if {
	right.grant.namespaces == null
	_named(right, namespace)
}

_permits(right, namespace) if {
	namespace in right.grant.namespaces
	_named(right, namespace)
}

_named(right, _) if count(right.met.names) == 0

_named(right, namespace) if namespace in right.met.names

reaches contains fact if {
	some right in rbac_direct.rights["rbac-namespace-write"]
	place := placement.places[right.holder]
	some other in placement.tenants[place.cluster]
	there := placement.places[other].namespace
	there != place.namespace
	_over(right, place, there, other)
	fact := {
		"from": right.holder,
		"to": other,
		"place": right.grant.place,
		"witness": rbac_direct.witness(right.grant, right.met),
		"severity": rbac_direct.severity("rbac-namespace-write", right.grant.identity, right.met),
	}
}

_over(right, _, there, _) if _permits(right, there)

_over(right, place, _, other) if {
	_permits(right, place.namespace)
	[place.cluster, place.namespace] in _guarded
	not [right.holder, other, right.grant.place] in _spoofed
}

# Where the labels of its own namespace open a NetworkPolicy, net-label-spoof speaks.
_spoofed := {[spoof.from, spoof.to, spoof.grant.place] | some spoof in network_spoofing.all; is_object(spoof.grant)}

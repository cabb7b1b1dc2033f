# METADATA
# title: An account points a shared proxy at another deployment's pods
# description: |
#   Somebody of one deployment may create, update or patch endpoints, EndpointSlices or the status of
#   Services, in a namespace whose Ingress, HTTPRoute or LoadBalancer a shared proxy serves: the proxy,
#   which every namespace trusts, then forwards to pods of any of them (CVE-2021-25740). In the
#   namespace of another deployment itself it needs no proxy.
# custom:
#   id: rbac-endpoints-write
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Take endpoints and endpointslices out of the role (edit and admin no longer hold them).
#   patch: drop-subject
#   reads:
#     - Ingress.networking.k8s.io
#     - Service
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - CVE-2021-25740, https://github.com/kubernetes/kubernetes/issues/103675
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   scanners:
#     - gatekeeper-library block-endpoint-edit-default-role
#     - checkov CKV2_K8S_4
#   examples:
#     leaks:
#       - note: In one's own namespace, behind an Ingress
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               rules: [{host: shop-staging.example, http: {paths: [{path: "/", pathType: Prefix,
#                   backend: {service: {name: web, port: {number: 80}}}}]}}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: point, namespace: shop-staging}
#             rules: [{apiGroups: [""], resources: [endpoints], verbs: [update]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: point, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: point}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: In the other namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: point, namespace: shop-prod}
#             rules: [{apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [create]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: point, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: point}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#     innocent:
#       - note: In one's own namespace, without any proxy
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: point, namespace: shop-staging}
#             rules: [{apiGroups: [""], resources: [endpoints], verbs: [update]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: point, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: point}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Reading endpoints
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               rules: [{host: shop-staging.example, http: {paths: [{path: "/", pathType: Prefix,
#                   backend: {service: {name: web, port: {number: 80}}}}]}}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: look, namespace: shop-staging}
#             rules: [{apiGroups: [""], resources: [endpoints], verbs: [get, list, watch]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: look, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: look}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: The built-in role edit, in one's own namespace
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               rules: [{host: shop-staging.example, http: {paths: [{path: "/", pathType: Prefix,
#                   backend: {service: {name: web, port: {number: 80}}}}]}}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: editors, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
package lib.envpolicy.leaks.identity.rbac_endpoints_write

import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac
import data.lib.envpolicy.rbac_direct

# Namespaces with something that a shared proxy serves.
_served := {[entry.cluster, entry.namespace] |
	some kind in ["Ingress.networking.k8s.io", "Ingress.extensions", "HTTPRoute.gateway.networking.k8s.io"]
	some entry in estate.all(kind)
} | {[entry.cluster, entry.namespace] |
	some entry in estate.all("Service")
	object.get(entry.object, ["spec", "type"], "") == "LoadBalancer"
}

_within(right) := {where |
	some where in _served
	where[0] == right.grant.cluster
	right.grant.namespaces == null
} | {where |
	some where in _served
	where[0] == right.grant.cluster
	right.grant.namespaces != null
	where[1] in right.grant.namespaces
}

reaches contains fact if some fact in rbac.found("rbac-endpoints-write")

reaches contains fact if {
	some right in rbac_direct.rights["rbac-endpoints-write"]
	count(right.met.names) == 0
	right.grant.namespaces != null
	count(_within(right)) > 0
	place := placement.places[right.holder]
	some other in placement.tenants[place.cluster]
	placement.places[other].namespace != place.namespace
	not placement.places[other].namespace in right.grant.namespaces
	fact := {
		"from": right.holder,
		"to": other,
		"place": right.grant.place,
		"witness": rbac_direct.witness(right.grant, right.met),
		"severity": rbac_direct.severity("rbac-endpoints-write", right.grant.identity, right.met),
	}
}

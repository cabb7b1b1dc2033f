# METADATA
# title: A role of one deployment widens what another's viewers may do
# description: |
#   One deployment ships a ClusterRole labelled to be aggregated to view (and so to edit and admin) that
#   adds more than reading: Secrets, shells, or changes of anything; or one aggregated to edit or admin
#   that adds the right to bind or escalate. Somebody is bound to the widened role in the namespace of
#   another. edit and admin read Secrets and open shells already.
# custom:
#   id: rbac-aggregation-widening
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Take the aggregation label off, or keep the role to reading.
#   patch: drop-aggregation
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC, https://kubernetes.io/docs/reference/access-authn-authz/rbac/
#   examples:
#     leaks:
#       - note: Viewers come to read Secrets
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata:
#               name: extra
#               labels: {app.kubernetes.io/instance: staging,
#                   rbac.authorization.k8s.io/aggregate-to-view: "true"}
#             rules: [{apiGroups: [""], resources: [secrets], verbs: [get, list]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: viewers, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
#         deployments: {shop-staging: {placement: {release: staging}}}
#       - note: Editors come to bind roles
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata:
#               name: extra
#               labels: {app.kubernetes.io/instance: staging,
#                   rbac.authorization.k8s.io/aggregate-to-edit: "true"}
#             rules: [{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: editors}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
#         deployments: {shop-staging: {placement: {release: staging}}}
#     innocent:
#       - note: Reading custom resources
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata:
#               name: extra
#               labels: {app.kubernetes.io/instance: staging,
#                   rbac.authorization.k8s.io/aggregate-to-view: "true"}
#             rules: [{apiGroups: [example.com], resources: [widgets], verbs: [get, list, watch]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: viewers, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
#         deployments: {shop-staging: {placement: {release: staging}}}
#       - note: Nobody is bound to view there
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata:
#               name: extra
#               labels: {app.kubernetes.io/instance: staging,
#                   rbac.authorization.k8s.io/aggregate-to-view: "true"}
#             rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]
#         deployments: {shop-staging: {placement: {release: staging}}}
#       - note: edit reads Secrets anyway
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata:
#               name: extra
#               labels: {app.kubernetes.io/instance: staging,
#                   rbac.authorization.k8s.io/aggregate-to-edit: "true"}
#             rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: editors, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
#         deployments: {shop-staging: {placement: {release: staging}}}
package lib.envpolicy.leaks.identity.rbac_aggregation_widening

import data.lib.envpolicy.estate
import data.lib.envpolicy.rbac_direct
import data.lib.envpolicy.rbac_grants
import data.lib.envpolicy.rbac_roles
import data.lib.envpolicy.rbac_rules

_label(name) := concat("-", ["rbac.authorization.k8s.io/aggregate-to", name])

_shipped := [{"entry": entry, "key": key, "met": met, "targets": targets} |
	some entry in estate.all("ClusterRole.rbac.authorization.k8s.io")
	count(entry.owners) > 0
	some name in ["view", "edit", "admin"]
	object.get(entry.object, ["metadata", "labels", _label(name)], "") == "true"
	key := concat("|", [entry.cluster, entry.name])
	some met in rbac_rules.meets[key]
	targets := _widened(name, met)
]

_widened("view", met) := {"view"} if {
	met.severity == ""
	not met.row in {"bind", "escalate"}
}

_widened(_, met) := {"view", "edit", "admin"} if met.row in {"bind", "escalate"}

reaches contains fact if {
	some shipped in _shipped
	some grant in rbac_grants.all
	grant.cluster == shipped.entry.cluster
	some target in shipped.targets
	grant.role == concat("|", [grant.cluster, target])
	shipped.key in rbac_roles.origins[grant.role]
	some owner in shipped.entry.owners
	some other in rbac_direct.others(grant, owner)
	fact := {
		"from": owner,
		"to": other,
		"place": sprintf("ClusterRole %v, by way of %v", [shipped.entry.name, grant.place]),
		"witness": array.concat(
			[estate.witness(shipped.entry, ["rules", shipped.met.rule.index])],
			[estate.witness(grant.entry, ["subjects", grant.subject])],
		),
	}
}

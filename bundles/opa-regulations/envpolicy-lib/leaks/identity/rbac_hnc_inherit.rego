# METADATA
# title: A grant in a common ancestor namespace reaches both deployments
# description: |
#   The Hierarchical Namespace Controller copies role bindings of a namespace into those below it. One
#   that stands in a common ancestor (or in one of the two, above the other) gives its subjects the same
#   rights over both. Exceptions by annotation (propagate.hnc.x-k8s.io/none, select, treeSelect) count.
# custom:
#   id: rbac-hnc-inherit
#   kind: shared
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Bind in each namespace by itself, or except the binding from propagation.
#   reads:
#     - HierarchyConfiguration.hnc.x-k8s.io
#     - SubnamespaceAnchor.hnc.x-k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - https://github.com/kubernetes-sigs/hierarchical-namespaces/blob/master/docs/user-guide/concepts.md
#   examples:
#     leaks:
#       - note: Two subnamespaces of one parent
#         add:
#           - apiVersion: hnc.x-k8s.io/v1alpha2
#             kind: SubnamespaceAnchor
#             metadata: {name: shop-prod, namespace: shop}
#           - apiVersion: hnc.x-k8s.io/v1alpha2
#             kind: SubnamespaceAnchor
#             metadata: {name: shop-staging, namespace: shop}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: shop}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
#       - note: One is the parent of the other
#         add:
#           - apiVersion: hnc.x-k8s.io/v1alpha2
#             kind: HierarchyConfiguration
#             metadata: {name: hierarchy, namespace: shop-staging}
#             spec: {parent: shop-prod}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
#     innocent:
#       - note: The binding is not propagated
#         add:
#           - apiVersion: hnc.x-k8s.io/v1alpha2
#             kind: SubnamespaceAnchor
#             metadata: {name: shop-prod, namespace: shop}
#           - apiVersion: hnc.x-k8s.io/v1alpha2
#             kind: SubnamespaceAnchor
#             metadata: {name: shop-staging, namespace: shop}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: shop, annotations: {propagate.hnc.x-k8s.io/none: "true"}}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
#       - note: Two parents
#         add:
#           - apiVersion: hnc.x-k8s.io/v1alpha2
#             kind: SubnamespaceAnchor
#             metadata: {name: shop-prod, namespace: prod}
#           - apiVersion: hnc.x-k8s.io/v1alpha2
#             kind: SubnamespaceAnchor
#             metadata: {name: shop-staging, namespace: staging}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
package lib.envpolicy.leaks.identity.rbac_hnc_inherit

import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_grants

holds contains fact if {
	some grant in rbac_grants.all
	grant.namespaces != null
	count(grant.namespaces) > 1
	some namespace in grant.namespaces
	some name in placement.residents[[grant.cluster, namespace]]
	fact := {
		"deployment": name,
		"key": concat(" ", [grant.cluster, grant.place]),
		"witness": array.concat([estate.witness(grant.entry, ["subjects", grant.subject])], _below(grant, namespace)),
	}
}

# What puts a namespace below that of the binding.
_below(grant, namespace) := [] if {
	namespace == grant.entry.namespace
} else := [link | some link in object.get(_links, [[grant.cluster, namespace]], set())]

_link[space] contains witness if {
	some entry in estate.all("HierarchyConfiguration.hnc.x-k8s.io")
	space := [entry.cluster, entry.namespace]
	witness := estate.witness(entry, ["spec", "parent"])
}

_link[space] contains witness if {
	some entry in estate.all("SubnamespaceAnchor.hnc.x-k8s.io")
	space := [entry.cluster, entry.name]
	witness := estate.witness(entry, ["metadata", "name"])
}

_links := {space: witnesses | some space, witnesses in _link}

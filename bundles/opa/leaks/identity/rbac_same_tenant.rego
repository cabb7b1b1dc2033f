# METADATA
# title: Both namespaces belong to one Capsule tenant
# description: |
#   Both namespaces carry the label of one Capsule tenant, or are owned by it: its owners, its additional
#   role bindings and its quota are common to them. Shown on request; a tenant for each team is usual.
# custom:
#   id: rbac-same-tenant
#   kind: shared
#   channel: identity
#   boundary: [namespace]
#   cap: environment
#   severity: info
#   remediation: Give each stage a tenant of its own, where owners must differ.
#   reads: [Namespace]
#   sources:
#     - Capsule, tenants, https://projectcapsule.dev/docs/tenants/
#   examples:
#     leaks:
#       - note: One tenant
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {capsule.clastix.io/tenant: shop}}
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {capsule.clastix.io/tenant: shop}}
#       - note: One tenant, and other labels
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {capsule.clastix.io/tenant: shop, stage: shop-prod}}
#           - apiVersion: v1
#             kind: Namespace
#             metadata:
#               name: shop-staging
#               labels: {capsule.clastix.io/tenant: shop, stage: shop-staging}
#       - note: One is owned by the tenant, the other labelled
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata:
#               name: shop-prod
#               ownerReferences: [{apiVersion: capsule.clastix.io/v1beta2, kind: Tenant, name: shop, uid: 1-2}]
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {capsule.clastix.io/tenant: shop}}
#     innocent:
#       - note: Owned by something else of that name
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata:
#               name: shop-prod
#               ownerReferences: [{apiVersion: hub.example/v1, kind: Tenant, name: shop, uid: 1-2}]
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {capsule.clastix.io/tenant: shop}}
#       - note: Two tenants
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {capsule.clastix.io/tenant: shop-prod}}
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {capsule.clastix.io/tenant: shop-staging}}
#       - note: A tenant and none
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {capsule.clastix.io/tenant: shop}}
package lib.envpolicy.leaks.identity.rbac_same_tenant

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels

_of_namespace(item) := [{"tenant": tenant, "path": ["metadata", "labels", "capsule.clastix.io/tenant"]}] if {
	tenant := object.get(labels.of(item), "capsule.clastix.io/tenant", "")
	tenant != ""
} else := [{"tenant": owner.name, "path": ["metadata", "ownerReferences", index]} |
	some index, owner in fields.list(item, ["metadata", "ownerReferences"])
	is_object(owner)
	owner.kind == "Tenant"
	is_string(owner.apiVersion)
	startswith(owner.apiVersion, "capsule.clastix.io/")
	is_string(owner.name)
]

holds contains fact if {
	some entry in estate.all("Namespace")
	some found in _of_namespace(entry.object)
	some name in entry.owners
	fact := {
		"deployment": name,
		"key": concat(" ", [entry.cluster, found.tenant]),
		"witness": [estate.witness(entry, found.path)],
	}
}

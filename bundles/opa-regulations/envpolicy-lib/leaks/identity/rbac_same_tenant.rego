# METADATA
# title: Both namespaces belong to one Capsule tenant
# description: |
#   Both namespaces carry the label of one Capsule tenant: its owners, its additional role bindings and
#   its quota are common to them. Shown on request; a tenant for each team is usual.
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
#     innocent:
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
import data.lib.envpolicy.labels

holds contains fact if {
	some entry in estate.all("Namespace")
	tenant := object.get(labels.of(entry.object), "capsule.clastix.io/tenant", "")
	tenant != ""
	some name in entry.owners
	fact := {
		"deployment": name,
		"key": concat(" ", [entry.cluster, tenant]),
		"witness": [estate.witness(entry, ["metadata", "labels", "capsule.clastix.io/tenant"])],
	}
}

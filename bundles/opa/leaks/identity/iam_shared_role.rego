# METADATA
# title: Accounts of both sides act as one cloud identity
# description: |
#   Service accounts that two deployments run as, or claim, name the same cloud identity: the role of
#   EKS, the service account of Google Cloud, the client id of Azure, or an EKS pod identity
#   association. Whoever holds one side's token is the other in the cloud, wherever the clusters are.
# custom:
#   id: iam-shared-role
#   kind: shared
#   channel: identity
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: high
#   remediation: Give each deployment a cloud identity of its own.
#   reads: [ServiceAccount]
#   sources:
#     - EKS best practices, multi-tenancy, https://docs.aws.amazon.com/eks/latest/best-practices/
#     - GKE workload identity, https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity
#   scanners:
#     - rbac-police providerIAM (presence only)
#   examples:
#     leaks:
#       - note: One role of EKS
#         add:
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata:
#               name: web
#               namespace: shop-prod
#               annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/shop"}
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/shop"}
#       - note: One client id of Azure, under two names
#         add:
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata:
#               name: web
#               namespace: shop-prod
#               annotations: {azure.workload.identity/client-id: "0f3c"}
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata:
#               name: jobs
#               namespace: shop-staging
#               annotations: {azure.workload.identity/client-id: "0f3c"}
#       - note: One identity of Azure, in large letters and in small ones
#         add:
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata:
#               name: web
#               namespace: shop-prod
#               annotations: {azure.workload.identity/client-id: 0F3B1C9A-7C1E-4E56-9B1D-2A4C6E8F0A1B}
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations: {azure.workload.identity/client-id: 0f3b1c9a-7c1e-4e56-9b1d-2a4c6e8f0a1b}
#       - note: One placeholder, for what nobody says
#         add:
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata: {name: web, namespace: shop-prod, annotations: {azure.workload.identity/client-id: "${CLIENT}"}}
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata:
#               {name: web, namespace: shop-staging, annotations: {azure.workload.identity/client-id: "${CLIENT}"}}
#     innocent:
#       - note: Two roles
#         add:
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata:
#               name: web
#               namespace: shop-prod
#               annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/shop"}
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/shop-staging"}
#       - note: The same text under annotations of two providers
#         add:
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata: {name: web, namespace: shop-prod, annotations: {eks.amazonaws.com/role-arn: shop}}
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations: {iam.gke.io/gcp-service-account: shop}
package lib.envpolicy.leaks.identity.iam_shared_role

import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.placeholders
import data.lib.envpolicy.rbac_identities

_annotations := [
	"eks.amazonaws.com/role-arn",
	"iam.gke.io/gcp-service-account",
	"azure.workload.identity/client-id",
]

# Names in AWS are told apart by their case.
_spelt("eks.amazonaws.com/role-arn", role) := role

_spelt(annotation, role) := lower(role) if annotation != "eks.amazonaws.com/role-arn"

holds contains fact if {
	some identity, entries in rbac_identities.objects
	some entry in entries
	some annotation in _annotations
	role := object.get(entry.object, ["metadata", "annotations", annotation], "")
	is_string(role)
	role != ""
	some name in rbac_identities.owners[identity]
	witness := estate.witness(entry, ["metadata", "annotations", annotation])
	fact := object.union(doubts.of(placeholders.missing([role], annotation, witness)), {
		"deployment": name,
		"key": concat(" ", [annotation, _spelt(annotation, role)]),
		"witness": [witness],
	})
}

holds contains fact if {
	some entry in estate.all("PodIdentityAssociation.eks.services.k8s.aws")
	spec := object.get(entry.object, "spec", {})
	is_string(spec.roleARN)
	identity := rbac_identities.account(entry.cluster, spec.namespace, spec.serviceAccount)
	some name in rbac_identities.owners[identity]
	fact := {
		"deployment": name,
		"key": concat(" ", ["eks.amazonaws.com/role-arn", spec.roleARN]),
		"witness": [estate.witness(entry, ["spec", "roleARN"])],
	}
}

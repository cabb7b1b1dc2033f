# METADATA
# title: An account reads the Secrets of another deployment's namespace
# description: |
#   Somebody of one deployment may get, list or watch Secrets in the namespace of another; listing and
#   watching return the contents too. resourceNames narrow it to those Secrets and do not heal it: given
#   for the whole cluster, a rule with resourceNames reaches the namespaces where such a Secret stands.
#   Speaks for itself beside the other critical rows.
# custom:
#   id: rbac-secret-read
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: critical
#   remediation: Take secrets out of the role, or bind it in the deployment's own namespace only.
#   patch: drop-subject
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   scanners:
#     - kubescape C-0015, C-0186 (single role)
#     - kube-linter access-to-secrets
#     - checkov CKV2_K8S_5
#     - trivy KSV-0041, KSV-0113
#   examples:
#     leaks:
#       - note: A Role that gets Secrets, bound across namespaces
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: read-secrets, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: read-secrets, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: read-secrets}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Listing is reading
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: list-secrets}
#             rules: [{apiGroups: [""], resources: [secrets], verbs: [list]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: list-secrets}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: list-secrets}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: One Secret by name is still that Secret
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: read-one, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [db]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: read-one, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: read-one}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#     innocent:
#       - note: A Role that nobody is bound to
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: read-secrets, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]
#       - note: A binding whose role does not exist grants nothing
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: read-secrets, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: read-secrets}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Reading the Secrets of one's own namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: read-secrets, namespace: shop-staging}
#             rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: read-secrets, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: read-secrets}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: For the whole cluster, but by the name of a Secret that stands nowhere else
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: read-one}
#             rules: [{apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [only-here]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: read-one}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: read-one}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
package lib.envpolicy.leaks.identity.rbac_secret_read

import data.lib.envpolicy.rbac

reaches := rbac.found("rbac-secret-read")

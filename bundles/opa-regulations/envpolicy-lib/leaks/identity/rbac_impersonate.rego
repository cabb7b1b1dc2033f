# METADATA
# title: An account acts as somebody who reaches another deployment
# description: |
#   Somebody of one deployment may impersonate users, groups or accounts: those of another's namespace,
#   any user of the cluster, or a named one who holds rights there. Impersonating somebody who holds
#   nothing there is no leak. Users and groups take a ClusterRoleBinding. Silent beside rbac-workload-
#   create for the accounts of the same namespace.
# custom:
#   id: rbac-impersonate
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Take impersonate out of the role, or name (resourceNames) whom it covers.
#   patch: drop-subject
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   scanners:
#     - kubescape C-0065, C-0191 (single)
#     - checkov CKV2_K8S_3
#     - trivy KSV-0043
#   examples:
#     leaks:
#       - note: The accounts of the other namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: act, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [serviceaccounts], verbs: [impersonate]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: act, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: act}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Any user
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: act}
#             rules: [{apiGroups: [""], resources: [users], verbs: [impersonate]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: act}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: act}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: A user who may edit there
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: act}
#             rules: [{apiGroups: [""], resources: [users], verbs: [impersonate], resourceNames: [alice]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: act}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: act}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: alice, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
#       - note: The group that may do everything
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: act}
#             rules:
#               - apiGroups: [""]
#                 resources: [groups]
#                 verbs: [impersonate]
#                 resourceNames: ["system:masters"]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: act}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: act}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#     innocent:
#       - note: A user who holds nothing
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: act}
#             rules: [{apiGroups: [""], resources: [users], verbs: [impersonate], resourceNames: [alice]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: act}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: act}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Users cannot be impersonated from a namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: act, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [users], verbs: [impersonate]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: act, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: act}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
package lib.envpolicy.leaks.identity.rbac_impersonate

import data.lib.envpolicy.rbac

reaches := rbac.found("rbac-impersonate")

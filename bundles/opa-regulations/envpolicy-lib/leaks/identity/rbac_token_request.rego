# METADATA
# title: An account asks for tokens of another deployment's accounts
# description: |
#   Somebody of one deployment may create serviceaccounts/token in the namespace of another, and so be
#   any account there (or those that resourceNames name). Silent beside rbac-workload-create, which
#   gives the same accounts.
# custom:
#   id: rbac-token-request
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Take serviceaccounts/token out of the role.
#   patch: drop-subject
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   scanners:
#     - kubescape C-0282 (single)
#     - rbac-police token_request
#   examples:
#     leaks:
#       - note: Tokens of every account of the namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: tokens, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [serviceaccounts/token], verbs: [create]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: tokens, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: tokens}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: The token of one account
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: tokens, namespace: shop-prod}
#             rules:
#               - apiGroups: [""]
#                 resources: [serviceaccounts/token]
#                 verbs: [create]
#                 resourceNames: [web]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: tokens, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: tokens}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#     innocent:
#       - note: Reading accounts
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: look, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [serviceaccounts], verbs: [get, list]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: look, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: look}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Reviewing tokens
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: review}
#             rules: [{apiGroups: [authentication.k8s.io], resources: [tokenreviews], verbs: [create]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: review}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: review}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
package lib.envpolicy.leaks.identity.rbac_token_request

import data.lib.envpolicy.rbac

reaches := rbac.found("rbac-token-request")

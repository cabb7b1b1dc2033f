# METADATA
# title: An account gives itself any right in another deployment's namespace
# description: |
#   Somebody of one deployment may bind roles and write bindings, or may escalate and update roles, with
#   effect in the namespace of another. The two halves may come from two grants. The right to bind roles
#   that are worth nothing leads nowhere. Writing bindings without the right to bind only passes on what
#   one has: rbac-policy-write speaks of that.
# custom:
#   id: rbac-bind-escalate
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: critical
#   remediation: Take bind and escalate out of the role; let the platform make bindings.
#   patch: drop-subject
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC, https://kubernetes.io/docs/reference/access-authn-authz/rbac/
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   scanners:
#     - kubescape C-0191 (single)
#     - checkov CKV_K8S_157, CKV_K8S_158, CKV2_K8S_1
#     - trivy KSV-0050, KSV-0051, KSV-0052, KSV-0055
#     - KubeHound ROLE_BIND
#   examples:
#     leaks:
#       - note: Binding any role in the other namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: grant, namespace: shop-prod}
#             rules:
#               - {apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind]}
#               - {apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings], verbs: [create]}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: grant, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: grant}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Escalating a role for the whole cluster
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: escalate}
#             rules:
#               - apiGroups: [rbac.authorization.k8s.io]
#                 resources: [clusterroles]
#                 verbs: [escalate, update]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: escalate}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: escalate}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: The two halves from two grants
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: bind, namespace: shop-prod}
#             rules: [{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [bind]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: bind, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: bind}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: bindings, namespace: shop-prod}
#             rules: [{apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings], verbs: [patch]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: bindings, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: bindings}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#     innocent:
#       - note: Writing bindings without the right to bind
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: bindings, namespace: shop-prod}
#             rules:
#               - {apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings], verbs: [create]}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: bindings, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: bindings}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Binding a role that is worth nothing
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: look}
#             rules: [{apiGroups: [""], resources: [endpoints], verbs: [get]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: grant, namespace: shop-prod}
#             rules:
#               - apiGroups: [rbac.authorization.k8s.io]
#                 resources: [clusterroles]
#                 verbs: [bind]
#                 resourceNames: [look]
#               - {apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings], verbs: [create]}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: grant, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: grant}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Cluster roles cannot be escalated from a namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: escalate, namespace: shop-prod}
#             rules:
#               - apiGroups: [rbac.authorization.k8s.io]
#                 resources: [clusterroles]
#                 verbs: [escalate, update]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: escalate, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: escalate}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
package lib.envpolicy.leaks.identity.rbac_bind_escalate

import data.lib.envpolicy.rbac

reaches := rbac.found("rbac-bind-escalate")

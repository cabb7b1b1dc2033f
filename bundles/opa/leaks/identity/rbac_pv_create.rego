# METADATA
# title: An account makes volumes of any path of a node
# description: |
#   Somebody of one deployment may create PersistentVolumes: one of type hostPath, bound to a claim of
#   its own, opens the files of a node and of the pods on it. It takes a ClusterRoleBinding.
# custom:
#   id: rbac-pv-create
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Leave volumes to the storage driver; applications make claims.
#   patch: drop-subject
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   scanners:
#     - kubescape C-0278 (single)
#   examples:
#     leaks:
#       - note: Creating volumes
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: volumes}
#             rules: [{apiGroups: [""], resources: [persistentvolumes], verbs: [create]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: volumes}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: volumes}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Everything of the core group but nothing named
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: volumes}
#             rules: [{apiGroups: [""], resources: [persistentvolumes], verbs: ["*"]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: volumes}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: volumes}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#     innocent:
#       - note: Making claims
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: claims, namespace: shop-staging}
#             rules: [{apiGroups: [""], resources: [persistentvolumeclaims], verbs: [create]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: claims, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: claims}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Reading volumes
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: volumes}
#             rules: [{apiGroups: [""], resources: [persistentvolumes], verbs: [get, list]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: volumes}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: volumes}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
package lib.envpolicy.leaks.identity.rbac_pv_create

import data.lib.envpolicy.rbac

reaches := rbac.found("rbac-pv-create")

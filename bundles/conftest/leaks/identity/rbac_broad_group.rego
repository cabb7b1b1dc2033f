# METADATA
# title: A group that takes in everybody reaches into another deployment's namespace
# description: |
#   A binding gives a permission that one of the other rows speaks of to system:authenticated,
#   system:unauthenticated, system:anonymous, system:serviceaccounts, or to all accounts of a
#   deployment's namespace (system:serviceaccounts:<namespace>). This row speaks in place of those,
#   except that rbac-cluster-admin is said as well. The bindings for discovery and basic users, which
#   every cluster has, give nothing of the sort.
# custom:
#   id: rbac-broad-group
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Bind single accounts, in the namespace that they stand in.
#   patch: drop-subject
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#     - CIS Kubernetes Benchmark, RBAC and service accounts
#   scanners:
#     - kubescape C-0262, C-0265 (single)
#     - trivy KSV-01011, KSV-0122
#     - gatekeeper-library disallowanonymous
#   examples:
#     leaks:
#       - note: Everybody who has logged in
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: read-secrets, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: everybody, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: read-secrets}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated"}]
#       - note: All accounts of the other namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: neighbours, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects:
#               - apiGroup: rbac.authorization.k8s.io
#                 kind: Group
#                 name: "system:serviceaccounts:shop-staging"
#       - note: All accounts of the cluster, in all namespaces
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: all}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
#             subjects:
#               - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:serviceaccounts"}
#     innocent:
#       - note: What every cluster binds
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: "system:public-info-viewer"}
#             roleRef:
#               apiGroup: rbac.authorization.k8s.io
#               kind: ClusterRole
#               name: "system:public-info-viewer"
#             subjects:
#               - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated"}
#               - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:unauthenticated"}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: "system:discovery"}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:discovery"}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated"}]
#       - note: All accounts of one's own namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: own, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects:
#               - apiGroup: rbac.authorization.k8s.io
#                 kind: Group
#                 name: "system:serviceaccounts:shop-prod"
#       - note: Everybody may read endpoints
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: look}
#             rules: [{apiGroups: [""], resources: [endpoints], verbs: [get, list]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: look}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: look}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated"}]
package lib.envpolicy.leaks.identity.rbac_broad_group

import data.lib.envpolicy.rbac

reaches := rbac.found("rbac-broad-group")

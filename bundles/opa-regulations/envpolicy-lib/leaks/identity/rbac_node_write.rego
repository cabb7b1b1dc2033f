# METADATA
# title: An account moves pods of another deployment between nodes
# description: |
#   Somebody of one deployment may change nodes or their status (labels and taints), or evict or delete
#   pods in the namespace of another: dedicated nodes are then no boundary. Tolerated by a namespace of
#   its own, which promises no nodes; deleting or evicting pods is said by rbac-crossns-grant as well.
# custom:
#   id: rbac-node-write
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: namespace
#   severity: medium
#   remediation: Leave nodes to the platform; let each deployment delete pods of its own.
#   patch: drop-subject
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   scanners:
#     - rbac-police steal_pods, modify_node_status
#     - NamespaceHound eviction
#   examples:
#     leaks:
#       - note: Relabelling nodes
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: nodes}
#             rules: [{apiGroups: [""], resources: [nodes], verbs: [patch]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: nodes}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: nodes}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Evicting pods there
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: evict, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [pods/eviction], verbs: [create]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: evict, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: evict}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#     innocent:
#       - note: Reading nodes
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: nodes}
#             rules: [{apiGroups: [""], resources: [nodes], verbs: [get, list, watch]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: nodes}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: nodes}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Deleting pods of one's own
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: pods, namespace: shop-staging}
#             rules: [{apiGroups: [""], resources: [pods], verbs: [delete]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: pods, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: pods}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
package lib.envpolicy.leaks.identity.rbac_node_write

import data.lib.envpolicy.rbac

reaches := rbac.found("rbac-node-write")

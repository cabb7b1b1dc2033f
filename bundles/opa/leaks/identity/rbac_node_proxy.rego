# METADATA
# title: An account reaches every pod through the kubelets
# description: |
#   Somebody of one deployment may get or create nodes/proxy: the kubelet then runs commands in any pod
#   of the node and does not ask the API server again. get is enough, by websockets. It takes a
#   ClusterRoleBinding.
# custom:
#   id: rbac-node-proxy
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: critical
#   remediation: Replace nodes/proxy by nodes/metrics, nodes/stats or nodes/log, whichever is needed.
#   patch: drop-subject
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   scanners:
#     - kubescape C-0279 (single)
#     - checkov CKV2_K8S_2 (create only)
#     - trivy KSV-0047
#   examples:
#     leaks:
#       - note: get
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: kubelet}
#             rules: [{apiGroups: [""], resources: [nodes/proxy], verbs: [get]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: kubelet}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: kubelet}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: The proxy of everything
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: kubelet}
#             rules: [{apiGroups: [""], resources: ["*/proxy"], verbs: [create]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: kubelet}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: kubelet}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#     innocent:
#       - note: Metrics only
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: kubelet}
#             rules: [{apiGroups: [""], resources: [nodes/metrics, nodes/stats], verbs: [get]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: kubelet}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: kubelet}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: A RoleBinding gives nothing of a cluster-scoped resource
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: kubelet, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [nodes/proxy], verbs: [get]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: kubelet, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: kubelet}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
package lib.envpolicy.leaks.identity.rbac_node_proxy

import data.lib.envpolicy.rbac

reaches := rbac.found("rbac-node-proxy")

# METADATA
# title: An account changes what guards another deployment's namespace
# description: |
#   Somebody of one deployment may create, change or delete network policies (the Kubernetes ones, those
#   of Cilium and Calico, Istio's AuthorizationPolicy and PeerAuthentication), resource quotas, limit
#   ranges or role bindings in the namespace of another, or network policies of the whole cluster. In
#   one's own namespace that is nobody else's business. Silent beside a critical row of the same
#   binding.
# custom:
#   id: rbac-policy-write
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Bind the role in the deployment's own namespace only.
#   patch: drop-subject
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   scanners:
#     - multi-tenancy benchmarks MTB CPI-2, TI-1
#     - trivy KSV-0056 (single)
#   examples:
#     leaks:
#       - note: Deleting network policies
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: net, namespace: shop-prod}
#             rules: [{apiGroups: [networking.k8s.io], resources: [networkpolicies], verbs: [delete]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: net, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: net}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Role bindings, without the right to bind
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
#       - note: Network policies of the whole cluster
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: net}
#             rules:
#               - apiGroups: [policy.networking.k8s.io]
#                 resources: [adminnetworkpolicies]
#                 verbs: [update]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: net}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: net}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#     innocent:
#       - note: In one's own namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: net, namespace: shop-staging}
#             rules: [{apiGroups: [networking.k8s.io], resources: [networkpolicies], verbs: [delete]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: net, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: net}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Reading them
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: net, namespace: shop-prod}
#             rules:
#               - {apiGroups: [networking.k8s.io], resources: [networkpolicies], verbs: [get, list, watch]}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: net, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: net}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
package lib.envpolicy.leaks.identity.rbac_policy_write

import data.lib.envpolicy.rbac

reaches := rbac.found("rbac-policy-write")

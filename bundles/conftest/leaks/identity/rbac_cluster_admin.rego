# METADATA
# title: An account may do everything in another deployment's namespace
# description: |
#   Somebody of one deployment is bound to cluster-admin, or to any role with a rule that allows every
#   verb on every resource of every group: by a ClusterRoleBinding everywhere, by a RoleBinding in that
#   namespace. A plan that declares system:masters among a deployment's administrators declares the
#   same. This row alone speaks of such a grant.
# custom:
#   id: rbac-cluster-admin
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: critical
#   remediation: Grant the few permissions that are needed, in the deployment's own namespace.
#   patch: drop-subject
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   scanners:
#     - kubescape C-0035, C-0185, C-0187, C-0267, C-0272 (single)
#     - kube-linter cluster-admin-role-binding, wildcard-use-in-rules
#     - checkov CKV_K8S_49
#     - trivy KSV-0044, KSV-0046, KSV-0111, KSV-0123
#     - polaris clusterrolebindingClusterAdmin
#   examples:
#     leaks:
#       - note: The built-in role, for the whole cluster
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: deployer}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: The built-in role, in the other namespace alone
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: deployer, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: The same under another name
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: everything}
#             rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: everything}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: everything}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: By way of an account that it can take over
#         add:
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata: {name: runner, namespace: ci}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: runner}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
#             subjects: [{kind: ServiceAccount, name: runner, namespace: ci}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: run, namespace: ci}
#             rules: [{apiGroups: [""], resources: [pods], verbs: [create]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: run, namespace: ci}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: run}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#     innocent:
#       - note: An account of the platform
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: operators}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
#             subjects: [{kind: ServiceAccount, name: operator, namespace: kube-system}]
#       - note: Everything, in one's own namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: owner, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Everything of one group that nobody uses there
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: all, namespace: shop-staging}
#             rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: all, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: all}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
package lib.envpolicy.leaks.identity.rbac_cluster_admin

import data.lib.envpolicy.rbac

reaches := rbac.found("rbac-cluster-admin")

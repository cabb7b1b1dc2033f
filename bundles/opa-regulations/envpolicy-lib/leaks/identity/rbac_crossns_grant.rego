# METADATA
# title: An account changes things in another deployment's namespace
# description: |
#   Somebody of one deployment may change anything, or read ConfigMaps, in the namespace of another, by
#   a ClusterRoleBinding or by a RoleBinding there. The general row: it is silent where a more specific
#   one speaks of the same permission, and beside a critical one of the same binding. Reading kinds that
#   hold no secrets is no leak, nor is asking for an access review. Reading ConfigMaps alone is of
#   medium severity.
# custom:
#   id: rbac-crossns-grant
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Bind the role in the deployment's own namespace, to accounts of that namespace only.
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
#     - NamespaceHound RBAC_*
#     - multi-tenancy benchmarks MTB TI-2
#   examples:
#     leaks:
#       - note: Changing Services of the other namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: services, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [services], verbs: [get, update]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: services, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: services}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Custom resources of every namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: widgets}
#             rules: [{apiGroups: [example.com], resources: [widgets], verbs: ["*"]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: widgets}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: widgets}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: The built-in role view reads ConfigMaps
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: viewers, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: A user name that spells an account is that account
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: services, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [services], verbs: [patch]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: services, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: services}
#             subjects:
#               - apiGroup: rbac.authorization.k8s.io
#                 kind: User
#                 name: "system:serviceaccount:shop-staging:web"
#     innocent:
#       - note: What an operator has for its custom resources, of which cp-operator-in-stage speaks
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: widgets}
#             rules: [{apiGroups: [example.com], resources: [widgets], verbs: [get, list, watch, update]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: widgets}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: widgets}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#           - apiVersion: example.com/v1
#             kind: Widget
#             metadata: {name: one, namespace: shop-prod}
#       - note: Reading endpoints and Services
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: look, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [endpoints, services], verbs: [get, list, watch]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: look, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: look}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: An account of one's own namespace
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: services, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [services], verbs: [update]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: services, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: services}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-prod}]
#       - note: A rule with resourceNames lets nothing be created
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: make, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [services], verbs: [create], resourceNames: [web]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: make, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: make}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: The roles that every user has
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: "system:basic-user"}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:basic-user"}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated"}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: "system:discovery"}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:discovery"}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated"}]
package lib.envpolicy.leaks.identity.rbac_crossns_grant

import data.lib.envpolicy.rbac

reaches := rbac.found("rbac-crossns-grant")

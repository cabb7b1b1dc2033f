# METADATA
# title: An account reads or alters whatever is admitted to the cluster
# description: |
#   Somebody of one deployment may create, update or patch admission webhook configurations: every
#   object of every namespace can then be sent to it, Secrets included, or be changed.
# custom:
#   id: rbac-webhook-control
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Leave webhook configurations to the platform; name what a controller must patch of its own.
#   patch: drop-subject
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   scanners:
#     - kubescape C-0281 (single)
#     - checkov CKV_K8S_155
#     - trivy KSV-0114
#   examples:
#     leaks:
#       - note: Creating mutating webhooks
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: hooks}
#             rules:
#               - apiGroups: [admissionregistration.k8s.io]
#                 resources: [mutatingwebhookconfigurations]
#                 verbs: [create]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: hooks}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: hooks}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Patching one validating webhook by name
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: hooks}
#             rules:
#               - apiGroups: [admissionregistration.k8s.io]
#                 resources: [validatingwebhookconfigurations]
#                 verbs: [patch]
#                 resourceNames: [policy]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: hooks}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: hooks}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#     innocent:
#       - note: Reading them
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: hooks}
#             rules:
#               - apiGroups: [admissionregistration.k8s.io]
#                 resources: [mutatingwebhookconfigurations]
#                 verbs: [get, list, watch]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: hooks}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: hooks}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: A RoleBinding gives nothing of a cluster-scoped resource
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: hooks, namespace: shop-prod}
#             rules:
#               - apiGroups: [admissionregistration.k8s.io]
#                 resources: [mutatingwebhookconfigurations]
#                 verbs: [create]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: hooks, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: hooks}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
package lib.envpolicy.leaks.identity.rbac_webhook_control

import data.lib.envpolicy.rbac

reaches := rbac.found("rbac-webhook-control")

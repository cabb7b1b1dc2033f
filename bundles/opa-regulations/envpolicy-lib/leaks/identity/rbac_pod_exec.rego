# METADATA
# title: An account gets into pods of another deployment's namespace
# description: |
#   Somebody of one deployment may open a shell, attach, forward a port or proxy into pods of another's
#   namespace, add ephemeral containers there, or read the pods' logs (of medium severity when it is
#   that alone). Exec, attach and port-forward take create; up to Kubernetes 1.34, and where the version
#   is not known, get is enough. Reading pods is no leak.
# custom:
#   id: rbac-pod-exec
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: critical
#   remediation: Take these subresources out of the role, or bind it in the deployment's own namespace only.
#   patch: drop-subject
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   scanners:
#     - kubescape C-0002, C-0063 (single)
#     - checkov CKV2_K8S_2
#     - trivy KSV-0053, KSV-0054
#     - polaris rolebindingRolePodExecAttach
#     - KubeHound POD_EXEC, POD_ATTACH
#   examples:
#     leaks:
#       - note: A shell
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: exec, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [pods/exec], verbs: [create]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: exec, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: exec}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: get is enough while the version is not known
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: exec, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [pods/exec], verbs: [get]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: exec, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: exec}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: The subresource of every resource
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: exec, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: ["*/exec"], verbs: [create]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: exec, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: exec}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Reading logs
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: logs, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [pods/log], verbs: [get]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: logs, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: logs}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Ephemeral containers
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: debug, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [patch]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: debug, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: debug}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#     innocent:
#       - note: Reading pods
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: look, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [pods], verbs: [get, list, watch]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: look, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: look}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: From Kubernetes 1.35 on get is not enough
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: exec, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [pods/exec], verbs: [get]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: exec, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: exec}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#         facts: {kubernetesVersion: v1.35.1}
#       - note: The resource does not cover its subresources
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: pods, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [pods], verbs: [get, delete]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: pods, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: pods}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
package lib.envpolicy.leaks.identity.rbac_pod_exec

import data.lib.envpolicy.rbac

reaches := rbac.found("rbac-pod-exec")

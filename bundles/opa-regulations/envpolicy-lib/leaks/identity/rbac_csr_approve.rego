# METADATA
# title: An account makes itself certificates of any user
# description: |
#   Somebody of one deployment may create certificate signing requests, approve them, and approve for
#   the signer of client certificates: together a certificate of any user or group of this cluster. The
#   parts may come from several grants. Inside one cluster.
# custom:
#   id: rbac-csr-approve
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Leave approval to the platform, or limit it to another signer.
#   patch: drop-subject
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   scanners:
#     - kubescape C-0280 (single)
#     - checkov CKV_K8S_156
#     - rbac-police approve_csrs
#   examples:
#     leaks:
#       - note: All three parts
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: csr}
#             rules:
#               - apiGroups: [certificates.k8s.io]
#                 resources: [certificatesigningrequests]
#                 verbs: [create]
#               - apiGroups: [certificates.k8s.io]
#                 resources: [certificatesigningrequests/approval]
#                 verbs: [update]
#               - apiGroups: [certificates.k8s.io]
#                 resources: [signers]
#                 verbs: [approve]
#                 resourceNames: [kubernetes.io/kube-apiserver-client]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: csr}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: csr}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Everything of the group
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: csr}
#             rules: [{apiGroups: [certificates.k8s.io], resources: ["*"], verbs: ["*"]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: csr}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: csr}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#     innocent:
#       - note: Requests without approval
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: csr}
#             rules:
#               - apiGroups: [certificates.k8s.io]
#                 resources: [certificatesigningrequests]
#                 verbs: [create, get]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: csr}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: csr}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Approval for the signer of kubelet server certificates
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: csr}
#             rules:
#               - apiGroups: [certificates.k8s.io]
#                 resources: [certificatesigningrequests]
#                 verbs: [create]
#               - apiGroups: [certificates.k8s.io]
#                 resources: [certificatesigningrequests/approval]
#                 verbs: [update]
#               - apiGroups: [certificates.k8s.io]
#                 resources: [signers]
#                 verbs: [approve]
#                 resourceNames: [kubernetes.io/kubelet-serving]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: csr}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: csr}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
package lib.envpolicy.leaks.identity.rbac_csr_approve

import data.lib.envpolicy.rbac

reaches := rbac.found("rbac-csr-approve")

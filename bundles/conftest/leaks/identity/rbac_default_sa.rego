# METADATA
# title: Rights are bound to the account that pods get without asking
# description: |
#   Some binding gives rights to the account `default` of a namespace, its token is mounted unless a pod
#   says otherwise, and pods of two deployments there run as it. rbac-shared-sa says that they share it;
#   this row, that nobody chose to.
# custom:
#   id: rbac-default-sa
#   kind: shared
#   channel: identity
#   boundary: [release]
#   cap: none
#   severity: medium
#   remediation: Bind rights to accounts made for the purpose; let `default` mount no token.
#   patch: drop-subject
#   reads: [ClusterRoleBinding.rbac.authorization.k8s.io, RoleBinding.rbac.authorization.k8s.io]
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   scanners:
#     - kubescape C-0189 (single)
#     - checkov CKV_K8S_41, CKV_K8S_42
#     - kube-linter default-service-account
#   examples:
#     leaks:
#       - note: Neither names an account
#         add:
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata:
#               name: batch
#               namespace: shop-prod
#               labels: {app.kubernetes.io/instance: staging, app: batch}
#             spec:
#               selector: {matchLabels: {app: batch}}
#               template: {metadata: {labels: {app.kubernetes.io/instance: staging, app: batch}},
#                   spec: {containers: [{name: main, image: "registry.example/main:1"}]}}
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: old, namespace: shop-prod, labels: {app: old}}
#             spec:
#               selector: {matchLabels: {app: old}}
#               template: {metadata: {labels: {app: old}}, spec: {containers: [{name: main,
#                   image: "registry.example/main:1"}]}}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: look, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: look, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: look}
#             subjects: [{kind: ServiceAccount, name: default, namespace: shop-prod}]
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: staging}}}
#       - note: One names it, the other does not
#         add:
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata:
#               name: batch
#               namespace: shop-prod
#               labels: {app.kubernetes.io/instance: staging, app: batch}
#             spec:
#               selector: {matchLabels: {app: batch}}
#               template: {metadata: {labels: {app.kubernetes.io/instance: staging, app: batch}},
#                   spec: {containers: [{name: main, image: "registry.example/main:1"}],
#                   serviceAccountName: default}}
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: old, namespace: shop-prod, labels: {app: old}}
#             spec:
#               selector: {matchLabels: {app: old}}
#               template: {metadata: {labels: {app: old}}, spec: {containers: [{name: main,
#                   image: "registry.example/main:1"}]}}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: look}
#             rules: [{apiGroups: [""], resources: [nodes], verbs: [list]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: look}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: look}
#             subjects: [{kind: ServiceAccount, name: default, namespace: shop-prod}]
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: staging}}}
#     innocent:
#       - note: The account declines to be mounted
#         add:
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata: {name: default, namespace: shop-prod}
#             automountServiceAccountToken: false
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata:
#               name: batch
#               namespace: shop-prod
#               labels: {app.kubernetes.io/instance: staging, app: batch}
#             spec:
#               selector: {matchLabels: {app: batch}}
#               template: {metadata: {labels: {app.kubernetes.io/instance: staging, app: batch}},
#                   spec: {containers: [{name: main, image: "registry.example/main:1"}]}}
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: old, namespace: shop-prod, labels: {app: old}}
#             spec:
#               selector: {matchLabels: {app: old}}
#               template: {metadata: {labels: {app: old}}, spec: {containers: [{name: main,
#                   image: "registry.example/main:1"}]}}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: look, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: look, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: look}
#             subjects: [{kind: ServiceAccount, name: default, namespace: shop-prod}]
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: staging}}}
#       - note: "`default` holds no rights"
#         add:
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata:
#               name: batch
#               namespace: shop-prod
#               labels: {app.kubernetes.io/instance: staging, app: batch}
#             spec:
#               selector: {matchLabels: {app: batch}}
#               template: {metadata: {labels: {app.kubernetes.io/instance: staging, app: batch}},
#                   spec: {containers: [{name: main, image: "registry.example/main:1"}]}}
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: old, namespace: shop-prod, labels: {app: old}}
#             spec:
#               selector: {matchLabels: {app: old}}
#               template: {metadata: {labels: {app: old}}, spec: {containers: [{name: main,
#                   image: "registry.example/main:1"}]}}
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: staging}}}
package lib.envpolicy.leaks.identity.rbac_default_sa

import data.lib.envpolicy.estate
import data.lib.envpolicy.rbac_grants
import data.lib.envpolicy.rbac_identities

holds contains fact if {
	some identity, found in rbac_identities.used
	identity in rbac_identities.unasked
	indices := rbac_grants.of_identity[identity]
	grant := rbac_grants.all[min(indices)]
	some workload in found
	some name in workload.owners
	fact := {
		"deployment": name,
		"key": identity,
		"witness": [
			estate.witness(grant.entry, ["subjects", grant.subject]),
			estate.witness(workload.entry, array.concat(workload.path, ["spec"])),
		],
	}
}

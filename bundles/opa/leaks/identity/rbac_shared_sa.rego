# METADATA
# title: Two releases run as one account
# description: |
#   Two deployments of one namespace run pods as the same service account (`default` included), and some
#   binding gives that account rights: whatever one release may do, the other may. Without rights an
#   account is a name only. Of a `default` whose token is mounted by default, rbac-default-sa speaks.
# custom:
#   id: rbac-shared-sa
#   kind: shared
#   channel: identity
#   boundary: [release]
#   cap: none
#   severity: medium
#   remediation: Give each release an account of its own.
#   reads: [ClusterRoleBinding.rbac.authorization.k8s.io, RoleBinding.rbac.authorization.k8s.io]
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   examples:
#     leaks:
#       - note: "Both run as `web`, which may write ConfigMaps"
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
#                   serviceAccountName: web}}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: config, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [configmaps], verbs: [update]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: config, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: config}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-prod}]
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: staging}}}
#       - note: "Neither names an account, and `default`, whose token is not mounted, may read Secrets"
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
#             rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: look, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: look}
#             subjects: [{kind: ServiceAccount, name: default, namespace: shop-prod}]
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata: {name: default, namespace: shop-prod}
#             automountServiceAccountToken: false
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: staging}}}
#     innocent:
#       - note: The account that both run as holds no rights
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
#                   serviceAccountName: web}}
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: staging}}}
#       - note: Each has an account of its own
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
#                   serviceAccountName: batch}}
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata: {name: batch, namespace: shop-prod}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: config, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [configmaps], verbs: [update]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: config, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: config}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-prod}]
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: staging}}}
#       - note: Equal names in two namespaces are two accounts
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: config, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [configmaps], verbs: [update]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: config, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: config}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-prod}]
package lib.envpolicy.leaks.identity.rbac_shared_sa

import data.lib.envpolicy.estate
import data.lib.envpolicy.rbac_direct
import data.lib.envpolicy.rbac_grants
import data.lib.envpolicy.rbac_identities

holds contains fact if {
	some identity, found in rbac_identities.used
	not identity in rbac_identities.unasked
	indices := rbac_grants.of_identity[identity]
	grant := rbac_grants.all[min(indices)]
	some workload in found
	some name in workload.owners
	fact := {
		"deployment": name,
		"key": identity,
		"witness": [
			estate.witness(workload.entry, array.concat(workload.path, ["spec"])),
			estate.witness(grant.entry, ["subjects", grant.subject]),
		],
		"severity": rbac_direct.severity("rbac-shared-sa", identity, {"severity": ""}),
	}
}

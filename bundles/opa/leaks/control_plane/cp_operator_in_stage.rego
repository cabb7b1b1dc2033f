# METADATA
# title: An operator of one deployment acts on the other's custom resources
# description: |
#   A workload of a deployment runs with an account that may watch a kind of custom resource in the whole cluster
#   (by ClusterRole and ClusterRoleBinding, the kind's group named), nothing keeps it to its own namespace
#   (WATCH_NAMESPACE), and another deployment has objects of that kind: what runs for them is the one's to decide.
#   Operators in the platform's namespaces are the platform's.
# custom:
#   id: cp-operator-in-stage
#   kind: reach
#   channel: control-plane
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Let the operator watch its own namespace only (Role, WATCH_NAMESPACE), or run it on the platform.
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#   sources:
#     - https://kubernetes.io/docs/concepts/security/multi-tenancy/#operators
#   scanners: []
#   examples:
#     leaks:
#       - note: Staging's operator runs production's queues
#         add:
#           - &role
#             apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: queues}
#             rules: [{apiGroups: [shop.example], resources: [queues], verbs: [get, list, watch]}]
#           - &binding
#             apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: queues}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: queues}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#           - &queue
#             apiVersion: shop.example/v1
#             kind: Queue
#             metadata: {name: orders, namespace: shop-prod}
#       - note: WATCH_NAMESPACE is there, and empty
#         add:
#           - *role
#           - *binding
#           - *queue
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               selector: {matchLabels: {app: web}}
#               template:
#                 metadata: {labels: {app: web}}
#                 spec: {serviceAccountName: web, containers: [{name: main, image: main,
#                   env: [{name: WATCH_NAMESPACE, value: ""}]}]}
#     innocent:
#       - note: It keeps to its own namespace
#         add:
#           - *role
#           - *binding
#           - *queue
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               selector: {matchLabels: {app: web}}
#               template:
#                 metadata: {labels: {app: web}}
#                 spec: {serviceAccountName: web, containers: [{name: main, image: main,
#                   env: [{name: WATCH_NAMESPACE, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}]}]}
#       - note: Bound in its own namespace only
#         add:
#           - *role
#           - *queue
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: queues, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: queues}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Nobody else has objects of that kind
#         add:
#           - *role
#           - *binding
#           - apiVersion: shop.example/v1
#             kind: Queue
#             metadata: {name: orders, namespace: shop-staging}
#           - apiVersion: other.example/v1
#             kind: Queue
#             metadata: {name: orders, namespace: shop-prod}
package lib.envpolicy.leaks.control_plane.cp_operator_in_stage

import data.lib.envpolicy.operators

reaches contains edge if {
	some found in operators.all
	edge := object.union(_doubt(found.operator), {
		"from": found.from,
		"to": found.to,
		"place": found.operator.called,
		"witness": found.witness,
	})
}

_doubt(operator) := {"certain": false, "missing": [concat(" of ", ["WATCH_NAMESPACE", operator.called])]} if {
	operator.limited == null
} else := {}

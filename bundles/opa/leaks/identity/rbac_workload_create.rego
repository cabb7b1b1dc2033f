# METADATA
# title: An account makes pods in another deployment's namespace
# description: |
#   Somebody of one deployment may create, update or patch pods in the namespace of another, or anything
#   that makes pods there (Deployments, StatefulSets, DaemonSets, Jobs, CronJobs, ReplicaSets,
#   ReplicationControllers, Rollouts, Workflows, Knative services, Tekton runs). Such a pod runs as any
#   account of the namespace and mounts any Secret, ConfigMap or volume claim of it. Reading workloads
#   is no leak. rbac-token-request and rbac-impersonate are silent beside it.
# custom:
#   id: rbac-workload-create
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: critical
#   remediation: Let each deployment be delivered by an account of its own namespace.
#   patch: drop-subject
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   scanners:
#     - kubescape C-0188 (single)
#     - kube-linter access-to-create-pods
#     - trivy KSV-0048
#     - KubeHound POD_CREATE, POD_PATCH
#   examples:
#     leaks:
#       - note: Creating Deployments
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: deploy, namespace: shop-prod}
#             rules: [{apiGroups: [apps], resources: [deployments], verbs: [create]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: deploy, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: deploy}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Patching one Deployment by name is changing what it runs
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: deploy, namespace: shop-prod}
#             rules: [{apiGroups: [apps], resources: [deployments], verbs: [patch], resourceNames: [web]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: deploy, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: deploy}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: The built-in role edit
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: editors, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Every custom resource of a controller that makes pods
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: rollouts}
#             rules: [{apiGroups: [argoproj.io], resources: ["*"], verbs: ["*"]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: rollouts}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: rollouts}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Virtual machines, and runs of Spark, are pods as well
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: batch, namespace: shop-prod}
#             rules:
#               - {apiGroups: [kubevirt.io, sparkoperator.k8s.io], resources: [sparkapplications], verbs: [create]}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: batch, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: batch}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#     innocent:
#       - note: Reading Deployments and pods
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: look, namespace: shop-prod}
#             rules:
#               - {apiGroups: [apps], resources: [deployments], verbs: [get, list, watch]}
#               - {apiGroups: [""], resources: [pods], verbs: [get, list, watch]}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: look, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: look}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: "`deployments/*` is no wildcard, it covers nothing"
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: odd, namespace: shop-prod}
#             rules: [{apiGroups: [apps], resources: ["deployments/*"], verbs: ["*"]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: odd, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: odd}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: A rule with resourceNames lets nothing be created
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: make, namespace: shop-prod}
#             rules: [{apiGroups: [""], resources: [pods], verbs: [create], resourceNames: [web-0]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: make, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: make}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
package lib.envpolicy.leaks.identity.rbac_workload_create

import data.lib.envpolicy.rbac

reaches := rbac.found("rbac-workload-create")

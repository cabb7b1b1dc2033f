# METADATA
# title: A runner of one deployment's pipelines deploys into another
# description: |
#   A pod that runs pipelines (a runner of GitLab or GitHub, Jenkins, a run of Tekton and the like) belongs to one
#   deployment, and its account may make workloads in the namespace of another, or it has the key to another's cluster
#   among its Secrets. Whoever may change a pipeline there deploys here. The RBAC rows and cred-kubeconfig-secret are
#   silent beside it.
# custom:
#   id: ci-runner-bridge
#   kind: shared
#   channel: delivery
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: high
#   remediation: Give each stage a runner of its own, whose account may deploy into its own namespace only.
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - DaemonSet.apps
#     - Deployment.apps
#     - Pod
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#     - Secret
#     - StatefulSet.apps
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#     - Tekton, service accounts of runs, https://tekton.dev/docs/pipelines/taskruns/
#   examples:
#     leaks:
#       - note: Staging's GitLab runner may deploy into production's namespace
#         add:
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata: {name: runner, namespace: shop-staging}
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: runner, namespace: shop-staging}
#             spec:
#               selector: {matchLabels: {app: runner}}
#               template:
#                 metadata: {labels: {app: runner}}
#                 spec:
#                   serviceAccountName: runner
#                   securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
#                   containers:
#                     - name: runner
#                       image: registry.gitlab.com/gitlab-org/gitlab-runner:v17.0.0
#                       securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: runner, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{kind: ServiceAccount, name: runner, namespace: shop-staging}]
#       - note: A run of Tekton as cluster-admin
#         add:
#           - apiVersion: tekton.dev/v1
#             kind: PipelineRun
#             metadata: {name: release, namespace: shop-staging}
#             spec: {pipelineRef: {name: release}, taskRunTemplate: {serviceAccountName: pipeline}}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: pipeline}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
#             subjects: [{kind: ServiceAccount, name: pipeline, namespace: shop-staging}]
#       - note: A runner of GitHub's has the kubeconfig of the other cluster
#         facts: {apiServer: "https://prod.example:6443"}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc:
#             facts: {apiServer: "https://test.example:6443"}
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: prod, namespace: shop-staging}
#                 stringData: {kubeconfig: "server: https://prod.example:6443"}
#               - apiVersion: actions.github.com/v1alpha1
#                 kind: AutoscalingRunnerSet
#                 metadata: {name: runners, namespace: shop-staging}
#                 spec:
#                   template:
#                     spec:
#                       containers: [{name: runner, image: "ghcr.io/actions/actions-runner:2.319.1"}]
#                       volumes: [{name: kubeconfig, secret: {secretName: prod}}]
#     innocent:
#       - note: The runner may deploy into its own namespace
#         add:
#           - apiVersion: tekton.dev/v1
#             kind: PipelineRun
#             metadata: {name: release, namespace: shop-staging}
#             spec: {pipelineRef: {name: release}, taskRunTemplate: {serviceAccountName: pipeline}}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: pipeline, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
#             subjects: [{kind: ServiceAccount, name: pipeline, namespace: shop-staging}]
#       - note: It only looks into the other
#         add:
#           - apiVersion: tekton.dev/v1beta1
#             kind: PipelineRun
#             metadata: {name: release, namespace: shop-staging}
#             spec: {pipelineRef: {name: release}, serviceAccountName: pipeline}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: pipeline, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
#             subjects: [{kind: ServiceAccount, name: pipeline, namespace: shop-staging}]
#       - note: No runner has the account, of which rbac-workload-create tells
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: web, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: A kubeconfig that no runner has, of which cred-kubeconfig-secret tells
#         facts: {apiServer: "https://prod.example:6443"}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc:
#             facts: {apiServer: "https://test.example:6443"}
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: prod, namespace: shop-staging}
#                 stringData: {kubeconfig: "server: https://prod.example:6443"}
#               - apiVersion: actions.github.com/v1alpha1
#                 kind: AutoscalingRunnerSet
#                 metadata: {name: runners, namespace: shop-staging}
#                 spec:
#                   template:
#                     spec: {containers: [{name: runner, image: "ghcr.io/actions/actions-runner:2.319.1"}]}
package lib.envpolicy.leaks.delivery.ci_runner_bridge

import data.lib.envpolicy.ci_bridges
import data.lib.envpolicy.ci_runners
import data.lib.envpolicy.estate
import data.lib.envpolicy.kubeconfigs
import data.lib.envpolicy.rbac_direct

_key(grant) := sprintf("%v of %v", [grant.place, grant.cluster])

holds contains fact if {
	some bridge in ci_bridges.all
	runner := min(ci_runners.accounts[bridge.grant.identity])
	some name in bridge.holders
	fact := {
		"deployment": name,
		"key": _key(bridge.grant),
		"side": "uses",
		"witness": array.concat([runner], rbac_direct.witness(bridge.grant, bridge.met)),
		"message": rbac_direct.message(bridge.grant, bridge.met),
	}
}

holds contains fact if {
	some bridge in ci_bridges.all
	some name in bridge.reached
	fact := {"deployment": name, "key": _key(bridge.grant), "side": "offers", "witness": []}
}

holds contains fact if {
	some entry in kubeconfigs.keys
	some name, spots in ci_runners.keys
	[entry.cluster, entry.namespace, entry.name] in spots
	some use in kubeconfigs.uses(entry)
	fact := object.union(use, {
		"deployment": name,
		"key": concat(" ", ["cluster", use.key]),
		"side": "uses",
		"witness": [estate.witness(entry, [])],
		"message": sprintf("a runner has the key in Secret %v/%v of %v", [entry.namespace, entry.name, entry.cluster]),
	})
}

holds contains fact if {
	count(ci_runners.keys) > 0
	some offer in kubeconfigs.offers
	fact := object.union(offer, {"key": concat(" ", ["cluster", offer.key]), "side": "offers", "witness": []})
}

# METADATA
# title: Runners of pipelines, and what they deploy with
# description: |
#   Pods that run other people's pipelines: known by their image, name or labels (GitLab, GitHub, Jenkins, Tekton and
#   the like), or made from TaskRuns and PipelineRuns of Tekton, event listeners, and the runner sets of GitHub's
#   controllers.
package lib.envpolicy.ci_runners

import data.lib.envpolicy.admitted
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.images
import data.lib.envpolicy.rbac_identities
import data.lib.envpolicy.references
import data.lib.envpolicy.workloads

_runner := concat("", [
	`(^|[/_.-])(gitlab-runner|actions-runner|github-runner|ci-runner|cicd-runner|ci-agent|build-agent|inbound-agent`,
	`|jnlp-slave|jnlp-agent|jenkins|drone-runner|drone-runner-kube|buildkite|buildkite-agent|vsts-agent|azp-agent`,
	`|azure-pipelines-agent|woodpecker-agent|act_runner|act-runner|forgejo-runner|teamcity-agent|gocd-agent`,
	`|bitbucket-pipelines-runner|container-agent|runner-agent)([/_.-]|$)`,
])

_labels := ["app", "app.kubernetes.io/name", "app.kubernetes.io/component", "k8s-app", "name"]

_marks := [
	"tekton.dev/taskRun", "tekton.dev/pipelineRun",
	"actions.github.com/scale-set-name", "runner-deployment-name",
]

# Many pods bear one name, or run one image.
_images := {reference | some reference, image in images.of_pods; regex.match(_runner, image.repository)}

_named := {text | some text in _texts; is_string(text); regex.match(_runner, text)}

_texts := {workload.name | some workload in workloads.all} | {object.get(workload.labels, key, null) |
	some workload in workloads.all
	some key in _labels
}

_runs(workload) if {
	some item in workload.containers
	object.get(item.container, "image", null) in _images
}

_runs(workload) if workload.name in _named

_runs(workload) if {
	some key in _labels
	object.get(workload.labels, key, null) in _named
}

_runs(workload) if {
	some key in _marks
	object.get(workload.labels, key, null) != null
}

_pods := [runner |
	some index in admitted.indices
	workload := workloads.all[index]
	count(workload.owners) > 0
	_runs(workload)
	runner := {
		"entry": workload.entry,
		"owners": workload.owners,
		"account": workloads.account(workload.spec),
		"path": array.concat(workload.path, ["spec"]),
		"secrets": _secrets_of(workload.spec),
	}
]

_secrets_of(spec) := {reference.name |
	some reference in references.of_pod(spec)
	reference.kind == "Secret"
}

# Where pods' specs, or names of accounts alone, stand in the objects that make runners.
_templates := {
	"AutoscalingRunnerSet.actions.github.com": ["spec", "template", "spec"],
	"EphemeralRunnerSet.actions.github.com": ["spec", "ephemeralRunnerSpec", "spec"],
	"EphemeralRunner.actions.github.com": ["spec", "spec"],
	"RunnerDeployment.actions.summerwind.dev": ["spec", "template", "spec"],
	"RunnerReplicaSet.actions.summerwind.dev": ["spec", "template", "spec"],
	"RunnerSet.actions.summerwind.dev": ["spec", "template", "spec"],
	"Runner.actions.summerwind.dev": ["spec"],
	"TaskRun.tekton.dev": ["spec"],
	"PipelineRun.tekton.dev": ["spec", "taskRunTemplate"],
	"EventListener.triggers.tekton.dev": ["spec"],
}

_ordered := [runner |
	some kind, path in _templates
	some entry in estate.all(kind)
	count(entry.owners) > 0
	spec := fields.mapping(entry.object, path)
	runner := {
		"entry": entry,
		"owners": entry.owners,
		"account": _account(entry.object, spec),
		"path": path,
		"secrets": (_secrets_of(spec) | _workspaces(entry.object)),
	}
]

# A PipelineRun named its account in its spec before v1.
_account(item, spec) := _or(
	fields.text(spec, ["serviceAccountName"]),
	fields.text(item, ["spec", "serviceAccountName"]),
)

_or("", "") := "default"

_or("", other) := other if other != ""

_or(name, _) := name if name != ""

_workspaces(item) := {name |
	some workspace in fields.list(item, ["spec", "workspaces"])
	name := fields.text(workspace, ["secret", "secretName"])
	name != ""
}

# METADATA
# description: |
#   `{"entry", "owners", "account", "path", "secrets"}` for each runner that a deployment has; `path` leads to what
#   names the account, `secrets` are names in its namespace.
all := array.concat(_pods, _ordered)

# METADATA
# description: "The runners by the account that they run as: identity to witnesses, as rbac_identities names it."
accounts := {identity: found | some identity, found in _by_account}

_by_account[identity] contains witness if {
	some runner in all
	is_string(runner.account)
	identity := rbac_identities.account(runner.entry.cluster, runner.entry.namespace, runner.account)
	witness := estate.witness(runner.entry, runner.path)
}

# METADATA
# description: "The Secrets that runners have in their pods, by deployment: `[cluster, namespace, name]`."
keys := {name: found | some name, found in _secrets}

_secrets[name] contains spot if {
	some runner in all
	some secret in runner.secrets
	spot := [runner.entry.cluster, runner.entry.namespace, secret]
	some name in runner.owners
}

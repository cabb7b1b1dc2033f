# METADATA
# title: Workloads
# description: |
#   Everything that makes pods, as one list: the object's entry, its pod template's labels, the pod spec and the
#   path to it. Live pods are listed too; `controller` says which object made one. Of what `making` lists the spec is
#   not known.
package lib.envpolicy.workloads

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.making

# Where the pod template stands in each kind (apps/v1, batch/v1, core/v1, and custom resources with a whole one).
template_paths := {
	"Pod": [],
	"Deployment.apps": ["spec", "template"],
	"StatefulSet.apps": ["spec", "template"],
	"DaemonSet.apps": ["spec", "template"],
	"ReplicaSet.apps": ["spec", "template"],
	"ReplicationController": ["spec", "template"],
	"Job.batch": ["spec", "template"],
	"CronJob.batch": ["spec", "jobTemplate", "spec", "template"],
	"Rollout.argoproj.io": ["spec", "template"],
	"CloneSet.apps.kruise.io": ["spec", "template"],
	"DaemonSet.apps.kruise.io": ["spec", "template"],
	"DeploymentConfig.apps.openshift.io": ["spec", "template"],
	"Notebook.kubeflow.org": ["spec", "template"],
	"ScaledJob.keda.sh": ["spec", "jobTargetRef", "template"],
	"Service.serving.knative.dev": ["spec", "template"],
	"StatefulSet.apps.kruise.io": ["spec", "template"],
}

# METADATA
# description: |
#   `{"entry", "cluster", "namespace", "name", "kind", "owners", "labels", "spec", "containers", "path",
#   "controller"}`; `path` leads to the pod template inside the object, `controller` is null or `{"kind", "name"}`,
#   `containers` are those of `containers(spec)`: many checks ask for them, and so they are listed once.
all := array.concat(_templated, making.unseen)

_templated := [workload |
	some kind, path in template_paths
	some entry in estate.all(kind)
	template := _template(entry.object, path)
	workload := {
		"entry": entry,
		"cluster": entry.cluster,
		"namespace": entry.namespace,
		"name": entry.name,
		"kind": kind,
		"owners": entry.owners,
		"labels": labels.of(template),
		"spec": template.spec,
		"containers": containers(template.spec),
		"path": path,
		"controller": _controller(entry.object),
	}
]

_template(item, path) := template if {
	template := object.get(item, path, null)
	is_object(template)
	is_object(object.get(template, "spec", null))
}

# A reference may lack its kind, and a malformed object may name two controllers: the first one counts.
_controller(item) := {"kind": object.get(owner, "kind", ""), "name": object.get(owner, "name", "")} if {
	references := object.get(item, ["metadata", "ownerReferences"], [])
	is_array(references)
	owner := [reference | some reference in references; reference.controller == true][0]
} else := null

# METADATA
# description: |
#   The containers of a pod spec, all three sorts: `{"container", "path"}`, the path counted from the pod template.
containers(spec) := [{"container": container, "path": ["spec", section, index]} |
	some section in ["initContainers", "containers", "ephemeralContainers"]
	list := object.get(spec, section, [])
	is_array(list)
	some index, container in list
	is_object(container)
]

# METADATA
# description: The name of the service account that a pod spec runs as.
account(spec) := name if {
	name := object.get(spec, "serviceAccountName", "")
	is_string(name)
	name != ""
} else := object.get(spec, "serviceAccount", "default")

# METADATA
# title: Pods, as the network sees them
# description: |
#   One pod for each template and each live pod: labels, ports, the host's network, the deployments that
#   claim it. A pod that the cluster would refuse has no place here.
package lib.envpolicy.network_pods

import data.lib.envpolicy.admitted
import data.lib.envpolicy.making
import data.lib.envpolicy.workloads

# METADATA
# description: |
#   Every pod that can be. The place in the list is the pod's number; `index` is the workload's place in
#   `workloads.all` (to carry the workload itself would make the list slow).
all := [pod |
	some index, workload in workloads.all
	_admitted(workload)
	not _refused(index, workload)
	pod := {
		"index": index,
		"cluster": workload.cluster,
		"namespace": workload.namespace,
		"labels": workload.labels,
		"host": object.get(workload.spec, "hostNetwork", false) == true,
		"owners": workload.owners,
		"spec": workload.spec,
		"guess": _guess(workload),
	}
]

# What is guessed is named: the kind, the name.
_guess(workload) := sprintf("%v %v/%v", [split(workload.kind, ".")[0], workload.namespace, workload.name]) if {
	making.is_guess(workload)
} else := ""

# A live pod that has ended sends nothing.
_admitted(workload) if not object.get(workload.entry.object, ["status", "phase"], "") in {"Succeeded", "Failed"}

# Nor does one on the host's network that the namespace's Pod Security level refuses. What else a level refuses, a
# webhook may set right before it is asked.
_refused(index, workload) if {
	object.get(workload.spec, "hostNetwork", false) == true
	not index in admitted.indices
}

# METADATA
# description: |
#   The containers whose ports a pod offers for as long as it runs - all but the init containers that end.
serving(spec) := array.concat(_containers(spec, "containers"), [container |
	some container in _containers(spec, "initContainers")
	container.restartPolicy == "Always"
])

_containers(spec, section) := [container |
	list := object.get(spec, section, [])
	is_array(list)
	some container in list
	is_object(container)
]

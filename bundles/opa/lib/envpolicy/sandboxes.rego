# METADATA
# title: Pods that are said not to be trusted
# description: |
#   Pods that a label or annotation (of their own, or of their namespace) calls untrusted, and whether something
#   stronger than a common container keeps them in: a runtime with a kernel of its own, or a user namespace.
package lib.envpolicy.sandboxes

import data.lib.envpolicy.admitted
import data.lib.envpolicy.coscheduling
import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.workloads

_spaces := {[entry.cluster, entry.name]: entry.object | some entry in estate.all("Namespace")}

_says(item) if {
	some marks in [labels.of(item), labels.annotations(item)]
	some key, value in marks
	[key, value] in _distrusting
}

# As containerd and CRI-O have it, and as people write it.
_marks := (({[key, value] | some space in _spaces; some key, value in labels.of(space)} | {[key, value] |
	some space in _spaces
	some key, value in labels.annotations(space)
}) | {[key, value] | some workload in workloads.all; some key, value in workload.labels}) | {[key, value] |
	some workload in workloads.all
	some key, value in labels.annotations(object.get(workload.entry.object, workload.path, {}))
}

# Many pods are marked alike.
_distrusting := {[key, value] | some [key, value] in _marks; _distrusts(lower(key), value)}

_distrusts(key, value) if {
	[key, value] in {
		["io.kubernetes.cri-o.trustedsandbox", "false"],
		["io.kubernetes.cri.untrusted-workload", "true"],
		["untrusted", "true"],
	}
}

_distrusts(key, value) if {
	contains(key, "trust")
	is_string(value)
	lower(value) == "untrusted"
}

_distrusts(key, "true") if endswith(key, "/untrusted")

_untrusted_spaces := {space | some space, namespace in _spaces; _says(namespace)}

_untrusted(workload) if [workload.cluster, workload.namespace] in _untrusted_spaces

_untrusted(workload) if _says(object.get(workload.entry.object, workload.path, {}))

_handlers := {[entry.cluster, entry.name]: object.get(entry.object, "handler", "") |
	some entry in estate.all("RuntimeClass.node.k8s.io")
}

# Runtimes whose containers share the node's kernel.
_common := {"", "crun", "nvidia", "runc", "runhcs-wcow-process", "youki"}

_boxed(workload) if workload.spec.hostUsers == false

_boxed(workload) if {
	name := workload.spec.runtimeClassName
	is_string(name)
	not object.get(_handlers, [[workload.cluster, name]], name) in _common
}

_alike[key] contains index if {
	some index in admitted.indices
	workload := workloads.all[index]
	count(workload.owners) > 0
	_untrusted(workload)
	not _boxed(workload)
	key := [coscheduling.class_of[index], workload.owners, workload.namespace]
}

# METADATA
# description: |
#   `[place in workloads.all, owners, class]` of untrusted pods that nothing but their container keeps in, once for
#   those that are alike.
open := [[min(indices), names, number] | some [number, names, _], indices in _alike]

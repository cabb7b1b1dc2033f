# METADATA
# title: Where pods that may take over their node lead
# description: |
#   For pods that `host_access` finds, beside what they do to whoever stands on their own node: the kubelet's identity
#   reaches the API server from any node, and an agent that tolerates everything stands on all of them.
package lib.envpolicy.hosts_taken

import data.lib.envpolicy.admitted
import data.lib.envpolicy.coscheduling
import data.lib.envpolicy.dedication
import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.host_access
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

_indices := {found[0] | some pods in host_access.found; some found in pods}

_alike[key] contains index if {
	some index in _indices
	workload := workloads.all[index]
	some name in workload.owners
	key := [coscheduling.class_of[index], name]
}

_label(workload) := sprintf("%v %v/%v", [split(workload.kind, ".")[0], workload.namespace, workload.name])

_doubts(index) := {text | some text in object.get(admitted.doubts, index, [])}

_fact(index, from, to, said) := object.union(doubts.of(_doubts(index)), {
	"from": from,
	"to": to,
	"place": _label(workload),
	"witness": [estate.witness(workload.entry, array.concat(workload.path, ["spec"]))],
	"message": sprintf("%v %v", [_label(workload), said]),
}) if {
	workload := workloads.all[index]
}

# METADATA
# description: Who has pods that may take over a node where the other never stands.
elsewhere contains fact if {
	some [number, from], indices in _alike
	met := coscheduling.neighbours(number)
	some to in placement.tenants[coscheduling.classes[number].cluster]
	to != from
	object.get(met, to, "apart") == "apart"
	fact := _fact(min(indices), from, to, "may take over its node, whose kubelet may ask for the objects of others")
}

# METADATA
# description: Agents of an application that stand on every node with the rights of one who owns it.
everywhere contains fact if {
	some index in _indices
	workload := workloads.all[index]
	workload.kind == "DaemonSet.apps"
	demands := coscheduling.classes[coscheduling.class_of[index]].demands
	set() in demands.terms
	some toleration in demands.tolerations
	dedication.is_wildcard(toleration)
	some from in workload.owners
	some to in placement.tenants[workload.cluster]
	to != from
	fact := _fact(index, from, to, "stands on every node, tolerating every taint, and may take each of them over")
}

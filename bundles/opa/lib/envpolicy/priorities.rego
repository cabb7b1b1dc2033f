# METADATA
# title: Which pods may push others off a node
# description: |
#   Priorities as the admission plugin gives them (scheduling.k8s.io/v1 PriorityClass): by the class that a pod names,
#   else by the global default, the lowest where there are several, else 0. A class that does not exist is refused.
package lib.envpolicy.priorities

import data.lib.envpolicy.admitted
import data.lib.envpolicy.coscheduling
import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

_kind := "PriorityClass.scheduling.k8s.io"

_given := {[entry.cluster, entry.name]: _class(entry) |
	some entry in estate.all(_kind)
	is_number(entry.object.value)
}

_class(entry) := {
	"value": entry.object.value,
	"preempts": object.get(entry.object, "preemptionPolicy", null) != "Never",
	"witness": [estate.witness(entry, ["value"])],
	"missing": [],
}

# Those that every cluster has.
_built_in := {"system-cluster-critical": 2000000000, "system-node-critical": 2000001000}

_plain(value, missing) := {"value": value, "preempts": true, "witness": [], "missing": missing}

_defaults := {cluster: found |
	some cluster, _ in placement.facts
	found := _default(cluster)
}

_default(cluster) := class if {
	first := min([[entry.object.value, entry.name] |
		some entry in estate.all(_kind)
		entry.cluster == cluster
		object.get(entry.object, "globalDefault", false) == true
		is_number(entry.object.value)
	])
	class := _given[[cluster, first[1]]]
} else := _plain(0, []) if {
	placement.listed_in_full(cluster, _kind)
} else := _plain(0, [sprintf("inventory of %v", [cluster])])

# By what pods write: `[cluster, name of a class, priority of a live pod, its policy]`.
_priority(_, _, value, policy) := {"value": value, "preempts": policy != "Never", "witness": [], "missing": []} if {
	is_number(value)
}

_priority(cluster, name, null, _) := _class_of(cluster, name)

_class_of(cluster, name) := class if {
	name == ""
	class := _defaults[cluster]
} else := class if {
	class := _given[[cluster, name]]
} else := _plain(value, []) if {
	value := _built_in[name]
} else := _plain(null, [sprintf("PriorityClass %v of %v", [name, cluster])]) if {
	name != ""
	not placement.listed_in_full(cluster, _kind)
}

_written := {index: [workload.cluster, _text(object.get(workload.spec, "priorityClassName", "")), value, policy] |
	some index in admitted.indices
	workload := workloads.all[index]
	count(workload.owners) > 0
	live := object.filter(workload.spec, {field | workload.kind == "Pod"; some field in ["priority", "preemptionPolicy"]})
	value := _number(object.get(live, "priority", null))
	policy := object.get(live, "preemptionPolicy", null)
}

_text(value) := value if {
	is_string(value)
} else := ""

_number(value) := value if {
	is_number(value)
} else := null

_priorities := {written: priority |
	some written in {one | some one in _written}
	priority := _priority(written[0], written[1], written[2], written[3])
}

# Deployments with the pods of each priority, by what they ask of a node; of pods that are alike one stands for all.
_ranks[key] contains [written, index] if {
	some index, written in _written
	_priorities[written]
	number := coscheduling.class_of[index]
	some name in workloads.all[index].owners
	key := [name, number]
}

_pods := {key: {written: min({rank[1] | some rank in ranks; rank[0] == written}) |
	some written in {rank[0] | some rank in ranks}
} |
	some key, ranks in _ranks
}

_values[key] contains [value, index, written] if {
	some [name, number], ranked in _pods
	some written, index in ranked
	value := _priorities[written].value
	key := [name, number, is_number(value)]
}

_least_of[name] contains [number, least] if {
	some [name, number, _], ranked in _values
	least := min(ranked)
}

# By deployment and what its pods ask of a node: the least of their priorities, and one that is not known.
_least := {name: several | some name, several in _least_of}

_stage(name) := object.get(placement.deployments[name], "stage", null)

_meets := {number: coscheduling.neighbours(number) | some number in {key[1] | some key, _ in _pods}}

# METADATA
# description: |
#   Who may push whom off a node: `{"from", "to", "index", "witness", "missing", "message"}`, from what is not
#   production to what is.
preempting := [fact |
	some [from, number], ranked in _pods
	_stage(from) != "production"
	some written, index in ranked
	above := _priorities[written]
	above.preempts
	some to, _ in _meets[number]
	to != from
	_stage(to) in {"production", null}
	some [near, [_, other, others]] in _least[to]
	meets := coscheduling.meet(number, near)
	meets != false
	written != others
	below := _priorities[others]
	unknown := _unknown(above, below)
	doubts := {text | some place in [index, other]; some text in object.get(admitted.doubts, place, [])}
	pod := workloads.all[index]
	victim := workloads.all[other]
	fact := {
		"from": from,
		"to": to,
		"index": index,
		"witness": array.concat(
			array.concat([_witness(pod)], above.witness),
			array.concat([_witness(victim)], below.witness),
		),
		"missing": ((unknown | {coscheduling.missing(pod.cluster) | meets == null}) | (_stages([from, to]) | doubts)),
		"message": sprintf("%v has priority %v and may push pods of priority %v off a node", [
			_label(pod),
			_said(above.value),
			_said(below.value),
		]),
	}
]

# What is missing to know that the one is above the other; undefined where it is not.
_unknown(above, below) := set() if {
	_exceeds(above.value, below.value)
	count(above.missing) + count(below.missing) == 0
} else := {text | some text in array.concat(above.missing, below.missing)} if {
	count(above.missing) + count(below.missing) > 0
	_may_exceed(above.value, below.value)
}

_exceeds(above, below) if {
	is_number(above)
	is_number(below)
	above > below
}

_may_exceed(above, below) if _exceeds(above, below)

_may_exceed(above, below) if null in [above, below]

_stages(names) := {sprintf("stage of %v", [name]) | some name in names; _stage(name) == null}

_said(null) := "unknown"

_said(value) := value if is_number(value)

_label(workload) := sprintf("%v %v/%v", [split(workload.kind, ".")[0], workload.namespace, workload.name])

_witness(workload) := estate.witness(workload.entry, array.concat(workload.path, ["spec", "priorityClassName"])) if {
	workload.spec.priorityClassName
} else := estate.witness(workload.entry, array.concat(workload.path, ["spec"]))

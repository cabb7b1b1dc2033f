# METADATA
# title: What pods do to whoever stands on their node
# description: |
#   Facts of the leaks that need two pods on one node. Pods that are alike (same claim, same namespace, same demands on
#   nodes) are told of once, with those of which the least is in doubt in front.
package lib.envpolicy.node_facts

import data.lib.envpolicy.admitted
import data.lib.envpolicy.cached_images
import data.lib.envpolicy.coscheduling
import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.host_access
import data.lib.envpolicy.memory_limits
import data.lib.envpolicy.standards
import data.lib.envpolicy.workloads

_found := object.union(host_access.found, {
	"image-cache-reuse": cached_images.left,
	"node-psa-missing": standards.unenforced,
	"res-limits-missing": memory_limits.unlimited,
})

_alike[key] contains member if {
	some leak, pods in _found
	some [index, path, what, missing] in pods
	workload := workloads.all[index]
	count(workload.owners) > 0
	key := [leak, workload.owners, workload.namespace, coscheduling.class_of[index]]
	doubt := sort(array.concat(object.get(admitted.doubts, index, []), missing))
	member := [count(doubt), index, path, what, doubt]
}

_groups := {key: members | some key, members in _alike}

_neighbours := {class: coscheduling.neighbours(class) |
	some class in {key[3] | some key, _ in _groups}
}

_facts[leak] contains fact if {
	some [leak, owners, _, class], members in _groups
	[_, index, path, what, doubt] := min(members)
	workload := workloads.all[index]
	message := _message(workload, what, count({member[1] | some member in members}) - 1)
	some from in owners
	some to, certain in _neighbours[class]
	not to in owners
	unknown := {coscheduling.missing(workload.cluster) | certain == null}
	fact := object.union(doubts.of(unknown | {text | some text in doubt}), {
		"from": from,
		"to": to,
		"place": _label(workload),
		"witness": [estate.witness(workload.entry, array.concat(workload.path, path))],
		"message": message,
	})
}

_label(workload) := sprintf("%v %v/%v", [split(workload.kind, ".")[0], workload.namespace, workload.name])

_message(workload, what, 0) := sprintf("%v %v, beside others on a node", [_label(workload), what])

_message(workload, what, others) := sprintf(
	"%v and %v more like it: %v, beside others on a node",
	[_label(workload), others, what],
) if {
	others > 0
}

_by_leak := {leak: several | some leak, several in _facts}

# METADATA
# description: The facts of a leak.
of(leak) := object.get(_by_leak, leak, set())

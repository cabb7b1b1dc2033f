# METADATA
# title: Nodes that deployments share
# description: |
#   Facts about nodes of one's own, a facet beside the levels: two namespaces may share nodes and stay two namespaces,
#   so these facts lower no level. The one that says why speaks, else the plain one.
package lib.envpolicy.facets

import data.lib.envpolicy.admitted
import data.lib.envpolicy.coscheduling
import data.lib.envpolicy.dedication
import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.preferences
import data.lib.envpolicy.workloads

_names := {number: {name | some names in found; some name in names} | some number, found in coscheduling.owners}

_label(workload) := sprintf("%v %v/%v", [split(workload.kind, ".")[0], workload.namespace, workload.name])

_witness(index, path) := estate.witness(workload.entry, array.concat(workload.path, path)) if {
	workload := workloads.all[index]
}

_missing(indices, certain) := {coscheduling.missing(workloads.all[index].cluster) |
	certain != true
	some index in indices
} | {text | some index in indices; some text in object.get(admitted.doubts, index, [])}

# --- a taint that does not keep them off

# METADATA
# description: Pods that tolerate what keeps others off another deployment's nodes.
tolerating contains fact if {
	some [one, other], certain in dedication.tolerating
	some fact in _between(one, other, {
		"certain": certain,
		"path": ["spec", "tolerations"],
		"against": ["spec"],
		"says": "tolerates the taints that are to keep others off the nodes of",
	})
}

# METADATA
# description: Pods that nothing keeps off nodes which another deployment claims by labels alone.
unhindered contains fact if {
	some [one, other] in dedication.unhindered
	some fact in _between(one, other, {
		"certain": true,
		"path": ["spec"],
		"against": ["spec"],
		"says": "may run on the nodes, chosen by label and without a taint, of",
	})
}

_between(one, other, told) := [fact |
	some from in _names[one]
	some to in _names[other]
	from != to
	mine := coscheduling.member[[one, from]]
	theirs := coscheduling.member[[other, to]]
	pod := workloads.all[mine]
	owner := workloads.all[theirs]
	fact := object.union(doubts.of(_missing([mine, theirs], told.certain)), {
		"from": from,
		"to": to,
		"place": _label(pod),
		"witness": [_witness(mine, told.path), _witness(theirs, told.against)],
		"message": sprintf("%v %v %v", [_label(pod), told.says, _label(owner)]),
	})
]

# METADATA
# description: |
#   Deployments whose nodes are their own, by labels that any kubelet may give itself: whoever takes over a node draws
#   their pods to it.
relabelled contains fact if {
	some number, keys in dedication.pinned
	open := [key | some key in keys; not dedication.is_protected(key)]
	count(open) == count(keys)
	some to in _names[number]
	index := coscheduling.member[[number, to]]
	pod := workloads.all[index]
	some from in placement.tenants[pod.cluster]
	from != to
	coscheduling.of_deployment[from]
	object.get(coscheduling.meets, [to, from], "apart") == "apart"
	fact := object.union(doubts.of(_missing([index], true)), {
		"from": from,
		"to": to,
		"place": _label(pod),
		"witness": [_witness(index, ["spec"])],
		"message": sprintf("%v goes where the label %v is, which a node can give itself", [_label(pod), min(open)]),
	})
}

# --- a wish that binds nobody

# METADATA
# description: Pods that only prefer to stand apart.
preferring contains fact if {
	some wish in preferences.wishes
	some from in wish.owners
	some to, certain in coscheduling.meets[from]
	_concerns(wish, to)
	not [from, to] in _explained
	pod := workloads.all[wish.index]
	fact := object.union(doubts.of(_missing([wish.index], certain)), {
		"from": from,
		"to": to,
		"place": _label(pod),
		"witness": [_witness(wish.index, wish.path)],
		"message": sprintf("%v prefers to stand apart, and the scheduler need not heed it", [_label(pod)]),
	})
}

_concerns(wish, _) if wish.towards == null

_concerns(wish, to) if to in wish.towards

_explained := {[fact.from, fact.to] | some facts in [tolerating, unhindered]; some fact in facts}

_told := _explained | {[fact.from, fact.to] | some fact in preferring}

# --- and where nothing was tried

# METADATA
# description: Pairs of deployments that may share a node, of which nothing better is said, each once.
shared contains fact if {
	some from, others in coscheduling.meets
	one := _shown[from]
	some to, certain in others
	from < to
	not [from, to] in _told
	not [to, from] in _told
	other := _shown[to]
	fact := object.union(_doubt(one.cluster, certain), {
		"from": from,
		"to": to,
		"place": one.place,
		"witness": [one.witness, other.witness],
		"message": sprintf("%v and %v may stand on one node", [one.label, other.label]),
	})
}

_doubt(_, true) := {}

_doubt(cluster, null) := doubts.of({coscheduling.missing(cluster)})

_shown := {name: shown |
	some name, index in coscheduling.first
	workload := workloads.all[index]
	shown := {
		"cluster": workload.cluster,
		"place": sprintf("nodes of %v", [workload.cluster]),
		"label": _label(workload),
		"witness": _witness(index, ["spec"]),
	}
}

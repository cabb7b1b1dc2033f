# METADATA
# title: Wishes about nodes
# description: |
#   Pods that say by preference alone that they want nodes apart from others: a preferred node affinity for a pool, or a
#   preferred anti-affinity towards pods of other namespaces, with no requirement beside it.
package lib.envpolicy.preferences

import data.lib.envpolicy.coscheduling
import data.lib.envpolicy.dedication
import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

_preferred := "preferredDuringSchedulingIgnoredDuringExecution"

# What is preferred, as it is written: pods that write the same in one namespace are told of once.
_written[key] contains index if {
	some index, number in coscheduling.class_of
	workload := workloads.all[index]
	count(workload.owners) > 0
	some kind in ["nodeAffinity", "podAntiAffinity"]
	terms := object.get(workload.spec, ["affinity", kind, _preferred], null)
	is_array(terms)
	some place, term in terms
	key := [kind, place, term, workload.owners, workload.cluster, workload.namespace, number]
}

# METADATA
# description: |
#   The wishes, `{"index", "owners", "path", "towards"}`: the pod's place in `workloads.all`, the way to the wish from
#   its template, and the deployments that it is about (null for all).
wishes := [wish |
	some [kind, place, term, names, cluster, namespace, number], indices in _written
	towards := _towards(kind, term, [cluster, namespace], number)
	wish := {
		"index": min(indices),
		"owners": names,
		"path": ["spec", "affinity", kind, _preferred, place],
		"towards": towards,
	}
]

_towards("nodeAffinity", term, _, number) := null if {
	not dedication.pinned[number]
	expressions := object.get(term, ["preference", "matchExpressions"], [])
	is_array(expressions)
	some expression in expressions
	dedication.is_pool(expression.key)
}

_towards("podAntiAffinity", term, space, _) := found if {
	found := _selected(space, object.get(term, "podAffinityTerm", {}))
	count(found) > 0
}

# The deployments in other namespaces of which a term selects a pod. No selector of pods selects none.
_selected(own, term) := {name |
	some namespace in _spaces(own, term)
	some item in object.get(_labelled, [[own[0], namespace]], set())
	labels.matches(term.labelSelector, item[1])
	some name in item[0]
} if {
	is_object(object.get(term, "labelSelector", null))
}

_spaces(own, term) := ({namespace | some namespace in _list(object.get(term, "namespaces", []))} | {namespace |
	is_object(object.get(term, "namespaceSelector", null))
	some [cluster, namespace], found in _namespaces
	cluster == own[0]
	labels.matches(term.namespaceSelector, found)
}) - {own[1]}

_namespaces := {[entry.cluster, entry.name]: found |
	some entry in estate.all("Namespace")
	found := object.union(labels.of(entry.object), {"kubernetes.io/metadata.name": entry.name})
}

_labelled_in[space] contains [workload.owners, workload.labels] if {
	some index, _ in coscheduling.class_of
	workload := workloads.all[index]
	not placement.is_platform(workload.cluster, workload.namespace)
	space := [workload.cluster, workload.namespace]
}

_labelled := {space: items | some space, items in _labelled_in}

_list(value) := value if {
	is_array(value)
} else := []

# METADATA
# title: Which objects of a namespace select whose pods
# description: |
#   In a namespace that several deployments share, a selector that leaves out the release finds the pods of all of
#   them.
package lib.envpolicy.selecting

import data.lib.envpolicy.claims
import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

# Namespaces with more than one deployment: elsewhere nothing can be mistaken.
_shared := {where | some where, names in placement.residents; count(names) > 1}

# Pods alike in labels and owners count once; `index` is the place of the first of them in `workloads.all`.
_alike[key] contains index if {
	some index, workload in workloads.all
	count(workload.owners) > 0
	[workload.cluster, workload.namespace] in _shared
	key := [workload.cluster, workload.namespace, workload.labels, workload.owners]
}

_classes := [{"where": [key[0], key[1]], "labels": key[2], "owners": key[3], "index": min(indices)} |
	some key, indices in _alike
]

_in_space[where] contains number if {
	some number, class in _classes
	where := class.where
}

_spaces := {where: found | some where, found in _in_space}

_with_label[pair] contains number if {
	some number, class in _classes
	some key, value in class.labels
	pair := [class.where, key, value]
}

_labelled := {pair: found | some pair, found in _with_label}

# METADATA
# description: |
#   The pods of a namespace that a label selector matches, alike ones once: `{"owners", "labels", "index"}`, `index`
#   a place in `workloads.all`. None in a namespace with one deployment only.
pods(cluster, namespace, selector) := [class |
	some number in _candidates([cluster, namespace], selector)
	class := _classes[number]
	labels.matches(selector, class.labels)
]

_candidates(where, selector) := object.get(_labelled, [[where, first[0], first[1]]], set()) if {
	first := [[key, value] | some key, value in _mapping(object.get(selector, "matchLabels", {}))][0]
} else := object.get(_spaces, [where], set())

# METADATA
# description: |
#   The deployments whose object it is beyond doubt: by name of their release or by their own selector, or since it
#   matches pods of theirs. (An object without a mark falls to whoever has no release, and may be anybody's.)
sure_owners(entry, classes) := {name |
	some name in entry.owners
	_is_sure(name, entry, classes)
}

_is_sure(_, entry, _) if count(claims.marks(entry.object)) > 0

_is_sure(name, _, _) if placement.places[name].selector != null

_is_sure(name, _, classes) if {
	some class in classes
	name in class.owners
}

# METADATA
# description: The witness of what pods are labelled with.
pod_witness(class) := estate.witness(workload.entry, array.concat(workload.path, ["metadata", "labels"])) if {
	workload := workloads.all[class.index]
}

_mapping(value) := value if {
	is_object(value)
} else := {}

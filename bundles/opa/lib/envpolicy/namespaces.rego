# METADATA
# title: Labels of namespaces, and what selects by them
# description: |
#   The control plane sets kubernetes.io/metadata.name to a namespace's own name, whatever a manifest claims. What other
#   labels a namespace has is not known where its object was not given.
package lib.envpolicy.namespaces

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.logic
import data.lib.envpolicy.placement

_name := "kubernetes.io/metadata.name"

_declared[space] contains found if {
	some entry in estate.all("Namespace")
	space := [entry.cluster, entry.name]
	found := labels.of(entry.object)
}

_given := {space: object.union_n([found | some found in several]) | some space, several in _declared}

# Selectors of every namespace; as a rule of its own, since OPA before 1.18 cannot index an argument by an object.
_every := [null, {}]

_in_full := {cluster | some cluster, _ in input.clusters; placement.listed_in_full(cluster, "Namespace")}

# METADATA
# description: |
#   Whether a label selector selects a namespace (true, false, or null where that takes labels that are not known). No
#   selector, null or an empty one, selects all.
selected(selector, cluster, namespace) if {
	selector in _every
	cluster != namespace
} else if {
	_known(cluster, namespace)
	labels.matches(selector, _all_labels(cluster, namespace))
} else := false if {
	_known(cluster, namespace)
} else := _by_name(selector, namespace)

_known(cluster, namespace) if _given[[cluster, namespace]]

_known(cluster, namespace) if {
	cluster in _in_full
	namespace != ""
}

_all_labels(cluster, namespace) := object.union(
	object.get(_given, [[cluster, namespace]], {}),
	{_name: namespace},
)

_by_name(selector, namespace) := logic.all_of(_literals(selector, namespace) | _expressions(selector, namespace))

_literals(selector, namespace) := {value |
	wanted := object.get(selector, "matchLabels", {})
	is_object(wanted)
	some key, text in wanted
	value := _equal(key, text, namespace)
}

_equal(key, text, namespace) := null if {
	key != _name
	is_string(namespace)
	is_string(text)
} else := false if {
	text != namespace
} else := true

_expressions(selector, namespace) := {value |
	expressions := object.get(selector, "matchExpressions", [])
	is_array(expressions)
	some expression in expressions
	value := _expression(expression, namespace)
}

_expression(expression, namespace) := null if {
	expression.key != _name
	is_string(namespace)
} else if {
	labels.expression_matches(expression, {_name: namespace})
} else := false

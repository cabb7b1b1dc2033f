# METADATA
# title: Whether a pod may run on a node
# description: |
#   nodeName, nodeSelector, required node affinity, and the taints that repel (NoSchedule, NoExecute) against the pod's
#   tolerations, as the scheduler reads them (core/v1). Preferences decide nothing.
package lib.envpolicy.scheduling

import data.lib.envpolicy.labels

# METADATA
# description: Whether a pod with this spec may be placed on this Node object.
fits(spec, node) if {
	_named(spec, node)
	_selected(spec, labels.of(node))
	_affine(spec, labels.of(node))
	not _repelled(spec, node)
}

_named(spec, node) if object.get(spec, "nodeName", node.metadata.name) == node.metadata.name

_selected(spec, node_labels) if {
	wanted := object.get(spec, "nodeSelector", {})
	every key, value in _mapping(wanted) {
		object.get(node_labels, key, null) == value
	}
}

_terms(spec) := object.get(
	spec,
	["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"],
	[],
)

_affine(spec, _) if count(_terms(spec)) == 0

_affine(spec, node_labels) if {
	some term in _terms(spec)
	expressions := _list(object.get(term, "matchExpressions", []))
	every expression in expressions {
		_expression(expression, node_labels)
	}
}

_expression(expression, node_labels) if labels.expression_matches(expression, node_labels)

_expression(expression, node_labels) if {
	expression.operator in {"Gt", "Lt"}
	value := object.get(node_labels, expression.key, "")
	regex.match(`^-?[0-9]+$`, value)
	_compares(expression.operator, to_number(value), to_number(expression.values[0]))
}

_compares("Gt", left, right) if left > right

_compares("Lt", left, right) if left < right

_repelled(spec, node) if {
	some taint in _list(object.get(node, ["spec", "taints"], []))
	taint.effect in {"NoSchedule", "NoExecute"}
	not _tolerated(spec, taint)
}

_tolerated(spec, taint) if {
	some toleration in _list(object.get(spec, "tolerations", []))
	object.get(toleration, "effect", "") in {"", taint.effect}
	_tolerates(toleration, taint)
}

_tolerates(toleration, taint) if {
	object.get(toleration, "operator", "Equal") == "Exists"
	object.get(toleration, "key", "") in {"", taint.key}
}

_tolerates(toleration, taint) if {
	object.get(toleration, "operator", "Equal") in {"Equal", ""}
	object.get(toleration, "key", "") == taint.key
	object.get(toleration, "value", "") == object.get(taint, "value", "")
}

_mapping(value) := value if {
	is_object(value)
} else := {}

_list(value) := value if {
	is_array(value)
} else := []

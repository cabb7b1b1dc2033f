# METADATA
# title: Whether a pod may run on a node
# description: |
#   nodeName, nodeSelector, required node affinity, and the taints that repel (NoSchedule, NoExecute) against the pod's
#   tolerations, as the scheduler reads them (core/v1). Preferences decide nothing, and neither do the taints that come
#   and go with a node's condition.
package lib.envpolicy.scheduling

import data.lib.envpolicy.labels

# METADATA
# description: Whether a pod with this spec may be placed on this Node object.
fits(spec, node) if accepts(demands(spec), view(node))

# METADATA
# description: |
#   What a pod asks of a node, so that pods that ask the same are equal: `{"name", "terms", "tolerations"}`. One of the
#   terms must hold, which are sets of expressions (the nodeSelector is part of each); no term at all fits nowhere.
#   A field is asked for like a label, under its name after an `@`.
demands(spec) := {
	"name": _text(object.get(spec, "nodeName", "")),
	"terms": {term | some affine in _affine(_affinity(spec)); term := affine | _selected(spec)},
	"tolerations": {_toleration(toleration) |
		some toleration in _list(object.get(spec, "tolerations", []))
		is_object(toleration)
	},
}

# A plain `nodeSelector: {a: b}` asks like the expression `a In [b]`.
_selected(spec) := {{"key": key, "operator": "In", "values": [value]} |
	some key, value in _mapping(object.get(spec, "nodeSelector", {}))
}

_affinity(spec) := object.get(
	spec,
	["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"],
	null,
)

# An empty term matches no node.
_affine(null) := {set()}

_affine(terms) := {expressions |
	some term in _list(terms)
	expressions := _expressions(term, "matchExpressions", "") | _expressions(term, "matchFields", "@")
	count(expressions) > 0
} if {
	terms != null
}

_expressions(term, section, prefix) := {{"key": key, "operator": expression.operator, "values": values} |
	some expression in _list(object.get(term, section, []))
	key := concat("", [prefix, expression.key])
	values := sort(_list(object.get(expression, "values", [])))
}

_toleration(toleration) := {
	"key": _text(object.get(toleration, "key", "")),
	"operator": _operator(toleration),
	"value": _text(object.get(toleration, "value", "")),
	"effect": _text(object.get(toleration, "effect", "")),
}

_operator(toleration) := operator if {
	operator := toleration.operator
	not operator in {"", null}
} else := "Equal"

# METADATA
# description: What a node shows to the scheduler - `{"name", "labels", "taints"}`.
view(node) := {
	"name": node.metadata.name,
	"labels": object.union(labels.of(node), {"@metadata.name": node.metadata.name}),
	"taints": {shown |
		some taint in _list(object.get(node, ["spec", "taints"], []))
		taint.effect in {"NoSchedule", "NoExecute"}
		not _passing(taint.key)
		shown := {"key": taint.key, "value": _text(object.get(taint, "value", "")), "effect": taint.effect}
	},
}

# Taints that say how a node is at the moment, not whom it is for.
_passing(key) if strings.any_prefix_match(key, ["node.kubernetes.io/", "node.cloudprovider.kubernetes.io/"])

# METADATA
# description: |
#   Whether a node (its view) takes a pod that makes these demands. A pod that names its node passes the scheduler by:
#   only NoExecute drives it away.
accepts(wanted, shown) if {
	wanted.name in {"", shown.name}
	not _repelled(wanted, shown.taints)
	some term in wanted.terms
	every expression in term {
		satisfies(expression, shown.labels)
	}
}

# METADATA
# scope: document
# description: Whether labels satisfy one expression of a node selector term.
satisfies(expression, given) if labels.expression_matches(expression, given)

satisfies(expression, given) if {
	expression.operator in {"Gt", "Lt"}
	_compares(expression.operator, given[expression.key], expression.values[0])
}

_compares(operator, left, right) if {
	_is_whole(left)
	_is_whole(right)
	_ordered(operator, to_number(left), to_number(right))
}

_is_whole(text) if {
	is_string(text)
	regex.match(`^[+-]?[0-9]+$`, text)
}

_ordered("Gt", left, right) if left > right

_ordered("Lt", left, right) if left < right

_repelled(wanted, taints) if {
	some taint in taints
	_counts(wanted, taint)
	not _tolerated(wanted, taint)
}

_counts(wanted, _) if wanted.name == ""

_counts(_, taint) if taint.effect == "NoExecute"

_tolerated(wanted, taint) if {
	some toleration in wanted.tolerations
	toleration.effect in {"", taint.effect}
	tolerates(toleration, taint)
}

# METADATA
# scope: document
# description: Whether a toleration is for a taint's key and value (effects aside).
tolerates(toleration, taint) if {
	toleration.operator == "Exists"
	toleration.key in {"", taint.key}
}

tolerates(toleration, taint) if {
	toleration.operator == "Equal"
	toleration.key == taint.key
	toleration.value == taint.value
}

tolerates(toleration, taint) if {
	toleration.operator in {"Gt", "Lt"}
	toleration.key == taint.key
	_compares(toleration.operator, taint.value, toleration.value)
}

_text(value) := value if {
	is_string(value)
} else := ""

_mapping(value) := value if {
	is_object(value)
} else := {}

_list(value) := value if {
	is_array(value)
} else := []

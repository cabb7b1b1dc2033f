# METADATA
# title: Labels, annotations and label selectors
# description: Label selectors as the Kubernetes API machinery matches them (meta/v1 LabelSelector).
package lib.envpolicy.labels

# METADATA
# description: The labels of an object; none where they are missing or malformed.
of(item) := found if {
	found := object.get(item, ["metadata", "labels"], {})
	is_object(found)
} else := {}

annotations(item) := found if {
	found := object.get(item, ["metadata", "annotations"], {})
	is_object(found)
} else := {}

# METADATA
# description: |
#   Whether a selector (`matchLabels` and `matchExpressions`, all of them) matches some labels. An empty selector
#   matches everything; NotIn and DoesNotExist match where the key is absent. An unknown operator matches nothing,
#   and neither does what is no selector: whether its absence means everything or nothing is for who asks to say.
matches(selector, labels) if {
	is_object(selector)
	every key, value in _object(object.get(selector, "matchLabels", {})) {
		object.get(labels, key, null) == value
	}
	every expression in _array(object.get(selector, "matchExpressions", [])) {
		expression_matches(expression, labels)
	}
}

expression_matches(expression, labels) if {
	expression.operator == "In"
	object.get(labels, expression.key, null) in _array(object.get(expression, "values", []))
}

expression_matches(expression, labels) if {
	expression.operator == "NotIn"
	not object.get(labels, expression.key, null) in _array(object.get(expression, "values", []))
}

expression_matches(expression, labels) if {
	expression.operator == "Exists"
	object.get(labels, expression.key, null) != null
}

expression_matches(expression, labels) if {
	expression.operator == "DoesNotExist"
	object.get(labels, expression.key, null) == null
}

_object(value) := value if {
	is_object(value)
} else := {}

_array(value) := value if {
	is_array(value)
} else := []

# METADATA
# title: The plan's waivers
# description: Written into the plan, or in files that it names; one with a selector becomes one for each deployment.
package hosts.conftest.waived

import data.hosts.conftest.given
import data.hosts.conftest.planned
import data.hosts.conftest.tables

_given := [waiver | some waiver in given.plan.contents.waivers; is_object(waiver)]

_filed := [found.contents |
	some path in given.plan.contents.waivers
	is_string(path)
	some found in given.documents
	given.means(path, found.path)
	is_object(found.contents)
]

_fields := ["requirement", "leak", "deployments", "reason", "owner", "expires", "ticket", "acceptRisk"]

_named := [object.union(object.filter(waiver, _fields), {
	"id": _id(waiver, index),
	"acceptRisk": object.get(waiver, "acceptRisk", false),
	"selector": object.get(waiver, "selector", null),
}) |
	some index, waiver in array.concat(_given, _filed)
]

_id(waiver, _) := waiver.id if {
	waiver.id
} else := waiver.metadata.name if {
	waiver.metadata.name
} else := name if {
	subject := object.get(waiver, "requirement", object.get(waiver, "leak", ""))
	name := concat("+", array.concat([subject], object.get(waiver, "deployments", [])))
}

# METADATA
# description: The waivers as policies see them.
all := [object.remove(waiver, ["selector"]) | some waiver in _named; waiver.selector == null]

# METADATA
# description: The same for those with a selector, one for each deployment that it surely matches.
selected := [object.union(object.remove(waiver, ["selector"]), {"deployments": [deployment.name]}) |
	some waiver in _named
	waiver.selector != null
	some deployment in planned.deployments
	_holds_2(waiver.selector, deployment, false)
]

# --- selectors, to a depth of two `not` or `anyOf` inside each other: what is deeper matches nothing

_holds_2(selector, deployment, negated) if {
	negated == false
	every key, part in selector {
		_part_2(key, part, deployment, negated)
	}
}

_holds_2(selector, deployment, negated) if {
	negated == true
	some key, part in selector
	_part_2(key, part, deployment, negated)
}

_part_2("not", part, deployment, negated) if _holds_1(part, deployment, _other(negated))

_part_2("anyOf", part, deployment, false) if {
	some one in part
	_holds_1(one, deployment, false)
}

_part_2("anyOf", part, deployment, true) if {
	every one in part {
		_holds_1(one, deployment, true)
	}
}

_part_2(key, part, deployment, negated) if {
	not key in {"not", "anyOf"}
	_field(key, part, deployment, negated)
}

_holds_1(selector, deployment, negated) if {
	negated == false
	every key, part in selector {
		_part_1(key, part, deployment, negated)
	}
}

_holds_1(selector, deployment, negated) if {
	negated == true
	some key, part in selector
	_part_1(key, part, deployment, negated)
}

_part_1("not", part, deployment, negated) if _holds_0(part, deployment, _other(negated))

_part_1("anyOf", part, deployment, false) if {
	some one in part
	_holds_0(one, deployment, false)
}

_part_1("anyOf", part, deployment, true) if {
	every one in part {
		_holds_0(one, deployment, true)
	}
}

_part_1(key, part, deployment, negated) if {
	not key in {"not", "anyOf"}
	_field(key, part, deployment, negated)
}

_holds_0(selector, deployment, false) if {
	every key, part in selector {
		_field(key, part, deployment, false)
	}
}

_holds_0(selector, deployment, true) if {
	some key, part in selector
	_field(key, part, deployment, true)
}

_field(key, part, deployment, false) if {
	key in {"data", "environment"}
	every name, condition in part {
		_condition([key, name], condition, deployment, false)
	}
}

_field(key, part, deployment, true) if {
	key in {"data", "environment"}
	some name, condition in part
	_condition([key, name], condition, deployment, true)
}

_field(key, part, deployment, negated) if {
	not key in {"data", "environment", "not", "anyOf"}
	_condition([key], part, deployment, negated)
}

_condition(field, condition, deployment, negated) if {
	is_object(condition)
	_literal(field, _words(field, condition.not), deployment, _other(negated))
}

_condition(field, condition, deployment, negated) if {
	not _is_negation(condition)
	_literal(field, _words(field, condition), deployment, negated)
}

_is_negation(condition) if {
	is_object(condition)
	"not" in object.keys(condition)
}

# What is not given matches nothing.
_literal(field, words, deployment, negated) if {
	value := _value(field, deployment)
	found := count([one | some one in _list(value); one in words]) > 0
	found != negated
}

_value(["environment", "class"], deployment) := class if {
	some environment in planned.environments
	environment.name == deployment.placement.environment
	class := environment.class
}

_value(field, deployment) := value if {
	field != ["environment", "class"]
	value := object.get(deployment, field, null)
	value != null
}

_list(value) := value if {
	is_array(value)
} else := [value]

_words(field, condition) := array.slice(order, low, high + 1) if {
	is_object(condition)
	order := tables.orders[concat(".", field)]
	low := _place(order, object.get(condition, "atLeast", order[0]))
	high := _place(order, object.get(condition, "atMost", order[count(order) - 1]))
} else := [word |
	some given_word in _list(condition)
	some word in _expanded(field, given_word)
] if {
	not is_object(condition)
}

_place(order, word) := index if {
	some index, one in order
	one == word
}

_expanded(["stage"], word) := object.get(tables.stage_sets, word, [word])

_expanded(field, word) := [word] if field != ["stage"]

_other(true) := false

_other(false) := true

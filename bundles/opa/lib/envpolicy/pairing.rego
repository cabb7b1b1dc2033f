# METADATA
# title: Which pairs a requirement speaks of
package lib.envpolicy.pairing

import data.lib.envpolicy.isolation
import data.lib.envpolicy.logic
import data.lib.envpolicy.placement
import data.lib.envpolicy.selectors

# METADATA
# description: |
#   The pairs that `between`, `scope` and `where.differ` form, by `[a, b]` with a < b: true, or null where a fact
#   that would tell is missing. A deployment is never paired with itself, and one without a place not at all.
formed(parameters) := {pair: value |
	first := _sides(parameters.between[0])
	second := _sides(parameters.between[1])
	differing := object.get(parameters, "differ", [])
	some i, a in isolation.names
	some b in array.slice(isolation.names, i + 1, count(isolation.names))
	meets := _either(first[a], second[b], first[b], second[a])
	meets != false
	scope := _scope(parameters.scope, a, b)
	scope != false
	differ := _differ(differing, a, b)
	differ != false
	pair := [a, b]
	value := _all_known(meets, scope, differ)
}

# Whether one side is met by either and the other by the other; in words that an engine finds quicker than sets.
_either(true, true, _, _) := true

_either(first_a, second_b, true, true) if [first_a, second_b] != [true, true]

_either(first_a, second_b, first_b, second_a) := false if {
	false in [first_a, second_b]
	false in [first_b, second_a]
}

_either(first_a, second_b, first_b, second_a) := null if {
	[first_a, second_b] != [true, true]
	[first_b, second_a] != [true, true]
	_open(first_a, second_b, first_b, second_a)
}

_open(first_a, second_b, _, _) if not false in [first_a, second_b]

_open(_, _, first_b, second_a) if not false in [first_b, second_a]

_all_known(true, true, true) := true

_all_known(meets, scope, differ) := null if null in [meets, scope, differ]

_sides(selector) := {name: selectors.matches(selector, placement.deployments[name]) | some name in isolation.names}

_scope("any-application", _, _) := true

_scope("same-application", a, b) := _same("application", a, b)

_scope("other-application", a, b) := logic.negate(_same("application", a, b))

_scope("same-owner", a, b) := _same("owner", a, b)

_same(fact, a, b) := _equal(
	object.get(placement.deployments[a], fact, null),
	object.get(placement.deployments[b], fact, null),
)

_equal(one, other) := null if {
	null in [one, other]
} else if {
	one == other
} else := false

# Without a list of facts every pair will do; else one of them must differ.
_differ([], _, _) := true

_differ(facts, a, b) := logic.any_of({logic.negate(_same(fact, a, b)) | some fact in facts}) if count(facts) > 0

# METADATA
# description: |
#   By deployment: the facts that it lacks and a requirement's pairs depend on, as `fact of deployment`.
lacking(parameters) := {name: texts |
	facts := _facts(parameters)
	some name, deployment in placement.deployments
	texts := [sprintf("%v of %v", [concat(".", fact), name]) |
		some fact in facts
		object.get(deployment, fact, null) == null
	]
	count(texts) > 0
}

# METADATA
# description: What a pair lacks of it, nothing where the pair is surely formed.
missing(lack, pair, certain) := [text |
	certain == null
	some name in pair
	some text in object.get(lack, name, [])
]

_facts(parameters) := ({literal.field |
	some selector in parameters.between
	some literals in selector
	some literal in literals
} | {[fact] | some fact in object.get(parameters, "differ", [])}) | _scope_facts(parameters.scope)

_scope_facts("same-owner") := {["owner"]}

_scope_facts(scope) := {["application"]} if {
	scope in {"same-application", "other-application"}
} else := set() if {
	scope == "any-application"
}

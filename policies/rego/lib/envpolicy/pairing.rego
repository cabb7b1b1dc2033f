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
	some a, one in first
	one != false
	some b, other in second
	other != false
	a != b
	scope := _scope(parameters.scope, a, b)
	scope != false
	pair := sort([a, b])
	value := logic.all_of({
		logic.any_of({logic.all_of({one, other}), logic.all_of({first[b], second[a]})}),
		scope,
		_differ(object.get(parameters, "differ", []), a, b),
	})
	value != false
}

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

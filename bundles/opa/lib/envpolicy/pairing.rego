# METADATA
# title: Which pairs a requirement speaks of
# description: |
#   Deployments that look alike to a requirement are taken together, so that what it asks is worked out once for each
#   two sorts of deployments, not for each two deployments.
package lib.envpolicy.pairing

import data.lib.envpolicy.isolation
import data.lib.envpolicy.logic
import data.lib.envpolicy.placement
import data.lib.envpolicy.selectors

# METADATA
# description: |
#   The pairs that `between`, `scope` and `where.differ` form, in groups `{"pairs", "certain", "bounds", "sides"}`:
#   `pairs` is a set of `[a, b]` with a < b; `certain` is true, or null where a fact that would tell is missing;
#   `bounds` are the lower and upper effective level of each; `sides` say of either: `{"lacks", "traits"}`, the names of
#   the facts that are missing and what `traits` (by name) has. A deployment is never paired with itself, and one
#   without a place not at all; the pair that the input wants explained has a group of its own.
groups(parameters, traits) := [{
	"pairs": pairs,
	"certain": logic.all_of({one.met, kind[0]}),
	"bounds": kind[1],
	"sides": [{"lacks": side[3], "traits": side[4]} | some side in [one.first, one.second]],
} |
	sorts := _sorts(parameters, traits)
	kin := _kin(parameters.scope)
	some one in _meeting(sorts)
	kinds := _kinds(parameters.scope, kin, sorts[one.first], sorts[one.second])
	some kind in {kind_of | some kind_of in kinds}
	pairs := {pair | some pair, kind_of in kinds; kind_of == kind}
]

# By pair: whether the scope has it, its bounds, and its names if it is the one to explain.
_kinds(scope, kin, ones, others) := {[a, b]: kind |
	some a in ones
	some b in others
	a < b
	within := _scope(scope, kin[a], kin[b])
	within != false
	view := isolation.pairs[[a, b]]
	kind := [within, [view.lower, view.upper], [name | [a, b] == _explained; some name in _explained]]
}

_explained := sort(object.get(input, "explain", []))

# METADATA
# description: The pairs alone, by `[a, b]` with a < b, true or null.
formed(parameters) := {pair: group.certain |
	some group in groups(parameters, {})
	some pair in group.pairs
}

# Deployments by what the requirement sees of them: on which sides it is, the facts that must differ, facts that lack.
_sorts(parameters, traits) := {alike: [name | some name in isolation.names; seen[name] == alike] |
	facts := _facts(parameters)
	seen := {name: [
		selectors.matches(parameters.between[0], deployment),
		selectors.matches(parameters.between[1], deployment),
		[object.get(deployment, fact, null) | some fact in object.get(parameters, "differ", [])],
		[concat(".", fact) | some fact in facts; object.get(deployment, fact, null) == null],
		object.get(traits, name, null),
	] |
		some name in isolation.names
		deployment := placement.deployments[name]
	}
	some alike in {one | some one in seen}
}

# Each two sorts whose members meet, but for their scope.
_meeting(sorts) := [{"first": first, "second": second, "met": logic.all_of({meets, differ})} |
	some first, _ in sorts
	some second, _ in sorts
	meets := _either(first[0], second[1], first[1], second[0])
	meets != false
	differ := _differ(first[2], second[2])
	differ != false
]

# Whether one side is met by either and the other by the other.
_either(first_a, second_b, first_b, second_a) := logic.any_of({
	logic.all_of({first_a, second_b}),
	logic.all_of({first_b, second_a}),
})

# The fact that the scope compares, by deployment.
_kin(scope) := {name: object.get(placement.deployments[name], _compared(scope), null) | some name in isolation.names}

_compared("same-owner") := "owner"

_compared(scope) := "application" if scope != "same-owner"

_scope("any-application", _, _) := true

_scope("same-application", one, other) := _same(one, other)

_scope("other-application", one, other) := logic.negate(_same(one, other))

_scope("same-owner", one, other) := _same(one, other)

_same(one, other) := null if {
	null in [one, other]
} else if {
	one == other
} else := false

# Without a list of facts every pair will do; else one of them must differ.
_differ([], _) := true

_differ(ones, others) := logic.any_of({logic.negate(_same(one, others[index])) | some index, one in ones}) if {
	count(ones) > 0
}

# METADATA
# description: The facts of a pair that a requirement's pairs depend on and that lack, as `fact of deployment`.
missing(parameters, pair) := [sprintf("%v of %v", [concat(".", fact), name]) |
	some name in pair
	some fact in _facts(parameters)
	object.get(placement.deployments[name], fact, null) == null
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

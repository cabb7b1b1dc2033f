# METADATA
# title: "Block `isolation`: the level that a pair must reach"
# description: |
#   Floor is law, default is advice: below `floor` the clause itself fails; at or above it but below `default`, under
#   the profile of that name and without a recorded risk acceptance, only the recommendation does. Judged on the
#   effective level.
package lib.envpolicy.rule_isolation

import data.lib.envpolicy.isolation
import data.lib.envpolicy.logic
import data.lib.envpolicy.nodes
import data.lib.envpolicy.pairing
import data.lib.envpolicy.placement
import data.lib.envpolicy.records
import data.lib.envpolicy.selectors

# METADATA
# description: |
#   `{"base", "reason", "shortfalls", "advice"}`; shortfalls are
#   `{"pair", "verdict", "required", "against", "missing"}`.
judge(parameters) := {
	"base": _base(parameters, formed),
	"reason": _reason(formed),
	"shortfalls": [shortfall |
		some pair, certain in formed
		view := isolation.pairs[pair]
		_in_doubt(parameters, certain, view)
		missing := pairing.missing(lack, pair, certain)
		shortfall := _against_floor(parameters, pair, view, {"certain": certain, "missing": missing})
	],
	"advice": [shortfall |
		input.profile == "default"
		some pair, certain in formed
		missing := pairing.missing(lack, pair, certain)
		shortfall := _against_default(parameters, pair, isolation.pairs[pair], {"certain": certain, "missing": missing})
	],
} if {
	formed := pairing.formed(parameters)
	lack := pairing.lacking(parameters)
}

# A pair that is surely formed, and further apart than any floor of the block asks, needs no second look.
_in_doubt(_, null, _) := true

_in_doubt(parameters, true, view) if view.lower < _highest_floor(parameters.isolation)

_highest_floor(block) := max([object.get(block, "floor", 0)]) if {
	not block.anyOf
	not block.floorByProtection
} else := 4

_base(parameters, formed) := object.get(parameters, "whenNoPair", "not-applicable") if {
	count(formed) == 0
} else := "pass"

_reason(formed) := "no pair of deployments is formed" if {
	count(formed) == 0
} else := null

# METADATA
# description: |
#   What the block asks of one pair, `{"floor", "recommended", "anyOf"}`: levels, null where it asks none; alternatives
#   where one of several will do.
asked(parameters, pair) := {
	"floor": _level_or_null(_required(parameters, pair).at_least),
	"recommended": object.get(parameters.isolation, "default", null),
	"anyOf": [choice | some choice in object.get(parameters.isolation, "anyOf", [])],
}

_level_or_null(0) := null

_level_or_null(level) := level if level > 0

# --- floor

_against_floor(parameters, pair, view, formed) := {
	"pair": pair,
	"verdict": verdict,
	"required": _enough(parameters.isolation, required.at_least),
	"against": "floor",
	"missing": array.concat(formed.missing, missing),
} if {
	required := _required(parameters, pair)
	met := _met(parameters.isolation, required, pair, view, parameters)
	missing := array.concat(required.missing, _nodes(parameters, pair, met))
	verdict := _verdict(met, formed.certain)
}

# The level that would do: the floor, or the lowest level among the alternatives to one.
_enough(block, lowest) := min([object.get(choice, "level", 4) | some choice in block.anyOf]) if {
	block.anyOf
} else := lowest

# Where nodes of one's own would do, and nobody knows whether there are such.
_nodes(parameters, pair, null) := [sprintf("dedicatedNodes of %v", [name]) |
	some choice in object.get(parameters.isolation, "anyOf", [])
	choice.dedicatedNodes
	some name in _exclusive_side(parameters, pair)
	nodes.dedicated(name) == null
]

_nodes(_, _, met) := [] if met != null

# Whether the pair reaches its floor: the level itself, or one of the alternatives.
_met(block, required, pair, view, parameters) := logic.any_of({_alternative(choice, pair, view, parameters) |
	some choice in block.anyOf
}) if {
	block.anyOf
	required.missing == []
} else := reached if {
	reached := _reaches(required, view)
}

_alternative(choice, pair, view, parameters) := logic.all_of({value |
	some value in [
		_level_reached(object.get(choice, "level", 0), view),
		_dedicated(object.get(choice, "dedicatedNodes", false), pair, parameters),
	]
})

_level_reached(level, view) if {
	view.lower >= level
} else := false if {
	view.upper < level
} else := null

_dedicated(false, _, _) := true

_dedicated(true, pair, parameters) := logic.all_of({nodes.dedicated(name) |
	some name in _exclusive_side(parameters, pair)
})

_exclusive_side(parameters, pair) := [name |
	some name in pair
	selectors.matches(parameters.between[0], placement.deployments[name]) != false
]

_reaches(required, view) := false if {
	view.upper < required.at_least
} else := null if {
	count(required.missing) > 0
} else := _level_reached(required.at_least, view)

# What the floor is: one level, or one by protection need (the higher of the pair's).
_required(parameters, pair) := {"at_least": max(array.concat([flat], levels)), "missing": missing} if {
	flat := object.get(parameters.isolation, "floor", 0)
	table := object.get(parameters.isolation, "floorByProtection", {})
	levels := [level |
		some name in pair
		some need, level in table
		object.get(placement.deployments[name], "protection", null) == need
	]
	missing := [sprintf("protection of %v", [name]) |
		count(table) > 0
		some name in pair
		object.get(placement.deployments[name], "protection", null) == null
	]
}

# --- default

_against_default(parameters, pair, view, formed) := {
	"pair": pair,
	"verdict": verdict,
	"required": parameters.isolation["default"],
	"against": "default",
	"missing": formed.missing,
} if {
	verdict := _verdict(_level_reached(parameters.isolation["default"], view), formed.certain)
	not _accepted(parameters, pair)
}

# A risk acceptance on record: for the requirement and both deployments, where it names some; what it says that it
# covers is the requirement, its clause or regulation, or both deployments.
_accepted(parameters, pair) if {
	some told in [{"about": [parameters.id, parameters.clause, parameters.regulation]}, {"covers": pair}]
	wanted := {"record": "risk-acceptance", "requirement": parameters.id, "deployments": pair}
	records.recorded(object.union(wanted, told)) == true
}

# --- both

_verdict(met, certain) := "fail" if {
	met == false
	certain == true
} else := "unknown" if {
	met == null
} else := "unknown" if {
	certain == null
}

# METADATA
# title: "Block `isolation`: the level that a pair must reach"
# description: |
#   Floor is law, default is advice: below `floor` the clause itself fails; at or above it but below `default`, under
#   the profile of that name and without a recorded risk acceptance, only the recommendation does. Judged on the
#   effective level.
package lib.envpolicy.rule_isolation

import data.lib.envpolicy.logic
import data.lib.envpolicy.nodes
import data.lib.envpolicy.pairing
import data.lib.envpolicy.placement
import data.lib.envpolicy.records
import data.lib.envpolicy.selectors

# METADATA
# description: |
#   `{"base", "reason", "shortfalls", "advice"}`. A shortfall is that of some pairs for which everything is alike:
#   `{"pairs", "verdict", "required", "against", "lacks"}`; `lacks` names for either side the facts that are missing.
judge(parameters) := {
	"base": _base(parameters, groups),
	"reason": _reason(groups),
	"shortfalls": [shortfall |
		some group in groups
		_in_doubt(parameters, group.certain, group.bounds)
		shortfall := _against_floor(parameters, group)
	],
	"advice": [shortfall |
		input.profile == "default"
		some group in groups
		some shortfall in _against_default(parameters, group)
	],
} if {
	groups := pairing.groups(parameters, _traits(parameters))
}

# What tells two deployments apart besides what a requirement selects them by.
_traits(parameters) := {name: {"protection": protection, "dedicated": _dedicated(parameters, name)} |
	some name, deployment in placement.deployments
	protection := [object.get(deployment, "protection", null) |
		count(object.get(parameters.isolation, "floorByProtection", {})) > 0
	]
}

# Whether the nodes of a deployment are its own, where the block asks for that; true on the side of which it does not.
_dedicated(parameters, name) := nodes.dedicated(name) if {
	true in {object.get(choice, "dedicatedNodes", false) | some choice in parameters.isolation.anyOf}
	selectors.matches(parameters.between[0], placement.deployments[name]) != false
} else := true

# A pair that is surely formed, and further apart than any floor of the block asks, needs no second look.
_in_doubt(_, null, _) := true

_in_doubt(parameters, true, bounds) if bounds[0] < _highest_floor(parameters.isolation)

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
	"floor": _level_or_null(_required(parameters, [traits[name] | some name in pair])),
	"recommended": object.get(parameters.isolation, "default", null),
	"anyOf": [choice | some choice in object.get(parameters.isolation, "anyOf", [])],
} if {
	traits := _traits(parameters)
}

_level_or_null(0) := null

_level_or_null(level) := level if level > 0

# --- floor

_against_floor(parameters, group) := {
	"pairs": group.pairs,
	"verdict": verdict,
	"required": _enough(parameters.isolation, required),
	"against": "floor",
	"lacks": [_lacks(side, group.certain, met) | some side in group.sides],
} if {
	sides := [side.traits | some side in group.sides]
	required := _required(parameters, sides)
	met := _met(parameters.isolation, required, sides, group.bounds)
	verdict := _verdict(met, group.certain)
}

# The level that would do: the floor, or the lowest level among the alternatives to one.
_enough(block, lowest) := min([object.get(choice, "level", 4) | some choice in block.anyOf]) if {
	block.anyOf
} else := lowest

# Whether the pair reaches its floor: the level itself, or one of the alternatives.
_met(block, required, sides, bounds) := logic.any_of({_alternative(choice, sides, bounds) |
	some choice in block.anyOf
}) if {
	block.anyOf
	not _unprotected(sides)
} else := reached if {
	reached := _reaches(required, sides, bounds)
}

_alternative(choice, sides, bounds) := logic.all_of({value |
	some value in [
		_level_reached(object.get(choice, "level", 0), bounds),
		logic.all_of({side.dedicated | choice.dedicatedNodes; some side in sides}),
	]
})

_level_reached(level, bounds) if {
	bounds[0] >= level
} else := false if {
	bounds[1] < level
} else := null

_reaches(required, sides, bounds) := false if {
	bounds[1] < required
} else := null if {
	_unprotected(sides)
} else := _level_reached(required, bounds)

# What the floor is: one level, or one by protection need (the higher of the pair's).
_required(parameters, sides) := max(array.concat([object.get(parameters.isolation, "floor", 0)], levels)) if {
	table := object.get(parameters.isolation, "floorByProtection", {})
	levels := [level | some side in sides; some need, level in table; need in side.protection]
}

# Whether a protection need that the floor depends on is not given.
_unprotected(sides) if {
	some side in sides
	null in side.protection
}

# Facts of one side that would decide something; nodes count where only they would do.
_lacks(side, certain, met) := array.concat(
	[fact | certain == null; some fact in side.lacks],
	array.concat(
		["protection" | null in side.traits.protection],
		["dedicatedNodes" | met == null; side.traits.dedicated == null],
	),
)

# --- default

_against_default(parameters, group) := [{
	"pairs": pairs,
	"verdict": verdict,
	"required": parameters.isolation["default"],
	"against": "default",
	"lacks": [[fact | group.certain == null; some fact in side.lacks] | some side in group.sides],
} |
	verdict := _verdict(_level_reached(parameters.isolation["default"], group.bounds), group.certain)
	pairs := {pair | some pair in group.pairs; not _accepted(parameters, pair)}
	count(pairs) > 0
]

# A risk acceptance on record: for the requirement and both deployments, where it names some; what it says that it
# covers is the requirement, its clause or regulation, or both deployments.
_accepted(parameters, pair) if {
	some entry in records.entries("evidence")
	entry.record == "risk-acceptance"
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

# METADATA
# title: "Block `data`: what data may stand where"
package lib.envpolicy.rule_data

import data.lib.envpolicy.logic
import data.lib.envpolicy.placement
import data.lib.envpolicy.records
import data.lib.envpolicy.selectors

_classes := ["throw-away", "seed", "realistic", "customer"]

_audiences := [
	{"myself"},
	{"my-team"},
	{"other-teams", "qa"},
	{"product-managers"},
	{"customers", "end-users"},
]

_needs := {"normal": 0, "high": 1, "very-high": 2}

# METADATA
# description: |
#   Findings about the deployments that `at` selects, as far as they hold data of the qualities and treatments named;
#   not applicable where it selects none.
judge(parameters) := {
	"base": _base(at),
	"reason": _reason(at),
	"findings": array.concat(
		[finding | some name, value in holding; some finding in _held(parameters, name, value)],
		[finding |
			some kind, _ in _words
			some name, value in holding
			some finding in _ladder(parameters.data, name, value, kind)
		],
	),
} if {
	at := {name: value |
		some name, deployment in placement.deployments
		value := selectors.matches(parameters.data.at, deployment)
		value != false
	}
	holding := {name: value |
		some name, selected in at
		value := _holds(parameters.data, placement.deployments[name], selected)
		value != false
	}
}

_holds(block, deployment, selected) := logic.all_of({
	selected,
	_has_quality(block, deployment),
	_has_treatment(block, deployment),
})

_has_quality(block, deployment) if {
	not block.qualities
} else := selectors.has_quality(block.qualities, deployment)

_base(at) := "not-applicable" if {
	count(at) == 0
} else := "pass"

_reason(at) := "no deployment of the sort that the clause speaks of" if {
	count(at) == 0
} else := null

# --- data that are allowed under conditions only, or not at all

_held(parameters, name, holds) := {{
	"kind": "data",
	"verdict": verdict,
	"message": _message(block, name, verdict),
	"place": concat("", ["data of ", name]),
	"deployments": [name],
	"missing": sort(array.concat(_missing_data(name, holds), _missing_leave(name, leave))),
}} if {
	block := parameters.data
	_is_conditional(block)
	leave := _allowed(block, name, parameters.id)
	verdict := _verdict(holds, leave)
} else := set()

_is_conditional(block) if block.allowedWhen

_is_conditional(block) if {
	not block.classAtMost
	not block.audienceAtMost
}

_has_treatment(block, deployment) if {
	not block.treatments
} else := selectors.holds({"in": block.treatments}, object.get(deployment, ["data", "treatment"], null))

_verdict(holds, leave) := "fail" if {
	holds == true
	leave == false
} else := "unknown" if {
	leave == null
} else := "unknown" if {
	holds == null
}

_allowed(block, name, requirement) := logic.all_of({value |
	some condition, asked in block.allowedWhen
	value := _condition(condition, asked, name, requirement)
}) if {
	block.allowedWhen
} else := false

_condition("protection", "as-production", name, _) := logic.all_of({_as_protected(name, other) |
	some other in _production(name)
}) if {
	count(_production(name)) > 0
} else := null # there is nothing to compare with

_condition("record", record, name, requirement) := records.recorded({
	"record": record,
	"requirement": requirement,
	"deployments": [name],
	"about": [name, placement.deployments[name].application],
})

# Whether a deployment's protection need is at least that of one that is, or may be, its production.
_as_protected(name, other) := enough if {
	_is_production_of(other, name)
	enough := _enough(_need(name), _need(other))
} else := logic.any_of({null, _enough(_need(name), _need(other))})

_need(name) := object.get(placement.deployments[name], "protection", null)

_enough(need, least) := null if {
	null in [need, least]
} else if {
	_needs[need] >= _needs[least]
} else := false

_is_production_of(other, name) if {
	_stage(other) != null
	_is_own(other, name)
}

_is_production_of(other, name) if {
	_stage(other) != null
	count([own | some own in _possible_production; _is_own(own, name)]) == 0
}

_stage(name) := object.get(placement.deployments[name], "stage", null)

_is_own(other, name) if placement.deployments[other].application == placement.deployments[name].application

# One whose stage is missing may be production.
_possible_production := {name | some name, _ in placement.deployments; _stage(name) in {"production", null}}

# The application's own production, or all production where it has none.
_production(name) := own if {
	own := {other | some other in _possible_production; _is_own(other, name)}
	count([other | some other in own; _stage(other) != null]) > 0
} else := _possible_production

_message(block, name, "fail") := sprintf("%v holds %v%v", [name, _sort_of_data(block), _conditions(block)])

_message(block, name, "unknown") := sprintf("not known whether %v holds %v%v", [
	name,
	_sort_of_data(block),
	_conditions(block),
])

_sort_of_data(block) := sprintf("%v data", [concat(" or ", block.qualities)]) if {
	block.qualities
} else := "such data"

_conditions(block) := text if {
	block.allowedWhen
	text := concat("", [" without ", concat(" and ", sort([words |
		some condition, asked in block.allowedWhen
		words := {"protection": "production's protection need", "record": sprintf("%v on record", [asked])}[condition]
	]))])
} else := ""

_missing_data(name, null) := [sprintf("data of %v", [name])]

_missing_data(_, holds) := [] if holds != null

_missing_leave(name, null) := [sprintf("protection or approval of %v", [name])]

_missing_leave(_, leave) := [] if leave != null

# --- ladders: at most what the stage allows

_ladder(block, name, holds, kind) := {{
	"kind": "data",
	"verdict": verdict,
	"message": _ladder_message(name, stage, most, [word, _shown(fact)]),
	"place": sprintf("%v of %v", [word, name]),
	"deployments": [name],
	"missing": array.concat(
		[sprintf("stage of %v", [name]) | stage == null],
		[sprintf("%v of %v", [word, name]) | fact == null],
	),
}} if {
	word := _words[kind]
	deployment := placement.deployments[name]
	stage := object.get(deployment, "stage", null)
	most := _most(block[kind], stage)
	fact := _ladder_fact(kind, deployment)
	fact != [] # an audience of nobody
	verdict := _ladder_verdict(holds, _at_most(kind, fact, most))
} else := set()

# What the stage allows; null where it is not known which one it is.
_most(steps, null) := null if count(steps) > 0

_most(steps, stage) := steps[stage] if stage != null

_ladder_message(name, null, _, [word, fact]) := sprintf("%v at a stage that is not given: %v is %v", [name, word, fact])

_ladder_message(name, stage, most, [word, fact]) := sprintf("%v at stage %v: %v is %v, at most %v is foreseen", [
	name,
	stage,
	word,
	fact,
	most,
]) if {
	stage != null
}

_words := {"classAtMost": "data class", "audienceAtMost": "audience"}

_shown(null) := "not given"

_shown(fact) := concat(", ", fact) if is_array(fact)

_shown(fact) := fact if is_string(fact)

_ladder_fact("classAtMost", deployment) := object.get(deployment, ["data", "class"], null)

_ladder_fact("audienceAtMost", deployment) := object.get(deployment, "audience", null)

_ladder_verdict(true, false) := "fail"

_ladder_verdict(true, null) := "unknown"

_ladder_verdict(null, _) := "unknown"

_at_most(_, null, _) := null

_at_most(_, fact, null) := null if fact != null

_at_most("classAtMost", fact, most) if {
	most != null
	_rank(_classes, fact) <= _rank(_classes, most)
} else := false if {
	fact != null
	most != null
}

_at_most("audienceAtMost", fact, most) if {
	most != null
	is_array(fact)
	every word in fact {
		_audience_rank(word) <= _audience_rank(most)
	}
} else := false if {
	fact != null
	most != null
}

_rank(ladder, word) := index if {
	some index, step in ladder
	step == word
}

_audience_rank(word) := index if {
	some index, step in _audiences
	word in step
}

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
# description: Findings about the deployments that `at` selects; not applicable where it selects none.
judge(parameters) := {
	"base": _base(at),
	"reason": _reason(at),
	"findings": array.concat(
		[finding | some name, value in at; some finding in _held(parameters.data, name, value)],
		array.concat(
			[finding | some name, value in at; some finding in _ladder(parameters.data, name, value, "classAtMost")],
			[finding | some name, value in at; some finding in _ladder(parameters.data, name, value, "audienceAtMost")],
		),
	),
} if {
	at := {name: value |
		some name, deployment in placement.deployments
		value := selectors.matches(parameters.data.at, deployment)
		value != false
	}
}

_base(at) := "not-applicable" if {
	count(at) == 0
} else := "pass"

_reason(at) := "no deployment of the sort that the clause speaks of" if {
	count(at) == 0
} else := null

# --- data of some qualities, allowed under conditions only

_held(block, name, selected) := {{
	"kind": "data",
	"verdict": verdict,
	"message": _message(block, name, verdict),
	"place": concat("", ["data of ", name]),
	"deployments": [name],
	"missing": sort(array.concat(_missing_data(name, holds), _missing_leave(name, leave))),
}} if {
	block.qualities
	deployment := placement.deployments[name]
	holds := logic.all_of({
		selected,
		selectors.has_quality(block.qualities, deployment),
		_has_treatment(block, deployment),
	})
	leave := _allowed(block, name)
	verdict := _verdict(holds, leave)
} else := set()

_has_treatment(block, deployment) if {
	not block.treatments
} else := selectors.holds({"in": block.treatments}, object.get(deployment, ["data", "treatment"], null))

_verdict(holds, leave) := "fail" if {
	holds == true
	leave == false
} else := "unknown" if {
	holds != false
	leave != true
}

_allowed(block, name) := logic.all_of({value |
	some condition, asked in block.allowedWhen
	value := _condition(condition, asked, name)
}) if {
	block.allowedWhen
} else := false

_condition("protection", "as-production", name) := _as_protected(
	object.get(placement.deployments[name], "protection", null),
	_production_needs(name),
)

_condition("record", record, name) := logic.any_of({
	records.has_evidence(record, [name]),
	records.has_evidence(record, [placement.deployments[name].application]),
})

_as_protected(need, needs) := null if {
	null in needs
} else := null if {
	need == null
} else if {
	every other in needs {
		_needs[need] >= _needs[other]
	}
} else := false

# The needs of the application's own production, or of all production where it has none.
_production_needs(name) := {need |
	some other in _production(name)
	need := object.get(placement.deployments[other], "protection", null)
}

_production(name) := own if {
	own := {other |
		some other, deployment in placement.deployments
		object.get(deployment, "stage", null) == "production"
		deployment.application == placement.deployments[name].application
	}
	count(own) > 0
} else := {other |
	some other, deployment in placement.deployments
	object.get(deployment, "stage", null) == "production"
}

_message(block, name, "fail") := sprintf("%v holds %v data%v", [
	name,
	concat(" or ", block.qualities),
	_conditions(block),
])

_message(block, name, "unknown") := sprintf("not known whether %v holds %v data%v", [
	name,
	concat(" or ", block.qualities),
	_conditions(block),
])

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

_ladder(block, name, selected, kind) := {{
	"kind": "data",
	"verdict": verdict,
	"message": sprintf("%v at stage %v: %v is %v, at most %v is foreseen", [
		name,
		stage,
		_words[kind],
		_shown(fact),
		most,
	]),
	"place": sprintf("%v of %v", [_words[kind], name]),
	"deployments": [name],
	"missing": [sprintf("%v of %v", [_words[kind], name]) | fact == null],
}} if {
	deployment := placement.deployments[name]
	stage := object.get(deployment, "stage", null)
	most := block[kind][stage]
	fact := _ladder_fact(kind, deployment)
	verdict := _ladder_verdict(selected, _at_most(kind, fact, most))
} else := set()

_words := {"classAtMost": "data class", "audienceAtMost": "audience"}

_shown(null) := "not given"

_shown(fact) := concat(", ", fact) if is_array(fact)

_shown(fact) := fact if is_string(fact)

_ladder_fact("classAtMost", deployment) := object.get(deployment, ["data", "class"], null)

_ladder_fact("audienceAtMost", deployment) := object.get(deployment, "audience", null)

_ladder_verdict(true, false) := "fail"

_ladder_verdict(_, null) := "unknown"

_ladder_verdict(null, false) := "unknown"

_at_most(_, null, _) := null

_at_most("classAtMost", fact, most) if {
	_rank(_classes, fact) <= _rank(_classes, most)
} else := false if {
	fact != null
}

_at_most("audienceAtMost", fact, most) if {
	is_array(fact)
	every word in fact {
		_audience_rank(word) <= _audience_rank(most)
	}
} else := false if {
	fact != null
}

_rank(ladder, word) := index if {
	some index, step in ladder
	step == word
}

_audience_rank(word) := index if {
	some index, step in _audiences
	word in step
}

# METADATA
# title: Updates reach non-production first, and stay there for some working days
# description: |
#   Day 0 is the calendar date of the last designated non-production Environment to take the release; production
#   may follow from working day N on. `input.calendars` numbers the working days: the number of a day counts the
#   working days up to it.
package lib.envpolicy.soak

import data.lib.envpolicy.placement
import data.lib.envpolicy.records

# METADATA
# description: Findings for each release that reached a production Environment too early, or first.
judge(parameters) := records.nothing_of("updates", "update") if {
	count(_promoted(parameters.promotion)) == 0
} else := {"base": "pass", "findings": [finding |
	some [release, production, day] in _promoted(parameters.promotion)
	some non_production in _sources(parameters.promotion)
	verdict := _verdict(parameters.promotion, release, non_production, day)
	verdict != "pass"
	finding := {
		"kind": "update",
		"verdict": verdict,
		"message": _message(parameters.promotion, release, production, day, non_production),
		"place": sprintf("update %v, environment %v", [release, production]),
		"missing": [sprintf("records.updates for %v in %v", [release, non_production]) | verdict == "unknown"],
	}
]}

_relevant(block) := [update |
	some update in records.entries("updates")
	_one_of(object.get(update, "layer", ""), object.get(block, "layer", []))
	_one_of(object.get(update, "change", ""), object.get(block, "change", []))
	not object.get(update, "change", "") in object.get(block, "exempt", [])
]

_one_of(_, []) := true

_one_of(word, words) if word in words

_class(name) := object.get(placement.environments[name], "class", null)

_sources(block) := {name | some name, _ in placement.environments; _class(name) == block.from.environmentClass}

# `[release, production Environment, first day there]`
_promoted(block) := {entry |
	some update in _relevant(block)
	_class(update.environment) == block.to.environmentClass
	entry := [update.release, update.environment, _first_day(block, update.release, update.environment)]
}

_first_day(block, release, environment) := min(days) if {
	days := [update.day |
		some update in _relevant(block)
		update.release == release
		update.environment == environment
	]
	count(days) > 0
}

_verdict(block, release, source, day) := records.absent("updates") if {
	not _first_day(block, release, source)
} else := "fail" if {
	_working_days(block, _first_day(block, release, source), day) < block.soak.workingDays
} else := "pass"

_working_days(block, from, to) := number[to] - number[from] if {
	number := input.calendars[block.soak.calendar]
}

_message(block, release, production, day, source) := sprintf(
	"update %v reached %v, but not non-production Environment %v before",
	[release, production, source],
) if {
	not _first_day(block, release, source)
} else := sprintf("update %v reached %v on %v, %v working day(s) after %v on %v; at least %v are asked for", [
	release,
	production,
	day,
	_working_days(block, first, day),
	source,
	first,
	block.soak.workingDays,
]) if {
	first := _first_day(block, release, source)
}

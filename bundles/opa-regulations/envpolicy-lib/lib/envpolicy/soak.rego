# METADATA
# title: Updates reach non-production first, and stay there for some working days
# description: |
#   Day 0 is the calendar date of the last designated non-production Environment to take the release; production
#   may follow from working day N on. `input.calendars` numbers the working days: the number of a day counts the
#   working days up to it.
package lib.envpolicy.soak

import data.lib.envpolicy.logic
import data.lib.envpolicy.placement
import data.lib.envpolicy.records

# METADATA
# description: |
#   Findings for each release that reached a production Environment too early, or first. An update that does not say its
#   layer or kind, and an Environment without a class, may be one of those that count: what hangs on it is unknown.
judge(parameters) := records.nothing_of("updates", "update") if {
	count(_promoted(parameters.promotion)) == 0
} else := {"base": "pass", "findings": [finding |
	some [release, production, day, certain] in _promoted(parameters.promotion)
	some non_production in _sources(parameters.promotion)
	non_production != production
	told := _verdict(parameters.promotion, release, non_production, day)
	verdict := _soften(told, certain, _class(non_production))
	verdict != "pass"
	finding := {
		"kind": "update",
		"verdict": verdict,
		"message": _message(parameters.promotion, release, production, day, non_production),
		"place": sprintf("update %v, environment %v", [release, production]),
		"missing": [sprintf("records.updates for %v in %v", [release, non_production]) | verdict == "unknown"],
	}
]}

_soften(told, true, class) := told if class != null

_soften(told, true, null) := _doubted(told)

_soften(told, false, _) := _doubted(told)

_doubted("pass") := "pass"

_doubted(told) := "unknown" if told != "pass"

_relevant(block) := [update |
	some update in records.entries("updates")
	_may_be_one_of(object.get(update, "layer", null), object.get(block, "layer", []))
	_may_be_one_of(object.get(update, "change", null), object.get(block, "change", []))
	not object.get(update, "change", "") in object.get(block, "exempt", [])
]

_may_be_one_of(_, []) := true

_may_be_one_of(null, words) if count(words) > 0

_may_be_one_of(word, words) if word in words

# Whether an update says what its layer and kind are, as far as the block asks.
_says(block, update) if {
	every field in [field | some field in ["layer", "change"]; block[field]] {
		object.get(update, field, null) != null
	}
} else := false

_class(name) := object.get(placement.environments[name], "class", null)

_sources(block) := {name |
	some name, _ in placement.environments
	_class(name) in {block.from.environmentClass, null}
}

# `[release, production Environment, first day there, whether it surely is such an update]`
_promoted(block) := {entry |
	some update in _relevant(block)
	class := _class(update.environment)
	class in {block.to.environmentClass, null}
	certain := logic.all_of({class != null, _says(block, update)})
	day := _first_day(block, update.release, update.environment, false)
	entry := [update.release, update.environment, day, certain]
}

# The first day of a release in an Environment; with `surely` by the updates that say what they are.
_first_day(block, release, environment, surely) := min(days) if {
	days := [update.day |
		some update in _relevant(block)
		update.release == release
		update.environment == environment
		_says(block, update) in {true, surely}
	]
	count(days) > 0
}

_verdict(block, release, source, day) := records.absent("updates") if {
	not _first_day(block, release, source, false)
} else := "fail" if {
	_working_days(block, _first_day(block, release, source, false), day) < block.soak.workingDays
} else := "pass" if {
	_working_days(block, _first_day(block, release, source, true), day) >= block.soak.workingDays
} else := "unknown"

_working_days(block, from, to) := number[to] - number[from] if {
	number := input.calendars[block.soak.calendar]
}

_message(block, release, production, day, source) := sprintf(
	"update %v reached %v, but not non-production Environment %v before",
	[release, production, source],
) if {
	not _first_day(block, release, source, false)
} else := sprintf("update %v reached %v on %v, %v working day(s) after %v on %v; at least %v are asked for", [
	release,
	production,
	day,
	_working_days(block, first, day),
	source,
	first,
	block.soak.workingDays,
]) if {
	first := _first_day(block, release, source, false)
}

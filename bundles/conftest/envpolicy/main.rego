# METADATA
# title: The report
# description: |
#   What an engine is asked: the verdicts, the findings, and how each pair of deployments stands.
package envpolicy.main

import data.envpolicy.entries
import data.envpolicy.informing
import data.envpolicy.lacking
import data.envpolicy.told
import data.lib.envpolicy.estate
import data.lib.envpolicy.findings
import data.lib.envpolicy.isolation
import data.lib.envpolicy.levels
import data.lib.envpolicy.logic
import data.lib.envpolicy.waivers

# METADATA
# description: |
#   One object in an array: `{"results", "findings", "notices", "pairs", "unclaimed", "empty", "undecided", "waivers"}`.
#   Levels are words; a finding's `key` names the leak or sort of finding and its place. With `explain` in the input
#   (two deployments) findings and pairs are those of that pair alone, each result says what is asked of it, and
#   `notices` has what is worth knowing and lowers no level; it is empty otherwise. Where the input asks for them there
#   are `lacking` facts, with the number of pairs that are `open`, and `info`.
# entrypoint: true
report := [{
	"results": [_result(entry) | some entry in entries.all],
	"findings": told.all,
	"notices": told.aside,
	"pairs": [_pair(pair, view) | some pair, view in isolation.pairs; findings.in_focus(pair)],
	"unclaimed": estate.unclaimed,
	"empty": sort([name | some name in estate.empty]),
	"undecided": sort([id | some id in entries.undecided]),
	"waivers": {id: state | some id, state in _states},
	"lacking": lacking.all,
	"open": count(lacking.open_pairs),
	"info": informing.all,
}] if {
	# What all else rests on comes first: deep within other rules the embedded engine takes twice as long for it.
	count(isolation.holds) + count(isolation.reaches) >= 0
}

_pair(pair, view) := object.union(_views[view], {"deployments": pair, "leaks": sort(_leaks(pair))})

_leaks(pair) := {told.leak_key(findings.instance(hit.key)) | some hit in object.get(isolation.hits_of, [pair], set())}

# Many pairs have the same view, which is put into words once.
_views := {view: {
	"nominal": levels.names[view.nominal],
	"effective": told.interval([view.lower, view.upper]),
	"availability": told.interval(view.availability),
	"channels": {channel: told.interval(interval) | some channel, interval in view.channels},
} |
	some view in isolation.views
}

# --- each requirement, and the advice of each that is not followed

_result(entry) := {
	"requirement": entry.requirement,
	"adviceOf": entry.adviceOf,
	"recommendation": entry.recommendation,
	"verdict": verdict,
	"reason": _reason(entry, verdict),
	"missing": entry.missing,
	"findings": sort([key | some key in told.keys_of(entry)]),
	"pair": _pair_result(entry),
} if {
	verdict := _verdict(entry)
}

# What is asked of the pair that the input wants explained, and whether it is so.
_pair_result(entry) := null if {
	entry.asked == null
} else := {
	"floor": _level_name(_asked_floor(entry)),
	"recommended": _level_name(entry.asked.recommended),
	"anyOf": [_choice(choice) | some choice in entry.asked.anyOf],
	"disjoint": entry.asked.disjoint,
	"missing": _pair_missing(entry),
	"verdict": _pair_verdict(entry),
}

_asked_floor(entry) := entry.asked.floor if entry.adviceOf == null

_asked_floor(entry) := null if entry.adviceOf != null

_level_name(null) := null

_level_name(level) := levels.names[level] if level != null

_choice(choice) := concat(" and ", array.concat(
	[levels.names[choice.level] | choice.level],
	["dedicated nodes" | choice.dedicatedNodes],
))

_pair_missing(entry) := entry.asked.missing if {
	entry.applies == true
} else := array.concat(entry.missing, entry.asked.missing)

_pair_verdict(entry) := "unknown" if {
	entry.applies == null
} else := logic.worst((({"pass"} | {item.verdict |
	some item in entry.shortfalls
	findings.told_of(item.shortfall)
}) | {finding.verdict | some finding in entries.own_of(entry)}))

_verdict(entry) := "not-applicable" if {
	entry.applies == false
} else := "unknown" if {
	entry.applies == null
} else := logic.worst((({entry.base} | {item.verdict | some item in entry.shortfalls}) | {item.verdict |
	some item in entry.findings
}))

_reason(entry, verdict) := entry.reason if {
	verdict in {"not-applicable", "unknown"}
} else := null

# What became of each waiver. One with a selector is there once for each deployment that it matches.
_states := object.union(
	{waiver.id: _state(waiver) | some waiver in waivers.active},
	{waiver.id: "ended" | some waiver in waivers.expired},
)

_state(waiver) := "used" if {
	waiver.id in entries.used_waivers
} else := "unused" if {
	entries.speaks_to(waiver)
} else := "not-selected"

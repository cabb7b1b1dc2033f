# METADATA
# title: The report
# description: |
#   Gathers what the requirements' modules say, applies waivers, and groups what falls short into findings.
package envpolicy.main

import data.envpolicy.requirements
import data.lib.envpolicy.estate
import data.lib.envpolicy.findings
import data.lib.envpolicy.isolation
import data.lib.envpolicy.leak_table
import data.lib.envpolicy.levels
import data.lib.envpolicy.logic
import data.lib.envpolicy.waivers

# How many pairs a finding shows.
_sample := object.get(input, "sample", 10)

# METADATA
# description: |
#   One object in an array: `{"results", "findings", "pairs", "unclaimed", "empty"}`. Levels are words; a finding's `key`
#   names the leak or sort of finding and its place.
# entrypoint: true
report := [{
	"results": [_result(entry) | some entry in _entries],
	"findings": array.concat(_leak_findings, array.concat(_other_findings, array.concat(_own_findings, _stale_waivers))),
	"pairs": [_pair(pair, view) | some pair, view in isolation.pairs],
	"unclaimed": estate.unclaimed,
	"empty": sort([name | some name in estate.empty]),
}]

_judged := [result | some regulation, id; result := requirements[regulation][id].result]

_pair(pair, view) := {
	"deployments": pair,
	"nominal": levels.names[view.nominal],
	"effective": _interval([view.lower, view.upper]),
	"availability": _interval(view.availability),
	"channels": {channel: _interval(interval) | some channel, interval in view.channels},
	"leaks": sort([key | some hit in object.get(isolation.hits_of, [pair], set()); key := _leak_key(findings.instance(hit.key))]),
}

_interval(bounds) := {"lower": levels.names[bounds[0]], "upper": levels.names[bounds[1]]}

# --- each requirement, and the advice of each that is not followed

_entries := array.concat(
	[_entry(item, item.shortfalls, item.findings, null) | some item in _judged],
	[object.union(_entry(item, item.advice, [], item.id), {"base": "pass", "reason": null}) |
		some item in _judged
		count(item.advice) > 0
	],
)

_entry(item, shortfalls, found, advice_of) := {
	"requirement": item.id,
	"adviceOf": advice_of,
	"recommendation": item.recommendation,
	"applies": item.applies,
	"base": item.base,
	"reason": item.reason,
	"missing": item.missing,
	"remediation": item.remediation,
	"shortfalls": [{
		"shortfall": shortfall,
		"verdict": _after(shortfall.verdict, waived_by),
		"waivers": _ids(waived_by),
		"causes": findings.causes(shortfall),
	} |
		some shortfall in shortfalls
		waived_by := findings.waived_by(item.id, shortfall)
	],
	"findings": [object.union(finding, {"verdict": _after(finding.verdict, waived_by), "waivers": _ids(waived_by)}) |
		some finding in found
		waived_by := waivers.of_requirement(item.id, object.get(finding, "deployments", []), true)
	],
}

_after(_, waived_by) := "waived" if count(waived_by) > 0

_after(verdict, []) := verdict

_ids(list) := sort({waiver.id | some waiver in list})

_result(entry) := {
	"requirement": entry.requirement,
	"adviceOf": entry.adviceOf,
	"recommendation": entry.recommendation,
	"verdict": verdict,
	"reason": _reason(entry, verdict),
	"missing": entry.missing,
	"findings": sort([key | some key in _keys_of(entry)]),
} if {
	verdict := _verdict(entry)
}

_keys_of(entry) := {key |
	some item in entry.shortfalls
	some cause in item.causes
	key := _cause_key(cause)
} | {key | some finding in entry.findings; key := _own_key(entry.requirement, finding)}

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

# --- findings: what the shortfalls have in common, told once

_cause_key(cause) := _leak_key(cause.key) if {
	cause.type == "leak"
} else := concat(" ", cause.key)

_leak_key(instance) := concat(" ", [leak_table.rows[instance[0]].id, instance[1]])

_bindings[key] contains binding if {
	some entry in _entries
	some item in entry.shortfalls
	some cause in item.causes
	key := cause.key
	binding := object.union(cause, {
		"requirement": entry.requirement,
		"advice": entry.adviceOf != null,
		"remediation": entry.remediation,
		"required": item.shortfall.required,
		"verdict": _cause_verdict(item.verdict, cause.verdict),
		"waivers": item.waivers,
	})
}

_cause_verdict("waived", _) := "waived"

_cause_verdict(verdict, cause) := cause if verdict != "waived"

_bound := {key: bindings | some key, bindings in _bindings}

_leak_findings := [finding |
	some key, hits in findings.instances
	finding := _leak_finding(key, hits, object.get(_bound, [key], set()))
]

_leak_finding(key, hits, bindings) := object.union(_common(bindings, edges), {
	"key": _leak_key(key),
	"leak": row.id,
	"kind": row.kind,
	"channel": row.channel,
	"cap": levels.names[min([hit.cap | some hit in hits; hit.edge == edge])],
	"from": edge.from,
	"to": edge.to,
	"directed": edge.directed,
	"severity": object.get(facts[0], "severity", row.severity),
	"nominal": levels.names[view.nominal],
	"effective": _interval([view.lower, view.upper]),
	"message": _leak_message(row, facts, edge),
	"remediation": row.remediation,
	"missing": sort({fact | some item in facts; some fact in object.get(item, "missing", [])}),
	"witness": _distinct([witness | some item in facts; some witness in item.witness]),
}) if {
	row := leak_table.rows[key[0]]
	edges := _ordered({_edge(binding) | some binding in bindings} | {[1, hit.edge.from, hit.edge.to, hit.edge.directed] |
		some hit in hits
		count(bindings) == 0
	})
	edge := {"from": edges[0][1], "to": edges[0][2], "directed": edges[0][3]}
	facts := [fact | some hit in hits; hit.edge == edge; some fact in findings.facts_of(hit.key, edge)]
	view := isolation.pairs[sort([edge.from, edge.to])]
}

_distinct(witnesses) := [witness |
	some index, witness in witnesses
	not witness in array.slice(witnesses, 0, index)
]

# Failures before what is unknown, before what is waived; then by name.
_edge(binding) := [_rank[binding.verdict], binding.edge.from, binding.edge.to, binding.edge.directed]

_rank := {"fail": 0, "unknown": 1, "waived": 2, "pass": 3}

_ordered(edges) := sort([edge | some edge in edges])

_common(bindings, edges) := {
	"requirements": sort({binding.requirement | some binding in bindings; binding.advice == false}),
	"advice": sort({binding.requirement | some binding in bindings; binding.advice == true}),
	"required": _required(bindings),
	"verdict": _finding_verdict(bindings),
	"waivers": sort({id | some binding in bindings; some id in binding.waivers}),
	"pairs": array.slice(_unique_pairs(edges), 0, _sample),
	"pairCount": count(_unique_pairs(edges)),
}

_unique_pairs(edges) := sort([pair | some pair in {[edge[1], edge[2]] | some edge in edges}])

# What the clauses themselves ask for; advice only where no clause asks for more than there is.
_required(bindings) := null if {
	count(bindings) == 0
} else := levels.names[max(asked)] if {
	asked := [binding.required | some binding in bindings; binding.advice == false]
	count(asked) > 0
} else := levels.names[max([binding.required | some binding in bindings])]

_finding_verdict(bindings) := "not-applicable" if {
	count(bindings) == 0
} else := logic.worst({binding.verdict | some binding in bindings})

_leak_message(row, facts, edge) := sprintf("%v: %v %v %v", [_said(row, facts), edge.from, _arrow(edge), edge.to])

_said(row, facts) := object.get(facts[0], "message", row.title)

_arrow(edge) := "→" if {
	edge.directed
} else := "↔"

_other_findings := [finding |
	some key, bindings in _bound
	some kind in {"placement", "inventory", "fact"}
	key[0] == kind
	finding := _other_finding(kind, key, bindings)
]

_other_finding(kind, key, bindings) := object.union(_common(bindings, edges), {
	"key": concat(" ", key),
	"leak": null,
	"kind": kind,
	"channel": null,
	"cap": null,
	"from": edges[0][1],
	"to": edges[0][2],
	"directed": false,
	"severity": _other_severity(kind),
	"nominal": levels.names[view.nominal],
	"effective": _interval([view.lower, view.upper]),
	"message": _other_message(kind, key, edges[0]),
	"remediation": _other_remediation(kind, bindings),
	"missing": _other_missing(kind, key, bindings),
	"witness": [],
}) if {
	edges := _ordered({_edge(binding) | some binding in bindings})
	view := isolation.pairs[[edges[0][1], edges[0][2]]]
}

_other_severity("placement") := "high"

_other_severity(kind) := "medium" if kind != "placement"

_other_message("placement", key, edge) := sprintf("%v and %v share %v", [edge[1], edge[2], key[1]])

_other_message("inventory", key, edge) := sprintf("not everything in %v was given: %v and %v may meet unseen", [
	key[1],
	edge[1],
	edge[2],
])

_other_message("fact", key, edge) := sprintf("not known whether the clause speaks of %v and %v: %v is not given", [
	edge[1],
	edge[2],
	key[1],
])

_other_remediation("placement", bindings) := sort([binding.remediation | some binding in bindings])[0]

_other_remediation("inventory", _) := "give every object of the cluster and say so: clusters[].facts.inventory: complete"

_other_remediation("fact", _) := "state the fact in the plan"

_other_missing("placement", _, _) := []

_other_missing("inventory", key, _) := [sprintf("inventory of %v", [key[1]])]

_other_missing("fact", _, bindings) := sort({fact | some binding in bindings; some fact in binding.missing})

# --- findings of other blocks, and about waivers

_own_key(id, finding) := concat(" ", [id, finding.kind, finding.place])

_own_findings := [object.union(_blank, {
	"key": _own_key(entry.requirement, finding),
	"kind": finding.kind,
	"requirements": [entry.requirement],
	"from": _at(deployments, 0),
	"to": _at(deployments, 1),
	"severity": "medium",
	"verdict": finding.verdict,
	"waivers": finding.waivers,
	"message": finding.message,
	"remediation": entry.remediation,
	"missing": object.get(finding, "missing", []),
	"witness": object.get(finding, "witness", []),
}) |
	some entry in _entries
	some finding in entry.findings
	deployments := object.get(finding, "deployments", [])
]

_at(list, index) := list[index] if {
	count(list) > index
} else := null

_blank := {
	"leak": null,
	"channel": null,
	"cap": null,
	"directed": false,
	"advice": [],
	"required": null,
	"nominal": null,
	"effective": null,
	"pairs": [],
	"pairCount": 0,
}

_stale_waivers := [object.union(_blank, {
	"key": sprintf("waiver %v", [waiver.id]),
	"kind": "waiver",
	"requirements": [],
	"from": null,
	"to": null,
	"severity": "low",
	"verdict": "fail",
	"waivers": [waiver.id],
	"message": message,
	"remediation": "renew it with a new date and reason, or delete it",
	"missing": [],
	"witness": [],
}) |
	some [waiver, message] in _stale
]

_stale := array.concat(
	[[waiver, sprintf("waiver %v has ended on %v", [waiver.id, waiver.expires])] | some waiver in waivers.expired],
	[[waiver, sprintf("waiver %v waives nothing", [waiver.id])] |
		some waiver in waivers.active
		not waiver.id in _used
	],
)

_used := {id | some entry in _entries; some item in entry.shortfalls; some id in item.waivers} | {id |
	some entry in _entries
	some finding in entry.findings
	some id in finding.waivers
}

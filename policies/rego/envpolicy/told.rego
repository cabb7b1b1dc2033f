# METADATA
# title: What is told
# description: |
#   What falls short, as findings: one for each leak, shared place, gap or record, whatever it stands against.
package envpolicy.told

import data.envpolicy.entries
import data.lib.envpolicy.findings
import data.lib.envpolicy.isolation
import data.lib.envpolicy.leak_table
import data.lib.envpolicy.levels
import data.lib.envpolicy.logic
import data.lib.envpolicy.notices
import data.lib.envpolicy.waivers

# How many pairs a finding shows.
_sample := object.get(input, "sample", 10)

# METADATA
# description: Every finding. Its `key` names the leak or sort of finding, and its place.
all := array.concat(array.concat(_leak_findings, _other_findings), array.concat(_own_findings, _stale_waivers))

# METADATA
# description: The keys of the findings that stand against a requirement or advice.
keys_of(entry) := {key |
	some item in entry.shortfalls
	some cause in item.causes
	key := _cause_key(cause)
} | {key | some finding in entries.own_of(entry); key := _own_key(entry.requirement, finding)}

# --- findings: what the shortfalls have in common, told once

_cause_key(cause) := leak_key(cause.key) if {
	cause.type == "leak"
} else := concat(" ", cause.key)

# METADATA
# description: The key of the finding about a leak in a place.
leak_key(instance) := concat(" ", [leak_table.rows[instance[0]].id, instance[1]])

_bindings[key] contains binding if {
	some entry in entries.all
	some item in entry.shortfalls
	some cause in item.causes
	key := [cause.key, entry.requirement, entry.adviceOf != null]
	binding := object.union(cause, {
		"requirement": entry.requirement,
		"advice": entry.adviceOf != null,
		"required": item.shortfall.required,
		"verdict": _cause_verdict(item.verdict, cause.verdict),
		"waivers": item.waivers,
	})
}

_cause_verdict("waived", _) := "waived"

_cause_verdict(verdict, cause) := cause if verdict != "waived"

# By `[cause, requirement, whether its advice]`.
_bound := {key: bindings | some key, bindings in _bindings}

_binders[cause] contains key if {
	some key, _ in _bound
	cause := key[0]
}

# By cause: what binds it, each requirement and each advice apart.
_bound_by := {cause: keys | some cause, keys in _binders}

_bound_to(keys) := {binding | some key in keys; some binding in _bound[key]}

_leak_findings := [finding |
	some key, hits in findings.instances
	keys := object.get(_bound_by, [key], set())
	finding := _leak_finding(key, hits, keys, _bound_to(keys))
]

# METADATA
# description: |
#   What lowers no level of a pair that is explained, in the form of findings that stand against nothing.
aside := [finding |
	some key, hits in notices.instances
	finding := _leak_finding(key, hits, set(), set())
]

_leak_finding(key, hits, keys, bindings) := object.union(_common(keys, bindings, edges), {
	"key": leak_key(key),
	"leak": row.id,
	"kind": row.kind,
	"channel": row.channel,
	"cap": levels.names[min([hit.cap | some hit in hits; hit.edge == edge])],
	"from": edge.from,
	"to": edge.to,
	"directed": edge.directed,
	"severity": object.get(facts[0], "severity", row.severity),
	"nominal": levels.names[view.nominal],
	"effective": interval([view.lower, view.upper]),
	"message": _leak_message(row, facts, edge),
	"remediation": row.remediation,
	"missing": _lacking([hit | some hit in hits; hit.edge == edge], facts),
	"witness": _distinct([witness | some item in facts; some witness in item.witness]),
}) if {
	row := leak_table.rows[key[0]]
	edges := _ordered({_edge(binding) | some binding in bindings} | {[1, hit.edge.from, hit.edge.to, hit.edge.directed] |
		some hit in hits
		count(bindings) == 0
	})
	edge := {"from": edges[0][1], "to": edges[0][2], "directed": edges[0][3]}
	facts := _in_order({fact | some hit in hits; hit.edge == edge; some fact in findings.facts_of(hit.key, edge)})
	view := isolation.pairs[sort([edge.from, edge.to])]
}

# What is certain as it is lacks nothing, whatever else might be true in the same place.
_lacking(hits, facts) := [] if {
	least := min([hit.cap | some hit in hits])
	some hit in hits
	hit.cap == least
	hit.certain
} else := sort({text | some fact in facts; some text in object.get(fact, "missing", [])})

# By what they point at: a key may be a digest, and these differ from run to run.
_in_order(facts) := [entry[1] | some entry in sort([[fact.witness, object.remove(fact, ["key"])] | some fact in facts])]

_distinct(witnesses) := [witness |
	some index, witness in witnesses
	not witness in array.slice(witnesses, 0, index)
]

# Failures before what is unknown, before what is waived; then by name.
_edge(binding) := [_rank[binding.verdict], binding.edge.from, binding.edge.to, binding.edge.directed]

_rank := {"fail": 0, "unknown": 1, "waived": 2, "pass": 3}

_ordered(edges) := sort([edge | some edge in edges])

_common(keys, bindings, edges) := {
	"bindings": [_binding(key[1], key[2], _bound[key]) | some key in keys],
	"requirements": sort({binding.requirement | some binding in bindings; binding.advice == false}),
	"advice": sort({binding.requirement | some binding in bindings; binding.advice == true}),
	"required": _required(bindings),
	"verdict": _finding_verdict(bindings),
	"waivers": sort({id | some binding in bindings; some id in binding.waivers}),
	"pairs": array.slice(_unique_pairs(edges), 0, _sample),
	"pairCount": count(_unique_pairs(edges)),
}

_unique_pairs(edges) := sort([pair | some pair in {[edge[1], edge[2]] | some edge in edges}])

# What one requirement, or its advice, makes of a finding: the worst pair that it speaks of, what it asks of that one.
_binding(requirement, advice, bindings) := {
	"requirement": requirement,
	"advice": advice,
	"required": levels.names[max([binding.required | some binding in bindings; _edge(binding) == edges[0]])],
	"verdict": logic.worst({binding.verdict | some binding in bindings}),
	"from": edges[0][1],
	"to": edges[0][2],
	"pairCount": count(_unique_pairs(edges)),
	"waivers": sort({id | some binding in bindings; some id in binding.waivers}),
} if {
	edges := _ordered({_edge(binding) | some binding in bindings})
}

# METADATA
# description: Two levels in words.
interval(bounds) := {"lower": levels.names[bounds[0]], "upper": levels.names[bounds[1]]}

# What the clauses themselves ask for; advice only where no clause asks for more than there is.
_required(bindings) := null if {
	count(bindings) == 0
} else := name if {
	asked := [binding.required | some binding in bindings; binding.advice == false]
	count(asked) > 0
	name := levels.names[max(asked)]
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
	some key, keys in _bound_by
	some kind in {"placement", "inventory", "objects", "fact"}
	key[0] == kind
	finding := _other_finding(kind, key, keys, _bound_to(keys))
]

_other_finding(kind, key, keys, bindings) := object.union(_common(keys, bindings, edges), {
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
	"effective": interval([view.lower, view.upper]),
	"message": _other_message(kind, key, edges[0]),
	"remediation": _other_remediation(kind, key),
	"missing": _other_missing(kind, key, bindings),
	"witness": [],
}) if {
	edges := _ordered({_edge(binding) | some binding in bindings})
	view := isolation.pairs[[edges[0][1], edges[0][2]]]
}

_other_severity("placement") := "high"

_other_severity(kind) := "medium" if kind != "placement"

_other_message(kind, key, edge) := sprintf("%v: %v ↔ %v", [_what(kind, key), edge[1], edge[2]])

_what("placement", key) := sprintf("they share %v", [key[1]])

_what("inventory", key) := sprintf("not everything in %v was given, so they may meet unseen", [key[1]])

_what("objects", key) := sprintf("%v were not given, so they may meet unseen", [key[1]])

_what("fact", key) := sprintf("%v is not given, which leaves it open", [key[1]])

# Each requirement has a remediation of its own; this is what they have in common.
_other_remediation("placement", key) := sprintf("Place the two so that they no longer share %v.", [key[1]])

_other_remediation("inventory", _) := "Give every object of the cluster, and say so: facts: {inventory: complete}."

_other_remediation("objects", _) := "Give what is made of them as well: rendered, or as the cluster has it."

_other_remediation("fact", _) := "State the fact in the plan."

_other_missing("placement", _, _) := []

_other_missing("inventory", key, _) := [sprintf("inventory of %v", [key[1]])]

_other_missing("objects", key, _) := split(key[1], ", ")

_other_missing("fact", _, bindings) := sort({fact | some binding in bindings; some fact in binding.missing})

# --- findings of other blocks, and about waivers

_own_key(id, finding) := concat(" ", [id, finding.kind, finding.place])

_own_findings := [object.union(_blank, {
	"key": _own_key(entry.requirement, finding),
	"kind": finding.kind,
	"requirements": [entry.requirement],
	"place": finding.place,
	"bindings": [{
		"requirement": entry.requirement,
		"advice": false,
		"required": null,
		"verdict": finding.verdict,
		"from": _at(deployments, 0),
		"to": _at(deployments, 1),
		"pairCount": 0,
		"waivers": finding.waivers,
	}],
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
	some entry in entries.all
	some finding in entries.own_of(entry)
	deployments := object.get(finding, "deployments", [])
]

_at(list, index) := item if {
	item := list[index]
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
	"key": sprintf("waiver %v", [id]),
	"kind": "waiver",
	"bindings": [],
	"requirements": [],
	"from": null,
	"to": null,
	"severity": "low",
	"verdict": "fail",
	"waivers": [id],
	"message": message,
	"remediation": "renew it with a new date and reason, or delete it",
	"missing": [],
	"witness": [],
}) |
	some [id, message] in _stale
]

_stale := _ended | _unused

_ended := {[waiver.id, sprintf("waiver %v ended on %v", [waiver.id, waiver.expires])] | some waiver in waivers.expired}

_unused := {[waiver.id, sprintf("waiver %v waives nothing", [waiver.id])] |
	some waiver in waivers.active
	not waiver.id in entries.used_waivers
	entries.speaks_to(waiver)
}

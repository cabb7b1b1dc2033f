# METADATA
# title: What is told
# description: |
#   What falls short, as findings: one for each leak, shared place, gap or record, whatever it stands against.
package envpolicy.told

import data.envpolicy.entries
import data.lib.envpolicy.findings
import data.lib.envpolicy.grouping
import data.lib.envpolicy.isolation
import data.lib.envpolicy.leak_table
import data.lib.envpolicy.levels
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

# Each cause with what it stands against, `[cause, requirement, whether its advice]`.
_standing := [{"bind": bind, "item": item, "cause": cause} |
	some entry in entries.all
	some item in entry.shortfalls
	some cause in item.causes
	bind := [cause.key, entry.requirement, entry.adviceOf != null]
]

# By `bind`, the edges that it stands against, worst first, each with what is asked:
# `[rank of the verdict, from, to, directed, level]`.
_edges := grouping.by_key([[one.bind, edge] |
	some one in _standing
	rank := _rank[_cause_verdict(one.item.verdict, one.cause.verdict)]
	required := one.item.shortfall.required
	some [from, to, directed] in one.cause.edges
	edge := [rank, from, to, directed, required]
])

_waived[bind] contains id if {
	some one in _standing
	bind := one.bind
	some id in one.item.waivers
}

_missing[bind] contains text if {
	some one in _standing
	bind := one.bind
	some text in object.get(one.cause, "missing", [])
}

_cause_verdict("waived", _) := "waived"

_cause_verdict(verdict, cause) := cause if verdict != "waived"

_bound := {bind: {
	"edges": [edge | some edge in edges],
	"waivers": object.get(_waived_of, [bind], set()),
	"missing": object.get(_missing_of, [bind], set()),
} |
	some bind, edges in _edges
}

_waived_of := {bind: ids | some bind, ids in _waived}

_missing_of := {bind: texts | some bind, texts in _missing}

_binders[cause] contains bind if {
	some bind, _ in _bound
	cause := bind[0]
}

# By cause: what binds it, each requirement and each advice apart.
_bound_by := {cause: binds | some cause, binds in _binders}

# The edges of several, worst first.
_edges_of(binds) := sort({edge | some bind in binds; some edge in _bound[bind].edges})

_leak_findings := [finding |
	some key, hits in findings.instances
	binds := object.get(_bound_by, [key], set())
	finding := _leak_finding(key, hits, binds)
]

# METADATA
# description: |
#   What lowers no level of a pair that is explained, in the form of findings that stand against nothing.
aside := [finding |
	some key, hits in notices.instances
	finding := _leak_finding(key, hits, set())
]

_leak_finding(key, hits, binds) := object.union(_common(binds, edges), {
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
	edges := array.concat(_edges_of(binds), sort({[1, hit.edge.from, hit.edge.to, hit.edge.directed, 0] |
		count(binds) == 0
		some hit in hits
	}))
	worst := _worst(binds, edges)
	edge := {"from": worst[1], "to": worst[2], "directed": worst[3]}
	facts := _in_order({fact | some hit in hits; hit.edge == edge; some fact in findings.facts_of(hit.key, edge)})
	view := isolation.pairs[sort([edge.from, edge.to])]
}

# Where a finding stands against several, it is shown for two of whom the one of the strongest force speaks.
_worst(binds, edges) := edges[0] if {
	count(binds) == 0
} else := array.concat([least[0]], array.slice(least, 2, 5)) if {
	least := min({[edge[0], _forces[[bind[1], bind[2]]], edge[1], edge[2], edge[3]] |
		some bind in binds
		edge := _bound[bind].edges[0]
	})
}

_strength := {"must": 0, "should": 1, "may": 2}

# By `[requirement, whether its advice]`.
_forces := {judged: _strength[entry.force] |
	some entry in entries.all
	judged := [entry.requirement, entry.adviceOf != null]
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
_verdicts := ["fail", "unknown", "waived", "pass"]

_rank := {verdict: rank | some rank, verdict in _verdicts}

_common(binds, edges) := {
	"bindings": [_binding(bind[1], bind[2], _bound[bind]) | some bind in binds],
	"requirements": sort({bind[1] | some bind in binds; bind[2] == false}),
	"advice": sort({bind[1] | some bind in binds; bind[2] == true}),
	"required": _required(binds),
	"verdict": _finding_verdict(binds, edges),
	"waivers": sort({id | some bind in binds; some id in _bound[bind].waivers}),
	"pairs": array.slice(pairs, 0, _sample),
	"pairCount": count(pairs),
} if {
	pairs := _unique_pairs(edges)
}

_unique_pairs(edges) := sort({[edge[1], edge[2]] | some edge in edges})

# What one requirement, or its advice, makes of a finding: the worst pair that it speaks of, what it asks of that one.
_binding(requirement, advice, bound) := {
	"requirement": requirement,
	"advice": advice,
	"required": levels.names[max([edge[4] | some edge in bound.edges; array.slice(edge, 0, 4) == worst])],
	"verdict": _verdicts[worst[0]],
	"from": worst[1],
	"to": worst[2],
	"pairCount": count(_unique_pairs(bound.edges)),
	"waivers": sort(bound.waivers),
} if {
	worst := array.slice(bound.edges[0], 0, 4)
}

# METADATA
# description: Two levels in words.
interval(bounds) := {"lower": levels.names[bounds[0]], "upper": levels.names[bounds[1]]}

# What the clauses themselves ask for; advice only where no clause asks for more than there is.
_required(binds) := null if {
	count(binds) == 0
} else := name if {
	asked := {edge[4] | some bind in binds; bind[2] == false; some edge in _bound[bind].edges}
	count(asked) > 0
	name := levels.names[max(asked)]
} else := levels.names[max({edge[4] | some bind in binds; some edge in _bound[bind].edges})]

_finding_verdict(binds, edges) := "not-applicable" if {
	count(binds) == 0
} else := _verdicts[edges[0][0]]

_leak_message(row, facts, edge) := sprintf("%v: %v %v %v", [_said(row, facts), edge.from, _arrow(edge), edge.to])

_said(row, facts) := object.get(facts[0], "message", row.title)

_arrow(edge) := "→" if {
	edge.directed
} else := "↔"

_other_findings := [finding |
	some key, binds in _bound_by
	some kind in {"placement", "inventory", "objects", "fact"}
	key[0] == kind
	finding := _other_finding(kind, key, binds)
]

_other_finding(kind, key, binds) := object.union(_common(binds, edges), {
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
	"missing": _other_missing(kind, key, binds),
	"witness": [],
}) if {
	edges := _edges_of(binds)
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

_other_missing("fact", _, binds) := sort({fact | some bind in binds; some fact in _bound[bind].missing})

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

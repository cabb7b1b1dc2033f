# METADATA
# title: What is worth knowing
# description: |
#   Facts of severity info, and those that every level tolerates: they lower nothing, and are told where the input asks
#   for it (`info: true`).
package envpolicy.informing

import data.envpolicy.told
import data.lib.envpolicy.findings
import data.lib.envpolicy.isolation
import data.lib.envpolicy.leak_table
import data.lib.envpolicy.levels

# How many deployments and objects are named for one fact.
_sample := 10

# METADATA
# description: |
#   `{"key", "leak", "channel", "cap", "message", "remediation", "deployments", "deploymentCount", "missing",
#   "witness"}`, one for each leak and place, on the whole estate; of one pair, `notices` speak.
all := [_told(key, facts) |
	input.info
	some key, facts in _at
	count(_names(facts)) > 1
]

_is_info(leak, fact) if object.get(fact, "severity", leak_table.rows[leak].severity) == "info"

_is_info(leak, fact) if isolation.cap(leak, fact) == levels.number.environment

# Of a shared thing, all that hold its key; of a way to reach, both ends.
_facts[key] contains fact if {
	input.info
	some [leak, fact] in isolation.holds
	_is_info(leak, fact)
	key := [leak, fact.key]
}

_facts[key] contains fact if {
	input.info
	some [leak, fact] in isolation.reaches
	fact.from != fact.to
	_is_info(leak, fact)
	key := [leak, fact.place]
}

# What lowers a pair's level is told as a finding.
_lowering := {hit.key | some hits in isolation.hits_of; some hit in hits}

_sites[place] contains fact if {
	some key, facts in _facts
	not key in _lowering
	place := [key[0], findings.site(key), sort([name | some name in _names(facts)])]
	some fact in facts
	_meets(key, facts)
}

_at := {place: facts | some place, facts in _sites}

_meets(key, _) if leak_table.rows[key[0]].kind == "reach"

_meets(key, facts) if {
	leak_table.rows[key[0]].kind == "shared"
	count({fact.deployment | some fact in facts}) > 1
	not _one_sided({object.get(fact, "side", "") | some fact in facts})
	not _covered({object.get(fact, "covered", null) | some fact in facts})
}

# Of what is covered by the same thing, another check speaks.
_covered(values) if {
	count(values) == 1
	not null in values
}

# Uses meet offers; what has no side meets its like.
_one_sided(sides) if sides in [{"uses"}, {"offers"}]

_names(facts) := {fact[end] | some fact in facts; some end in ["deployment", "from", "to"]}

_told(key, facts) := {
	"key": concat(" ", [told.leak_key(key), concat(",", key[2])]),
	"leak": row.id,
	"kind": row.kind,
	"channel": row.channel,
	"cap": levels.names[max([isolation.cap(key[0], fact) | some fact in facts])],
	"message": object.get(ordered[0], "message", row.title),
	"remediation": row.remediation,
	"deployments": array.slice(names, 0, _sample),
	"deploymentCount": count(names),
	"missing": sort({text | some fact in facts; some text in object.get(fact, "missing", [])}),
	"witness": array.slice([witness | some fact in ordered; some witness in fact.witness], 0, _sample),
} if {
	row := leak_table.rows[key[0]]
	names := sort([name | some name in _names(facts)])
	ordered := [entry[1] | some entry in sort([[fact.witness, object.remove(fact, ["key"])] | some fact in facts])]
}

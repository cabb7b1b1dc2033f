# METADATA
# title: What stands against an object
# description: |
#   The leaks that surely lower a pair below what a requirement asks, and that the object under review is part of. One
#   answer for each leak and requirement; the rest of the pairs is counted.
package lib.hosts.gatekeeper.told

import data.lib.envpolicy.findings
import data.lib.envpolicy.isolation
import data.lib.envpolicy.leak_table
import data.lib.envpolicy.waivers

_sampled := 5

# The facts that the object is a witness of, by leak and pair.
_blamed[where] contains fact if {
	some pair, hits in isolation.hits_of
	some hit in hits
	hit.certain
	some fact in findings.facts_of(hit.key, hit.edge)
	object.get(fact, "certain", true) == true
	_names(fact)
	where := [hit.key[0], pair]
}

_facts := {where: facts | some where, facts in _blamed}

_names(fact) if {
	some witness in fact.witness
	{"kind": witness.kind, "namespace": witness.namespace, "name": witness.name} == input.reviewed
}

_against[where] contains pair if {
	some [leak, pair], _ in _facts
	some index, requirement in input.asked
	_asks(requirement, pair)
	not _waived(requirement, leak_table.rows[leak].id, pair)
	where := [leak, index]
}

_asks(requirement, [a, b]) if {
	some group in requirement.pairs
	a in group.one
	b in group.other
}

_waived(requirement, _, pair) if count(waivers.of_requirement(requirement.id, pair, _is_floor(requirement))) > 0

_waived(requirement, leak, pair) if count(waivers.of_leak(leak, pair, _is_floor(requirement))) > 0

# Its value is an argument: undefined would be no answer.
# regal ignore:boolean-assignment
_is_floor(requirement) := object.get(requirement, "against", "floor") == "floor"

# METADATA
# description: Answers as Gatekeeper takes them, `{"msg", "details"}`.
all contains answer if {
	some [leak, index], pairs in {where: found | some where, found in _against}
	row := leak_table.rows[leak]
	requirement := input.asked[index]
	sorted := sort([one | some one in pairs])
	fact := sort([item | some item in _facts[[leak, sorted[0]]]])[0]
	answer := {
		"msg": sprintf("%v: %v: %v ↔ %v. %v (%v)%v. %v", [
			row.id,
			object.get(fact, "message", row.title),
			sorted[0][0],
			sorted[0][1],
			requirement.clause,
			requirement.id,
			_advice(requirement),
			row.remediation,
		]),
		"details": {
			"leak": row.id,
			"severity": object.get(fact, "severity", row.severity),
			"requirement": requirement.id,
			"clause": requirement.clause,
			"against": object.get(requirement, "against", "floor"),
			"pairs": array.slice(sorted, 0, _sampled),
			"totalPairs": count(sorted),
			"remediation": row.remediation,
			"witness": object.get(fact, "witness", []),
		},
	}
}

_advice(requirement) := "" if _is_floor(requirement)

_advice(requirement) := ", recommended" if not _is_floor(requirement)

# METADATA
# title: "Block `access`: who may hold what on both sides"
package lib.envpolicy.rule_access

import data.lib.envpolicy.access
import data.lib.envpolicy.pairing
import data.lib.envpolicy.records

# METADATA
# description: Findings about administrators and subjects of pairs, and about who approved whose change.
judge(parameters) := {"base": _base(parameters), "reason": null, "findings": array.concat(
	_overlaps(parameters),
	_approvals(parameters),
)}

_base(parameters) := "not-applicable" if {
	parameters.access.approverDiffersFromAuthor
	count(records.entries("changes")) == 0
	records.is_whole("changes")
} else := "pass"

_overlaps(parameters) := [finding |
	parameters.access.disjoint
	some pair, certain in pairing.formed(parameters)
	shared := access.verdict(pair[0], pair[1])
	verdict := _verdict(shared.value, certain)
	finding := {
		"kind": "access",
		"verdict": verdict,
		"message": _message(pair, verdict),
		"place": sprintf("subjects of %v and %v", pair),
		"deployments": pair,
		"witness": shared.witness,
		"missing": shared.missing,
	}
]

_message(pair, "fail") := sprintf("the same subjects may administer %v and %v", pair)

_message(pair, "unknown") := sprintf("not known whether the same subjects may administer %v and %v", pair)

_verdict(false, true) := "fail"

_verdict(false, null) := "unknown"

_verdict(null, _) := "unknown"

_approvals(parameters) := [finding |
	parameters.access.approverDiffersFromAuthor
	some finding in array.concat(_unlisted, _changes)
]

default _unlisted := []

_unlisted := records.nothing_of("changes", "change").findings if count(records.entries("changes")) == 0

_changes := [finding |
	some change in records.entries("changes")
	verdict := _approval(object.get(change, "author", null), object.get(change, "approvedBy", null))
	finding := {
		"kind": "change",
		"verdict": verdict,
		"message": sprintf("change %v: approver must differ from author", [change.id]),
		"place": sprintf("change %v, approvedBy", [change.id]),
		"missing": [sprintf("author and approvedBy of change %v", [change.id]) | verdict == "unknown"],
	}
]

_approval(author, approver) := records.absent("changes") if {
	null in [author, approver]
} else := "fail" if {
	author == approver
}

# METADATA
# title: "Block `access`: who may hold what on both sides"
package lib.envpolicy.rule_access

import data.lib.envpolicy.access
import data.lib.envpolicy.logic
import data.lib.envpolicy.pairing
import data.lib.envpolicy.records

# METADATA
# description: Findings about administrators and subjects of pairs, and about who approved whose change.
judge(parameters) := {
	"base": logic.worst({part.base | some part in parts}),
	"reason": _reason({part.reason | some part in parts; part.reason != null}),
	"findings": [finding | some part in parts; some finding in part.findings],
} if {
	parts := array.concat(
		[_disjoint(parameters, pairing.formed(parameters)) | parameters.access.disjoint],
		[_approvals | parameters.access.approverDiffersFromAuthor],
	)
}

_reason(reasons) := concat("; ", sort([reason | some reason in reasons])) if {
	count(reasons) > 0
} else := null

_disjoint(parameters, formed) := {
	"base": object.get(parameters, "whenNoPair", "not-applicable"),
	"reason": "no pair of deployments is formed",
	"findings": [],
} if {
	count(formed) == 0
} else := {"base": "pass", "reason": null, "findings": _overlaps(parameters, formed)}

_overlaps(parameters, formed) := [finding |
	some pair, certain in formed
	shared := access.verdict(pair[0], pair[1])
	undeclared := _undeclared(parameters.access, pair)
	verdict := _verdict(shared.value, count(undeclared) == 0, certain)
	unformed := [text | certain == null; some text in pairing.missing(parameters, pair)]
	unknown := array.concat(array.concat(shared.missing, undeclared), unformed)
	finding := {
		"kind": "access",
		"verdict": verdict,
		"message": _message(pair, verdict),
		"place": sprintf("subjects of %v and %v", pair),
		"deployments": pair,
		"witness": shared.witness,
		"missing": sort({text | some text in unknown}),
	}
]

# Who may administer something is more than its cluster's bindings say.
_undeclared(block, pair) := [sprintf("administrators of %v", [name]) |
	"administrators" in block.disjoint
	some name in pair
	not name in access.administered
]

_message(pair, "fail") := sprintf("the same subjects may administer %v and %v", pair)

_message(pair, "unknown") := sprintf("not known whether the same subjects may administer %v and %v", pair)

_verdict(_, _, null) := "unknown"

_verdict(false, _, true) := "fail"

_verdict(null, _, true) := "unknown"

_verdict(true, false, true) := "unknown"

# A change that has not reached production may still be approved by somebody else.
_made := [change | some change in records.entries("changes"); object.get(change, "production", null) != null]

_approvals := records.nothing_of("changes", "change") if {
	count(_made) == 0
} else := {"base": "pass", "reason": null, "findings": [finding |
	some change in _made
	verdict := _approval(object.get(change, "author", null), object.get(change, "approvedBy", null))
	finding := {
		"kind": "change",
		"verdict": verdict,
		"message": sprintf("change %v: approver must differ from author", [change.id]),
		"place": sprintf("change %v, approvedBy", [change.id]),
		"missing": [sprintf("author and approvedBy of change %v", [change.id]) | verdict == "unknown"],
	}
]}

_approval(author, approver) := records.absent("changes") if {
	null in [author, approver]
} else := "fail" if {
	author == approver
}

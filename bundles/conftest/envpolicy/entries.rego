# METADATA
# title: What was judged
# description: |
#   What the requirements' modules say, and the advice of each that is not followed, after waivers.
package envpolicy.entries

import data.envpolicy.requirements
import data.lib.envpolicy.findings
import data.lib.envpolicy.waivers

_judged := [requirements[regulation][id].result |
	some regulation, id
	_is_asked(requirements[regulation][id].parameters.id)
]

# A host that has more requirements than a plan names says in the input which ones are asked of it.
_is_asked(_) if not input.requirements

_is_asked(id) if id in input.requirements

# METADATA
# description: What is asked for and has no result, as where a bundle lacks it; nothing of it was decided.
undecided := {id | some id in object.get(input, "requirements", [])} - _selected

# METADATA
# description: |
#   Each requirement, then each advice (`adviceOf` is its requirement), with what stands against it: `shortfalls` of
#   pairs with their causes, and `findings` of blocks that are not about levels.
all := array.concat(
	[_entry(item, item.shortfalls, item.findings, null) | some item in _judged],
	[object.union(_entry(item, item.advice, [], item.id), {"base": "pass", "reason": null}) |
		some item in _judged
		count(item.advice) > 0
	],
)

# Advice is advice, whatever the clause says for itself.
_force(force, null) := force

_force(_, advice_of) := "should" if advice_of != null

_entry(item, shortfalls, found, advice_of) := {
	"requirement": item.id,
	"adviceOf": advice_of,
	"recommendation": item.recommendation,
	"force": _force(item.force, advice_of),
	"applies": item.applies,
	"base": item.base,
	"reason": item.reason,
	"missing": item.missing,
	"remediation": item.remediation,
	"asked": item.asked,
	"shortfalls": [{
		"shortfall": part,
		"verdict": _after(part.verdict, ids),
		"waivers": ids,
		"causes": [cause | findings.told_of(part); some cause in findings.causes(part)],
	} |
		some shortfall in shortfalls
		some [part, ids] in findings.by_waivers(item.id, shortfall)
	],
	"findings": [object.union(finding, {"verdict": _after(finding.verdict, waived_by), "waivers": _ids(waived_by)}) |
		some finding in found
		waived_by := waivers.of_requirement(item.id, object.get(finding, "deployments", []), true)
	],
}

_after(_, waived_by) := "waived" if count(waived_by) > 0

_after(verdict, []) := verdict

_ids(list) := sort({waiver.id | some waiver in list})

# METADATA
# description: The findings of other blocks, all or those about the pair that the input wants explained.
own_of(entry) := [finding |
	some finding in entry.findings
	_own_in_focus(object.get(finding, "deployments", []))
]

_own_in_focus(_) if not input.explain

_own_in_focus(deployments) if sort(deployments) == sort(input.explain)

# What is about one of the two alone, where the input asks for that as well.
_own_in_focus([name]) if {
	input.alone
	name in input.explain
}

_selected := {entry.requirement | some entry in all}

# METADATA
# description: Whether a waiver is for something that is judged here; one for a requirement that is not selected is not.
# scope: document
speaks_to(waiver) if waiver.leak

speaks_to(waiver) if waiver.requirement in _selected

# METADATA
# description: The waivers that waive something.
used_waivers := {id | some entry in all; some item in entry.shortfalls; some id in item.waivers} | {id |
	some entry in all
	some finding in entry.findings
	some id in finding.waivers
}

# METADATA
# title: A requirement
# description: |
#   Hands the parameters of a requirement to the rules of the blocks that it has, and gathers what they say. Generated
#   modules call `judge`; one with Rego of its own calls `judge_with`.
package lib.envpolicy.requirement

import data.lib.envpolicy.applicability
import data.lib.envpolicy.pairing
import data.lib.envpolicy.rule_access
import data.lib.envpolicy.rule_data
import data.lib.envpolicy.rule_environments
import data.lib.envpolicy.rule_evidence
import data.lib.envpolicy.rule_isolation
import data.lib.envpolicy.rule_promotion

# METADATA
# description: |
#   `{"id", "applies", "reason", "missing", "base", "shortfalls", "advice", "findings", "asked"}`: what stands against
#   the requirement, before waivers; `base` is the verdict where nothing does; `asked` is what it asks of the pair that
#   the input wants explained, null where it asks nothing of it.
judge(parameters) := judge_with(parameters, [])

# METADATA
# description: The same with the findings of the author's own Rego.
judge_with(parameters, own) := object.union(_identity(parameters), {
	"applies": applies.value,
	"reason": _first([applies.reason], parts),
	"missing": applies.missing,
	"base": _base(parts),
	"shortfalls": [shortfall | some part in parts; some shortfall in object.get(part, "shortfalls", [])],
	"advice": [shortfall | some part in parts; some shortfall in object.get(part, "advice", [])],
	"findings": [finding | some part in parts; some finding in object.get(part, "findings", [])],
	"asked": _asked(parameters, true),
}) if {
	applies := applicability.of(parameters)
	applies.value == true
	parts := array.concat(_parts(parameters), _own(own))
} else := object.union(_identity(parameters), {
	"applies": applies.value,
	"reason": applies.reason,
	"missing": applies.missing,
	"base": "not-applicable",
	"shortfalls": [],
	"advice": [],
	"findings": [],
	"asked": _asked(parameters, applies.value),
}) if {
	applies := applicability.of(parameters)
}

# --- what is asked of the pair that the input wants explained

_asked(parameters, applies) := object.union(_levels(parameters, pair), {
	"disjoint": object.get(parameters, ["access", "disjoint"], []),
	"missing": [text | certain == null; some text in pairing.missing(parameters, pair)],
}) if {
	applies != false
	is_array(object.get(parameters, "between", null))
	pair := sort(input.explain)
	certain := pairing.formed(parameters)[pair]
} else := null

_levels(parameters, pair) := rule_isolation.asked(parameters, pair) if {
	parameters.isolation
} else := {"floor": null, "recommended": null, "anyOf": []}

# Rego of the author's own: `applies` false makes it not applicable, null unknown.
_own([]) := []

_own(own) := [{"base": _own_base(own.applies), "reason": _own_reason(own.applies), "findings": findings}] if {
	is_object(own)
	findings := [object.union({"kind": "rule", "place": ""}, _own_finding(finding)) | some finding in own.findings]
}

# What an author's rule says counts against the requirement, in whatever form it is said: nothing is dropped.
_own_finding(finding) := object.union({"message": "its own rule says so", "verdict": "fail"}, finding) if {
	is_object(finding)
	object.get(finding, "verdict", "fail") in {"fail", "unknown"}
} else := object.union(finding, {"verdict": "unknown", "message": sprintf(
	"its own rule gives the verdict %v, which is neither fail nor unknown",
	[finding.verdict],
)}) if {
	is_object(finding)
} else := {"message": finding, "verdict": "fail"} if {
	is_string(finding)
} else := {"message": sprintf("its own rule says %v", [finding]), "verdict": "unknown"}

_own_reason(true) := null

_own_reason(false) := "does not apply"

_own_reason(null) := "not known whether it applies"

_own_base(true) := "pass"

_own_base(false) := "not-applicable"

_own_base(null) := "unknown"

_identity(parameters) := {
	"id": parameters.id,
	"clause": parameters.clause,
	"force": parameters.force,
	"remediation": object.get(parameters, "remediation", ""),
	"recommendation": object.get(parameters, ["isolation", "recommendation"], null),
}

_parts(parameters) := array.concat(
	array.concat(_isolation(parameters), _data(parameters)),
	array.concat(
		array.concat(_access(parameters), _promotion(parameters)),
		array.concat(_environments(parameters), _evidence(parameters)),
	),
)

_isolation(parameters) := [rule_isolation.judge(parameters)] if parameters.isolation

_isolation(parameters) := [] if not parameters.isolation

_data(parameters) := [rule_data.judge(parameters)] if parameters.data

_data(parameters) := [] if not parameters.data

_access(parameters) := [rule_access.judge(parameters)] if parameters.access

_access(parameters) := [] if not parameters.access

_promotion(parameters) := [rule_promotion.judge(parameters)] if parameters.promotion

_promotion(parameters) := [] if not parameters.promotion

_environments(parameters) := [rule_environments.judge(parameters)] if parameters.environments

_environments(parameters) := [] if not parameters.environments

_evidence(parameters) := [rule_evidence.judge(parameters)] if parameters.evidence

_evidence(parameters) := [] if not parameters.evidence

_base(parts) := "unknown" if {
	some part in parts
	part.base == "unknown"
} else := "pass" if {
	some part in parts
	part.base == "pass"
} else := "not-applicable"

_first(given, parts) := reasons[0] if {
	reasons := [reason |
		some reason in array.concat(given, [object.get(part, "reason", null) | some part in parts])
		reason != null
	]
	count(reasons) > 0
} else := null

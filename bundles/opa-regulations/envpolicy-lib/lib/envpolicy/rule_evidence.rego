# METADATA
# title: "Block `evidence`: records that must exist"
package lib.envpolicy.rule_evidence

import data.lib.envpolicy.records

# METADATA
# description: One finding for each record that is missing, or not known to exist.
judge(parameters) := {"base": "pass", "findings": [finding |
	some wanted in parameters.evidence
	covers := object.get(wanted, "covers", [])
	held := records.recorded({
		"record": wanted.record,
		"requirement": parameters.id,
		"covers": covers,
		"age": object.get(wanted, "maxAge", null),
	})
	held != true
	finding := {
		"kind": "evidence",
		"verdict": _verdict(held),
		"message": sprintf("no evidence %v%v is on record", [wanted.record, _covering(covers)]),
		"place": concat("", ["evidence ", wanted.record]),
		"missing": ["records.evidence"],
	}
]}

_verdict(false) := "fail"

_verdict(null) := "unknown"

_covering([]) := ""

_covering(covers) := concat("", [" covering ", concat(", ", covers)]) if count(covers) > 0

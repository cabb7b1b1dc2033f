# METADATA
# title: The report, as conftest shows it
# description: One entry for each requirement and finding; one for a requirement that falls short without a finding.
package hosts.conftest.told

import data.envpolicy.main as judged
import data.hosts.conftest.estate
import data.hosts.conftest.given
import data.hosts.conftest.manifests
import data.hosts.conftest.objects
import data.hosts.conftest.tables

_report := report if {
	given_to_policies := estate.input_of_policies
	report := judged.report[0] with input as given_to_policies
}

_findings[key] contains finding if {
	some finding in _report.findings
	key := finding.key
}

_by_key := {key: findings | some key, findings in _findings}

# METADATA
# description: Failed and undecided requirements that bind, and what could not be read.
failures := [entry | some entry in _entries; entry.force == "must"]

# METADATA
# description: The same of what is recommended, and oddities.
warnings := array.concat([entry | some entry in _entries; entry.force != "must"], _oddities)

_entries := array.concat(array.concat(_with_findings, _without_findings), array.concat(_unread, _lacking))

_with_findings := [entry |
	some result in _report.results
	result.verdict in {"fail", "unknown"}
	some key in result.findings
	some finding in _by_key[key]
	some binding in _bindings(result, finding)
	binding.verdict in {"fail", "unknown"}
	entry := _entry(result, finding, binding)
]

_is_advice(result) if {
	result.adviceOf != null
} else := false

_bindings(result, finding) := [binding |
	some binding in finding.bindings
	binding.requirement == result.requirement
	binding.advice == _is_advice(result)
] if {
	finding.bindings
	count(finding.bindings) > 0
} else := [{"verdict": finding.verdict, "required": null, "from": null, "to": null, "pairCount": 0}]

_without_findings := [entry |
	some result in _report.results
	result.verdict in {"fail", "unknown"}
	count([1 |
		some key in result.findings
		some finding in _by_key[key]
		some binding in _bindings(result, finding)
		binding.verdict in {"fail", "unknown"}
	]) == 0
	about := _about(result)
	entry := object.union(about, {
		"msg": sprintf("%v (%v): %v", [_name(result), about.clause, _reason(result)]),
		"verdict": result.verdict,
		"missing": result.missing,
		"_loc": _location(null),
	})
]

_reason(result) := result.reason if {
	is_string(result.reason)
} else := result.verdict

_name(result) := sprintf("%v/recommended", [result.requirement]) if {
	result.adviceOf != null
} else := result.requirement

_about(result) := {
	"requirement": _name(result),
	"clause": _clause(result, described),
	"title": described.title,
	"regulation": described.regulation,
	"provenance": described.provenance,
	"force": _force(result, described),
	"remediation": described.remediation,
} if {
	described := tables.requirements[result.requirement]
}

# Advice is nobody's clause: it is the recommendation that it comes from.
_clause(result, described) := described.clause if {
	result.adviceOf == null
} else := sprintf("recommendation of %v", [result.recommendation]) if {
	is_string(result.recommendation)
} else := "recommendation of envpolicy"

_force(result, described) := "should" if {
	result.adviceOf != null
	described.force != "may"
} else := described.force

_entry(result, finding, binding) := object.union(about, {
	"msg": sprintf("%v (%v): %v", [_name(result), about.clause, finding.message]),
	"verdict": binding.verdict,
	"finding": finding.key,
	"leak": finding.leak,
	"kind": finding.kind,
	"severity": finding.severity,
	"remediation": _remediation(about, finding),
	"required": binding.required,
	"nominal": object.get(finding, "nominal", null),
	"effective": object.get(finding, "effective", null),
	"from": binding.from,
	"to": binding.to,
	"pairs": object.get(finding, "pairs", []),
	"pairCount": binding.pairCount,
	"missing": object.get(finding, "missing", []),
	"witness": [_witness(witness) | some witness in object.get(finding, "witness", [])],
	"_loc": _location(object.get(finding, "witness", [])),
}) if {
	about := _about(result)
}

_remediation(about, finding) := finding.remediation if {
	is_string(object.get(finding, "remediation", null))
	finding.remediation != ""
} else := about.remediation

_witness(witness) := object.union(object.remove(witness, ["index"]), _place(witness))

_place(witness) := objects.place_of(witness.cluster, witness.kind, witness.index) if {
	estate.is_made_here
} else := {}

# Policies are not told where in a file something stands: the first line stands for the file.
_location(witnesses) := {"file": files[0], "line": 1} if {
	is_array(witnesses)
	files := [_place(witness).file | some witness in witnesses]
	count(files) > 0
} else := {"file": given.plan.shown, "line": 1} if {
	given.plan
} else := {"file": "Combined", "line": 1}

_unread := [entry |
	estate.is_made_here
	count(estate.reasons) == 0
	some problem in manifests.problems
	entry := {
		"msg": sprintf("%v: %v", [problem.cluster, problem.message]),
		"verdict": "unknown",
		"force": "must",
		"kind": "input",
		"_loc": {"file": problem.file, "line": 1},
	}
]

_lacking := [{"msg": sprintf("%v was asked for, and is not in this policy", [id]), "verdict": "unknown", "force": "must"} |
	some id in _report.undecided
]

_oddities := [{"msg": sprintf("%v is of no cluster of the plan: nothing in it was looked at", [file]), "_loc": {"file": file, "line": 1}} |
	estate.is_made_here
	count(estate.reasons) == 0
	some file in manifests.strays
]

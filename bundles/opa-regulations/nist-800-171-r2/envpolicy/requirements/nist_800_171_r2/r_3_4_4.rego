# METADATA
# title: "The impact of a change on security is analysed before the change is made"
# description: "The text asks for no environment and names no level of isolation. Clause 3.4.4."
# scope: package
# custom:
#   id: "nist-800-171-r2-3.4.4"
#   clause: "3.4.4"
#   regulation: "nist-800-171-r2"
#   provenance: confirmed
#   basis: explicit
#   force: must
#   sources:
#     - "NIST SP 800-171r2, 3.4.4"
package envpolicy.requirements.nist_800_171_r2.r_3_4_4

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "nist-800-171-r2-3.4.4",
	"clause": "3.4.4",
	"regulation": "nist-800-171-r2",
	"remediation": "Analyse the impact before the change, and record the date as `impactAnalysis`.",
	"force": "must",
	"appliesWhen": {"organisation": [{"fact": "processesCui", "in": [true], "negated": false, "absent": null}]},
	"promotion": {"register": "changes", "records": [{"field": "impactAnalysis", "by": "production"}]},
}

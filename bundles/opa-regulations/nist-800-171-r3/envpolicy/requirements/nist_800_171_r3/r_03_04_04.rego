# METADATA
# title: "The impact of a change on security is analysed before it, and the requirements are
#     verified after it"
# description: "The text asks for no environment and names no level of isolation. Clause 03.04.04."
# scope: package
# custom:
#   id: "nist-800-171-r3-03.04.04"
#   clause: "03.04.04"
#   regulation: "nist-800-171-r3"
#   provenance: confirmed
#   basis: explicit
#   force: must
#   sources:
#     - "NIST SP 800-171r3, 03.04.04"
package envpolicy.requirements.nist_800_171_r3.r_03_04_04

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "nist-800-171-r3-03.04.04",
	"clause": "03.04.04",
	"regulation": "nist-800-171-r3",
	"remediation": concat(" ", [
		"Record the analysis as `impactAnalysis`, and the verification after the change as",
		"`verifiedAfter`.",
	]),
	"force": "must",
	"appliesWhen": {"organisation": [{"fact": "processesCui", "in": [true], "negated": false, "absent": null}]},
	"promotion": {
		"register": "changes",
		"records": [
			{"field": "impactAnalysis", "by": "production"},
			{"field": "verifiedAfter", "after": "production"},
		],
	},
}

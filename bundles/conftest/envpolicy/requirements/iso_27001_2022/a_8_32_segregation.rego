# METADATA
# title: "Nobody approves a change of their own"
# description: "Read together with A.5.3, which keeps conflicting duties with different people. Clause
#     A.8.32."
# scope: package
# custom:
#   id: "iso-27001-2022-A.8.32-segregation"
#   clause: "A.8.32"
#   regulation: "iso-27001-2022"
#   provenance: confirmed
#   basis: risk-based
#   force: should
#   sources:
#     - "ISO/IEC 27001:2022 Annex A, 5.3 and 8.32"
package envpolicy.requirements.iso_27001_2022.a_8_32_segregation

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "iso-27001-2022-A.8.32-segregation",
	"clause": "A.8.32",
	"regulation": "iso-27001-2022",
	"remediation": "Let somebody else than the author approve the change.",
	"force": "should",
	"access": {"approverDiffersFromAuthor": true},
}

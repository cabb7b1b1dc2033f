# METADATA
# title: "Development stands apart from testing"
# description: "Clause A.8.31."
# scope: package
# custom:
#   id: "iso-27001-2022-A.8.31-development"
#   clause: "A.8.31"
#   regulation: "iso-27001-2022"
#   provenance: confirmed
#   basis: risk-based
#   force: should
#   sources:
#     - "ISO/IEC 27001:2022 Annex A, 8.31"
package envpolicy.requirements.iso_27001_2022.a_8_31_development

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "iso-27001-2022-A.8.31-development",
	"clause": "A.8.31",
	"regulation": "iso-27001-2022",
	"remediation": "Give the development deployment a namespace of its own.",
	"force": "should",
	"between": [
		[[{"field": ["stage"], "in": ["development"], "negated": false}]],
		[[{"field": ["stage"], "in": ["testing"], "negated": false}]],
	],
	"scope": "same-application",
	"whenNoPair": "not-applicable",
	"isolation": {"floor": 2, "basis": "risk-based"},
}

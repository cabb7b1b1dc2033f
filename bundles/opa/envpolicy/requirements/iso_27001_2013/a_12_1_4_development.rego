# METADATA
# title: "Development stands apart from testing"
# description: "Superseded by A.8.31 of the edition of 2022, whose verdict it shares. Superseded by
#     iso-27001-2022-A.8.31-development, whose verdict it shares. Clause A.12.1.4."
# scope: package
# custom:
#   id: "iso-27001-2013-A.12.1.4-development"
#   clause: "A.12.1.4"
#   regulation: "iso-27001-2013"
#   provenance: secondary
#   basis: risk-based
#   force: should
#   sources:
#     - "ISO/IEC 27001:2013 Annex A, 12.1.4 (title)"
#   superseded_by: ["iso-27001-2022-A.8.31-development"]
package envpolicy.requirements.iso_27001_2013.a_12_1_4_development

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "iso-27001-2013-A.12.1.4-development",
	"clause": "A.12.1.4",
	"regulation": "iso-27001-2013",
	"remediation": "",
	"force": "should",
	"between": [
		[[{"field": ["stage"], "in": ["development"], "negated": false}]],
		[[{"field": ["stage"], "in": ["testing"], "negated": false}]],
	],
	"scope": "same-application",
	"whenNoPair": "not-applicable",
	"isolation": {"floor": 2, "basis": "risk-based"},
}

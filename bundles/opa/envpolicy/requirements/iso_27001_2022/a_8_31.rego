# METADATA
# title: "Production stands apart from everything that is not production"
# description: "The control names no level; separation in proportion to the risk is accepted. A
#     namespace is the lowest that can be argued; separate Environments are advised. Clause
#     A.8.31."
# scope: package
# related_resources:
#   - ref: "https://elastisys.io/welkin/user-guide/how-many-environments/"
# custom:
#   id: "iso-27001-2022-A.8.31"
#   clause: "A.8.31"
#   regulation: "iso-27001-2022"
#   provenance: confirmed
#   basis: risk-based
#   force: must
#   sources:
#     - "ISO/IEC 27001:2022 Annex A, 8.31"
package envpolicy.requirements.iso_27001_2022.a_8_31

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "iso-27001-2022-A.8.31",
	"clause": "A.8.31",
	"regulation": "iso-27001-2022",
	"remediation": "Move the non-production deployments into an Environment of their own.",
	"force": "must",
	"between": [
		[[{
			"field": ["stage"],
			"in": ["local", "development", "integration", "testing", "staging"],
			"negated": false,
		}]],
		[[{"field": ["stage"], "in": ["production"], "negated": false}]],
	],
	"scope": "any-application",
	"whenNoPair": "not-applicable",
	"isolation": {"floor": 2, "default": 4, "basis": "risk-based", "recommendation": "welkin-two-environments"},
}

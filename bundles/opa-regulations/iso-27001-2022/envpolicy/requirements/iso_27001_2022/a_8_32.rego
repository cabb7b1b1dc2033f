# METADATA
# title: "Every change is assessed, authorised and has a fall-back before it reaches production"
# description: "The control asks for a procedure; what is looked for here is its trace on each change.
#     Clause A.8.32."
# scope: package
# custom:
#   id: "iso-27001-2022-A.8.32"
#   clause: "A.8.32"
#   regulation: "iso-27001-2022"
#   provenance: confirmed
#   basis: risk-based
#   force: must
#   sources:
#     - "ISO/IEC 27001:2022 Annex A, 8.32"
package envpolicy.requirements.iso_27001_2022.a_8_32

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "iso-27001-2022-A.8.32",
	"clause": "A.8.32",
	"regulation": "iso-27001-2022",
	"remediation": "Record assessment, approval and fall-back of the change; for an emergency do so afterwards.",
	"force": "must",
	"promotion": {
		"register": "changes",
		"records": [
			{"field": "assessed", "by": "production"},
			{"field": "approvedBy"},
			{"field": "approved", "by": "production"},
			{"field": "fallback"},
		],
		"afterwards": ["emergency"],
	},
}

# METADATA
# title: "Raw personal data is not used outside production unless it is protected alike and
#     approved"
# description: "The control asks for test information that is well chosen and protected; that
#     protection alike and an approval are needed is our reading. Clause A.8.33."
# scope: package
# custom:
#   id: "iso-27001-2022-A.8.33"
#   clause: "A.8.33"
#   regulation: "iso-27001-2022"
#   provenance: confirmed
#   basis: risk-based
#   force: must
#   sources:
#     - "ISO/IEC 27001:2022 Annex A, 8.33"
package envpolicy.requirements.iso_27001_2022.a_8_33

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "iso-27001-2022-A.8.33",
	"clause": "A.8.33",
	"regulation": "iso-27001-2022",
	"remediation": concat(" ", [
		"Anonymise the data, or protect the deployment as production is and record",
		"`test-data-approval`.",
	]),
	"force": "must",
	"data": {
		"at": [[{
			"field": ["stage"],
			"in": ["local", "development", "integration", "testing", "staging"],
			"negated": false,
		}]],
		"qualities": ["personal", "patient", "ephi"],
		"treatments": ["raw"],
		"allowedWhen": {"protection": "as-production", "record": "test-data-approval"},
	},
}

# METADATA
# title: "Changes of a medical device's application can be verified apart from its production"
# description: "Clause Annex VI Part C 6.5."
# scope: package
# custom:
#   id: "mdr-annex-vi-c-6.5-application"
#   clause: "Annex VI Part C 6.5"
#   regulation: "mdr"
#   provenance: confirmed
#   basis: interpreted
#   force: must
#   sources:
#     - "Regulation (EU) 2017/745, Annex VI Part C, 6.5.2 and 6.5.3"
package envpolicy.requirements.mdr.annex_vi_c_6_5_application

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "mdr-annex-vi-c-6.5-application",
	"clause": "Annex VI Part C 6.5",
	"regulation": "mdr",
	"remediation": "Give the non-production deployment an Environment, at least a namespace, of its own.",
	"force": "must",
	"appliesWhen": {"deployments": [[{"field": ["medicalDevice"], "in": [true], "negated": false}]]},
	"between": [
		[[{
			"field": ["stage"],
			"in": ["local", "development", "integration", "testing", "staging"],
			"negated": false,
		}]],
		[[
			{"field": ["stage"], "in": ["production"], "negated": false},
			{"field": ["medicalDevice"], "in": [true], "negated": false},
		]],
	],
	"scope": "same-application",
	"whenNoPair": "not-applicable",
	"isolation": {"floor": 2, "default": 4, "basis": "interpreted"},
}

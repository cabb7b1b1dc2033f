# METADATA
# title: "Test and production operation of an application are as far apart as its protection need
#     asks"
# description: "The text asks for an architecture that fits the protection need; which level fits which
#     need is our reading. Clause APP.4.4.A1 (2)."
# scope: package
# custom:
#   id: "bsi-app-4.4.A1-level"
#   clause: "APP.4.4.A1 (2)"
#   regulation: "bsi-app-4.4"
#   provenance: confirmed
#   basis: interpreted
#   force: should
#   sources:
#     - "IT-Grundschutz-Kompendium 2023, APP.4.4.A1"
package envpolicy.requirements.bsi_app_4_4.a1_level

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "bsi-app-4.4.A1-level",
	"clause": "APP.4.4.A1 (2)",
	"regulation": "bsi-app-4.4",
	"remediation": "Move the test operation further away, as the protection need asks.",
	"force": "should",
	"between": [
		[[{
			"field": ["stage"],
			"in": ["local", "development", "integration", "testing", "staging"],
			"negated": false,
		}]],
		[[{"field": ["stage"], "in": ["production"], "negated": false}]],
	],
	"scope": "same-application",
	"whenNoPair": "not-applicable",
	"isolation": {"floorByProtection": {"normal": 2, "high": 3, "very-high": 4}, "basis": "interpreted"},
}

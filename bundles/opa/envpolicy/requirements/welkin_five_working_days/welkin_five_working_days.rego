# METADATA
# title: "Major and minor updates of the platform reach production five working days after
#     non-production"
# description: "Day 0 is the calendar date, in Europe/Stockholm, on which the last designated
#     non-production Environment got the update; production may follow from working day 5 on.
#     The text says at least five working days; counting them so is our reading. Clause A2.6."
# scope: package
# custom:
#   id: "welkin-five-working-days"
#   clause: "A2.6"
#   regulation: "welkin-five-working-days"
#   provenance: confirmed
#   basis: explicit
#   force: must
#   sources:
#     - "Elastisys Terms of Service, A2.6"
package envpolicy.requirements.welkin_five_working_days.welkin_five_working_days

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "welkin-five-working-days",
	"clause": "A2.6",
	"regulation": "welkin-five-working-days",
	"remediation": "Wait until the fifth working day after the update of the last non-production Environment.",
	"force": "must",
	"appliesWhen": {
		"organisation": [{"fact": "managedService", "in": [false], "negated": true, "absent": true}],
		"environments": [{"field": ["class"], "in": ["non-production"], "negated": false}],
	},
	"promotion": {
		"register": "updates",
		"layer": ["platform"],
		"change": ["major", "minor"],
		"exempt": ["patch", "security-patch", "critical-security-patch"],
		"from": {"environmentClass": "non-production"},
		"to": {"environmentClass": "production"},
		"everyEnvironment": true,
		"soak": {"workingDays": 5, "calendar": "se-elastisys"},
	},
}

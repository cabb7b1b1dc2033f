# METADATA
# title: "Patient data outside production is protected as in production, and apart from it"
# description: "The wording was not read: only the heading over 9 and 10 §§, on procurement and
#     development, is known. The wording of the clause was not read: it is held against
#     nobody. Clause 3 kap. 10 §."
# scope: package
# custom:
#   id: "hslf-fs-2016-40-3-10"
#   clause: "3 kap. 10 §"
#   regulation: "hslf-fs-2016-40"
#   provenance: unconfirmed
#   basis: interpreted
#   force: should
#   sources:
#     - "HSLF-FS 2016:40, heading over 3 kap. 9-10 §§"
package envpolicy.requirements.hslf_fs_2016_40.r_3_10

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "hslf-fs-2016-40-3-10",
	"clause": "3 kap. 10 §",
	"regulation": "hslf-fs-2016-40",
	"remediation": "Anonymise the data, or protect the deployment as production is, in an Environment of its own.",
	"force": "should",
	"appliesWhen": {
		"organisation": [{"fact": "careProvider", "in": [true], "negated": false, "absent": null}],
		"deployments": [[
			{"field": ["stage"], "in": ["production"], "negated": false},
			{"field": ["data", "qualities"], "in": ["patient"], "negated": false},
		]],
	},
	"between": [
		[[
			{
				"field": ["stage"],
				"in": ["local", "development", "integration", "testing", "staging"],
				"negated": false,
			},
			{"field": ["data", "qualities"], "in": ["patient"], "negated": false},
		]],
		[[{"field": ["stage"], "in": ["production"], "negated": false}]],
	],
	"scope": "any-application",
	"whenNoPair": "not-applicable",
	"isolation": {"floor": 2, "default": 4, "basis": "interpreted", "recommendation": "welkin-two-environments"},
	"data": {
		"at": [[
			{
				"field": ["stage"],
				"in": ["local", "development", "integration", "testing", "staging"],
				"negated": false,
			},
			{"field": ["data", "qualities"], "in": ["patient"], "negated": false},
		]],
		"qualities": ["patient"],
		"treatments": ["raw", "pseudonymised"],
		"allowedWhen": {"protection": "as-production"},
	},
}

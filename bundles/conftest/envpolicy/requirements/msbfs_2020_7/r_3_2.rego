# METADATA
# title: "Production stands apart from everything that is not production"
# description: "The wording was not read: that the paragraph is about environments is inferred from
#     where the platform's documentation names it. A municipality is not a state authority.
#     The wording of the clause was not read: it is held against nobody. Clause 3 kap. 2 §."
# scope: package
# related_resources:
#   - ref: "https://lagen.nu/msbfs/2020:7"
# custom:
#   id: "msbfs-2020-7-3-2"
#   clause: "3 kap. 2 §"
#   regulation: "msbfs-2020-7"
#   provenance: unconfirmed
#   basis: interpreted
#   force: should
package envpolicy.requirements.msbfs_2020_7.r_3_2

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "msbfs-2020-7-3-2",
	"clause": "3 kap. 2 §",
	"regulation": "msbfs-2020-7",
	"remediation": "Move the non-production deployments into an Environment of their own, and read the paragraph.",
	"force": "should",
	"appliesWhen": {"organisation": [{"fact": "swedishStateAuthority", "in": [true], "negated": false, "absent": null}]},
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
	"isolation": {"floor": 2, "default": 4, "basis": "interpreted", "recommendation": "welkin-two-environments"},
}

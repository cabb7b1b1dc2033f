# METADATA
# title: "Data and audience grow with the stage, and real customers and their data are met in
#     production alone"
# description: "Clause Ideal Promotion."
# scope: package
# related_resources:
#   - ref: "https://elastisys.io/welkin/user-guide/how-many-environments/"
# custom:
#   id: "welkin-ideal-promotion"
#   clause: "Ideal Promotion"
#   regulation: "welkin-ideal-promotion"
#   provenance: confirmed
#   basis: explicit
#   force: may
package envpolicy.requirements.welkin_ideal_promotion.welkin_ideal_promotion

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "welkin-ideal-promotion",
	"clause": "Ideal Promotion",
	"regulation": "welkin-ideal-promotion",
	"remediation": "Use data of a more harmless class, or move the audience to a later stage.",
	"force": "may",
	"data": {
		"at": [[]],
		"classAtMost": {
			"local": "throw-away",
			"development": "throw-away",
			"integration": "seed",
			"testing": "seed",
			"staging": "realistic",
			"production": "customer",
		},
		"audienceAtMost": {
			"local": "myself",
			"development": "my-team",
			"integration": "qa",
			"testing": "qa",
			"staging": "product-managers",
			"production": "end-users",
		},
	},
}

# METADATA
# title: "There are at least two Environments, one for production alone and one designated for
#     everything else"
# description: "Clause At least two Environments."
# scope: package
# related_resources:
#   - ref: "https://elastisys.io/welkin/user-guide/how-many-environments/"
# custom:
#   id: "welkin-two-environments"
#   clause: "At least two Environments"
#   regulation: "welkin-two-environments"
#   provenance: confirmed
#   basis: explicit
#   force: should
package envpolicy.requirements.welkin_two_environments.welkin_two_environments

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "welkin-two-environments",
	"clause": "At least two Environments",
	"regulation": "welkin-two-environments",
	"remediation": "Set up an Environment of class non-production, and move what is not production there.",
	"force": "should",
	"environments": {"atLeast": 2, "designatedNonProduction": 1, "productionHoldsOnly": "production"},
}

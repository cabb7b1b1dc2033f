# METADATA
# title: "Each application has a service account of its own, with no more rights than it needs"
# description: "Clause APP.4.4.A9 (1)-(3)."
# scope: package
# custom:
#   id: "bsi-app-4.4.A9"
#   clause: "APP.4.4.A9 (1)-(3)"
#   regulation: "bsi-app-4.4"
#   provenance: confirmed
#   basis: explicit
#   force: should
#   sources:
#     - "IT-Grundschutz-Kompendium 2023, APP.4.4.A9"
package envpolicy.requirements.bsi_app_4_4.a9

import data.envpolicy.requirements.bsi_app_4_4.a9_own
import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge_with(parameters, {
	"applies": true,
	"findings": [finding | some finding in a9_own.findings],
})

parameters := {
	"id": "bsi-app-4.4.A9",
	"clause": "APP.4.4.A9 (1)-(3)",
	"regulation": "bsi-app-4.4",
	"remediation": concat(" ", [
		"Create a service account for the application, mount its token only where needed, narrow",
		"its rights.",
	]),
	"force": "should",
}

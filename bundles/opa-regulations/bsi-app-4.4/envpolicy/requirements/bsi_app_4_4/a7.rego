# METADATA
# title: "Connections between namespaces are denied unless they are needed"
# description: "Clause APP.4.4.A7 (3)."
# scope: package
# custom:
#   id: "bsi-app-4.4.A7"
#   clause: "APP.4.4.A7 (3)"
#   regulation: "bsi-app-4.4"
#   provenance: confirmed
#   basis: explicit
#   force: should
#   sources:
#     - "IT-Grundschutz-Kompendium 2023, APP.4.4.A7"
package envpolicy.requirements.bsi_app_4_4.a7

import data.envpolicy.requirements.bsi_app_4_4.a7_own
import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge_with(parameters, {
	"applies": true,
	"findings": [finding | some finding in a7_own.findings],
})

parameters := {
	"id": "bsi-app-4.4.A7",
	"clause": "APP.4.4.A7 (3)",
	"regulation": "bsi-app-4.4",
	"remediation": "Add a NetworkPolicy to each namespace that denies by default, under a CNI that enforces it.",
	"force": "should",
}

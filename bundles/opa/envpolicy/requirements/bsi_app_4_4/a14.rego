# METADATA
# title: "Control plane and applications run on different nodes"
# description: "Clause APP.4.4.A14 (1), (3)."
# scope: package
# custom:
#   id: "bsi-app-4.4.A14"
#   clause: "APP.4.4.A14 (1), (3)"
#   regulation: "bsi-app-4.4"
#   provenance: confirmed
#   basis: explicit
#   force: should
#   sources:
#     - "IT-Grundschutz-Kompendium 2023, APP.4.4.A14"
package envpolicy.requirements.bsi_app_4_4.a14

import data.envpolicy.requirements.bsi_app_4_4.a14_own
import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge_with(parameters, {
	"applies": true,
	"findings": [finding | some finding in a14_own.findings],
})

parameters := {
	"id": "bsi-app-4.4.A14",
	"clause": "APP.4.4.A14 (1), (3)",
	"regulation": "bsi-app-4.4",
	"remediation": "Taint the nodes of the control plane, and take the matching tolerations from applications.",
	"force": "should",
}

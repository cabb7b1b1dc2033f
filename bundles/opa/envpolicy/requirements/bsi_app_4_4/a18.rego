# METADATA
# title: "Pods of high protection need reach each other only where that is needed, also within a
#     namespace"
# description: "Clause APP.4.4.A18."
# scope: package
# custom:
#   id: "bsi-app-4.4.A18"
#   clause: "APP.4.4.A18"
#   regulation: "bsi-app-4.4"
#   provenance: confirmed
#   basis: explicit
#   force: should
#   sources:
#     - "IT-Grundschutz-Kompendium 2023, APP.4.4.A18"
package envpolicy.requirements.bsi_app_4_4.a18

import data.envpolicy.requirements.bsi_app_4_4.a18_own
import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge_with(parameters, {
	"applies": true,
	"findings": [finding | some finding in a18_own.findings],
})

parameters := {
	"id": "bsi-app-4.4.A18",
	"clause": "APP.4.4.A18",
	"regulation": "bsi-app-4.4",
	"remediation": "Write NetworkPolicies that name pods and ports, for each pod of the namespace.",
	"force": "should",
	"appliesWhen": {"deployments": [[{"field": ["protection"], "in": ["high", "very-high"], "negated": false}]]},
}

# METADATA
# title: "Applications of very high protection need have a cluster or nodes of their own"
# description: "Nodes are dedicated when taints keep others out; a label alone does not. Clause
#     APP.4.4.A15."
# scope: package
# custom:
#   id: "bsi-app-4.4.A15"
#   clause: "APP.4.4.A15"
#   regulation: "bsi-app-4.4"
#   provenance: confirmed
#   basis: explicit
#   force: should
#   sources:
#     - "IT-Grundschutz-Kompendium 2023, APP.4.4.A15"
package envpolicy.requirements.bsi_app_4_4.a15

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "bsi-app-4.4.A15",
	"clause": "APP.4.4.A15",
	"regulation": "bsi-app-4.4",
	"remediation": "Give the application a cluster of its own, or nodes whose taints keep everybody else out.",
	"force": "should",
	"appliesWhen": {"deployments": [[{"field": ["protection"], "in": ["very-high"], "negated": false}]]},
	"between": [[[{"field": ["protection"], "in": ["very-high"], "negated": false}]], [[]]],
	"scope": "other-application",
	"whenNoPair": "not-applicable",
	"isolation": {"anyOf": [{"level": 3}, {"dedicatedNodes": true}], "basis": "explicit"},
}

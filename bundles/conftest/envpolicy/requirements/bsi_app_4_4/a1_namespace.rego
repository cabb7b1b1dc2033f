# METADATA
# title: "An application shares no namespace with another one"
# description: "Clause APP.4.4.A1 (5)."
# scope: package
# custom:
#   id: "bsi-app-4.4.A1-namespace"
#   clause: "APP.4.4.A1 (5)"
#   regulation: "bsi-app-4.4"
#   provenance: confirmed
#   basis: explicit
#   force: should
#   sources:
#     - "IT-Grundschutz-Kompendium 2023, APP.4.4.A1"
package envpolicy.requirements.bsi_app_4_4.a1_namespace

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "bsi-app-4.4.A1-namespace",
	"clause": "APP.4.4.A1 (5)",
	"regulation": "bsi-app-4.4",
	"remediation": "Give each application a namespace of its own.",
	"force": "should",
	"between": [[[]], [[]]],
	"scope": "other-application",
	"whenNoPair": "not-applicable",
	"isolation": {"floor": 2, "basis": "explicit"},
}

# METADATA
# title: "Only applications of like protection need and like exposure share a cluster"
# description: "Like exposure (similar attack vectors, in the text) is read as the same `zone`. Clause
#     APP.4.4.A1 (6)."
# scope: package
# custom:
#   id: "bsi-app-4.4.A1-cluster"
#   clause: "APP.4.4.A1 (6)"
#   regulation: "bsi-app-4.4"
#   provenance: confirmed
#   basis: explicit
#   force: should
#   sources:
#     - "IT-Grundschutz-Kompendium 2023, APP.4.4.A1"
package envpolicy.requirements.bsi_app_4_4.a1_cluster

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "bsi-app-4.4.A1-cluster",
	"clause": "APP.4.4.A1 (6)",
	"regulation": "bsi-app-4.4",
	"remediation": "Place applications of different protection need or zone in different clusters.",
	"force": "should",
	"between": [[[]], [[]]],
	"scope": "other-application",
	"differ": ["protection", "zone"],
	"whenNoPair": "not-applicable",
	"isolation": {"floor": 3, "basis": "explicit"},
}

# METADATA
# title: "A plan says, before going live, how applications and their test and production
#     operation are separated"
# description: "Clause APP.4.4.A1 (1)-(3)."
# scope: package
# custom:
#   id: "bsi-app-4.4.A1-plan"
#   clause: "APP.4.4.A1 (1)-(3)"
#   regulation: "bsi-app-4.4"
#   provenance: confirmed
#   basis: explicit
#   force: must
#   sources:
#     - "IT-Grundschutz-Kompendium 2023, APP.4.4.A1"
package envpolicy.requirements.bsi_app_4_4.a1_plan

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "bsi-app-4.4.A1-plan",
	"clause": "APP.4.4.A1 (1)-(3)",
	"regulation": "bsi-app-4.4",
	"remediation": "Write the plan, and record `separation-plan` with what it covers.",
	"force": "must",
	"evidence": [{"record": "separation-plan", "covers": ["network", "cpu", "persistent-storage"]}],
}

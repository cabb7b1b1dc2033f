# METADATA
# title: "Each change of a medical device carries a decision on its UDI"
# description: "A change of performance, safety, intended use or operating platform needs a new UDI-DI,
#     a minor one a UDI-PI. Clause Annex VI Part C 6.5."
# scope: package
# custom:
#   id: "mdr-annex-vi-c-6.5-udi"
#   clause: "Annex VI Part C 6.5"
#   regulation: "mdr"
#   provenance: confirmed
#   basis: explicit
#   force: must
#   sources:
#     - "Regulation (EU) 2017/745, Annex VI Part C, 6.5.2 and 6.5.3"
#     - "MDCG 2018-5"
package envpolicy.requirements.mdr.annex_vi_c_6_5_udi

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "mdr-annex-vi-c-6.5-udi",
	"clause": "Annex VI Part C 6.5",
	"regulation": "mdr",
	"remediation": concat(" ", [
		"Let the manufacturer decide whether the change needs a new UDI-DI or UDI-PI, and record",
		"it as `udi`.",
	]),
	"force": "must",
	"appliesWhen": {"deployments": [[{"field": ["medicalDevice"], "in": [true], "negated": false}]]},
	"promotion": {
		"register": "changes",
		"medicalDevice": true,
		"records": [{"field": "udi", "in": ["di", "pi"]}],
	},
}

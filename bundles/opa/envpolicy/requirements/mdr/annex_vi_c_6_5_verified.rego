# METADATA
# title: "Each change of a medical device is verified before it reaches production"
# description: "Whether a change keeps performance and safety can only be decided when it was verified:
#     our reading. A critical security patch may be verified afterwards, with an
#     `emergency-record` among the evidence. Clause Annex VI Part C 6.5."
# scope: package
# custom:
#   id: "mdr-annex-vi-c-6.5-verified"
#   clause: "Annex VI Part C 6.5"
#   regulation: "mdr"
#   provenance: confirmed
#   basis: interpreted
#   force: must
#   sources:
#     - "Regulation (EU) 2017/745, Annex VI Part C, 6.5.2 and 6.5.3"
#     - "MDCG 2018-5"
package envpolicy.requirements.mdr.annex_vi_c_6_5_verified

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "mdr-annex-vi-c-6.5-verified",
	"clause": "Annex VI Part C 6.5",
	"regulation": "mdr",
	"remediation": "Verify the change outside production first, and record `tested` and `result`.",
	"force": "must",
	"appliesWhen": {"deployments": [[{"field": ["medicalDevice"], "in": [true], "negated": false}]]},
	"promotion": {
		"register": "changes",
		"medicalDevice": true,
		"records": [{"field": "tested", "by": "production", "result": "passed"}],
		"afterwards": ["critical-security-patch"],
		"afterwardsRecord": "emergency-record",
	},
}

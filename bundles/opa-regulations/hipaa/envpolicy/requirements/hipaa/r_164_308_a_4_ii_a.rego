# METADATA
# title: "Clearinghouse functions are kept apart from the larger organisation"
# description: "The duty to protect the clearinghouse from the larger organisation is explicit; the
#     level is our reading. The rule does not speak of testing and production. Clause
#     164.308(a)(4)(ii)(A)."
# scope: package
# custom:
#   id: "hipaa-164.308-a-4-ii-A"
#   clause: "164.308(a)(4)(ii)(A)"
#   regulation: "hipaa"
#   provenance: confirmed
#   basis: explicit
#   force: must
#   sources:
#     - "45 CFR 164.308(a)(4)(ii)(A)"
#     - "NIST SP 800-66r2"
package envpolicy.requirements.hipaa.r_164_308_a_4_ii_a

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "hipaa-164.308-a-4-ii-A",
	"clause": "164.308(a)(4)(ii)(A)",
	"regulation": "hipaa",
	"remediation": "Place the clearinghouse in a cluster of its own, with administrators and accounts of its own.",
	"force": "must",
	"appliesWhen": {"organisation": [
		{"fact": "hasClearinghouse", "in": [true], "negated": false, "absent": null},
		{"fact": "partOfLargerOrganisation", "in": [true], "negated": false, "absent": null},
	]},
	"between": [
		[[{"field": ["function"], "in": ["clearinghouse"], "negated": false}]],
		[[{"field": ["function"], "in": ["clearinghouse"], "negated": true}]],
	],
	"scope": "any-application",
	"whenNoPair": "unknown",
	"isolation": {"floor": 3, "default": 4, "basis": "interpreted"},
	"access": {"disjoint": ["administrators", "subjects"]},
}

# METADATA
# title: "Whether the organisation has a clearinghouse is on record, also when it has none"
# description: "This is a record to be kept, not a state of isolation; that it is kept is read in NIST
#     SP 800-66r2. Clause 164.308(a)(4)(ii)(A)."
# scope: package
# custom:
#   id: "hipaa-164.308-a-4-ii-A-finding"
#   clause: "164.308(a)(4)(ii)(A)"
#   regulation: "hipaa"
#   provenance: confirmed
#   basis: interpreted
#   force: must
#   sources:
#     - "45 CFR 164.308(a)(4)(ii)(A)"
#     - "NIST SP 800-66r2"
package envpolicy.requirements.hipaa.r_164_308_a_4_ii_a_finding

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "hipaa-164.308-a-4-ii-A-finding",
	"clause": "164.308(a)(4)(ii)(A)",
	"regulation": "hipaa",
	"remediation": concat(" ", [
		"Determine whether any part is a clearinghouse, and record",
		"`clearinghouse-applicability-finding`.",
	]),
	"force": "must",
	"evidence": [{"record": "clearinghouse-applicability-finding"}],
}

# METADATA
# title: "How 3 kap. 1 § is met is on record"
# description: "The wording was not read: only the existence of the paragraph is known, so nothing but
#     a record is asked for, in which the authority says how it meets it. A municipality is
#     not a state authority. The wording of the clause was not read: it is held against
#     nobody. Clause 3 kap. 1 §."
# scope: package
# related_resources:
#   - ref: "https://lagen.nu/msbfs/2020:7"
# custom:
#   id: "msbfs-2020-7-3-1"
#   clause: "3 kap. 1 §"
#   regulation: "msbfs-2020-7"
#   provenance: unconfirmed
#   basis: interpreted
#   force: should
package envpolicy.requirements.msbfs_2020_7.r_3_1

import data.lib.envpolicy.requirement

# METADATA
# description: What stands against the requirement; envpolicy.main gathers it.
# entrypoint: true
result := requirement.judge(parameters)

parameters := {
	"id": "msbfs-2020-7-3-1",
	"clause": "3 kap. 1 §",
	"regulation": "msbfs-2020-7",
	"remediation": "Read the paragraph, and record under `msbfs-2020-7-3-1` how it is met.",
	"force": "should",
	"appliesWhen": {"organisation": [{"fact": "swedishStateAuthority", "in": [true], "negated": false, "absent": null}]},
	"evidence": [{"record": "msbfs-2020-7-3-1"}],
}

# METADATA
# title: Rights by escalation
# description: |
#   What a deployment reaches with identities that it can take over, where it reaches nothing there with its own. One
#   finding for each pair: the worst, with the chain of bindings and rules that leads to it.
package lib.envpolicy.rbac_escalated

import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_closure
import data.lib.envpolicy.rbac_direct
import data.lib.envpolicy.rbac_grants
import data.lib.envpolicy.rbac_identities
import data.lib.envpolicy.rbac_joined

# Accounts of its namespace that bindings name and nobody claims: whoever deploys there can use them.
_named[name] contains grant.identity if {
	some grant in rbac_grants.all
	startswith(grant.identity, "account|")
	some name in rbac_direct.holders(grant.identity)
}

_bound := {name: identities | some name, identities in _named}

# METADATA
# description: The identities that each deployment starts from, groups included.
starts := {name: identities |
	some name, _ in placement.places
	known := object.get(rbac_identities.accounts, name, set()) | object.get(_bound, name, set())
	own := known | object.get(rbac_identities.declared, name, set())
	groups := {group | some identity in own; some group in rbac_identities.implied(identity)}
	identities := own | groups
}

_taken := {name: taken |
	some name, identities in starts
	rbac_closure.escalates(identities)
	taken := {node |
		some node in graph.reachable(rbac_closure.successors, identities)
		rbac_grants.of_identity[node]
	} - identities
}

_directly[from] contains to if {
	some [_, fact] in array.concat(rbac_direct.facts, rbac_joined.facts)
	from := fact.from
	to := fact.to
}

_known := {from: found | some from, found in _directly}

_rank := {"critical": 0, "high": 1, "medium": 2, "low": 3, "info": 4}

_candidates[pair] contains candidate if {
	some name, taken in _taken
	some identity in taken
	some index in rbac_grants.of_identity[identity]
	grant := rbac_grants.all[index]
	some other in (rbac_direct.others(grant, name) - object.get(_known, name, set()))
	not other in rbac_direct.holders(identity)
	some row, mets in rbac_direct.rows(grant)
	candidate := [_rank[rbac_direct.severity(row, "", mets[0])], grant.place, row, index]
	pair := [name, other]
}

# METADATA
# description: "What is reached by escalation: `[row, fact]`."
facts := [[row, fact] |
	some pair, candidates in _candidates
	best := min(candidates)
	grant := rbac_grants.all[best[3]]
	met := rbac_direct.rows(grant)[best[2]][0]
	path := rbac_closure.chain(starts[pair[0]], grant.identity)
	steps := _steps(path)
	row := _row(steps, best[2])
	fact := {
		"from": pair[0],
		"to": pair[1],
		"place": concat(", by way of ", array.concat([grant.place], [step.grant.place | some step in steps])),
		"witness": array.concat(
			[spot | some step in steps; some spot in rbac_direct.witness(step.grant, step.met)],
			rbac_direct.witness(grant, met),
		),
		"message": concat("; then ", array.concat(
			[rbac_direct.message(step.grant, step.met) | some step in steps],
			[rbac_direct.message(grant, met)],
		)),
	}
]

_steps(path) := [{"grant": rbac_grants.all[reason[0]], "met": reason[1], "onto": path[i + 1]} |
	some i, node in path
	i + 1 < count(path)
	reason := min(rbac_closure.reasons[concat(" > ", [node, path[i + 1]])])
]

# Whoever may impersonate somebody is spoken of as such.
_row(steps, final) := "rbac-impersonate" if {
	count(steps) > 0
	steps[count(steps) - 1].met.row == "rbac-impersonate"
} else := final

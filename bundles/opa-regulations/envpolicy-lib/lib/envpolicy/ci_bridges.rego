# METADATA
# title: Where the accounts of runners may deploy
# description: |
#   Grants to an account that a runner of pipelines runs as, with the right to make workloads or everything in another
#   deployment's namespace.
package lib.envpolicy.ci_bridges

import data.lib.envpolicy.ci_runners
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_direct
import data.lib.envpolicy.rbac_grants

_deploying := ["rbac-cluster-admin", "rbac-bind-escalate", "rbac-workload-create"]

# METADATA
# description: "`{\"grant\", \"met\", \"holders\", \"reached\"}` for each grant that lets a runner deploy elsewhere."
all := [bridge |
	count(ci_runners.accounts) > 0
	some grant in rbac_grants.all
	ci_runners.accounts[grant.identity]
	met := _first(grant)
	holders := rbac_direct.holders(grant.identity)
	reached := {name | some holder in holders; some name in rbac_direct.others(grant, holder)}
	count(reached) > 0
	bridge := {"grant": grant, "met": met, "holders": holders, "reached": reached}
]

# The strongest permission to deploy, by name of no object.
_first(grant) := [met |
	some row in _deploying
	some met in object.get(rbac_direct.rows(grant), row, [])
	_open(grant, met)
][0]

_open(grant, _) if grant.namespaces != null

_open(grant, met) if {
	grant.namespaces == null
	count(met.names) == 0
}

# METADATA
# description: "The pairs of which a bridge speaks, as `[place of the grant, from, to]`."
spoken_of := {[bridge.grant.place, from, to] |
	some bridge in all
	some from in bridge.holders
	some to in bridge.reached
	placement.places[from].namespace != placement.places[to].namespace
}

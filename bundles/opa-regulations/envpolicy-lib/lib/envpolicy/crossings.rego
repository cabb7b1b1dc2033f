# METADATA
# title: What a reference to another deployment of the cluster comes to
# description: |
#   A name alone opens nothing. With an open path from pods of the one to pods of the other it is a leak; else it
#   shows an intention, and is told, no more.
package lib.envpolicy.crossings

import data.lib.envpolicy.network_reach

_doubts[pair] contains found if {
	some path in network_reach.paths
	pair := [path.from, path.to]
	found := network_reach.sending[path.hit.egress].doubt | network_reach.taking[path.hit.ingress].doubt
}

_open := {pair: found | some pair, found in _doubts}

# METADATA
# description: |
#   The part of a fact that says how much a reference from one deployment to another weighs; `missing`: what the
#   reference itself lacks to be certain.
weight(from, to, missing) := {"cap": "environment", "severity": "info"} if {
	not _open[[from, to]]
} else := {"cap": "release"} if {
	count(_least(from, to) | missing) == 0
} else := {"cap": "release", "certain": false, "missing": sort([text | some text in (_least(from, to) | missing)])}

# What the surest path lacks.
_least(from, to) := set() if {
	set() in _open[[from, to]]
} else := {text | some found in _open[[from, to]]; some text in found}

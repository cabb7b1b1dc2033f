# METADATA
# title: What namespaces without enough of a quota take from others
# description: |
#   Where cpu or memory is not bounded, whoever may stand on the same nodes goes short, and only that is told of.
#   Numbers of objects load what all of a cluster share, wherever its pods run.
package lib.envpolicy.quota_facts

import data.lib.envpolicy.coscheduling
import data.lib.envpolicy.doubts
import data.lib.envpolicy.placement
import data.lib.envpolicy.quotas

_place(space) := sprintf("Namespace %v of %v", [space[1], space[0]])

# METADATA
# description: Facts of namespaces in which no quota bounds cpu, or none bounds memory.
compute contains fact if {
	some space, resources in quotas.open_compute
	message := sprintf("no ResourceQuota bounds %v in %v", [concat(" or ", resources), _place(space)])
	about := {"place": _place(space), "witness": quotas.witnesses(space), "message": message}
	doubtful := _doubtful(space)
	some from in placement.residents[space]
	some to, certain in object.get(coscheduling.meets, from, {})
	placement.places[to].namespace != space[1]
	fact := object.union(object.union(about, doubtful[_known(certain)]), {"from": from, "to": to})
}

_known(true) := "certain"

_known(null) := "unknown"

# What is missing where it is certain that the two meet on a node, and where it is not.
_doubtful(space) := {
	"certain": doubts.of(quotas.missing[space[0]]),
	"unknown": doubts.of(quotas.missing[space[0]] | {coscheduling.missing(space[0])}),
}

_told contains [fact.from, fact.to] if some fact in compute

# METADATA
# description: Facts of namespaces in which nothing that is counted is bounded.
counts contains fact if {
	some space in quotas.open_counts
	message := sprintf("no ResourceQuota bounds the number of any objects in %v", [_place(space)])
	about := {"place": _place(space), "witness": quotas.witnesses(space), "message": message}
	doubtful := _doubtful(space).certain
	some from in placement.residents[space]
	some to in placement.tenants[space[0]]
	placement.places[to].namespace != space[1]
	not [from, to] in _told
	fact := object.union(object.union(about, doubtful), {"from": from, "to": to})
}

# METADATA
# title: Doors that are open on one side only
# description: |
#   A rule for every peer, or for a block of addresses with pods in it, that no other deployment can use
#   since the other side stays shut: worth knowing, no leak. One fact for each such rule and deployment,
#   naming one other deployment for all.
package lib.envpolicy.network_one_sided

import data.lib.envpolicy.estate
import data.lib.envpolicy.network_classes
import data.lib.envpolicy.network_entries
import data.lib.envpolicy.network_policies
import data.lib.envpolicy.network_reach
import data.lib.envpolicy.placement

_used := {key |
	some [n, to] in network_reach.links
	hit := network_reach.hits[n]
	placement.places[hit.from].namespace != placement.places[to].namespace
	some key in [["egress", hit.egress, hit.from], ["ingress", hit.ingress, to]]
}

_doors contains ["egress", index] if {
	some index, entry in network_reach.sending
	entry.kind in {"any", "block", "dns"}
}

_doors contains ["ingress", index] if {
	some index, entry in network_reach.taking
	entry.kind in {"any", "block"}
}

_entry("egress", index) := network_reach.sending[index]

_entry("ingress", index) := network_reach.taking[index]

_facts[kind] contains fact if {
	some [direction, index] in _doors
	entry := _entry(direction, index)
	some owner in {name | some class in entry.by; some name in network_classes.all[class].owners}
	not [direction, index, owner] in _used
	other := _other(owner)
	source := min(_rules(entry, network_classes.owned_by[owner]))
	kind := entry.kind
	fact := _fact(_pair(direction, owner, other), direction, source)
}

_rules(entry, mine) := {rule |
	some rule in entry.sources
	count(network_entries.targets[rule[0]] & mine) > 0
}

_other(owner) := min({name |
	place := placement.places[owner]
	some name in placement.tenants[place.cluster]
	placement.places[name].namespace != place.namespace
	network_classes.owned_by[name]
})

_pair("egress", owner, other) := {"from": owner, "to": other}

_pair("ingress", owner, other) := {"from": other, "to": owner}

_fact(pair, direction, source) := object.union(pair, {
	"place": place,
	"witness": [estate.witness(policy.entry, array.concat(policy.path, [direction, source[1]]))],
	"severity": "info",
	"cap": "environment",
	"message": sprintf("%v is open to every deployment, but none of them can use it: one side open", [place]),
}) if {
	policy := network_policies.all[source[0]]
	place := sprintf("%v %v[%v]", [policy.label, direction, source[1]])
}

_by_kind := {kind: facts | some kind, facts in _facts}

# METADATA
# description: The facts of a kind - `any`, `block`, `dns`.
found(kind) := object.get(_by_kind, kind, set())

# METADATA
# title: What policies let out to addresses, and in from them
# description: |
#   Nodes, and the pods of other clusters, have addresses and no labels: only a rule without peers, a block
#   of addresses, or the want of any policy lets pods reach them or be reached by them.
package lib.envpolicy.network_outside

import data.lib.envpolicy.estate
import data.lib.envpolicy.network_classes
import data.lib.envpolicy.network_entries
import data.lib.envpolicy.network_facts
import data.lib.envpolicy.network_policies
import data.lib.envpolicy.network_signatures
import data.lib.envpolicy.placement
import data.lib.envpolicy.ports

# METADATA
# description: |
#   By deployment and direction, as `[name, direction]`: a set of `{"ports", "cidr", "except", "doubt"}`; cidr is ""
#   where every address is meant.
ways := {key: found | some key, found in _ways}

_openers[key] contains source if {
	some p, policy in network_policies.all
	some direction, rules in policy.rules
	some r, rule in rules
	some port in rule.ports
	some peer in rule.peers
	some way in _way(port[0], peer)
	some class in network_entries.targets[p]
	some name in network_classes.all[class].owners
	key := [name, direction, way]
	source := [p, r]
}

# METADATA
# description: |
#   The rule that opens a way, as a list of one witness, by `[name, direction, way]`; none where no policy says
#   anything.
openers := {key: [witness] |
	some key, sources in _openers
	source := min(sources)
	policy := network_policies.all[source[0]]
	witness := estate.witness(policy.entry, array.concat(policy.path, [key[1], source[1]]))
}

_ways[key] contains way if {
	some [name, direction, way], _ in _openers
	key := [name, direction]
}

_ways[key] contains way if {
	some cluster in network_facts.policed
	some direction in ["egress", "ingress"]
	everyone := network_classes.in_cluster[cluster]
	free := everyone - (object.get(network_entries.isolated, [[cluster, direction]], set()) - network_classes.as_node)
	some class in free
	some name in network_classes.all[class].owners
	key := [name, direction]
	way := _free(ports.everything, _unlisted(cluster) | _tiered(cluster, direction, class))
}

_ways[key] contains way if {
	some name, place in placement.places
	network_classes.owned_by[name]
	not place.cluster in network_facts.policed
	some direction in ["egress", "ingress"]
	key := [name, direction]
	way := _free(ports.everything, set())
}

_unlisted(cluster) := {network_facts.missing("inventory", cluster) | not cluster in network_facts.listed}

# What the tiers before NetworkPolicies do to addresses is not worked out.
_tiered(cluster, direction, class) := {network_facts.missing("what the tiers do to addresses", cluster) |
	some signature in network_signatures.all
	signature.direction == direction
	class in signature.by
}

_free(range, doubt) := {"ports": range, "cidr": "", "except": [], "doubt": doubt}

# A named port is what a pod means by it: nothing to whoever stands outside of the pods.
_way(range, peer) := [_free(range, set())] if {
	is_array(range)
	peer[0] in {"any", "entity"}
} else := [{"ports": range, "cidr": peer[3], "except": peer[4], "doubt": set()}] if {
	is_array(range)
	peer[0] == "block"
} else := [{"ports": range, "cidr": peer[2], "except": peer[3], "doubt": set()}] if {
	is_array(range)
	peer[0] == "outside"
} else := []

_private := {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"}

# METADATA
# description: |
#   The deployments that policies let send to (egress), or take from (ingress), private addresses that they do not name
#   as pods, on more than the port of DNS; as `[name, direction]`.
open contains key if {
	some key, found in ways
	some way in found
	way.ports[2] != 53
	_to_private(way)
}

_to_private(way) if way.cidr == ""

_to_private(way) if {
	way.cidr != ""
	some range in _private
	network_facts.overlap(way.cidr, range)
	not _taken_out(way, range)
}

_taken_out(way, range) if {
	some hole in way.except
	net.cidr_contains(hole, range)
}

_taken_out(way, range) if {
	net.cidr_contains(range, way.cidr)
	some hole in way.except
	net.cidr_contains(hole, way.cidr)
}

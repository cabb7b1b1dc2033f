# METADATA
# title: Blocks of addresses, held against the addresses of pods
# description: |
#   Where a block takes in the pods of a cluster depends on the network plugin and on the cluster's
#   address ranges. What is not known is kept in doubt, with the fact that would decide it.
package lib.envpolicy.network_blocks

import data.lib.envpolicy.network_classes
import data.lib.envpolicy.network_facts
import data.lib.envpolicy.placement

# METADATA
# description: |
#   What an ipBlock of a NetworkPolicy finds, as a list of `{"classes", "doubt"}` (doubt: names of missing
#   facts). Whether it finds pods at all is the plugin's choice.
of_rule(cluster, direction, cidr, except) := array.concat(_nodes(cluster, cidr, except), found) if {
	network_facts.blocks_match[cluster] != false
	coverage := _coverage(cluster, cidr, except)
	found := _pods(cluster, coverage, _plugin_doubt(cluster) | _range_doubt(cluster, coverage))
	count(found) > 0
} else := array.concat(_nodes(cluster, cidr, except), _services(cluster, direction, cidr, except))

# METADATA
# description: What a `networks` peer of an admin tier finds; it matches pods by definition.
of_admin_rule(cluster, cidr) := _pods(cluster, coverage, _range_doubt(cluster, coverage)) if {
	coverage := _coverage(cluster, cidr, [])
}

_pods(cluster, coverage, doubt) := [{"classes": classes, "doubt": doubt}] if {
	coverage != "none"
	classes := object.get(network_classes.in_cluster, cluster, set()) - network_classes.as_node
} else := []

# Egress to a Service's address may be judged before that address is rewritten.
_services(cluster, "egress", cidr, except) := _pods(cluster, "some", _plugin_doubt(cluster)) if {
	network_facts.blocks_match[cluster] == null
	some range in network_facts.ranges(cluster, "serviceCIDRs")
	touches(cidr, except, range)
} else := []

# Pods that the plugin sees as their node have the node's address.
_nodes(cluster, cidr, except) := [{"classes": network_classes.as_node, "doubt": set()}] if {
	count(network_classes.as_node) > 0
	count(network_facts.ranges(cluster, "nodeCIDRs")) > 0
	some range in network_facts.ranges(cluster, "nodeCIDRs")
	touches(cidr, except, range)
} else := [{"classes": network_classes.as_node, "doubt": {network_facts.missing("nodeCIDRs", cluster)}}] if {
	count(network_classes.as_node) > 0
	count(network_facts.ranges(cluster, "nodeCIDRs")) == 0
} else := []

_plugin_doubt(cluster) := {network_facts.missing("ipBlockMatchesPods", cluster)} if {
	network_facts.blocks_match[cluster] == null
} else := set()

_range_doubt(cluster, coverage) := {network_facts.missing("podCIDRs", cluster)} if {
	coverage == "unknown"
} else := {network_facts.missing("addresses of pods", cluster)} if {
	coverage == "some"
} else := set()

# How much of a cluster's pod addresses a block takes in - all, some, none, or unknown where the addresses
# are.
_coverage(cluster, cidr, except) := "all" if {
	cidr in {"0.0.0.0/0", "::/0"}
	count(except) == 0
	not is_array(placement.cluster_fact(cluster, "podCIDRs"))
} else := "unknown" if {
	not is_array(placement.cluster_fact(cluster, "podCIDRs"))
} else := "all" if {
	ranges := [range | some range in network_facts.ranges(cluster, "podCIDRs"); _family(range) == _family(cidr)]
	count(ranges) > 0
	every range in ranges {
		_covers(cidr, except, range)
	}
} else := "some" if {
	some range in network_facts.ranges(cluster, "podCIDRs")
	touches(cidr, except, range)
} else := "none"

_family(cidr) := 6 if {
	contains(cidr, ":")
} else := 4

# Whether a block, but for what it excepts, takes in the whole of a range.
_covers(cidr, except, range) if {
	net.cidr_contains(cidr, range)
	every hole in except {
		not network_facts.overlap(hole, range)
	}
}

# METADATA
# description: Whether a block, but for what it excepts, takes in some of a range.
touches(cidr, except, range) if {
	both := _common(cidr, range)
	not _emptied(both, except)
}

_common(a, b) := b if {
	net.cidr_contains(a, b)
} else := a if {
	net.cidr_contains(b, a)
}

_emptied(range, except) if {
	some hole in except
	net.cidr_contains(hole, range)
}

# Holes that lie in no other, and are together as large as the range.
_emptied(range, except) if {
	holes := {hole | some hole in except; net.cidr_contains(range, hole)}
	outer := [_length(hole) | some hole in holes; not _within_another(hole, holes)]
	longest := max(outer)
	longest - _length(range) < 60
	sum([bits.lsh(1, longest - length) | some length in outer]) == bits.lsh(1, longest - _length(range))
}

_within_another(hole, holes) if {
	some other in (holes - {hole})
	net.cidr_contains(other, hole)
}

_length(cidr) := to_number(split(cidr, "/")[1])

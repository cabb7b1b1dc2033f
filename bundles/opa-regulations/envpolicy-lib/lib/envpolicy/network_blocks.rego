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
} else := array.concat(_nodes(cluster, cidr, except), _services(cluster, direction, cidr))

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
_services(cluster, "egress", cidr) := _pods(cluster, "some", _plugin_doubt(cluster)) if {
	network_facts.blocks_match[cluster] == null
	some range in network_facts.ranges(cluster, "serviceCIDRs")
	network_facts.overlap(cidr, range)
} else := []

# Pods that the plugin sees as their node have the node's address.
_nodes(cluster, cidr, except) := [{"classes": network_classes.as_node, "doubt": doubt}] if {
	count(network_classes.as_node) > 0
	count(network_facts.ranges(cluster, "nodeCIDRs")) > 0
	some range in network_facts.ranges(cluster, "nodeCIDRs")
	touches(cidr, except, range)
	doubt := {missing | not covers(cidr, except, range); missing := network_facts.missing("addresses of nodes", cluster)}
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
		covers(cidr, except, range)
	}
} else := "some" if {
	some range in network_facts.ranges(cluster, "podCIDRs")
	touches(cidr, except, range)
} else := "none"

_family(cidr) := 6 if {
	contains(cidr, ":")
} else := 4

# METADATA
# description: Whether a block, but for what it excepts, takes in the whole of a range.
covers(cidr, except, range) if {
	net.cidr_contains(cidr, range)
	every hole in except {
		not network_facts.overlap(hole, range)
	}
}

# METADATA
# scope: document
# description: Whether a block, but for what it excepts, takes in some of a range.
touches(cidr, except, range) if {
	net.cidr_contains(cidr, range)
	every hole in except {
		not net.cidr_contains(hole, range)
	}
}

touches(cidr, except, range) if {
	net.cidr_contains(range, cidr)
	every hole in except {
		not net.cidr_contains(hole, cidr)
	}
}

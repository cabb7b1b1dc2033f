# METADATA
# title: Which clusters reach each other's private addresses
package lib.envpolicy.routes

import data.lib.envpolicy.placement

# METADATA
# description: |
#   The facts that are missing to know that two clusters are routed to each other, as a set; undefined where they
#   are not: on networks of different names, or with a firewall between them.
between(one, other) := set() if {
	one == other
} else := set() if {
	networks := {placement.cluster_fact(id, "network") | some id in [one, other]}
	count(networks) == 1
	count(networks & _none) == 0
	not _is_fenced(one)
	not _is_fenced(other)
} else := missing if {
	missing := _missing("network", [one, other])
	count(missing) > 0
	not _is_fenced(one)
	not _is_fenced(other)
}

_is_fenced(cluster) if placement.cluster_fact(cluster, "interClusterFirewall") == true

# METADATA
# description: As `between`, of clusters that import each other's exported Services.
in_set(one, other) := set() if {
	sets := {placement.cluster_fact(id, "clusterSet") | some id in [one, other]}
	count(sets) == 1
	count(sets & _none) == 0
} else := missing if {
	missing := _missing("clusterSet", [one, other])
	count(missing) > 0
}

# What a fact says of a cluster that is on no network, or in no set, of its own.
_none := {null, "", "none"}

_missing(fact, clusters) := {concat(" of ", [fact, id]) |
	values := [placement.cluster_fact(id, fact) | some id in clusters]
	not "" in values
	not "none" in values
	some id in clusters
	placement.cluster_fact(id, fact) == null
}

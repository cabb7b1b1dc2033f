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
	networks := [placement.cluster_fact(id, "network") | some id in [one, other]]
	not null in networks
	networks[0] == networks[1]
	not _is_fenced(one)
	not _is_fenced(other)
} else := missing if {
	missing := {concat(" of ", ["network", id]) |
		some id in [one, other]
		placement.cluster_fact(id, "network") == null
	}
	count(missing) > 0
	not _is_fenced(one)
	not _is_fenced(other)
}

_is_fenced(cluster) if placement.cluster_fact(cluster, "interClusterFirewall") == true

# METADATA
# description: As `between`, of clusters that import each other's exported Services.
in_set(one, other) := set() if {
	sets := [placement.cluster_fact(id, "clusterSet") | some id in [one, other]]
	not null in sets
	sets[0] == sets[1]
} else := missing if {
	missing := {concat(" of ", ["clusterSet", id]) |
		some id in [one, other]
		placement.cluster_fact(id, "clusterSet") == null
	}
	count(missing) > 0
}

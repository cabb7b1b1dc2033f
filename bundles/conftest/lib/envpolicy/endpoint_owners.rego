# METADATA
# title: Whose an address is that stands in Endpoints
package lib.envpolicy.endpoint_owners

import data.lib.envpolicy.addresses
import data.lib.envpolicy.destinations
import data.lib.envpolicy.estate
import data.lib.envpolicy.network_facts
import data.lib.envpolicy.node_ports
import data.lib.envpolicy.placement
import data.lib.envpolicy.service_addresses

# METADATA
# description: |
#   The deployments of the cluster that an address (of `pointers.endpoints`) leads to, as in `destinations.inside`.
of(pointer) := _named(pointer) if {
	pointer.pod != null
	pointer.pod[0] != pointer.entry.namespace
} else := destinations.inside(pointer.entry.cluster, pointer.entry.namespace, pointer.host) if {
	_is_known(pointer)
} else := _on_node(pointer) if {
	_is_node(pointer.entry.cluster, pointer.host)
} else := _somebodys(pointer) | _perhaps_on_node(pointer)

_is_known(pointer) if {
	some item in service_addresses.known[[pointer.entry.cluster, pointer.host]]
	item.sort in {"inside", "edge", "claimed", "pod"}
}

_is_known(pointer) if count(destinations.inside(pointer.entry.cluster, pointer.entry.namespace, pointer.host)) > 0

# A pod that is named: whose it is, else whoever is in its namespace.
_named(pointer) := {found |
	cluster := pointer.entry.cluster
	some to in object.get(_pods, [[cluster, pointer.pod[0], pointer.pod[1]]], _residents(cluster, pointer.pod[0]))
	found := {"to": to, "witness": [], "missing": set()}
}

_residents(cluster, namespace) := object.get(placement.residents, [[cluster, namespace]], set())

_pods := {key: names | some key, names in _pod}

_pod[key] contains name if {
	some entry in estate.all("Pod")
	some name in entry.owners
	key := [entry.cluster, entry.namespace, entry.name]
}

_is_node(cluster, address) if service_addresses.known[[cluster, address]]

_is_node(cluster, address) if {
	network_facts.is_cidr(concat("", [address, "/32"]))
	some range in network_facts.ranges(cluster, "nodeCIDRs")
	net.cidr_contains(range, concat("", [address, "/32"]))
}

# A node leads to whoever has the port there.
_on_node(pointer) := {found |
	some port in pointer.ports
	some door in object.get(_doors, [[pointer.entry.cluster, port]], set())
	found := {"to": door.deployment, "witness": [door.witness], "missing": set()}
}

# A private address that nobody is known to have may be a node's, where nobody says which those are.
_perhaps_on_node(pointer) := {object.union(found, {"missing": {network_facts.missing("nodeCIDRs", cluster)}}) |
	cluster := pointer.entry.cluster
	not is_array(placement.cluster_fact(cluster, "nodeCIDRs"))
	not cluster in _nodes_are_known
	addresses.canonical(cluster, pointer.entry.namespace, pointer.host).scope == "private"
	destinations.within(cluster, pointer.entry.namespace, pointer.host).value != true
	some found in _on_node(pointer)
}

_nodes_are_known contains item.entry.cluster if {
	some item in service_addresses.all
	item.sort == "node"
}

_doors := {key: doors | some key, doors in _door}

_door[key] contains door if {
	some door in node_ports.all
	door.range[1] == door.range[2]
	key := [door.cluster, door.range[1]]
}

# An address in the cluster's ranges, or one that may be: anybody's. Where live pods are listed, so are theirs.
_somebodys(pointer) := {found |
	cluster := pointer.entry.cluster
	pointer.pod == null
	not _pods_are_known[cluster]
	within := destinations.within(cluster, pointer.entry.namespace, pointer.host)
	within.value != false
	some to in placement.tenants[cluster]
	found := {"to": to, "witness": [], "missing": within.missing}
}

_pods_are_known contains item.entry.cluster if {
	some item in service_addresses.all
	item.sort == "pod"
	placement.listed_in_full(item.entry.cluster, "Pod")
}

# METADATA
# title: Whose a host name or an address is
# description: |
#   Where a name leads to that stands in an object of a namespace: to a Service of another deployment, to an address
#   of one, to a host name that its Ingress answers to; in the same cluster (`inside`) or in another one (`across`).
package lib.envpolicy.destinations

import data.lib.envpolicy.addresses
import data.lib.envpolicy.estate
import data.lib.envpolicy.front_doors
import data.lib.envpolicy.network_facts
import data.lib.envpolicy.placement
import data.lib.envpolicy.routes
import data.lib.envpolicy.service_addresses

_service[name] contains entry if {
	some entry in estate.all("Service")
	name := addresses.service(entry.cluster, entry.namespace, entry.name)
}

# METADATA
# description: Services by the name that `addresses.service` gives them.
services := {name: entries | some name, entries in _service}

# METADATA
# description: |
#   Deployments of the same cluster that a host leads to, `{"to", "witness", "missing"}` (facts that are missing to
#   be sure, as a set).
inside(cluster, namespace, host) := _of_service(cluster, meaning.name) if {
	meaning := addresses.canonical(cluster, namespace, host)
	meaning.scope == "cluster"
} else := _at_home(cluster, host) if {
	addresses.canonical(cluster, namespace, host).scope in {"private", "world"}
} else := set()

_of_service(cluster, name) := {found |
	some entry in services[name]
	some to in entry.owners
	found := {"to": to, "witness": [estate.witness(entry, [])], "missing": set()}
} if {
	services[name]
} else := {found |
	parts := split(name, "/")
	where := [cluster, parts[count(parts) - 2]]
	not placement.listed_in_full(cluster, "Service")
	some to in object.get(placement.residents, [where], set())
	found := {"to": to, "witness": [], "missing": {sprintf("Service %v", [name])}}
}

_at_home(cluster, host) := {found |
	some item in object.get(service_addresses.known, [[cluster, host]], set())
	some to in item.entry.owners
	found := {"to": to, "witness": [estate.witness(item.entry, item.path)], "missing": set()}
} | {found |
	some door in front_doors.of(host)
	door.cluster == cluster
	some to in door.owners
	found := {"to": to, "witness": [door.witness], "missing": set()}
}

# METADATA
# description: |
#   Deployments of other clusters that a host leads to, as `inside`. What is known in the cluster itself leads
#   nowhere else.
across(cluster, namespace, host) := _abroad(cluster, meaning.scope, host) if {
	meaning := addresses.canonical(cluster, namespace, host)
	meaning.scope in {"private", "world"}
	not service_addresses.known[[cluster, host]]
	not _is_own(cluster, host)
} else := _of_set(cluster, host) if {
	addresses.canonical(cluster, namespace, host).scope == "clusterset"
} else := set()

_is_own(cluster, host) if {
	some door in front_doors.of(host)
	door.cluster == cluster
}

_is_own(cluster, host) if {
	some fact in ["podCIDRs", "serviceCIDRs", "nodeCIDRs"]
	in_ranges(cluster, fact, host)
}

_abroad(cluster, scope, host) := union({
	_doors(cluster, host),
	_addresses(cluster, scope, host),
	_places(cluster, scope, host),
})

_doors(cluster, host) := {found |
	some door in front_doors.of(host)
	door.cluster != cluster
	some to in door.owners
	found := {"to": to, "witness": [door.witness], "missing": set()}
}

_addresses(cluster, scope, host) := {found |
	some item in object.get(service_addresses.abroad, host, set())
	item.entry.cluster != cluster
	missing := _routed(scope, cluster, item.entry.cluster)
	some to in _holders(item)
	found := {"to": to, "witness": [estate.witness(item.entry, item.path)], "missing": missing}
}

# A node is everybody's in its cluster.
_holders(item) := item.entry.owners if {
	item.sort != "node"
} else := object.get(placement.tenants, item.entry.cluster, set())

_routed("world", _, _) := set()

_routed("private", one, other) := routes.between(one, other)

# Addresses of other clusters' pods and nodes, and their API servers: whoever is there.
_places(cluster, scope, host) := {found |
	not service_addresses.abroad[host]
	some other, names in placement.tenants
	other != cluster
	_stands_in(other, host)
	missing := _routed(scope, cluster, other)
	some to in names
	found := {"to": to, "witness": [], "missing": missing}
}

_stands_in(cluster, host) if {
	some fact in ["podCIDRs", "nodeCIDRs"]
	in_ranges(cluster, fact, host)
}

_stands_in(cluster, host) if {
	url := placement.cluster_fact(cluster, "apiServer")
	is_string(url)
	addresses.host_of(url) == host
}

# METADATA
# description: Whether an address is within the ranges that a fact of a cluster declares.
in_ranges(cluster, fact, host) if {
	network_facts.is_cidr(_block(host))
	some range in network_facts.ranges(cluster, fact)
	net.cidr_contains(range, _block(host))
}

_block(host) := concat("", [host, "/128"]) if {
	contains(host, ":")
} else := concat("", [host, "/32"])

# METADATA
# description: |
#   Whether an address is one of a cluster's own by the ranges that are declared (true, false), or null where a
#   private one may be and a range is missing, as `{"value", "missing"}`.
within(cluster, namespace, address) := {"value": true, "missing": {text}} if {
	some fact in ["podCIDRs", "serviceCIDRs", "nodeCIDRs"]
	in_ranges(cluster, fact, address)
	text := sprintf("owner of %v in %v", [address, cluster])
} else := {"value": null, "missing": missing} if {
	addresses.canonical(cluster, namespace, address).scope == "private"
	missing := {network_facts.missing(fact, cluster) |
		some fact in ["podCIDRs", "serviceCIDRs"]
		not is_array(placement.cluster_fact(cluster, fact))
	}
	count(missing) > 0
} else := {"value": false, "missing": set()}

# --- names of a set of clusters

_exported[name] contains entry if {
	some kind in ["ServiceExport.multicluster.x-k8s.io", "ServiceExport.net.gke.io"]
	some entry in estate.all(kind)
	name := concat("/", [entry.namespace, entry.name])
}

_exports := {name: entries | some name, entries in _exported}

_set_name := `^(?:.+\.)?([^.]+)\.([^.]+)\.svc\.clusterset\.local$`

_of_set(cluster, host) := {found |
	parts := regex.find_all_string_submatch_n(_set_name, host, 1)[0]
	some export in object.get(_exports, concat("/", [parts[2], parts[1]]), set())
	export.cluster != cluster
	missing := routes.in_set(cluster, export.cluster)
	some to in _exporters(export)
	found := {"to": to, "witness": [estate.witness(export, [])], "missing": missing}
}

_exporters(export) := export.owners | {name |
	some entry in object.get(services, addresses.service(export.cluster, export.namespace, export.name), set())
	some name in entry.owners
}

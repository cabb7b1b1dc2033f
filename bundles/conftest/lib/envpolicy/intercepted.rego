# METADATA
# title: Whose traffic a Service takes with the addresses that it claims
# description: |
#   Every node sends what is meant for an address of `externalIPs`, or of a load balancer, to the Service that
#   claims it.
package lib.envpolicy.intercepted

import data.lib.envpolicy.destinations
import data.lib.envpolicy.estate
import data.lib.envpolicy.network_facts
import data.lib.envpolicy.placement
import data.lib.envpolicy.pointers
import data.lib.envpolicy.service_addresses
import data.lib.envpolicy.settings

# METADATA
# description: |
#   `{"entry", "address", "witness", "to", "missing"}`: a Service and an address that it claims, and a deployment
#   that has or uses the address.
all := [found |
	some item in service_addresses.all
	item.sort in {"claimed", "edge"}
	count(item.entry.owners) > 0
	some taken in _taken(item)
	found := {
		"entry": item.entry,
		"address": item.address,
		"witness": array.concat([estate.witness(item.entry, item.path)], taken.witness),
		"to": taken.to,
		"missing": taken.missing,
	}
]

_taken(item) := found if {
	found := _known(item) | _used(item)
	count(found) > 0
} else := set() if {
	_others(item)
} else := _ranged(item)

# Somebody has the address, be it the Service itself: then it is no unknown one of the cluster's.
_others(item) if {
	some other in service_addresses.known[[item.entry.cluster, item.address]]
	other.sort in {"inside", "pod"}
}

# A load balancer's address may be that of a node (that is how some of them work), or one that others share or call.
_conflicts := {
	"claimed": {"inside", "pod", "edge", "claimed", "node"},
	"edge": {"inside", "pod"},
}

_known(item) := {found |
	some other in service_addresses.known[[item.entry.cluster, item.address]]
	other.sort in _conflicts[item.sort]
	other.entry != item.entry
	some to in _holders(other)
	found := {"to": to, "witness": [estate.witness(other.entry, other.path)], "missing": set()}
}

# What is the platform's (the address of DNS) is everybody's.
_holders(other) := other.entry.owners if {
	count(other.entry.owners) > 0
} else := object.get(placement.tenants, other.entry.cluster, set())

_used(item) := {found |
	item.sort == "claimed"
	some use in object.get(_users, [[item.entry.cluster, item.address]], set())
	found := {"to": use.name, "witness": [use.witness], "missing": set()}
}

_users := {key: uses | some key, uses in _user}

_user[key] contains use if {
	some group in settings.groups
	some setting in group.settings
	some host in setting.view.hosts
	some name in group.owners
	key := [group.cluster, host]
	use := {"name": name, "witness": setting.witness}
}

_user[key] contains use if {
	some pointer in pointers.endpoints
	some name in pointer.owners
	key := [pointer.entry.cluster, pointer.host]
	use := {"name": name, "witness": pointer.witness}
}

# An address in the cluster's ranges, though nobody is known to have it; or one that may be.
_ranged(item) := {found |
	missing := _range(item)
	some to in object.get(placement.tenants, item.entry.cluster, set())
	found := {"to": to, "witness": [], "missing": missing}
}

_range(item) := set() if {
	some fact in ["podCIDRs", "serviceCIDRs"]
	destinations.in_ranges(item.entry.cluster, fact, item.address)
} else := {network_facts.missing("addresses of nodes", item.entry.cluster)} if {
	item.sort == "claimed"
	destinations.in_ranges(item.entry.cluster, "nodeCIDRs", item.address)
	not item.entry.cluster in _clusters_with_nodes
} else := destinations.within(item.entry.cluster, item.entry.namespace, item.address).missing if {
	item.sort == "claimed"
	destinations.within(item.entry.cluster, item.entry.namespace, item.address).value == null
}

_clusters_with_nodes := {item.entry.cluster | some item in service_addresses.all; item.sort == "node"}

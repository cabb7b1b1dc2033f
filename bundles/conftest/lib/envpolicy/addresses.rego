# METADATA
# title: What a host name in a manifest stands for
# description: |
#   A short name is resolved in its own namespace, a cluster-local name in its own cluster, localhost in its own
#   pod; a Service that is an alias, or that has its addresses written by hand, stands for what it leads to. What is
#   left is compared across clusters: names as they are, private addresses where the networks are one.
package lib.envpolicy.addresses

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement

# METADATA
# description: |
#   The servers that a host name stands for in a namespace, as `{"server", "extra"}`: `server` is what to compare,
#   `extra` has to be merged into the fact: `side`, `certain` and `missing` where the network of a private address is
#   not known. None for the pod itself.
servers(cluster, namespace, host) := _servers(cluster, _followed(cluster, canonical(cluster, namespace, host)))

# METADATA
# description: As `servers`, for facts that have a side of their own.
plain_servers(cluster, namespace, host) := [found |
	some found in servers(cluster, namespace, host)
	object.get(found.extra, "side", "") != "uses"
	object.get(found.extra, "side", "") != "offers"
]

# METADATA
# scope: document
# description: |
#   As `plain_servers`, for a URL (or `host:port`) that stands in an object as text; `otherwise` where it is empty.
of_url(_, _, "", otherwise) := [{"server": otherwise, "extra": {}}]

of_url(cluster, namespace, url, _) := plain_servers(cluster, namespace, host) if {
	is_string(url)
	url != ""
	host := host_of(url)
}

# METADATA
# description: The host of a URL, or of `host:port`, in small letters.
host_of(url) := lower(regex.replace(regex.replace(authority, `^.*@`, ""), `:[0-9]+$`, "")) if {
	authority := split(regex.replace(url, `^[A-Za-z][A-Za-z0-9+.-]*://`, ""), "/")[0]
}

# METADATA
# description: |
#   A path as text and all that are above it, itself first, "" last; no slashes around them.
above(path) := [concat("/", array.slice(steps, 0, count(steps) - index)) |
	some index, _ in array.concat(steps, [""])
] if {
	steps := [step | some step in split(path, "/"); step != ""]
}

# METADATA
# description: A Service as a server.
service(cluster, namespace, name) := concat("/", [cluster, namespace, name])

_servers(_, {"scope": "pod"}) := []

_servers(_, {"scope": scope, "name": name}) := [{"server": name, "extra": {}}] if {
	scope in {"cluster", "world"}
}

_servers(cluster, {"scope": "private", "name": name}) := [
	{"server": concat(" ", [network, name]), "extra": {}},
	{"server": concat(" ", ["somewhere", name]), "extra": {"side": "uses"}},
] if {
	network := placement.cluster_fact(cluster, "network")
	network != null
} else := [
	{"server": concat(" ", [cluster, name]), "extra": {}},
	{"server": concat(" ", ["somewhere", name]), "extra": unknown},
	{"server": concat(" ", ["somewhere", name]), "extra": object.union(unknown, {"side": "offers"})},
] if {
	unknown := {"certain": false, "missing": [concat(" of ", ["network", cluster])]}
}

_servers(cluster, {"scope": "clusterset", "name": name}) := [{"server": concat(" ", [set_of, name]), "extra": {}}] if {
	set_of := placement.cluster_fact(cluster, "clusterSet")
	set_of != null
} else := [{"server": name, "extra": {"certain": false, "missing": [concat(" of ", ["clusterSet", cluster])]}}]

_namespaces := (_declared | _serving) | object.keys(placement.residents)

_declared := {[entry.cluster, entry.name] | some entry in estate.all("Namespace")}

_serving := {[entry.cluster, entry.namespace] | some entry in estate.all("Service")}

# The pods of a StatefulSet have names of their own, before that of its Service, which mostly begins as theirs do.
_is_of_headless(cluster, namespace, parts) if service(cluster, namespace, parts[1]) in _headless

_is_of_headless(_, _, parts) if {
	base := regex.replace(parts[0], `-[0-9]+$`, "")
	base != parts[0]
	startswith(parts[1], base)
}

_headless := {service(entry.cluster, entry.namespace, entry.name) |
	some entry in estate.all("Service")
	object.get(entry.object, ["spec", "clusterIP"], "") == "None"
}

_local := `^(?:.+\.)?([^.]+)\.([^.]+)\.svc(?:\.(?:cluster\.local|[a-z0-9-]+(?:\.[a-z0-9-]+)*))?$`

_private := concat("", [
	`^(?:10|127|169\.254|192\.168|100\.(?:6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])`,
	`|172\.(?:1[6-9]|2[0-9]|3[01]))\.[0-9.]+$`,
])

# METADATA
# description: |
#   What a host name means in a namespace, aliases not followed: `{"scope", "name"}`. The scope is "pod" (itself),
#   "cluster" (a Service), "clusterset", "private" (an address of a private network) or "world".
canonical(cluster, namespace, host) := {"scope": "pod"} if {
	_is_own(host)
} else := {"scope": "cluster", "name": service(cluster, namespace, host)} if {
	not contains(host, ".")
	not contains(host, ":")
} else := {"scope": "cluster", "name": service(cluster, parts[1], parts[0])} if {
	parts := split(host, ".")
	count(parts) == 2
	[cluster, parts[1]] in _namespaces
} else := {"scope": "cluster", "name": service(cluster, namespace, parts[1])} if {
	parts := split(host, ".")
	count(parts) == 2
	_is_of_headless(cluster, namespace, parts)
} else := {"scope": "cluster", "name": service(cluster, parts[2], parts[1])} if {
	parts := split(host, ".")
	count(parts) == 3
	[cluster, parts[2]] in _namespaces
	_is_of_headless(cluster, parts[2], parts)
} else := {"scope": "clusterset", "name": host} if {
	endswith(host, ".svc.clusterset.local")
} else := {"scope": "cluster", "name": service(cluster, found[0][2], found[0][1])} if {
	contains(host, ".svc")
	found := regex.find_all_string_submatch_n(_local, host, 1)
	count(found) == 1
} else := {"scope": "private", "name": host} if {
	_is_private(host)
} else := {"scope": "world", "name": host}

_is_own(host) if host in {"localhost", "127.0.0.1", "::1", "0.0.0.0"}

_is_own(host) if startswith(host, "127.")

_is_private(host) if regex.match(_private, host)

_is_private(host) if {
	contains(host, ":")
	regex.match(`^f[cde]`, host)
}

# --- Services that lead elsewhere

_followed(cluster, found) := _led(cluster, _leads[found.name]) if {
	found.scope == "cluster"
	_leads[found.name]
} else := found

_led(cluster, lead) := canonical(cluster, lead.namespace, lead.host)

_leads := {name: lead |
	some name, leads in _lead
	lead := min(leads)
}

_lead[name] contains lead if {
	some entry in estate.all("Service")
	object.get(entry.object, ["spec", "type"], "") == "ExternalName"
	host := object.get(entry.object, ["spec", "externalName"], null)
	is_string(host)
	name := service(entry.cluster, entry.namespace, entry.name)
	lead := {"namespace": entry.namespace, "host": trim_suffix(lower(host), ".")}
}

_lead[name] contains lead if {
	some entry in estate.all("Endpoints")
	name := service(entry.cluster, entry.namespace, entry.name)
	name in _by_hand
	subsets := object.get(entry.object, "subsets", [])
	is_array(subsets)
	some subset in subsets
	some address in subset.addresses
	lead := {"namespace": entry.namespace, "host": address.ip}
}

_lead[name] contains lead if {
	some entry in estate.all("EndpointSlice.discovery.k8s.io")
	name := service(entry.cluster, entry.namespace, labels.of(entry.object)["kubernetes.io/service-name"])
	name in _by_hand
	endpoints := object.get(entry.object, "endpoints", [])
	is_array(endpoints)
	some endpoint in endpoints
	some address in endpoint.addresses
	lead := {"namespace": entry.namespace, "host": address}
}

_by_hand contains name if {
	some entry in estate.all("Service")
	object.get(entry.object, ["spec", "selector"], {}) in [{}, null]
	object.get(entry.object, ["spec", "type"], "") != "ExternalName"
	name := service(entry.cluster, entry.namespace, entry.name)
}

# METADATA
# title: Host names by which deployments are reached from outside
# description: |
#   What Ingresses, routes and virtual servers answer to, and what external-dns is told to publish. Hosts of objects
#   that nobody claims are listed as well, since an exact name goes before a wildcard.
package lib.envpolicy.front_doors

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels

# METADATA
# description: Every such host name and where it stands, `{"entry", "host", "path"}`.
all := [door |
	some found in array.concat(_written, _published)
	host := trim_suffix(lower(found.host), ".")
	host != ""
	door := {"entry": found.entry, "host": host, "path": found.path}
]

# METADATA
# description: The doors that a host name leads to, `{"cluster", "owners", "witness"}`, wherever they stand.
of(host) := object.get(_doors, [host], object.get(_doors, [_wildcard(host)], set()))

_wildcard(host) := regex.replace(host, `^[^.]+`, "*")

_doors := {host: doors | some host, doors in _door}

_door[host] contains door if {
	some found in all
	host := found.host
	door := {
		"cluster": found.entry.cluster,
		"owners": found.entry.owners,
		"witness": estate.witness(found.entry, found.path),
	}
}

# Kinds with a list of names.
_lists := {
	"GRPCRoute.gateway.networking.k8s.io": ["spec", "hostnames"],
	"HTTPRoute.gateway.networking.k8s.io": ["spec", "hostnames"],
	"TLSRoute.gateway.networking.k8s.io": ["spec", "hostnames"],
	"VirtualService.networking.istio.io": ["spec", "hosts"],
}

# Kinds with one name.
_singles := {
	"HTTPProxy.projectcontour.io": ["spec", "virtualhost", "fqdn"],
	"Mapping.getambassador.io": ["spec", "hostname"],
	"Route.route.openshift.io": ["spec", "host"],
	"VirtualServer.k8s.nginx.org": ["spec", "host"],
}

# Kinds with a list of objects that have one.
_nested := {
	"DNSEndpoint.externaldns.k8s.io": ["spec", "endpoints", "dnsName"],
	"Ingress.networking.k8s.io": ["spec", "rules", "host"],
}

_written := array.concat(
	array.concat(
		[{"entry": entry, "host": host, "path": array.concat(path, [index])} |
			some kind, path in _lists
			some entry in estate.all(kind)
			some index, host in fields.list(entry.object, path)
			is_string(host)
			_answers(entry)
		],
		[{"entry": entry, "host": host, "path": path} |
			some kind, path in _singles
			some entry in estate.all(kind)
			host := fields.text(entry.object, path)
		],
	),
	array.concat(
		[{"entry": entry, "host": host, "path": array.concat(list, [index, path[2]])} |
			some kind, path in _nested
			some entry in estate.all(kind)
			list := [path[0], path[1]]
			some index, item in fields.list(entry.object, list)
			host := fields.text(item, [path[2]])
		],
		_of_traefik,
	),
)

# A VirtualService without a gateway speaks of calls from inside the mesh.
_answers(entry) if entry.kind != "VirtualService.networking.istio.io"

_answers(entry) if {
	some gateway in fields.list(entry.object, ["spec", "gateways"])
	gateway != "mesh"
}

_of_traefik := [{"entry": entry, "host": host, "path": ["spec", "routes", index, "match"]} |
	some kind in ["IngressRoute.traefik.io", "IngressRoute.traefik.containo.us"]
	some entry in estate.all(kind)
	some index, route in fields.list(entry.object, ["spec", "routes"])
	some rule in regex.find_n(`Host\([^)]*\)`, fields.text(route, ["match"]), -1)
	some part in split(trim_suffix(trim_prefix(rule, "Host("), ")"), ",")
	host := trim(trim_space(part), "`\"'")
]

_publishing := [
	"external-dns.alpha.kubernetes.io/hostname",
	"external-dns.alpha.kubernetes.io/internal-hostname",
]

_published := [{"entry": entry, "host": trim_space(host), "path": ["metadata", "annotations", annotation]} |
	some kind in ["Service", "Ingress.networking.k8s.io", "Gateway.gateway.networking.k8s.io"]
	some entry in estate.all(kind)
	notes := labels.annotations(entry.object)
	some annotation in _publishing
	text := object.get(notes, annotation, "")
	is_string(text)
	some host in split(text, ",")
]

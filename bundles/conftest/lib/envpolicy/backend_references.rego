# METADATA
# title: Where routes of NGINX, Traefik, Contour and Istio lead, when that is another namespace
# description: |
#   `all` has `{"entry", "others", "target", "path"}`: a route, the deployments whose things it leads to, what it names
#   and where.
package lib.envpolicy.backend_references

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.hosts
import data.lib.envpolicy.ingress_classes
import data.lib.envpolicy.istio
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement
import data.lib.envpolicy.proxy_routes
import data.lib.envpolicy.service_names
import data.lib.envpolicy.workloads

all := array.concat(
	array.concat(_joined, _named),
	array.concat(_served, _bound),
)

# --- NGINX: minions and masters, which have one host and one class

_roles[where] contains entry if {
	some entry in estate.all("Ingress.networking.k8s.io")
	role := labels.annotations(entry.object)["nginx.org/mergeable-ingress-type"]
	some rule in fields.list(entry.object, ["spec", "rules"])
	where := [role, entry.cluster, ingress_classes.of(entry), hosts.canonical(fields.text(rule, ["host"]))]
}

_by_role := {where: entries | some where, entries in _roles}

_joined := [reference |
	some where, minions in _by_role
	where[0] == "minion"
	some master in object.get(_by_role, [array.concat(["master"], array.slice(where, 1, 4))], set())
	some minion in minions
	minion.namespace != master.namespace
	reference := {
		"entry": minion,
		"others": master.owners,
		"target": sprintf("the host of %v/%v", [master.namespace, master.name]),
		"path": ["metadata", "annotations", "nginx.org/mergeable-ingress-type"],
	}
]

# --- names with a namespace

_named := [reference |
	some found in array.concat(_of_nginx, array.concat(_of_contour, array.concat(_of_traefik, _delegated)))
	not found.namespace in {"", found.entry.namespace}
	reference := {
		"entry": found.entry,
		"others": object.get(placement.residents, [[found.entry.cluster, found.namespace]], set()),
		"target": sprintf("namespace %v", [found.namespace]),
		"path": found.path,
	}
]

_of_nginx := [{"entry": entry, "namespace": parts[0], "path": ["spec", "routes", index, "route"]} |
	some entry in estate.all("VirtualServer.k8s.nginx.org")
	some index, item in fields.list(entry.object, ["spec", "routes"])
	parts := split(fields.text(item, ["route"]), "/")
	count(parts) == 2
]

_of_contour := [{"entry": entry, "namespace": namespace, "path": ["spec", "includes", index, "namespace"]} |
	some entry in estate.all("HTTPProxy.projectcontour.io")
	some index, item in fields.list(entry.object, ["spec", "includes"])
	namespace := fields.text(item, ["namespace"])
]

_routes := ["IngressRoute", "IngressRouteTCP", "IngressRouteUDP"]

_of_kinds := [entry | some kind in _routes; some entry in proxy_routes.traefik(kind)]

_of_traefik := [{"entry": entry, "namespace": namespace, "path": path} |
	some entry in _of_kinds
	_traefik_crosses(entry.cluster)
	some index, item in fields.list(entry.object, ["spec", "routes"])
	some field in ["services", "middlewares"]
	some at, target in fields.list(item, [field])
	namespace := fields.text(target, ["namespace"])
	path := ["spec", "routes", index, field, at, "namespace"]
]

_traefik_crosses(cluster) if {
	_traefik_flag(cluster, "installed") != false
	_traefik_flag(cluster, "allowCrossNamespace") == true
}

_traefik_crosses(cluster) if {
	_traefik_flag(cluster, "installed") != false
	_traefik_flag(cluster, "allowCrossNamespace") == null
	cluster in _told
}

_traefik_flag(cluster, name) := object.get(controllers, ["traefik", name], null) if {
	controllers := placement.cluster_fact(cluster, "controllers")
	is_object(controllers)
} else := null

# The clusters in which a container is told to.
_told contains workload.cluster if {
	count(_of_kinds) > 0
	some workload in workloads.all
	_traefik_flag(workload.cluster, "namespace") in {null, workload.namespace}
	some item in workload.containers
	some view in array.concat(
		array.concat(fields.list(item.container, ["args"]), fields.list(item.container, ["command"])),
		[fields.mapping(variable, ["value"]) | some variable in fields.list(item.container, ["env"])],
	)
	is_object(view)
	view.setting == "providers.kubernetescrd.allowcrossnamespace"
	view.word == "true"
}

_delegated := [{"entry": service.entry, "namespace": namespace, "path": ["spec", "http", index, "delegate"]} |
	some service in istio.services
	some index, item in fields.list(service.entry.object, ["spec", "http"])
	namespace := fields.text(item, ["delegate", "namespace"])
]

# --- Istio: Services, and Gateways

_served := [reference |
	some service in istio.services
	service.exported
	some target in array.concat(istio.destinations(service.entry), service.hosts)
	found := service_names.named(service.entry.cluster, service.entry.namespace, target.host)
	found.namespace != service.entry.namespace
	reference := {
		"entry": service.entry,
		"others": service_names.owners(service.entry.cluster, found),
		"target": sprintf("Service %v/%v", [found.namespace, found.name]),
		"path": target.path,
	}
]

_bound := [reference |
	some service in istio.services
	service.exported
	some gateway in service.gateways
	not gateway.namespace in {"", service.entry.namespace}
	where := [service.entry.cluster, gateway.namespace, gateway.name]
	some host in service.hosts
	istio.admits(where, service.entry.namespace, host.host)
	reference := {
		"entry": service.entry,
		"others": _gateway_owners(where),
		"target": sprintf("Gateway %v/%v", [gateway.namespace, gateway.name]),
		"path": gateway.path,
	}
]

_gateway_owners(where) := {name | some entry in istio.gateways[where]; some name in entry.owners} if {
	istio.gateways[where]
} else := object.get(placement.residents, [[where[0], where[1]]], set())

# METADATA
# title: What deployments answer to at the edge, whatever kind of route says so
# description: |
#   Every route as `{"entry", "door", "host", "paths", "reach", "merges", "missing", "path"}`. A door is what it comes
#   in by: the class of an Ingress, a Gateway, a controller; `paths` are `{"path", "exact"}`; `reach` is what a wildcard
#   stands for (see hosts); `merges` whether everything for a host becomes one server there: true, false, or null for
#   unknown; `missing` what is not known of its being there at all.
package lib.envpolicy.edge_routes

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.gateways
import data.lib.envpolicy.hosts
import data.lib.envpolicy.ingress_classes
import data.lib.envpolicy.ingress_nginx
import data.lib.envpolicy.istio
import data.lib.envpolicy.istio_gateways
import data.lib.envpolicy.labels
import data.lib.envpolicy.proxy_routes
import data.lib.envpolicy.service_names

all := array.concat(
	array.concat(_of_ingresses, _of_ingresses_without_class),
	array.concat(array.concat(_of_gateways, _of_istio), proxy_routes.all),
)

_everything := [{"path": "/", "exact": false}]

# --- Ingress

_ingresses := [entry |
	some entry in estate.all("Ingress.networking.k8s.io")
	count(entry.owners) > 0

	# Masters and minions of NGINX have one host on purpose: of them, another check speaks.
	not labels.annotations(entry.object)["nginx.org/mergeable-ingress-type"]
]

_of_ingresses := [route |
	some entry in _ingresses
	controller := ingress_classes.controller(entry)
	some answer in _answers(entry, controller)
	route := object.union(answer, {
		"entry": entry,
		"door": ingress_classes.door(entry),
		"reach": "label",
		"merges": _merges(controller),
		"missing": set(),
	})
]

# A class that nobody names may be that of others: the default one.
_of_ingresses_without_class := [route |
	some entry in _ingresses
	some class in ingress_classes.possible(entry)
	some answer in _answers(entry, null)
	route := object.union(answer, {
		"entry": entry,
		"door": ["class", class, "", ""],
		"reach": "label",
		"merges": null,
		"missing": {sprintf("class of Ingress %v/%v of %v", [entry.namespace, entry.name, entry.cluster])},
	})
]

_merges("ingress-nginx") := true

_merges(controller) := false if controller in {"alb", "gce", "other"}

_merges(null) := null

_answers(entry, controller) := array.concat(_ruled(entry), array.concat(_default(entry), _aliases(entry, controller)))

_ruled(entry) := [{"host": host, "paths": _paths(rule), "path": ["spec", "rules", index]} |
	some index, rule in fields.list(entry.object, ["spec", "rules"])
	is_object(rule)
	host := hosts.canonical(fields.text(rule, ["host"]))
]

_paths(rule) := found if {
	found := [{"path": hosts.path(text), "exact": kind == "Exact"} |
		some item in fields.list(rule, ["http", "paths"])
		text := fields.text(item, ["path"])
		kind := fields.text(item, ["pathType"])
	]
	count(found) > 0
} else := _everything

# Without a rule, the backend that is the default gets everything.
_default(entry) := [{"host": "", "paths": _everything, "path": ["spec", field]} |
	count(fields.list(entry.object, ["spec", "rules"])) == 0
	some field in ["defaultBackend", "backend"]
	count(fields.mapping(entry.object, ["spec", field])) > 0
]

_aliases(entry, controller) := [{"host": hosts.canonical(trim_space(host)), "paths": _everything, "path": path} |
	controller in {"ingress-nginx", null}
	path := ingress_nginx.path("server-alias")
	some host in split(ingress_nginx.annotation(entry, "server-alias"), ",")
	trim_space(host) != ""
	not startswith(trim_space(host), "~")
]

# --- Gateway API

_of_gateways := [route |
	some attachment in gateways.attachments
	entry := attachment.route.entry
	count(entry.owners) > 0
	some own in attachment.own
	route := {
		"entry": entry,
		"door": _gateway_door(attachment),
		"host": own.host,
		"paths": _gateway_paths(attachment.route),
		"reach": "any",
		"merges": false,
		"missing": attachment.missing,
		"path": own.path,
	}
]

_gateway_door(attachment) := ["gateway", attachment.gateway[1], attachment.gateway[2], family] if {
	family := {"HTTPRoute": "http", "GRPCRoute": "http", "TLSRoute": "tls"}[attachment.route.kind]
} else := ["gateway", attachment.gateway[1], attachment.gateway[2], listener] if {
	listener := concat(" ", [attachment.route.kind, attachment.listener])
}

_gateway_paths(route) := found if {
	route.kind in {"HTTPRoute", "GRPCRoute"}
	found := [path |
		some rule in fields.list(route.entry.object, ["spec", "rules"])
		some path in _matches(rule)
	]
	count(found) > 0
} else := _everything

_matches(rule) := found if {
	found := [path |
		some match in fields.list(rule, ["matches"])
		path := _match(match)
	]
	count(found) > 0
} else := _everything

_match(match) := {"path": hosts.path(text), "exact": kind == "Exact"} if {
	text := fields.text(match, ["path", "value"])
	text != ""
	kind := fields.text(match, ["path", "type"])
} else := {"path": hosts.path(concat("/", ["", service, method])), "exact": method != ""} if {
	service := fields.text(match, ["method", "service"])
	service != ""
	method := fields.text(match, ["method", "method"])
} else := {"path": "/", "exact": false}

# --- Istio

_of_istio := [route |
	some service in istio.services
	entry := service.entry
	count(entry.owners) > 0
	some gateway in service.gateways
	some one in service.hosts
	some found in _istio_doors(service, gateway, one.host)
	route := {
		"entry": entry,
		"door": found.door,
		"host": found.host,
		"paths": [{"path": hosts.path(path.text), "exact": path.exact} | some path in istio.paths(entry)],
		"reach": "any",
		"merges": false,
		"missing": set(),
		"path": one.path,
	}
]

_istio_doors(service, gateway, host) := [{"door": ["istio", "", "mesh", ""], "host": _meant(service.entry, host)}] if {
	gateway.name == "mesh"
	service.exported
} else := istio_gateways.doors(where, service.entry.namespace, host) if {
	gateway.name != "mesh"
	_sees(service, gateway)
	where := [service.entry.cluster, gateway.namespace, gateway.name]
} else := []

_sees(service, _) if service.exported

_sees(service, gateway) if gateway.namespace == service.entry.namespace

# In the mesh a short name is a Service of the VirtualService's own namespace.
_meant(entry, host) := sprintf("%v.%v.svc", [service.name, service.namespace]) if {
	service := service_names.named(entry.cluster, entry.namespace, host)
} else := host

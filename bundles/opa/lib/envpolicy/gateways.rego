# METADATA
# title: Routes of the Gateway API, and the Gateways that they attach to
# description: |
#   A route attaches to the listeners that its parentRefs mean, that admit its namespace and its kind, and whose
#   hostname has something in common with its own. A Gateway that was not given is taken to admit what refers to it.
package lib.envpolicy.gateways

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.hosts
import data.lib.envpolicy.namespaces

_group := "gateway.networking.k8s.io"

# What a listener of each protocol takes, where it does not say.
_families := {
	"HTTPRoute": {"HTTP", "HTTPS"},
	"GRPCRoute": {"HTTP", "HTTPS"},
	"TLSRoute": {"TLS"},
	"TCPRoute": {"TCP", "TLS"},
	"UDPRoute": {"UDP"},
}

# METADATA
# description: The kinds of routes.
route_kinds := object.keys(_families)

# METADATA
# description: |
#   `{"entry", "kind", "hostnames"}` for each route; hostnames are `{"host", "path"}`, one that stands for all where the
#   route names none.
routes := [route |
	some kind in route_kinds
	some entry in estate.all(sprintf("%v.%v", [kind, _group]))
	route := {"entry": entry, "kind": kind, "hostnames": _hostnames(entry)}
]

_hostnames(entry) := found if {
	found := [{"host": hosts.canonical(host), "path": ["spec", "hostnames", index]} |
		some index, host in fields.list(entry.object, ["spec", "hostnames"])
		is_string(host)
	]
	count(found) > 0
} else := [{"host": "", "path": ["spec"]}]

# METADATA
# description: "The Gateways, by `[cluster, namespace, name]`."
given := {[entry.cluster, entry.namespace, entry.name]: entry |
	some entry in estate.all("Gateway.gateway.networking.k8s.io")
}

# METADATA
# description: |
#   The listeners of a Gateway: `{"name", "port", "protocol", "host", "from", "selector", "kinds", "path"}`.
listeners(gateway) := [listener |
	some index, item in fields.list(gateway.object, ["spec", "listeners"])
	is_object(item)
	listener := {
		"name": fields.text(item, ["name"]),
		"port": object.get(item, "port", null),
		"protocol": fields.text(item, ["protocol"]),
		"host": hosts.canonical(fields.text(item, ["hostname"])),
		"from": fields.text(item, ["allowedRoutes", "namespaces", "from"]),
		"selector": object.get(item, ["allowedRoutes", "namespaces", "selector"], null),
		"kinds": {fields.text(kind, ["kind"]) | some kind in fields.list(item, ["allowedRoutes", "kinds"])},
		"path": ["spec", "listeners", index],
	}
]

# METADATA
# description: Whether a listener of a Gateway admits routes of a namespace; null where nobody knows.
admits(gateway, listener, namespace) if {
	listener.from == "All"
} else := namespaces.selected(listener.selector, gateway.cluster, namespace) if {
	listener.from == "Selector"
	is_object(listener.selector)
} else if {
	listener.from in {"Same", ""}
	gateway.namespace == namespace
} else := false

# METADATA
# description: |
#   What routes attach to: `{"route", "gateway", "listener", "own", "path", "missing"}`; `gateway` is `[cluster,
#   namespace, name]`, `listener` a name, or what the route says instead of one, `own` the hostnames that are left, as
#   `{"host", "path"}`.
attachments := array.concat(
	[attachment |
		some wish in _wishes
		gateway := given[wish.gateway]
		some listener in listeners(gateway)
		_means(wish, listener)
		_takes(listener, wish.route.kind)
		admitted := admits(gateway, listener, wish.route.entry.namespace)
		admitted != false
		own := _left(wish.route, listener)
		count(own) > 0
		attachment := object.union(wish, {
			"listener": listener.name,
			"own": own,
			"missing": _missing(admitted, wish.route.entry),
		})
	],
	[attachment |
		some wish in _wishes
		not given[wish.gateway]
		listener := concat(":", [wish.section, wish.port])
		attachment := object.union(wish, {"listener": listener, "own": wish.route.hostnames, "missing": set()})
	],
)

_missing(true, _) := set()

_missing(null, entry) := {sprintf("labels of Namespace %v of %v", [entry.namespace, entry.cluster])}

_wishes := [wish |
	some route in routes
	some index, parent in fields.list(route.entry.object, ["spec", "parentRefs"])
	is_object(parent)
	fields.text(parent, ["kind"]) in {"", "Gateway"}
	fields.text(parent, ["group"]) in {"", _group}
	namespace := _or(fields.text(parent, ["namespace"]), route.entry.namespace)
	wish := {
		"route": route,
		"gateway": [route.entry.cluster, namespace, fields.text(parent, ["name"])],
		"section": fields.text(parent, ["sectionName"]),
		"port": _port(object.get(parent, "port", null)),
		"path": ["spec", "parentRefs", index],
	}
]

_or(text, otherwise) := otherwise if {
	text == ""
} else := text

_port(value) := sprintf("%v", [value]) if {
	is_number(value)
} else := ""

_means(wish, listener) if {
	wish.section in {"", listener.name}
	wish.port in {"", _port(listener.port)}
}

_takes(listener, kind) if kind in listener.kinds

_takes(listener, kind) if {
	count(listener.kinds) == 0
	listener.protocol in _families[kind]
}

# A protocol of an implementation's own may take anything.
_takes(listener, _) if {
	count(listener.kinds) == 0
	not listener.protocol in {"HTTP", "HTTPS", "TLS", "TCP", "UDP"}
}

_left(route, listener) := [{"host": host, "path": one.path} |
	some one in route.hostnames
	host := hosts.both(one.host, listener.host, "any")
]

# METADATA
# title: Istio's VirtualServices and Gateways
package lib.envpolicy.istio

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.hosts
import data.lib.envpolicy.service_names

# METADATA
# description: |
#   `{"entry", "hosts", "gateways", "exported"}`; hosts are `{"host", "path"}`, gateways `{"namespace", "name", "path"}`
#   with the name "mesh" and no namespace for the sidecars, `exported` whether other namespaces see it.
services := [service |
	some entry in estate.all("VirtualService.networking.istio.io")
	service := {
		"entry": entry,
		"hosts": [{"host": hosts.canonical(host), "path": ["spec", "hosts", index]} |
			some index, host in fields.list(entry.object, ["spec", "hosts"])
			is_string(host)
		],
		"gateways": _gateways(entry),
		"exported": _exported(entry),
	}
]

_gateways(entry) := found if {
	found := [gateway |
		some index, text in fields.list(entry.object, ["spec", "gateways"])
		is_string(text)
		gateway := object.union(_gateway(text, entry.namespace), {"path": ["spec", "gateways", index]})
	]
	count(found) > 0
} else := [{"namespace": "", "name": "mesh", "path": ["spec", "hosts"]}]

_gateway("mesh", _) := {"namespace": "", "name": "mesh"}

_gateway(text, _) := {"namespace": parts[0], "name": parts[1]} if {
	contains(text, "/")
	parts := split(text, "/")
}

# The older form, by the name of a Service.
_gateway(text, own) := {"namespace": service.namespace, "name": service.name} if {
	text != "mesh"
	not contains(text, "/")
	contains(text, ".svc")
	service := service_names.named("", own, text)
}

_gateway(text, own) := {"namespace": own, "name": text} if {
	text != "mesh"
	not contains(text, "/")
	not contains(text, ".svc")
}

_exported(entry) if {
	count(fields.list(entry.object, ["spec", "exportTo"])) == 0
} else if {
	some namespace in fields.texts(entry.object, ["spec", "exportTo"])
	not namespace in {".", "~", entry.namespace}
} else := false

_given[where] contains entry if {
	some entry in estate.all("Gateway.networking.istio.io")
	where := [entry.cluster, entry.namespace, entry.name]
}

# METADATA
# description: "The entries of Gateways (one each), by `[cluster, namespace, name]`."
gateways := {where: entries | some where, entries in _given}

# METADATA
# description: |
#   Whether the Gateway lets VirtualServices of a namespace answer to a host; one that was not given does.
# scope: document
admits(where, _, _) if not gateways[where]

admits(where, namespace, host) if {
	some entry in gateways[where]
	some server in fields.list(entry.object, ["spec", "servers"])
	some text in fields.texts(server, ["hosts"])
	parts := split(text, "/")
	lets_in(parts, entry.namespace, namespace)
	hosts.overlap(hosts.canonical(parts[count(parts) - 1]), host, "any")
}

# METADATA
# scope: document
# description: Whether a host of a Gateway's server, split at its slash, is for VirtualServices of a namespace.
lets_in(parts, _, _) if count(parts) == 1

lets_in(parts, _, namespace) if parts[0] in {"*", namespace}

lets_in(parts, own, namespace) if {
	parts[0] == "."
	own == namespace
}

# METADATA
# description: |
#   Where a VirtualService sends requests: `{"host", "path"}` for each destination and mirror.
destinations(entry) := array.concat(
	[{"host": host, "path": ["spec", sort_of, index, "route", at, "destination", "host"]} |
		some sort_of in ["http", "tcp", "tls"]
		some index, item in fields.list(entry.object, ["spec", sort_of])
		some at, target in fields.list(item, ["route"])
		host := fields.text(target, ["destination", "host"])
		host != ""
	],
	array.concat(
		[{"host": host, "path": ["spec", "http", index, "mirror", "host"]} |
			some index, item in fields.list(entry.object, ["spec", "http"])
			host := fields.text(item, ["mirror", "host"])
			host != ""
		],
		[{"host": host, "path": ["spec", "http", index, "mirrors", at, "destination", "host"]} |
			some index, item in fields.list(entry.object, ["spec", "http"])
			some at, target in fields.list(item, ["mirrors"])
			host := fields.text(target, ["destination", "host"])
			host != ""
		],
	),
)

# METADATA
# description: The paths that a VirtualService matches, `{"text", "exact"}`; everything where one route names none.
paths(entry) := found if {
	found := [path |
		some item in fields.list(entry.object, ["spec", "http"])
		some match in fields.list(item, ["match"])
		some path in _uri(match)
	]
	count(found) > 0
	every item in fields.list(entry.object, ["spec", "http"]) {
		count(fields.list(item, ["match"])) > 0
	}
} else := [{"text": "/", "exact": false}]

_uri(match) := found if {
	found := [{"text": text, "exact": form == "exact"} |
		some form, text in fields.mapping(match, ["uri"])
		is_string(text)
	]
	count(found) > 0
} else := [{"text": "/", "exact": false}]

# METADATA
# title: Routes of Traefik, Contour and F5's NGINX
# description: |
#   Reads IngressRoute and IngressRouteTCP (traefik.io, the older group as well), HTTPProxy (projectcontour.io) and
#   VirtualServer (k8s.nginx.org), in the form that `edge_routes` describes.
package lib.envpolicy.proxy_routes

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.hosts
import data.lib.envpolicy.labels

all := array.concat(_of_traefik, array.concat(_of_contour, _of_nginx))

_everything := [{"path": "/", "exact": false}]

_old_mark := "kubernetes.io/ingress.class"

_route(entry, door, found) := object.union(found, {
	"entry": entry,
	"door": door,
	"reach": "label",
	"merges": false,
	"missing": set(),
})

# METADATA
# description: The routes of Traefik's own kinds, by `kind` ("IngressRoute" and others).
traefik(kind) := [entry |
	some group in ["traefik.io", "traefik.containo.us"]
	some entry in estate.all(concat(".", [kind, group]))
]

_of_traefik := [route |
	some kind, function in {"IngressRoute": "Host", "IngressRouteTCP": "HostSNI"}
	some entry in traefik(kind)
	count(entry.owners) > 0
	some index, item in fields.list(entry.object, ["spec", "routes"])
	rule := fields.text(item, ["match"])
	some host in _arguments(rule, function)
	some door in _doors(kind, entry)
	found := {"host": hosts.canonical(host), "paths": _rule_paths(rule), "path": ["spec", "routes", index, "match"]}
	route := _route(entry, door, found)
]

# Streams meet only where they come in by the same entry point.
_doors("IngressRoute", entry) := [["traefik", _class(entry), "", ""]]

_doors("IngressRouteTCP", entry) := [["traefik", _class(entry), "tcp", point] |
	some point in fields.texts(entry.object, ["spec", "entryPoints"])
]

_class(entry) := object.get(labels.annotations(entry.object), _old_mark, "")

_arguments(rule, function) := [argument[1] |
	some call in regex.find_all_string_submatch_n(concat("", [`(?:^|[^!A-Za-z])`, function, `\(([^)]*)\)`]), rule, -1)
	some argument in regex.find_all_string_submatch_n(`[\x60"']([^\x60"']+)[\x60"']`, call[1], -1)
]

_rule_paths(rule) := found if {
	found := [{"path": hosts.path(text), "exact": function == "Path"} |
		some function in ["Path", "PathPrefix", "PathRegexp"]
		some text in _arguments(rule, function)
	]
	count(found) > 0
} else := _everything

_of_contour := [route |
	some entry in estate.all("HTTPProxy.projectcontour.io")
	count(entry.owners) > 0
	host := fields.text(entry.object, ["spec", "virtualhost", "fqdn"])
	host != ""
	door := ["contour", contour_class(entry), "", ""]
	path := ["spec", "virtualhost", "fqdn"]
	route := _route(entry, door, {"host": hosts.canonical(host), "paths": _everything, "path": path})
]

# METADATA
# description: The class of an HTTPProxy.
contour_class(entry) := named if {
	named := fields.text(entry.object, ["spec", "ingressClassName"])
	named != ""
} else := noted if {
	noted := labels.annotations(entry.object)["projectcontour.io/ingress.class"]
} else := _class(entry)

_of_nginx := [route |
	some entry in estate.all("VirtualServer.k8s.nginx.org")
	count(entry.owners) > 0
	host := fields.text(entry.object, ["spec", "host"])
	host != ""
	door := ["virtualserver", fields.text(entry.object, ["spec", "ingressClassName"]), "", ""]
	route := _route(entry, door, {"host": hosts.canonical(host), "paths": _everything, "path": ["spec", "host"]})
]

# METADATA
# title: Which proxies Istio's Gateways set up
# description: |
#   A Gateway configures the proxies that its selector finds, in any namespace; several of them on one proxy are one
#   configuration. So what comes in by two Gateways comes in by one door where a proxy and a port are the same.
package lib.envpolicy.istio_gateways

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.hosts
import data.lib.envpolicy.istio
import data.lib.envpolicy.workloads

_selectors := {[entry.cluster, fields.mapping(entry.object, ["spec", "selector"])] |
	some entry in estate.all("Gateway.networking.istio.io")
}

_wanted := {[selector[0], key, value] | some selector in _selectors; some key, value in selector[1]}

_bearing[pair] contains index if {
	count(_wanted) > 0
	some index, workload in workloads.all
	some key, value in workload.labels
	pair := [workload.cluster, key, value]
	pair in _wanted
}

_bearers := {pair: indices | some pair, indices in _bearing}

# By `[cluster, selector]`: the proxies that are given, or the selector itself where none is.
_proxies := {selector: names |
	some selector in _selectors
	names := _named(selector, [object.get(_bearers, [[selector[0], key, value]], set()) | some key, value in selector[1]])
}

_named(selector, found) := names if {
	count(found) > 0
	names := {sprintf("%v/%v", [workload.namespace, workload.name]) |
		some index in found[0]
		every indices in found {
			index in indices
		}
		workload := workloads.all[index]
	}
	count(names) > 0
} else := {concat(",", sort([sprintf("%v=%v", [key, value]) | some key, value in selector[1]]))}

# METADATA
# scope: document
# description: |
#   The doors, `{"door", "host"}`, by which requests for a host reach the VirtualServices of a namespace that are bound
#   to a Gateway: a proxy and a port, and the part of the host that the Gateway serves there. A Gateway that was not
#   given is a door of its own, and serves every host.
doors(where, _, host) := [{"door": ["istio", where[1], where[2], ""], "host": host}] if not istio.gateways[where]

doors(where, namespace, host) := [{"door": ["istio", "", proxy, port], "host": served} |
	some entry in istio.gateways[where]
	some server in fields.list(entry.object, ["spec", "servers"])
	some text in fields.texts(server, ["hosts"])
	parts := split(text, "/")
	istio.lets_in(parts, entry.namespace, namespace)
	served := hosts.both(hosts.canonical(parts[count(parts) - 1]), host, "any")
	port := sprintf("%v", [object.get(server, ["port", "number"], "")])
	some proxy in _proxies[[entry.cluster, fields.mapping(entry.object, ["spec", "selector"])]]
] if {
	istio.gateways[where]
}

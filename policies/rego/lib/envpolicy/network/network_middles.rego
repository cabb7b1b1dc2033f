# METADATA
# title: Who stands between two deployments
# description: |
#   Pods that pass on what they are asked - ingress controllers, gateways, proxies, and those that scrape -
#   and that one deployment reaches while they reach another.
package lib.envpolicy.network_middles

import data.lib.envpolicy.network_classes
import data.lib.envpolicy.network_pods
import data.lib.envpolicy.network_reach
import data.lib.envpolicy.placement
import data.lib.envpolicy.ports

# What such pods are called: by the end of an image's name, and by labels.
_names := concat("|", [
	`(ingress-nginx|nginx-ingress|kong|haproxy-ingress)/[a-z-]*controller`,
	`nginx-ingress(-controller)?`, `ingress-nginx(-controller)?`, `ingress(-controller)?`, `nginx-gateway-fabric`,
	`haproxy(-ingress)?`, `traefik(ee)?`, `kubernetes-ingress(-controller)?`, `kong(-gateway)?`,
	`envoy(-gateway|-distroless|-proxy)?`, `contour`, `emissary`, `ambassador`, `apisix`, `tyk-gateway`, `oauth2-proxy`,
	`pomerium`, `squid`, `tinyproxy`, `privoxy`, `3proxy`, `dante-server`, `prometheus`, `vmagent`,
	`blackbox[-_]exporter`, `((reverse|forward|https?|web|edge|ingress|egress)-)?proxy`,
	`(istio-)?(ingress|egress)-?gateway`, `(mesh|api|edge)-gateway`,
])

_pattern := sprintf(`(^|/)(%v)(:|@|$)`, [_names])

_passes_on(pod) if _runs_one(pod.spec)

_passes_on(pod) if {
	some key in ["app", "app.kubernetes.io/name", "app.kubernetes.io/component", "istio", "k8s-app"]
	is_string(pod.labels[key])
	regex.match(sprintf(`^(%v)$`, [_names]), pod.labels[key])
}

_runs_one(spec) if {
	some container in network_pods.serving(spec)
	is_string(container.image)
	regex.match(_pattern, container.image)
}

# A gateway of a mesh runs the image of a sidecar, alone.
_runs_one(spec) if {
	containers := network_pods.serving(spec)
	count(containers) == 1
	is_string(containers[0].image)
	regex.match(`(^|/)(proxyv2|linkerd/proxy)(:|@|$)|^auto$`, containers[0].image)
}

# METADATA
# description: The classes of such pods, each with a pod of it.
all := {class: indices |
	some class, indices in network_classes.pods_of
	some index in indices
	_kind(network_pods.all[index]) in _passing
}

# Many pods are of one kind.
_kind(pod) := {"spec": pod.spec, "labels": pod.labels}

_passing := {kind |
	some kind in {_kind(pod) | some pod in network_pods.all}
	_passes_on(kind)
}

_before[key] contains source if {
	some class, _ in all
	some e, entry in network_reach.sending
	class in entry.peers
	some i, taking in network_reach.taking
	class in taking.by
	certain(e, i)
	some source in (entry.by & taking.peers)
	some name in network_classes.all[source].owners
	key := [class, name]
}

# METADATA
# description: By `[class of the middle, deployment]`, the first class of the deployment whose pods reach the middle.
before := {key: min(sources) | some key, sources in _before}

_behind[key] contains target if {
	some class, _ in all
	some e, entry in network_reach.sending
	class in entry.by
	some i, taking in network_reach.taking
	class in taking.peers
	certain(e, i)
	some target in (entry.peers & taking.by)
	some name in network_classes.all[target].owners
	key := [class, name]
}

# METADATA
# description: By `[class of the middle, deployment]`, the first class of the deployment whose pods the middle reaches.
behind := {key: min(targets) | some key, targets in _behind}

_owners(places, class) := {key[1] | some key, _ in places; key[0] == class}

# METADATA
# description: Whether two entries have a port in common, and nothing is in doubt about them.
certain(e, i) if {
	ports.common(network_reach.sending[e].ports, network_reach.taking[i].ports)
	count(network_reach.sending[e].doubt) == 0
	count(network_reach.taking[i].doubt) == 0
}

_open[name] contains other if some [name, other] in network_reach.certain

_reached := {name: others | some name, others in _open}

# METADATA
# description: |
#   `{"class", "platform", "from", "to": names}`: whom a deployment comes to by a middle, and not without it.
ways := [way |
	some class, _ in all
	middle := network_classes.all[class]
	senders := _owners(before, class) - middle.owners
	takers := _owners(behind, class) - middle.owners
	some name in senders
	others := takers - _beside(name)
	count(others) > 0
	way := {
		"class": class,
		"platform": middle.namespace in placement.platform_namespaces[middle.cluster],
		"from": name,
		"to": others,
	}
]

# Whom it reaches anyway, and whoever stands in its namespace.
_beside(name) := object.get(_reached, name, set()) | placement.residents[[place.cluster, place.namespace]] if {
	place := placement.places[name]
}

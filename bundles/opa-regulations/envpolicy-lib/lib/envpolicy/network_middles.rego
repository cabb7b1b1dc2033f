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
	not _serves_neighbour(container.image, spec)
}

# A gateway of a mesh runs the image of a sidecar, alone.
_runs_one(spec) if {
	containers := network_pods.serving(spec)
	count(containers) == 1
	is_string(containers[0].image)
	regex.match(`(^|/)(proxyv2|linkerd/proxy)(:|@|$)|^auto$`, containers[0].image)
}

# A proxy beside an application, in one pod, passes on to that one alone.
_serves_neighbour(image, spec) if {
	regex.match(`(^|/)(envoy(-distroless|-proxy)?|oauth2-proxy)(:|@|$)`, image)
	some other in network_pods.serving(spec)
	is_string(other.image)
	not regex.match(_pattern, other.image)
	not regex.match(`exporter|fluent-?bit|fluentd|promtail|reloader|shutdown`, other.image)
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

_classes := object.keys(all)

# What deployments reach, and who reaches them, is known by deployment.
_certain := [hit | some hit in network_reach.hits; hit.doubt == 0]

_before[key] contains source if {
	some hit in _certain
	some class in (hit.targets & _classes)
	source := min(hit.sources)
	key := [class, hit.from]
}

# METADATA
# description: By `[class of the middle, deployment]`, the first class of the deployment whose pods reach the middle.
before := {key: min(sources) | some key, sources in _before}

_behind[key] contains target if {
	some hit in _certain
	middles := hit.sources & _classes
	count(middles) > 0
	some name, target in _first(hit.targets)
	some class in middles
	key := [class, name]
}

# Middles of nobody are asked one by one.
_behind[key] contains target if {
	some class in _classes
	count(network_classes.all[class].owners) == 0
	some e, entry in network_reach.sending
	class in entry.by
	some i, taking in network_reach.taking
	class in taking.peers
	_joins(e, i)
	some name, target in _first(entry.peers & taking.by)
	key := [class, name]
}

# Whether two entries have a port in common, and nothing is in doubt about them.
_joins(e, i) if {
	ports.common(network_reach.sending[e].ports, network_reach.taking[i].ports)
	count(network_reach.sending[e].doubt) == 0
	count(network_reach.taking[i].doubt) == 0
}

# The first class that each deployment has among these.
_first(classes) := {name: min({class | some class in classes; name in network_classes.all[class].owners}) |
	some name in {owner | some class in classes; some owner in network_classes.all[class].owners}
}

# METADATA
# description: By `[class of the middle, deployment]`, the first class of the deployment whose pods the middle reaches.
behind := {key: min(targets) | some key, targets in _behind}

_senders[class] contains name if some [class, name], _ in before

_takers[class] contains name if some [class, name], _ in behind

_takers_of := {class: names | some class, names in _takers}

_open[name] contains other if some [name, other] in network_reach.certain

_reached := {name: others | some name, others in _open}

# METADATA
# description: |
#   `{"class", "platform", "from", "to": names}`: whom a deployment comes to by a middle, and not without it.
ways := [way |
	some class, reaching in _senders
	middle := network_classes.all[class]
	senders := reaching - middle.owners
	takers := object.get(_takers_of, class, set()) - middle.owners
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

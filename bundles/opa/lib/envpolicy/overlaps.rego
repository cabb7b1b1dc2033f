# METADATA
# title: Selectors and references that lead into another deployment of the namespace
package lib.envpolicy.overlaps

import data.lib.envpolicy.claims
import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement
import data.lib.envpolicy.selecting

# METADATA
# description: |
#   `{"entry", "path", "from", "to", "witness"}`: the object whose it is, the field that selects, whose pods (or
#   Services, or workloads) it finds, and the witness of these.
all := array.concat(_by_pods, array.concat(_by_services, _by_name))

_by_pods := [overlap |
	some item in array.concat(_of_services, array.concat(_of_workloads, _of_others))
	classes := selecting.pods(item.entry.cluster, item.entry.namespace, item.selector)
	some overlap in _met(item, classes)
]

_met(item, classes) := [overlap |
	some class in classes
	some from in selecting.sure_owners(item.entry, classes)
	not from in class.owners
	some to in class.owners
	overlap := {
		"entry": item.entry,
		"path": item.path,
		"from": from,
		"to": to,
		"witness": selecting.pod_witness(class),
	}
]

# Where one deployment has a namespace for itself, nothing there is another's.
_shared := {where | some where, names in placement.residents; count(names) > 1}

_of_services := [{"entry": entry, "path": ["spec", "selector"], "selector": {"matchLabels": selector}} |
	count(_shared) > 0
	some entry in estate.all("Service")
	count(entry.owners) > 0
	[entry.cluster, entry.namespace] in _shared
	object.get(entry.object, ["spec", "type"], "") != "ExternalName"
	selector := object.get(entry.object, ["spec", "selector"], null)
	is_object(selector)
	count(selector) > 0
]

_controllers := [
	"Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "ReplicationController",
	"Rollout.argoproj.io",
]

_of_workloads := [{"entry": entry, "path": found.path, "selector": found.selector} |
	count(_shared) > 0
	some kind in _controllers
	some entry in estate.all(kind)
	count(entry.owners) > 0
	[entry.cluster, entry.namespace] in _shared
	found := _of_controller(kind, entry.object)
]

# Where no selector is written (versions before apps/v1, ReplicationController) the template's labels are it.
_of_controller(kind, item) := {"path": ["spec", "selector"], "selector": {"matchLabels": selector}} if {
	kind == "ReplicationController"
	selector := object.get(item, ["spec", "selector"], null)
	is_object(selector)
	count(selector) > 0
} else := {"path": ["spec", "selector"], "selector": selector} if {
	kind != "ReplicationController"
	selector := object.get(item, ["spec", "selector"], null)
	is_object(selector)
	count(selector) > 0
} else := {"path": ["spec", "template"], "selector": {"matchLabels": own}} if {
	own := labels.of(object.get(item, ["spec", "template"], {}))
	count(own) > 0
}

_of_others := [{"entry": entry, "path": ["spec", field], "selector": selector} |
	some kind, field in {"NetworkPolicy.networking.k8s.io": "podSelector", "PodMonitor.monitoring.coreos.com": "selector"}
	some entry in estate.all(kind)
	count(entry.owners) > 0
	[entry.cluster, entry.namespace] in _shared
	found := object.get(entry.object, ["spec", field], null)
	selector := _selector(found)
	not _is_for_all(entry, selector)
]

_selector(value) := value if {
	is_object(value)
} else := {}

# A policy for every pod of the namespace: nobody's own, unless it stands in a release and opens something.
_is_for_all(entry, selector) if {
	entry.kind == "NetworkPolicy.networking.k8s.io"
	_is_empty(selector)
	not _opens_by_release(entry)
}

_is_empty(selector) if {
	object.get(selector, "matchLabels", {}) in [{}, null]
	object.get(selector, "matchExpressions", []) in [[], null]
}

_opens_by_release(entry) if {
	count(claims.marks(entry.object)) > 0
	some direction in ["ingress", "egress"]
	object.get(entry.object, ["spec", direction, 0], null) != null
}

# --- Services that a monitor finds

_service[where] contains entry if {
	some entry in estate.all("Service")
	count(entry.owners) > 0
	where := [entry.cluster, entry.namespace]
	where in _shared
}

_services := {where: entries | some where, entries in _service}

_by_services := [overlap |
	some entry in estate.all("ServiceMonitor.monitoring.coreos.com")
	count(entry.owners) > 0
	selector := _selector(object.get(entry.object, ["spec", "selector"], {}))
	found := [service |
		some service in object.get(_services, [[entry.cluster, entry.namespace]], set())
		labels.matches(selector, labels.of(service.object))
	]
	some service in found
	some from in selecting.sure_owners(entry, found)
	not from in service.owners
	some to in service.owners
	overlap := {
		"entry": entry,
		"path": ["spec", "selector"],
		"from": from,
		"to": to,
		"witness": estate.witness(service, ["metadata", "labels"]),
	}
]

# --- workloads that are named

_naming := {
	"HorizontalPodAutoscaler.autoscaling": "scaleTargetRef",
	"ScaledObject.keda.sh": "scaleTargetRef",
	"VerticalPodAutoscaler.autoscaling.k8s.io": "targetRef",
}

_scaled[key] contains entry if {
	count(_shared) > 0
	some kind in _controllers
	some entry in estate.all(kind)
	[entry.cluster, entry.namespace] in _shared
	key := [entry.cluster, entry.namespace, split(kind, ".")[0], entry.name]
}

_scalable := {key: entries | some key, entries in _scaled}

_by_name := [overlap |
	some kind, field in _naming
	some entry in estate.all(kind)
	count(entry.owners) > 0
	reference := object.get(entry.object, ["spec", field], null)
	is_object(reference)
	key := [entry.cluster, entry.namespace, object.get(reference, "kind", "Deployment"), object.get(reference, "name", "")]
	some target in object.get(_scalable, [key], set())
	some from in selecting.sure_owners(entry, [target])
	not from in target.owners
	some to in target.owners
	overlap := {
		"entry": entry,
		"path": ["spec", field],
		"from": from,
		"to": to,
		"witness": estate.witness(target, []),
	}
]

# METADATA
# title: Who scrapes whom
# description: |
#   ServiceMonitors and PodMonitors of the Prometheus operator, and what Azure and VictoriaMetrics made of them: the
#   Services and pods that they select.
package lib.envpolicy.monitors

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

_kinds := {
	"ServiceMonitor.monitoring.coreos.com": "services",
	"ServiceMonitor.azmonitoring.coreos.com": "services",
	"VMServiceScrape.operator.victoriametrics.com": "services",
	"PodMonitor.monitoring.coreos.com": "pods",
	"PodMonitor.azmonitoring.coreos.com": "pods",
	"VMPodScrape.operator.victoriametrics.com": "pods",
}

# METADATA
# description: The monitors, as `{"entry", "sort", "spaces"}`; spaces are namespaces by name, or null for all of them.
all := [monitor |
	some kind, things in _kinds
	some entry in estate.all(kind)
	monitor := {"entry": entry, "sort": things, "spaces": _spaces(entry)}
]

_spaces(entry) := null if {
	entry.object.spec.namespaceSelector.any == true
} else := {name | some name in names} if {
	names := fields.texts(entry.object, ["spec", "namespaceSelector", "matchNames"])
	count(names) > 0
} else := {entry.namespace}

# What can be selected: `[cluster, sort, namespace]`, as `{"owners", "labels", "witness"}`.
_things[key] contains thing if {
	some entry in estate.all("Service")
	count(entry.owners) > 0
	key := [entry.cluster, "services", entry.namespace]
	thing := {
		"owners": entry.owners,
		"labels": labels.of(entry.object),
		"witness": estate.witness(entry, ["metadata", "labels"]),
	}
}

_things[key] contains thing if {
	some workload in workloads.all
	count(workload.owners) > 0
	key := [workload.cluster, "pods", workload.namespace]
	thing := {
		"owners": workload.owners,
		"labels": workload.labels,
		"witness": estate.witness(workload.entry, workload.path),
	}
}

_by_space := {key: things | some key, things in _things}

_spaces_of[cluster] contains space if {
	some place in placement.places
	cluster := place.cluster
	space := place.namespace
}

_all_spaces := {cluster: spaces | some cluster, spaces in _spaces_of}

# METADATA
# description: |
#   What a monitor selects in namespaces other than its own, or in its own: `{deployment: witness}`.
selects(monitor, own) := {name: min(witnesses) |
	some name, witnesses in _found(monitor, _wanted(monitor, own))
}

_wanted(monitor, true) := {monitor.entry.namespace} & _meant(monitor)

_wanted(monitor, false) := _meant(monitor) - {monitor.entry.namespace}

_meant(monitor) := object.get(_all_spaces, monitor.entry.cluster, set()) if {
	monitor.spaces == null
} else := monitor.spaces

_found(monitor, spaces) := {name: {thing.witness | some thing in things; name in thing.owners} |
	selector := fields.mapping(monitor.entry.object, ["spec", "selector"])
	things := {thing |
		some space in spaces
		some thing in object.get(_by_space, [[monitor.entry.cluster, monitor.sort, space]], set())
		labels.matches(selector, thing.labels)
	}
	some name in {owner | some thing in things; some owner in thing.owners}
}

# --- Prometheus

_watching := {
	"Prometheus.monitoring.coreos.com": {
		"ServiceMonitor.monitoring.coreos.com": "serviceMonitor",
		"PodMonitor.monitoring.coreos.com": "podMonitor",
	},
	"PrometheusAgent.monitoring.coreos.com": {
		"ServiceMonitor.monitoring.coreos.com": "serviceMonitor",
		"PodMonitor.monitoring.coreos.com": "podMonitor",
	},
	"VMAgent.operator.victoriametrics.com": {
		"VMServiceScrape.operator.victoriametrics.com": "serviceScrape",
		"VMPodScrape.operator.victoriametrics.com": "podScrape",
	},
}

_labels_of[space] contains found if {
	some entry in estate.all("Namespace")
	space := [entry.cluster, entry.name]
	found := labels.of(entry.object)
}

_declared := {space: [one | some one in several][0] | some space, several in _labels_of}

# METADATA
# description: |
#   The monitors in other namespaces that a Prometheus of a deployment takes up, as `{"entry", "path", "monitor"}`.
#   Without a namespace selector it looks into its own namespace only, without a selector it takes up none.
taken := [use |
	some kind, words in _watching
	some entry in estate.all(kind)
	count(entry.owners) > 0
	some monitor_kind, word in words
	spaces := entry.object.spec[sprintf("%vNamespaceSelector", [word])]
	is_object(spaces)
	wanted := entry.object.spec[sprintf("%vSelector", [word])]
	is_object(wanted)
	some monitor in all
	monitor.entry.kind == monitor_kind
	monitor.entry.cluster == entry.cluster
	monitor.entry.namespace != entry.namespace
	labels.matches(wanted, labels.of(monitor.entry.object))
	labels.matches(spaces, _namespace(monitor.entry))
	use := {"entry": entry, "path": ["spec", sprintf("%vNamespaceSelector", [word])], "monitor": monitor}
]

_namespace(entry) := object.union(given, {"kubernetes.io/metadata.name": entry.namespace}) if {
	given := object.get(_declared, [[entry.cluster, entry.namespace]], {})
}

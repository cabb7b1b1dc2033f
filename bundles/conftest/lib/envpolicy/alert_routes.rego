# METADATA
# title: Routes of alerts, and the alerts that they take
# description: |
#   AlertmanagerConfigs, and the alerts that PrometheusRules of other namespaces raise. The operator adds a
#   matcher for the config's own namespace, unless the Alertmanager says otherwise
#   (alertmanagerConfigMatcherStrategy).
package lib.envpolicy.alert_routes

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels

# METADATA
# description: The configs of deployments that no matcher of their namespace narrows, as entries.
open := [entry |
	some entry in estate.all("AlertmanagerConfig.monitoring.coreos.com")
	count(entry.owners) > 0
	some alertmanager in estate.all("Alertmanager.monitoring.coreos.com")
	alertmanager.cluster == entry.cluster
	_takes(alertmanager, entry)
	_unnarrowed(alertmanager, entry)
]

_unnarrowed(alertmanager, _) if _strategy(alertmanager) == "None"

_unnarrowed(alertmanager, entry) if {
	_strategy(alertmanager) == "OnNamespaceExceptForAlertmanagerNamespace"
	alertmanager.namespace == entry.namespace
}

_strategy(alertmanager) := fields.text(alertmanager.object, ["spec", "alertmanagerConfigMatcherStrategy", "type"])

# Without a selector it takes none, without a namespace selector those of its own namespace.
_takes(alertmanager, entry) if {
	selector := alertmanager.object.spec.alertmanagerConfigSelector
	is_object(selector)
	labels.matches(selector, labels.of(entry.object))
	_looks_into(alertmanager, entry.namespace)
}

_takes(alertmanager, entry) if {
	fields.text(alertmanager.object, ["spec", "alertmanagerConfiguration", "name"]) == entry.name
	alertmanager.namespace == entry.namespace
}

_looks_into(alertmanager, namespace) if {
	selector := alertmanager.object.spec.alertmanagerConfigNamespaceSelector
	is_object(selector)
	labels.matches(selector, _namespace(alertmanager.cluster, namespace))
}

_looks_into(alertmanager, namespace) if {
	object.get(alertmanager.object.spec, "alertmanagerConfigNamespaceSelector", null) == null
	alertmanager.namespace == namespace
}

_namespace(cluster, name) := object.union(declared, {"kubernetes.io/metadata.name": name}) if {
	declared := object.union_n([labels.of(entry.object) |
		some entry in estate.all("Namespace")
		[entry.cluster, entry.name] == [cluster, name]
	])
}

# METADATA
# description: The alerts of deployments, as `{"entry", "labels"}`; one for each set of labels that is told apart.
alerts := {alert |
	some entry in estate.all("PrometheusRule.monitoring.coreos.com")
	count(entry.owners) > 0
	some group in fields.list(entry.object, ["spec", "groups"])
	some rule in fields.list(group, ["rules"])
	name := fields.text(rule, ["alert"])
	name != ""
	own := object.union(fields.mapping(rule, ["labels"]), {"alertname": name, "namespace": entry.namespace})
	alert := {"entry": entry, "labels": own}
}

# METADATA
# description: Whether the matchers of a config's first route let an alert through.
matches(entry, alert) if {
	every matcher in fields.list(entry.object, ["spec", "route", "matchers"]) {
		_meets(matcher, object.get(alert.labels, fields.text(matcher, ["name"]), ""))
	}
}

_meets(matcher, value) if {
	_type(matcher) == "="
	value == fields.text(matcher, ["value"])
}

_meets(matcher, value) if {
	_type(matcher) == "!="
	value != fields.text(matcher, ["value"])
}

_meets(matcher, value) if {
	_type(matcher) == "=~"
	_like(matcher, value)
}

_meets(matcher, value) if {
	_type(matcher) == "!~"
	not _like(matcher, value)
}

_type(matcher) := "=~" if {
	matcher.regex == true
} else := word if {
	word := fields.text(matcher, ["matchType"])
	word != ""
} else := "="

_like(matcher, value) if {
	is_string(value)
	pattern := sprintf("^(?:%v)$", [fields.text(matcher, ["value"])])
	regex.is_valid(pattern)
	regex.match(pattern, value)
}

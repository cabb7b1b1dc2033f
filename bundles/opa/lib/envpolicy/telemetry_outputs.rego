# METADATA
# title: Objects that name where metrics, logs or traces are sent
# description: |
#   Outputs of Prometheus and its relatives, of collectors and of the logging operators. Those whose data say
#   which environment they are of are left out.
package lib.envpolicy.telemetry_outputs

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields

# METADATA
# description: |
#   `{"entry", "path", "url", "tenant"}`; the tenant is what tells one sender's data from another's, "" where
#   nothing does.
all := array.concat(array.concat(_remote_writes, _forwarded), array.concat(_flows, _collected))

_writers := {
	"Prometheus.monitoring.coreos.com",
	"PrometheusAgent.monitoring.coreos.com",
	"VMAgent.operator.victoriametrics.com",
}

_remote_writes := [output |
	some kind in _writers
	some entry in estate.all(kind)
	not _labelled(fields.mapping(entry.object, ["spec", "externalLabels"]))
	some at, target in fields.list(entry.object, ["spec", "remoteWrite"])
	output := {
		"entry": entry,
		"path": ["spec", "remoteWrite", at],
		"url": fields.text(target, ["url"]),
		"tenant": _tenant(entry, target),
	}
]

# OpenShift's forwarder.
_forwarded := [output |
	some group in ["logging.openshift.io", "observability.openshift.io"]
	some entry in estate.all(concat(".", ["ClusterLogForwarder", group]))
	some at, target in fields.list(entry.object, ["spec", "outputs"])
	some url in [fields.text(target, ["url"]), fields.text(target, [fields.text(target, ["type"]), "url"])]
	output := {"entry": entry, "path": ["spec", "outputs", at], "url": url, "tenant": _tenant(entry, target)}
]

# The logging operator's outputs.
_flows := [output |
	some kind in ["Output.logging.banzaicloud.io", "ClusterOutput.logging.banzaicloud.io"]
	some entry in estate.all(kind)
	some protocol in ["loki", "http", "elasticsearch", "opensearch"]
	target := fields.mapping(entry.object, ["spec", protocol])
	some field in ["url", "endpoint", "host"]
	output := {
		"entry": entry,
		"path": ["spec", protocol, field],
		"url": fields.text(target, [field]),
		"tenant": _tenant(entry, target),
	}
]

_collected := [output |
	some entry in estate.all("OpenTelemetryCollector.opentelemetry.io")
	some name, exporter in fields.mapping(entry.object, ["spec", "config", "exporters"])
	output := {
		"entry": entry,
		"path": ["spec", "config", "exporters", name],
		"url": fields.text(exporter, ["endpoint"]),
		"tenant": _tenant(entry, exporter),
	}
]

_environment := {"env", "environment", "stage", "deployment_environment", "deployment.environment"}

_labelled(given) if {
	some name, _ in given
	lower(name) in _environment
}

# What tells one sender's data from another's: a tenant by header or by name, else what other headers say (among them
# keys and tokens), else the Secret of the credentials.
_tenant(entry, target) := sprintf("tenant %v", [named]) if {
	named := [text | some text in _tenants(target); text != ""][0]
} else := sprintf("headers %v", [headers]) if {
	headers := {concat(" ", [lower(name), _header(entry, value)]) |
		some name, value in fields.mapping(target, ["headers"])
	}
	count(headers) > 0
} else := sprintf("credentials %v", [digests]) if {
	digests := {secret.object.dataDigest |
		some name in _secrets(target)
		some secret in estate.all("Secret")
		[secret.cluster, secret.namespace, secret.name] == [entry.cluster, entry.namespace, name]
	}
	count(digests) > 0
} else := sprintf("credentials of %v %v/%v", [entry.cluster, entry.namespace, names]) if {
	names := _secrets(target)
	count(names) > 0
} else := ""

# A value that is filled in later is known to be that of its own place, no more.
_header(entry, value) := value if {
	is_string(value)
	not contains(value, "$")
} else := value.digests[0] if {
	is_object(value)
	value.credential == true
} else := sprintf("of %v %v/%v", [entry.cluster, entry.namespace, entry.name])

_tenants(target) := array.concat(
	[text |
		some name, text in fields.mapping(target, ["headers"])
		lower(name) in {"x-scope-orgid", "x-tenant", "x-tenant-id", "thanos-tenant"}
		is_string(text)
	],
	[fields.text(target, [name]) | some name in ["tenant", "tenantID", "tenantKey", "index"]],
)

_secrets(target) := {name |
	some path in [
		["secret", "name"],
		["basicAuth", "password", "name"],
		["basicAuth", "username", "name"],
		["authorization", "credentials", "name"],
		["bearerTokenSecret", "name"],
		["oauth2", "clientSecret", "name"],
		["password", "valueFrom", "secretKeyRef", "name"],
	]
	name := fields.text(target, path)
	name != ""
}

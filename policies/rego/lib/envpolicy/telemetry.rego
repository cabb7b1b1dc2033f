# METADATA
# title: Where metrics, logs and traces are sent
# description: |
#   Outputs of Prometheus and its relatives, of the logging operators, and of programs that are told an OTLP endpoint. What
#   the platform sends is everybody's of its cluster; data that say which environment they are of are left out.
package lib.envpolicy.telemetry

import data.lib.envpolicy.addresses
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.placement
import data.lib.envpolicy.settings

_holders(entry) := object.get(placement.tenants, entry.cluster, set()) if {
	placement.is_platform(entry.cluster, entry.namespace)
} else := object.get(placement.tenants, entry.cluster, set()) if {
	entry.namespace == ""
	count(entry.owners) == 0
} else := entry.owners

# --- objects that name an output

_writers := {
	"Prometheus.monitoring.coreos.com",
	"PrometheusAgent.monitoring.coreos.com",
	"VMAgent.operator.victoriametrics.com",
}

_outputs := array.concat(array.concat(_remote_writes, _forwarded), array.concat(_flows, _collected))

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
	some sort in ["loki", "http", "elasticsearch", "opensearch"]
	target := fields.mapping(entry.object, ["spec", sort])
	some field in ["url", "endpoint", "host"]
	output := {
		"entry": entry,
		"path": ["spec", sort, field],
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

# What tells one sender's data from another's: a tenant by header or by name, else the Secret of the credentials.
_tenant(entry, target) := sprintf("tenant %v", [named]) if {
	named := [text | some text in _tenants(target); text != ""][0]
} else := sprintf("credentials %v", [digests]) if {
	digests := {digest |
		some name in _secrets(target)
		some secret in estate.all("Secret")
		[secret.cluster, secret.namespace, secret.name] == [entry.cluster, entry.namespace, name]
		digest := secret.object.dataDigest
	}
	count(digests) > 0
} else := sprintf("credentials of %v %v/%v", [entry.cluster, entry.namespace, names]) if {
	names := _secrets(target)
	count(names) > 0
} else := ""

_tenants(target) := array.concat(
	[text |
		some name, text in fields.mapping(target, ["headers"])
		lower(name) in {"x-scope-orgid", "x-tenant", "x-tenant-id", "thanos-tenant"}
		is_string(text)
	],
	[fields.text(target, path) | some path in [["tenant"], ["tenantID"], ["tenantKey"], ["lokiStack", "target", "name"], ["index"]]],
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

_of_objects := [use |
	some output in _outputs
	output.url != ""
	some found in addresses.of_url(output.entry.cluster, output.entry.namespace, output.url, "")
	some name in _holders(output.entry)
	use := {
		"deployment": name,
		"server": found,
		"what": concat(" ", [_path(output.url), output.tenant]),
		"witness": estate.witness(output.entry, output.path),
	}
]

# The way on the server, since some put the tenant there.
_path(url) := trim_suffix(regex.replace(url, `^([A-Za-z][A-Za-z0-9+.-]*://)?[^/]*`, ""), "/")

# --- programs that are told where to send

_of_settings := [use |
	some group in settings.groups
	some setting in group.settings
	regex.match(`^OTEL_EXPORTER_OTLP_([A-Z]+_)?ENDPOINT$`, setting.name)
	headers := {digest |
		some other in group.settings
		regex.match(`^OTEL_EXPORTER_OTLP_([A-Z]+_)?HEADERS$`, other.name)
		digest := other.view.digests[0]
	}
	some host in setting.view.hosts
	some found in addresses.plain_servers(group.cluster, group.namespace, host)
	some name in group.owners
	use := {
		"deployment": name,
		"server": found,
		"what": sprintf("OTLP %v", [headers]),
		"witness": setting.witness,
	}
]

# METADATA
# description: |
#   `{"deployment", "server": {"server", "extra"}, "what", "witness"}`: equal where two deployments' data cannot be told
#   apart by the server that takes them.
uses := array.concat(_of_objects, _of_settings)

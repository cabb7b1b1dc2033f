# METADATA
# title: Where metrics, logs and traces are sent
# description: |
#   By objects that name an output, by programs that are told an OTLP endpoint, and by the files of agents and
#   collectors. What the platform sends is everybody's of its cluster.
package lib.envpolicy.telemetry

import data.lib.envpolicy.addresses
import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.settings
import data.lib.envpolicy.telemetry_outputs

_holders(entry) := object.get(placement.tenants, entry.cluster, set()) if {
	placement.is_platform(entry.cluster, entry.namespace)
} else := object.get(placement.tenants, entry.cluster, set()) if {
	entry.namespace == ""
	count(entry.owners) == 0
} else := entry.owners

_of_objects := [use |
	some output in telemetry_outputs.all
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
	headers := {other.view.digests[0] |
		some other in group.settings
		regex.match(`^OTEL_EXPORTER_OTLP_([A-Z]+_)?HEADERS$`, other.name)
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

# Files of agents and collectors.
_of_files := [use |
	some group in settings.groups
	some setting in group.settings
	sent := object.get(setting.view, "telemetry", null)
	is_object(sent)
	some host in sent.hosts
	some found in addresses.plain_servers(group.cluster, group.namespace, host)
	some name in group.owners
	use := {
		"deployment": name,
		"server": found,
		"what": sprintf("file %v", [sent.sender]),
		"witness": setting.witness,
	}
]

# METADATA
# description: |
#   `{"deployment", "server": {"server", "extra"}, "what", "witness"}`: equal where two deployments' data cannot be told
#   apart by the server that takes them.
uses := array.concat(_of_objects, array.concat(_of_settings, _of_files))

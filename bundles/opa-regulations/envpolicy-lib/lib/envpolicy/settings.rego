# METADATA
# title: Settings of deployments, and the servers that they name
# description: |
#   What a container is told (environment, literal or out of Secrets and ConfigMaps, and arguments) is one group of
#   settings; a Secret or ConfigMap that is held, but not read as environment, is one as well. Inside a group a host
#   and a database are put together by the beginning of their names.
package lib.envpolicy.settings

import data.lib.envpolicy.estate
import data.lib.envpolicy.references
import data.lib.envpolicy.workloads

# METADATA
# description: |
#   `{"owners", "cluster", "namespace", "job", "label", "settings"}`; `settings` are `{"name", "start", "view",
#   "witness"}`, those only that tell something; `start` is how the name begins, `job` whether a Job or CronJob has
#   them.
groups := [group |
	some found in array.concat(_of_containers, _of_objects)
	group := object.union(found, {"settings": [object.union(setting, {"start": _beginning(setting.name)}) |
		some setting in found.settings
	]})
]

_job_kinds := {"Job.batch", "CronJob.batch"}

_of_containers := [group |
	some workload in workloads.all
	count(workload.owners) > 0
	some item in workload.containers
	path := array.concat(workload.path, item.path)
	settings := array.concat(_literal(workload, item.container, path), _referred(workload, item.container))
	count(settings) > 0
	group := {
		"owners": workload.owners,
		"cluster": workload.cluster,
		"namespace": workload.namespace,
		"job": workload.kind in _job_kinds,
		"label": sprintf("%v %v/%v", [split(workload.kind, ".")[0], workload.namespace, workload.name]),
		"settings": settings,
	}
]

_literal(workload, container, path) := array.concat(
	[setting |
		some index, entry in _list(object.get(container, "env", []))
		is_object(entry)
		view := object.get(entry, "value", null)
		_tells(view)
		setting := {
			"name": entry.name,
			"view": view,
			"witness": estate.witness(workload.entry, array.concat(path, ["env", index, "value"])),
		}
	],
	[setting |
		some field in ["command", "args"]
		some index, view in _list(object.get(container, field, []))
		_tells(view)
		setting := {
			"name": "",
			"view": view,
			"witness": estate.witness(workload.entry, array.concat(path, [field, index])),
		}
	],
)

# Mostly nothing that is stored in the namespace tells anything.
_referred(workload, _) := [] if not [workload.cluster, workload.namespace] in _telling

_referred(workload, container) := array.concat(
	[setting |
		some entry in _list(object.get(container, "env", []))
		some field, kind in {"secretKeyRef": "Secret", "configMapKeyRef": "ConfigMap"}
		source := object.get(entry, ["valueFrom", field], null)
		is_object(source)
		key := [kind, workload.cluster, workload.namespace, source.name]
		some stored in object.get(_stored, [key], [])
		stored.name == source.key
		setting := {"name": entry.name, "view": stored.view, "witness": stored.witness}
	],
	[setting |
		some entry in _list(object.get(container, "envFrom", []))
		some field, kind in {"secretRef": "Secret", "configMapRef": "ConfigMap"}
		source := object.get(entry, field, null)
		is_object(source)
		key := [kind, workload.cluster, workload.namespace, source.name]
		some stored in object.get(_stored, [key], [])
		name := concat("", [object.get(entry, "prefix", ""), stored.name])
		setting := {"name": name, "view": stored.view, "witness": stored.witness}
	],
) if {
	[workload.cluster, workload.namespace] in _telling
}

# --- Secrets and ConfigMaps

_stored := {key: settings |
	some key, entries in references.objects
	settings := [setting |
		some entry in entries
		some field in ["data", "stringData"]
		values := object.get(entry.object, field, {})
		is_object(values)
		some name, view in values
		_tells(view)
		setting := {"name": name, "view": view, "witness": estate.witness(entry, [field, name])}
	]
	count(settings) > 0
}

_telling := {[key[1], key[2]] | some key, _ in _stored}

_as_environment contains [key, user.deployment] if {
	some key, users in references.users
	some user in users
	some step in ["env", "envFrom"]
	step in user.witness.path
}

_of_objects := [group |
	some kind in ["Secret", "ConfigMap"]
	some held in references.held(kind)
	key := [kind, held.entry.cluster, held.entry.namespace, held.entry.name]
	settings := object.get(_stored, [key], [])
	count(settings) > 0
	not [key, held.deployment] in _as_environment
	group := {
		"owners": {held.deployment},
		"cluster": held.entry.cluster,
		"namespace": held.entry.namespace,
		"job": false,
		"label": sprintf("%v %v/%v", [kind, held.entry.namespace, held.entry.name]),
		"settings": settings,
	}
]

_tells(view) if view.says

_tells(view) if view.hosts[0]

_tells(view) if view.buckets

_tells(view) if view.port

# METADATA
# description: The digests that settings of a group give for a word ("bucket"), as a set.
said(group, word) := {digest |
	some setting in group.settings
	some digest in object.get(setting.view, ["says", word], [])
}

# METADATA
# description: |
#   The digests for a word that go with a setting: those under names that begin alike, else the only one of the
#   group.
beside(group, setting, word) := near if {
	near := {digest |
		some other in group.settings
		digests := object.get(other.view, ["says", word], null)
		digests != null
		other.start == setting.start
		some digest in digests
	}
	count(near) > 0
} else := found if {
	found := said(group, word)
	count(found) == 1
} else := set()

_endings := concat("", [
	`[_.-]?(host|hostname|hosts|server|servers|addr|address|endpoint|endpoints|url|uri|dsn|port|user|username|name`,
	`|db|dbname|database|schema|brokers|broker|bootstrap[_.-]?servers|topic|vhost|queue|index|prefix|bucket|path|issuer`,
	`|client[_.-]?id|client[_.-]?secret|group[_.-]?id|issuer[_.-]?url)$`,
])

_beginning(name) := regex.replace(lower(name), _endings, "")

# --- servers

_scheme_sorts := {
	"database": ["postgres", "mysql", "sqlserver", "oracle", "mongodb", "cassandra", "couchdb", "cockroachdb"],
	"broker": [
		"redis", "rediss", "amqp", "amqps", "kafka", "nats",
		"tls+nats", "mqtt", "mqtts", "pulsar", "stomp", "sb",
	],
	"index": ["elasticsearch", "opensearch", "clickhouse", "qdrant", "milvus", "solr"],
}

_sort_of_scheme := {scheme: kind | some kind, schemes in _scheme_sorts; some scheme in schemes}

# The ports that servers listen on where nothing else is said: as good as no port.
_usual := {
	0, 5432, 3306, 1433, 1521, 27017, 9042, 5984, 6379, 5671, 5672, 9092, 4222, 1883, 6650,
	9200, 9000, 8123, 6333, 19530, 8983, 80, 443,
}

# METADATA
# description: |
#   The servers of databases, brokers and indices that settings name: `{"owners", "cluster", "namespace", "job",
#   "group", "sort", "scheme", "host", "port", "path", "user", "schema", "setting"}`; `group` is a place in
#   `groups`, `path`, `user` and `schema` are digests of what the URL itself says, "" where it says nothing; `port`
#   is 0 for a usual one.
endpoints := [endpoint |
	some index, group in groups
	some setting in group.settings
	some found in _named(setting)
	endpoint := object.union(found, {
		"owners": group.owners,
		"cluster": group.cluster,
		"namespace": group.namespace,
		"job": group.job,
		"group": index,
		"port": _port(group, setting, found.port),
		"setting": setting,
	})
]

_named(setting) := array.concat(
	[found |
		some url in setting.view.urls
		found := {
			"sort": _sort(url.scheme, setting.view),
			"scheme": url.scheme,
			"host": url.host,
			"port": url.port,
			"path": url.path,
			"user": url.user,
			"schema": object.get(url, "schema", ""),
		}
	],
	[found |
		kind := object.get(setting.view, "about", "")
		kind in {"database", "broker", "index"}
		some host in setting.view.hosts
		not host in {url.host | some url in setting.view.urls}
		found := {"sort": kind, "scheme": "", "host": host, "port": 0, "path": "", "user": "", "schema": ""}
	],
)

_sort(scheme, _) := _sort_of_scheme[scheme]

_sort(scheme, view) := kind if {
	not _sort_of_scheme[scheme]
	kind := object.get(view, "about", "")
	kind in {"database", "broker", "index"}
}

_port(group, setting, port) := 0 if {
	port in _usual
	port != 0
} else := port if {
	port != 0
} else := _beside_port(group, setting)

_beside_port(group, setting) := port if {
	ports := {other.view.port |
		some other in group.settings
		other.start == setting.start
	}
	count(ports) == 1
	some port in ports
	not port in _usual
} else := 0

# METADATA
# description: The databases that an endpoint is used for, as digests; none where that is not told.
databases(endpoint) := {endpoint.path} if {
	endpoint.path != ""
} else := beside(groups[endpoint.group], endpoint.setting, "database")

# METADATA
# description: |
#   What a broker's or an index's endpoint is used for, as digests (of virtual hosts, topics and groups, of
#   indices); none where that is not told. "" is the place that some brokers use where no other is named.
places(endpoint) := {endpoint.path} if {
	endpoint.sort == "broker"
	endpoint.path != ""
} else := beside(groups[endpoint.group], endpoint.setting, "vhost") if {
	count(beside(groups[endpoint.group], endpoint.setting, "vhost")) > 0
} else := {""} if {
	_has_usual(endpoint)
} else := topics | consumers if {
	endpoint.sort == "broker"
	topics := _near_or_all(endpoint, "topic")
	consumers := _near_or_all(endpoint, "group")
} else := indices if {
	indices := _near_or_all(endpoint, "index")
	count(indices) > 0
} else := {endpoint.path} if {
	endpoint.path != ""
} else := set()

_has_usual(endpoint) if endpoint.scheme in {"redis", "rediss", "amqp", "amqps"}

_has_usual(endpoint) if {
	endpoint.scheme == ""
	endpoint.sort == "broker"
	endpoint.setting.view.usual
}

_near_or_all(endpoint, word) := near if {
	near := beside(groups[endpoint.group], endpoint.setting, word)
	count(near) > 0
} else := said(groups[endpoint.group], word)

_list(value) := value if {
	is_array(value)
} else := []

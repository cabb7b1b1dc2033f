# METADATA
# title: Servers of data that settings name
# description: |
#   Databases, brokers and indices, out of URLs, and out of hosts, ports and names that go together.
package lib.envpolicy.named_servers

import data.lib.envpolicy.settings

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
#   "group", "sort", "scheme", "host", "port", "path", "user", "schema", "role", "setting"}`; `group` is a place in
#   `settings.groups`, `path`, `user` and `schema` are digests of what the URL itself says, "" where it says nothing;
#   `port` is 0 for a usual one, `role` is "source", "target" or "".
endpoints := [endpoint |
	some index, group in settings.groups
	some setting in group.settings
	some found in _named(index, setting)
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

_named(index, setting) := array.concat(
	[found |
		some url in setting.view.urls
		found := {
			"sort": _sort(url.scheme, index, setting),
			"scheme": url.scheme,
			"host": url.host,
			"port": url.port,
			"path": url.path,
			"user": url.user,
			"schema": object.get(url, "schema", ""),
			"role": object.get(url, "role", object.get(setting.view, "role", "")),
		}
	],
	[found |
		some host in setting.view.hosts
		not host in {url.host | some url in setting.view.urls}
		found := {
			"sort": _about(index, setting),
			"scheme": "",
			"host": host,
			"port": 0,
			"path": "",
			"user": "",
			"schema": "",
			"role": object.get(setting.view, "role", ""),
		}
	],
)

_sort(scheme, _, _) := _sort_of_scheme[scheme]

_sort(scheme, index, setting) := _about(index, setting) if not _sort_of_scheme[scheme]

# What a host is of, by its name; else by what else begins with the same name: a database's name, its port.
_about(_, setting) := kind if {
	kind := object.get(setting.view, "about", "")
	kind in {"database", "broker", "index"}
}

_about(index, setting) := min(kinds) if {
	object.get(setting.view, "about", "") == ""
	setting.name != ""
	not setting.view.settings
	kinds := _company[[index, setting.start]]
}

_company := {where: kinds | some where, kinds in _beside_it; count(kinds) == 1}

_beside_it[where] contains kind if {
	some index, group in settings.groups
	some setting in group.settings
	setting.name != ""
	not setting.view.settings
	some kind in _tells_of(setting.view)
	where := [index, setting.start]
}

_tells_of(view) := {kind | some word, kind in _kinds; view.says[word]} if {
	view.says
} else := {_kind_of_port[view.port]} if {
	view.port
	_kind_of_port[view.port]
} else := {kind | some url in view.urls; kind := _sort_of_scheme[url.scheme]}

_kinds := {"database": "database", "vhost": "broker", "topic": "broker", "index": "index"}

_kind_of_port := {
	5432: "database", 3306: "database", 1433: "database", 1521: "database", 27017: "database",
	6379: "broker", 5671: "broker", 5672: "broker", 9092: "broker", 4222: "broker",
	9200: "index",
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
} else := settings.beside(settings.groups[endpoint.group], endpoint.setting, "database")

# METADATA
# description: |
#   What a broker's or an index's endpoint is used for, as digests (of virtual hosts, topics and groups, of
#   indices); none where that is not told. "" is the place that some brokers use where no other is named.
places(endpoint) := {endpoint.path} if {
	endpoint.sort == "broker"
	endpoint.path != ""
} else := settings.beside(settings.groups[endpoint.group], endpoint.setting, "vhost") if {
	count(settings.beside(settings.groups[endpoint.group], endpoint.setting, "vhost")) > 0
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
	near := settings.beside(settings.groups[endpoint.group], endpoint.setting, word)
	count(near) > 0
} else := settings.said(settings.groups[endpoint.group], word)

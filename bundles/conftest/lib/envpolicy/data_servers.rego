# METADATA
# title: Which deployment uses which server of data, and for what
# description: |
#   From the settings of deployments, with hosts resolved. A job that names two servers of one sort copies from the
#   one to the other: of that a check of its own speaks.
package lib.envpolicy.data_servers

import data.lib.envpolicy.addresses
import data.lib.envpolicy.estate
import data.lib.envpolicy.named_servers

_resolved := [object.union(endpoint, {"servers": servers, "places": named_servers.places(endpoint)}) |
	some endpoint in named_servers.endpoints
	servers := [{"server": _with_port(found.server, endpoint.port), "extra": found.extra} |
		some found in addresses.servers(endpoint.cluster, endpoint.namespace, endpoint.host)
	]
	count(servers) > 0
]

_with_port(server, 0) := server

_with_port(server, port) := sprintf("%v:%v", [server, port]) if port != 0

_job_servers[where] contains endpoint.servers[0].server if {
	some endpoint in _resolved
	endpoint.job
	where := [endpoint.group, endpoint.sort]
}

_copying := {where | some where, servers in _job_servers; count(servers) > 1}

# METADATA
# description: |
#   What jobs name that copy from one server to another: endpoints as in `settings`, with `servers`
#   (`{"server", "extra"}`).
copied := [endpoint | some endpoint in _resolved; endpoint.job; [endpoint.group, endpoint.sort] in _copying]

# METADATA
# description: All other endpoints of a sort ("database", "broker", "index").
used(kind) := object.get(_used, kind, [])

_used := {kind: endpoints |
	some kind in ["database", "broker", "index"]
	endpoints := [endpoint |
		some endpoint in _resolved
		endpoint.sort == kind
		not _copies(endpoint)
	]
}

_copies(endpoint) if {
	endpoint.job
	[endpoint.group, endpoint.sort] in _copying
}

# METADATA
# description: The object that names an endpoint, in words.
label(endpoint) := sprintf("%v %v/%v", [split(witness.kind, ".")[0], witness.namespace, witness.name]) if {
	witness := endpoint.setting.witness
}

# METADATA
# description: |
#   The servers that deployments run themselves, `{"deployment", "server", "witness"}`: by their Services, and by
#   those that operators make for their databases.
owned := array.concat(
	[item |
		some entry in estate.all("Service")
		some name in entry.owners
		some server in _names(entry)
		item := {
			"deployment": name,
			"server": server,
			"witness": estate.witness(entry, []),
		}
	],
	[item |
		some kind, endings in _operators
		some entry in estate.all(kind)
		some name in entry.owners
		some ending in endings
		item := {
			"deployment": name,
			"server": addresses.service(entry.cluster, entry.namespace, concat("", [entry.name, ending])),
			"witness": estate.witness(entry, []),
		}
	],
)

# In its cluster, and in a set of clusters where it is exported to one.
_names(entry) := [addresses.service(entry.cluster, entry.namespace, entry.name)] if {
	not [entry.cluster, entry.namespace, entry.name] in _exported
} else := array.concat(
	[addresses.service(entry.cluster, entry.namespace, entry.name)],
	[found.server | some found in addresses.plain_servers(entry.cluster, entry.namespace, host)],
) if {
	host := sprintf("%v.%v.svc.clusterset.local", [entry.name, entry.namespace])
}

_exported := {[entry.cluster, entry.namespace, entry.name] |
	some kind in ["ServiceExport.multicluster.x-k8s.io", "ServiceExport.net.gke.io"]
	some entry in estate.all(kind)
}

# How operators call the Services that they make for a database.
_operators := {
	"Cluster.postgresql.cnpg.io": ["-rw", "-ro", "-r"],
	"postgresql.acid.zalan.do": ["", "-repl", "-pooler"],
	"PostgresCluster.postgres-operator.crunchydata.com": ["-primary", "-replicas", "-pgbouncer"],
	"PerconaPGCluster.pgv2.percona.com": ["-primary", "-replicas", "-pgbouncer", "-ha"],
	"PerconaXtraDBCluster.pxc.percona.com": ["-pxc", "-haproxy", "-proxysql"],
	"PerconaServerMySQL.ps.percona.com": ["-mysql", "-haproxy", "-router"],
	"PerconaServerMongoDB.psmdb.percona.com": ["-rs0", "-mongos"],
	"MongoDBCommunity.mongodbcommunity.mongodb.com": ["-svc"],
	"MariaDB.k8s.mariadb.com": ["", "-primary", "-secondary"],
	"Kafka.kafka.strimzi.io": ["-kafka-bootstrap", "-kafka-brokers"],
	"RabbitmqCluster.rabbitmq.com": [""],
	"Elasticsearch.elasticsearch.k8s.elastic.co": ["-es-http"],
	"Redis.databases.spotahome.com": [""],
}

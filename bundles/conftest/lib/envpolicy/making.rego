# METADATA
# title: Pods that an operator makes and that are not given
# description: |
#   A custom resource of a database, a broker and the like stands for pods, which manifests in a repository do not
#   have. Where nothing is given that its operator could have made of it, one pod stands for all of them, with the
#   labels that the operator is known to set: it has a place in the network and on nodes, and nothing else is known of
#   it.
package lib.envpolicy.making

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels

# By kind: labels of its pods, as far as they are known; `*` is the name of the object.
_kinds := {
	"Alertmanager.monitoring.coreos.com": {
		"alertmanager": "*",
		"app.kubernetes.io/instance": "*",
		"app.kubernetes.io/managed-by": "prometheus-operator",
		"app.kubernetes.io/name": "alertmanager",
	},
	"CassandraDatacenter.cassandra.datastax.com": {"cassandra.datastax.com/datacenter": "*"},
	"ClickHouseInstallation.clickhouse.altinity.com": {"clickhouse.altinity.com/chi": "*"},
	"Cluster.postgresql.cnpg.io": {"cnpg.io/cluster": "*", "cnpg.io/podRole": "instance"},
	"CrdbCluster.crdb.cockroachlabs.com": {"app.kubernetes.io/instance": "*", "app.kubernetes.io/name": "cockroachdb"},
	"Elasticsearch.elasticsearch.k8s.elastic.co": {
		"common.k8s.elastic.co/type": "elasticsearch",
		"elasticsearch.k8s.elastic.co/cluster-name": "*",
	},
	"FlinkDeployment.flink.apache.org": {"app": "*"},
	"InferenceService.serving.kserve.io": {"serving.kserve.io/inferenceservice": "*"},
	"InnoDBCluster.mysql.oracle.com": {"mysql.oracle.com/cluster": "*"},
	"Kafka.kafka.strimzi.io": {
		"app.kubernetes.io/instance": "*",
		"app.kubernetes.io/managed-by": "strimzi-cluster-operator",
		"app.kubernetes.io/name": "kafka",
		"strimzi.io/cluster": "*",
		"strimzi.io/kind": "Kafka",
		"strimzi.io/name": "*-kafka",
	},
	"KafkaBridge.kafka.strimzi.io": {
		"app.kubernetes.io/instance": "*",
		"app.kubernetes.io/managed-by": "strimzi-cluster-operator",
		"app.kubernetes.io/name": "kafka-bridge",
		"strimzi.io/cluster": "*",
		"strimzi.io/kind": "KafkaBridge",
		"strimzi.io/name": "*-bridge",
	},
	"KafkaConnect.kafka.strimzi.io": {
		"app.kubernetes.io/instance": "*",
		"app.kubernetes.io/managed-by": "strimzi-cluster-operator",
		"app.kubernetes.io/name": "kafka-connect",
		"strimzi.io/cluster": "*",
		"strimzi.io/kind": "KafkaConnect",
		"strimzi.io/name": "*-connect",
	},
	"Keycloak.k8s.keycloak.org": {
		"app": "keycloak",
		"app.kubernetes.io/instance": "*",
		"app.kubernetes.io/managed-by": "keycloak-operator",
	},
	"Kibana.kibana.k8s.elastic.co": {"common.k8s.elastic.co/type": "kibana", "kibana.k8s.elastic.co/name": "*"},
	"MariaDB.k8s.mariadb.com": {"app.kubernetes.io/instance": "*", "app.kubernetes.io/name": "mariadb"},
	"MongoDBCommunity.mongodbcommunity.mongodb.com": {"app": "*-svc"},
	"PerconaServerMongoDB.psmdb.percona.com": {"app.kubernetes.io/instance": "*"},
	"PerconaXtraDBCluster.pxc.percona.com": {"app.kubernetes.io/instance": "*"},
	"Pooler.postgresql.cnpg.io": {"cnpg.io/podRole": "pooler", "cnpg.io/poolerName": "*"},
	"PostgresCluster.postgres-operator.crunchydata.com": {"postgres-operator.crunchydata.com/cluster": "*"},
	"Prometheus.monitoring.coreos.com": {
		"app.kubernetes.io/instance": "*",
		"app.kubernetes.io/managed-by": "prometheus-operator",
		"app.kubernetes.io/name": "prometheus",
		"operator.prometheus.io/name": "*",
		"prometheus": "*",
	},
	"RabbitmqCluster.rabbitmq.com": {"app.kubernetes.io/name": "*", "app.kubernetes.io/component": "rabbitmq"},
	"RayCluster.ray.io": {"ray.io/cluster": "*"},
	"Redis.redis.redis.opstreelabs.in": {"app": "*"},
	"RedisCluster.redis.redis.opstreelabs.in": {},
	"RedisFailover.databases.spotahome.com": {"redisfailovers.databases.spotahome.com/name": "*"},
	"SparkApplication.sparkoperator.k8s.io": {"sparkoperator.k8s.io/app-name": "*"},
	"Tenant.minio.min.io": {"v1.min.io/tenant": "*"},
	"postgresql.acid.zalan.do": {"application": "spilo", "cluster-name": "*"},
}

# What operators make pods with; they name it after the custom resource, or label it with the name.
_made_kinds := {"Pod", "Deployment.apps", "StatefulSet.apps", "StrimziPodSet.core.strimzi.io", "DaemonSet.apps"}

_makers := [entry |
	some kind, _ in _kinds
	some entry in estate.all(kind)
	entry.name != ""
]

_spaces := {[entry.cluster, entry.namespace] | some entry in _makers}

_made[space] contains word if {
	count(_makers) > 0
	some kind in _made_kinds
	some entry in estate.all(kind)
	space := [entry.cluster, entry.namespace]
	space in _spaces
	some word in _words(entry)
}

# The names that an object may have been made for: its own without what follows a dash, and what its labels say.
_words(entry) := {value | some value in labels.of(entry.object)} | {concat("-", array.slice(parts, 0, size)) |
	parts := split(entry.name, "-")
	some size in numbers.range(1, count(parts))
}

_seen := {space: words | some space, words in _made}

# METADATA
# description: "One workload (see workloads) for each object of which no pod is given."
unseen := [workload |
	some entry in _makers
	not entry.name in object.get(_seen, [[entry.cluster, entry.namespace]], set())
	workload := {
		"entry": entry,
		"cluster": entry.cluster,
		"namespace": entry.namespace,
		"name": entry.name,
		"kind": entry.kind,
		"owners": entry.owners,
		"labels": object.union(
			_asked(object.get(entry.object, "spec", {})),
			{key: replace(value, "*", entry.name) | some key, value in _kinds[entry.kind]},
		),
		"spec": {"serviceAccountName": entry.name, "automountServiceAccountToken": false},
		"containers": [],
		"path": [],
		"controller": null,
	}
]

# Labels that a custom resource asks for somewhere: for its pods, most of all.
_asked(spec) := object.union_n([value |
	walk(spec, [path, value])
	count(path) > 0
	path[count(path) - 1] == "labels"
	is_object(value)
])

# METADATA
# description: "Whether a workload is one of these: more labels than are known may be on its pods."
is_guess(workload) if _kinds[workload.kind]

# METADATA
# title: What the name of a setting tells
# description: |
#   A value that is stored under one name and read under another: what is known of it by the stored name stands in its
#   view; here is what the other adds, by the same words.
package lib.envpolicy.setting_names

_ending := concat("", [
	`[_.-]?(host|hostname|hosts|server|servers|addr|address|endpoint|endpoints|url|uri|dsn|port|user|username|name`,
	`|db|dbname|database|schema|brokers|broker|bootstrap[_.-]?servers|topic|vhost|queue|index|prefix|bucket|path|issuer`,
	`|client[_.-]?id|client[_.-]?secret|group[_.-]?id|issuer[_.-]?url)$`,
])

# METADATA
# description: |
#   How a name begins, which is what `DB_HOST` and `DB_NAME` have in common.
beginning(name) := regex.replace(lower(name), _ending, "")

_of_name := {
	"database": [`db|database|pg[a-z]*|postgres|postgresql|mysql|mariadb|mongo|mongodb|mssql|sql|jdbc|datasource`],
	"broker": [`redis|valkey|kafka|rabbit|rabbitmq|amqp|mq|nats|mqtt|pulsar|celery`],
	"index": [`elastic|elasticsearch|opensearch|es|qdrant|weaviate|milvus|clickhouse|typesense|meilisearch`],
	"storage": [`s3|bucket|minio|gcs|storage`],
}

_about := {kind: sprintf(`(^|[^a-z])(%v)([^a-z]|$)`, names) | some kind, names in _of_name}

_words := {
	"database": `(^|[^a-z])(db|database|postgres|mysql|mongo|pg)[_.-]?(name|database|db)$|(^|[^a-z])(dbname|pgdatabase)$`,
	"user": `(^|[^a-z])(user|username)$|^pguser$`,
	"bucket": `(^|[^a-z])bucket([_.-]?name)?$`,
	"topic": `(^|[^a-z])topic([_.-]?name)?$`,
	"vhost": `(^|[^a-z])(vhost|redis[_.-]db)$`,
	"index": `(^|[^a-z])(index|collection)([_.-]?name)?$`,
}

# METADATA
# description: The view of a value that is read under a name.
view(stored, name) := stored if {
	object.get(stored, "about", "") != ""
	stored.says
} else := object.union(_belongs(stored, lower(name)), _said(stored, lower(name)))

_belongs(stored, name) := object.union(stored, {"about": min(kinds)}) if {
	object.get(stored, "about", "") == ""
	kinds := {kind | some kind, form in _about; regex.match(form, name)}
	count(kinds) > 0
} else := stored

_said(stored, name) := {"says": {min(words): [stored.digests[0]]}} if {
	not stored.says
	count(stored.hosts) == 0
	count(stored.digests) > 0
	words := {word | some word, form in _words; regex.match(form, name)}
	count(words) > 0
} else := {}

# METADATA
# title: Where backups go, and what is restored from where
# description: |
#   Storage locations of Velero, which are a cluster's, and repositories of deployments: those of CloudNativePG (built
#   in or by its Barman plugin), Percona's and Crunchy's operators, K8up, Stash, KubeStash, VolSync, and of restic in
#   settings.
package lib.envpolicy.backups

import data.lib.envpolicy.addresses
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.references
import data.lib.envpolicy.settings

# METADATA
# description: |
#   `{"cluster", "store", "above", "reads", "extra", "witness"}`: storage and bucket, the path in it and what is above
#   it (itself first), whether the location is read only.
locations := [location |
	some entry in estate.all("BackupStorageLocation.velero.io")
	spec := object.get(entry.object, "spec", {})
	bucket := object.get(spec, ["objectStorage", "bucket"], null)
	is_string(bucket)
	some found in addresses.of_url(
		entry.cluster,
		entry.namespace,
		object.get(spec, ["config", "s3Url"], ""),
		trim_prefix(object.get(spec, "provider", ""), "velero.io/"),
	)
	location := {
		"cluster": entry.cluster,
		"store": [_provider(found.server), sprintf("%v/%v", [object.get(spec, ["config", "storageAccount"], ""), bucket])],
		"above": addresses.above(object.get(spec, ["objectStorage", "prefix"], "")),
		"reads": object.get(spec, "accessMode", "ReadWrite") == "ReadOnly",
		"extra": found.extra,
		"witness": estate.witness(entry, ["spec", "objectStorage"]),
	}
]

# METADATA
# description: |
#   `{"entry", "path", "spec"}`: backups of Velero, and what its schedules make.
scopes := [{"entry": entry, "path": path, "spec": fields.mapping(entry.object, path)} |
	some kind, path in {"Backup.velero.io": ["spec"], "Schedule.velero.io": ["spec", "template"]}
	some entry in estate.all(kind)
]

# METADATA
# description: Whether a backup takes a namespace; those that name none take every one.
# scope: document
takes(scope, namespace) if {
	_has(scope.spec, "includedNamespaces", namespace, ["*"])
	not _has(scope.spec, "excludedNamespaces", namespace, [])
}

_has(spec, field, namespace, otherwise) if {
	some pattern in _patterns(fields.list(spec, [field]), otherwise)
	is_string(pattern)
	glob.match(pattern, [], namespace)
}

_patterns([], otherwise) := otherwise

_patterns(given, _) := given if count(given) > 0

# METADATA
# description: |
#   `{"deployment", "key", "reads", "extra", "witness"}`: a repository that a deployment writes its backups to, or
#   restores from (`reads`).
repositories := array.concat(
	array.concat(_of_clusters, _of_backends),
	array.concat(_of_volsync, _of_settings),
)

# --- CloudNativePG: spec.backup writes; an external cluster is read where it is a source

_of_clusters := [repository |
	some entry in estate.all("Cluster.postgresql.cnpg.io")
	some name in entry.owners
	some store in array.concat(_written(entry), _recovered(entry))
	some found in addresses.of_url(entry.cluster, entry.namespace, store.endpoint, "default")
	repository := {
		"deployment": name,
		"key": concat(" ", [found.server, trim_right(store.path, "/"), store.server]),
		"reads": store.reads,
		"extra": found.extra,
		"witness": estate.witness(entry, store.at),
	}
]

_written(entry) := array.concat(_written_itself(entry), _written_by_plugin(entry))

_written_itself(entry) := [store |
	barman := object.get(entry.object, ["spec", "backup", "barmanObjectStore"], null)
	is_object(barman)
	store := _barman(barman, entry.name, false, ["spec", "backup", "barmanObjectStore"])
]

_written_by_plugin(entry) := [store |
	some index, plugin in object.get(entry.object, ["spec", "plugins"], [])
	some barman in _plugin_store(entry, plugin)
	server := object.get(plugin, ["parameters", "serverName"], entry.name)
	store := _barman(object.union(barman, {"serverName": server}), entry.name, false, ["spec", "plugins", index])
]

_recovered(entry) := [store |
	sources := {
		object.get(entry.object, ["spec", "bootstrap", "recovery", "source"], ""),
		object.get(entry.object, ["spec", "replica", "source"], ""),
	}
	some index, external in object.get(entry.object, ["spec", "externalClusters"], [])
	external.name in sources
	some barman in array.concat(_plugin_store(entry, object.get(external, "plugin", {})), _built_in(external))
	store := _barman(barman, external.name, true, ["spec", "externalClusters", index])
]

_built_in(external) := [barman] if {
	barman := object.get(external, "barmanObjectStore", null)
	is_object(barman)
} else := []

# The plugin's store is an object of its own.
_plugin_store(entry, plugin) := [object.union(configuration, named) |
	wanted := object.get(plugin, ["parameters", "barmanObjectName"], null)
	some store in estate.all("ObjectStore.barmancloud.cnpg.io")
	store.cluster == entry.cluster
	store.namespace == entry.namespace
	store.name == wanted
	configuration := object.get(store.object, ["spec", "configuration"], {})
	named := {key: value | some key, value in plugin.parameters; key == "serverName"}
]

_barman(barman, otherwise, reads, at) := {
	"endpoint": object.get(barman, "endpointURL", ""),
	"path": object.get(barman, "destinationPath", ""),
	"server": object.get(barman, "serverName", otherwise),
	"reads": reads,
	"at": at,
}

# --- what else has S3 and its like in its spec

_backend_paths := {
	"Schedule.k8up.io": ["spec", "backend"],
	"Backup.k8up.io": ["spec", "backend"],
	"Restore.k8up.io": ["spec", "backend"],
	"Repository.stash.appscode.com": ["spec", "backend"],
	"BackupStorage.storage.kubestash.com": ["spec", "storage"],
	"PerconaXtraDBCluster.pxc.percona.com": ["spec", "backup", "storages"],
	"PerconaServerMongoDB.psmdb.percona.com": ["spec", "backup", "storages"],
	"PerconaServerMySQL.ps.percona.com": ["spec", "backup", "storages"],
	"PerconaPGCluster.pgv2.percona.com": ["spec", "backups", "pgbackrest", "repos"],
	"PostgresCluster.postgres-operator.crunchydata.com": ["spec", "backups", "pgbackrest", "repos"],
}

_of_backends := [repository |
	some kind, path in _backend_paths
	some entry in estate.all(kind)
	some name in entry.owners
	some backend in _backends(_with_paths(entry.object, object.get(entry.object, path, {})))
	some found in addresses.of_url(entry.cluster, entry.namespace, backend.endpoint, backend.provider)
	repository := {
		"deployment": name,
		"key": concat(" ", [_provider(found.server), trim(backend.bucket, "/"), trim(backend.prefix, "/")]),
		"reads": kind == "Restore.k8up.io",
		"extra": found.extra,
		"witness": estate.witness(entry, path),
	}
]

# pgBackRest has the paths of its repositories among its global settings.
_with_paths(item, repos) := [object.union(repository, {"path": path}) |
	some repository in repos
	name := object.get(repository, "name", "")
	path := object.get(item, ["spec", "backups", "pgbackrest", "global", concat("-", [name, "path"])], "")
] if {
	is_array(repos)
} else := repos

# Endpoints of a region, and none, are one provider's.
_provider(server) := "aws" if {
	regex.match(`(^|\.)amazonaws\.com(\.cn)?$`, server)
} else := "aws" if {
	server == "s3"
} else := "gcp" if {
	server in {"gcs", "storage.googleapis.com"}
} else := server

# One backend, or several by name or in a list.
_backends(value) := array.concat(
	_stores(value),
	[store | some inner in value; is_object(inner); some store in _stores(inner)],
)

_stores(value) := [store |
	is_object(value)
	some provider, field in {"s3": "bucket", "gcs": "bucket", "azure": "container"}
	backend := object.get(value, provider, null)
	is_object(backend)
	bucket := object.get(backend, field, null)
	is_string(bucket)
	store := {
		"provider": provider,
		"bucket": sprintf("%v/%v", [object.get(backend, "storageAccount", ""), bucket]),
		"prefix": object.get(backend, "prefix", object.get(value, "path", "")),
		"endpoint": object.get(backend, "endpoint", object.get(backend, "endpointUrl", "")),
	}
]

# --- restic: VolSync's Secret, and what settings call a repository

_of_volsync := [repository |
	some kind, reads in {"ReplicationSource.volsync.backube": false, "ReplicationDestination.volsync.backube": true}
	some entry in estate.all(kind)
	some name in entry.owners
	secret := object.get(entry.object, ["spec", "restic", "repository"], null)
	is_string(secret)
	some stored in object.get(references.objects, [["Secret", entry.cluster, entry.namespace, secret]], [])
	some field in ["data", "stringData"]
	view := object.get(stored.object, [field, "RESTIC_REPOSITORY"], null)
	is_object(view)
	repository := {
		"deployment": name,
		"key": view.says.repository[0],
		"reads": reads,
		"extra": {},
		"witness": estate.witness(entry, ["spec", "restic", "repository"]),
	}
]

_of_settings := [repository |
	some group in settings.groups
	some setting in group.settings
	some digest in object.get(setting.view, ["says", "repository"], [])
	some name in group.owners
	not [group.cluster, group.namespace, setting.witness.name] in _of_destinations
	repository := {
		"deployment": name,
		"key": digest,
		"reads": false,
		"extra": {},
		"witness": setting.witness,
	}
]

# What only VolSync's destinations refer to is read.
_of_destinations contains [entry.cluster, entry.namespace, secret] if {
	some entry in estate.all("ReplicationDestination.volsync.backube")
	secret := object.get(entry.object, ["spec", "restic", "repository"], null)
}

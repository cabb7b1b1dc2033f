# METADATA
# title: Both sides keep their backups in one place
# description: |
#   Backups of two deployments go to one place: the storage location of Velero in two clusters (same storage,
#   bucket, and paths equal or within each other), or the repository of a database operator, K8up, Stash,
#   KubeStash, VolSync or restic. Tolerated up to clusters of their own; one backup of Velero that takes both
#   namespaces is, up to namespaces of their own. Where one side restores what the
#   other has saved (a Velero restore into another namespace, a read-only location, the recovery source of a
#   CloudNativePG cluster, a K8up Restore, a VolSync destination) the data themselves have crossed.
# custom:
#   id: backup-shared
#   kind: shared
#   channel: storage
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: high
#   remediation: Give each Environment a place of its own for backups, and restore nothing across.
#   reads:
#     - BackupStorageLocation.velero.io
#     - Restore.velero.io
#     - Cluster.postgresql.cnpg.io
#     - Secret
#   sources:
#     - https://velero.io/docs/main/api-types/backupstoragelocation/
#     - https://cloudnative-pg.io/documentation/current/recovery/
#   scanners: []
#   examples:
#     leaks:
#       - note: One storage location of Velero in two Environments
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: velero.io/v1
#             kind: BackupStorageLocation
#             metadata: {name: default, namespace: velero}
#             spec: {provider: aws, objectStorage: {bucket: backups, prefix: clusters}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: velero.io/v1
#                 kind: BackupStorageLocation
#                 metadata: {name: main, namespace: velero}
#                 spec:
#                   provider: velero.io/aws
#                   objectStorage: {bucket: backups, prefix: clusters/test}
#                   config: {s3Url: "https://s3.eu-north-1.amazonaws.com"}
#       - note: A restore of one namespace into the other
#         add:
#           - apiVersion: velero.io/v1
#             kind: Restore
#             metadata: {name: refresh, namespace: velero}
#             spec: {backupName: nightly, namespaceMapping: {shop-prod: shop-staging}}
#       - note: A database recovered from the backups of the other
#         add:
#           - apiVersion: postgresql.cnpg.io/v1
#             kind: Cluster
#             metadata: {name: db, namespace: shop-prod}
#             spec: {backup: {barmanObjectStore: {destinationPath: "s3://backups/db"}}}
#           - apiVersion: postgresql.cnpg.io/v1
#             kind: Cluster
#             metadata: {name: copy, namespace: shop-staging}
#             spec:
#               bootstrap: {recovery: {source: origin}}
#               externalClusters:
#                 - {name: origin, barmanObjectStore: {destinationPath: "s3://backups/db/", serverName: db}}
#       - note: One schedule of Velero takes every namespace
#         add:
#           - apiVersion: velero.io/v1
#             kind: Schedule
#             metadata: {name: nightly, namespace: velero}
#             spec: {schedule: "0 1 * * *", template: {ttl: 720h}}
#       - note: One repository of restic, with a slash at its end and without
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: backup, namespace: shop-prod}
#             data: {RESTIC_REPOSITORY: "rest:https://backup.example.com/shop"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: backup, namespace: shop-staging}
#                 data: {RESTIC_REPOSITORY: "rest:https://backup.example.com/shop/"}
#     innocent:
#       - note: One bucket, and a path for each Environment
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: velero.io/v1
#             kind: BackupStorageLocation
#             metadata: {name: default, namespace: velero}
#             spec: {provider: aws, objectStorage: {bucket: backups, prefix: prod}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: velero.io/v1
#                 kind: BackupStorageLocation
#                 metadata: {name: default, namespace: velero}
#                 spec: {provider: aws, objectStorage: {bucket: backups, prefix: production}}
#       - note: Containers of one name in two storage accounts
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: velero.io/v1
#             kind: BackupStorageLocation
#             metadata: {name: default, namespace: velero}
#             spec: {provider: velero.io/azure, objectStorage: {bucket: velero}, config: {storageAccount: prod}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: velero.io/v1
#                 kind: BackupStorageLocation
#                 metadata: {name: default, namespace: velero}
#                 spec: {provider: azure, objectStorage: {bucket: velero}, config: {storageAccount: test}}
#       - note: A restore of a namespace into itself
#         add:
#           - apiVersion: velero.io/v1
#             kind: Restore
#             metadata: {name: again, namespace: velero}
#             spec: {backupName: nightly, namespaceMapping: {shop-prod: shop-prod}}
#       - note: Two databases of one name, each with backups of its own
#         add:
#           - apiVersion: postgresql.cnpg.io/v1
#             kind: Cluster
#             metadata: {name: db, namespace: shop-prod}
#             spec: {backup: {barmanObjectStore: {destinationPath: "s3://backups/prod"}}}
#           - apiVersion: postgresql.cnpg.io/v1
#             kind: Cluster
#             metadata: {name: db, namespace: shop-staging}
#             spec: {backup: {barmanObjectStore: {destinationPath: "s3://backups/staging"}}}
#       - note: A backup of the one namespace, and one that leaves the other out
#         add:
#           - apiVersion: velero.io/v1
#             kind: Backup
#             metadata: {name: prod, namespace: velero}
#             spec: {includedNamespaces: [shop-prod]}
#           - apiVersion: velero.io/v1
#             kind: Schedule
#             metadata: {name: nightly, namespace: velero}
#             spec: {schedule: "0 1 * * *", template: {includedNamespaces: ["*"], excludedNamespaces: [shop-staging]}}
package lib.envpolicy.leaks.storage.backup_shared

import data.lib.envpolicy.backups
import data.lib.envpolicy.estate
import data.lib.envpolicy.placement

# --- places in common

holds contains fact if {
	some location in backups.locations
	path := location.above[0]
	some name in placement.tenants[location.cluster]
	fact := object.union(location.extra, {
		"deployment": name,
		"key": array.concat(location.store, [path]),
		"side": "uses",
		"covered": placement.places[name].environment,
		"cap": "cluster",
		"witness": [location.witness],
	})
}

holds contains fact if {
	some location in backups.locations
	some path in location.above
	some name in placement.tenants[location.cluster]
	fact := object.union(location.extra, {
		"deployment": name,
		"key": array.concat(location.store, [path]),
		"side": "offers",
		"covered": placement.places[name].environment,
		"cap": "cluster",
		"witness": [location.witness],
	})
}

holds contains fact if {
	some repository in backups.repositories
	not repository.reads
	fact := object.union(repository.extra, {
		"deployment": repository.deployment,
		"key": ["repository", repository.key],
		"cap": "cluster",
		"witness": [repository.witness],
	})
}

# --- one backup of both namespaces, which namespaces of their own tolerate

holds contains fact if {
	some scope in backups.scopes
	some name in placement.tenants[scope.entry.cluster]
	namespace := placement.places[name].namespace
	backups.takes(scope, namespace)
	fact := {
		"deployment": name,
		"key": ["taken", scope.entry.cluster, scope.entry.kind, scope.entry.namespace, scope.entry.name],
		"covered": namespace,
		"cap": "namespace",
		"witness": [estate.witness(scope.entry, scope.path)],
	}
}

# --- data that have crossed: from the side that was saved to the side that restores

holds contains fact if {
	some repository in backups.repositories
	fact := object.union(repository.extra, {
		"deployment": repository.deployment,
		"key": ["restored", repository.key],
		"side": _side(repository.reads),
		"witness": [repository.witness],
	})
}

holds contains fact if {
	some location in backups.locations
	path := location.above[0]
	some name in placement.tenants[location.cluster]
	fact := object.union(location.extra, {
		"deployment": name,
		"key": array.concat(array.concat(["restored"], location.store), [path]),
		"side": _side(location.reads),
		"covered": location.cluster,
		"witness": [location.witness],
	})
}

holds contains fact if {
	some entry in estate.all("Restore.velero.io")
	mapping := object.get(entry.object, ["spec", "namespaceMapping"], {})
	is_object(mapping)
	some from, to in mapping
	some side, namespace in {"uses": from, "offers": to}
	some name in object.get(placement.residents, [[entry.cluster, namespace]], set())
	fact := {
		"deployment": name,
		"key": ["mapped", entry.cluster, entry.namespace, entry.name, from, to],
		"side": side,
		"witness": [estate.witness(entry, ["spec", "namespaceMapping", from])],
	}
}

_side(true) := "offers"

_side(false) := "uses"

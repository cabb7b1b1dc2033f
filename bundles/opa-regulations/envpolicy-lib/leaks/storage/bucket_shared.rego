# METADATA
# title: Both sides use one bucket
# description: |
#   Settings of two deployments, or bucket claims of theirs, name the same bucket of the same object storage,
#   and the paths in it (where they are told) are equal or one is within the other. Paths apart from each
#   other are told, no more. A bucket without an endpoint is taken for one of the cloud provider, where names
#   are unique.
# custom:
#   id: bucket-shared
#   kind: shared
#   channel: storage
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: high
#   remediation: Give each side a bucket of its own, with credentials for it alone.
#   reads: [ConfigMap, Secret]
#   sources:
#     - own analysis
#   scanners: []
#   examples:
#     leaks:
#       - note: A URL on one side, a name on the other, in two Environments
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {UPLOADS: "s3://shop-uploads/images"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Pod
#                 metadata: {name: web, namespace: shop-staging}
#                 spec: {containers: [{name: main, image: main, args: ["--bucket=shop-uploads"]}]}
#       - note: One bucket of a storage inside the cluster, named shortly on one side
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {S3_ENDPOINT: "http://minio:9000", S3_BUCKET: uploads}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {S3_ENDPOINT: "http://minio.shop-prod.svc:9000", S3_BUCKET: uploads}
#       - note: One path is within the other
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {S3_BUCKET: uploads, S3_PREFIX: shop/images/}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {S3_BUCKET: uploads, S3_PREFIX: shop}
#       - note: One container of one storage account of Azure
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {AZURE_STORAGE_ACCOUNT: shop, AZURE_STORAGE_CONTAINER: uploads}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {AZURE_STORAGE_ACCOUNT: shop, AZURE_STORAGE_CONTAINER: uploads}
#     innocent:
#       - note: Containers of one name in two storage accounts
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {AZURE_STORAGE_ACCOUNT: shopprod, AZURE_STORAGE_CONTAINER: uploads}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {AZURE_STORAGE_ACCOUNT: shopstaging, AZURE_STORAGE_CONTAINER: uploads}
#       - note: Two buckets, one a part of the other's name
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {S3_BUCKET: uploads}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {S3_BUCKET: uploads-staging}
#       - note: Buckets of one name in the object storages of two clusters
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {S3_ENDPOINT: "http://minio.minio.svc:9000", S3_BUCKET: uploads}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: web, namespace: shop-staging}
#                 data: {S3_ENDPOINT: "http://minio.minio.svc:9000", S3_BUCKET: uploads}
#       - note: One name at two providers
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {UPLOADS: "s3://uploads"}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {UPLOADS: "gs://uploads"}
package lib.envpolicy.leaks.storage.bucket_shared

import data.lib.envpolicy.addresses
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.settings

# `above` is the path in the bucket and what is above it, itself first.
_uses := array.concat(array.concat(_by_address, _by_container), array.concat(_by_name, _claimed))

# A container of Azure is its storage account's; without one it says nothing.
_by_container := [use |
	some group in settings.groups
	some setting in group.settings
	some container in object.get(setting.view, ["says", "container"], [])
	some account in settings.said(group, "storage-account")
	some name in group.owners
	use := {
		"deployment": name,
		"bucket": [account, container],
		"above": [""],
		"extra": {},
		"witness": setting.witness,
	}
]

_by_address := [use |
	some group in settings.groups
	some setting in group.settings
	some found in object.get(setting.view, "buckets", [])
	some name in group.owners
	use := {
		"deployment": name,
		"bucket": [found.endpoint, found.bucket],
		"above": found.above,
		"extra": {},
		"witness": setting.witness,
	}
]

_by_name := [use |
	some group in settings.groups
	some setting in group.settings
	some bucket in object.get(setting.view, ["says", "bucket"], [])
	some endpoint in _endpoints(group, setting)
	some above in _paths(group, setting)
	some name in group.owners
	use := {
		"deployment": name,
		"bucket": [endpoint.server, bucket],
		"above": above,
		"extra": endpoint.extra,
		"witness": setting.witness,
	}
]

# Where the bucket is: what else in the group is an address of storage, but of no bucket.
_endpoints(group, setting) := found if {
	found := [endpoint |
		some other in group.settings
		object.get(other.view, "about", "") == "storage"
		not other.view.buckets
		some host in other.view.hosts
		some endpoint in _endpoint(group, host)
	]
	count(found) > 0
} else := [{"server": "gs", "extra": {}}] if {
	regex.match(`(?i)(^|[^a-z])(gcs|gs|google)([^a-z]|$)`, setting.name)
} else := [{"server": "s3", "extra": {}}]

_endpoint(_, host) := [{"server": "s3", "extra": {}}] if {
	regex.match(`(^|\.)amazonaws\.com(\.cn)?$`, host)
} else := [{"server": "gs", "extra": {}}] if {
	regex.match(`(^|\.)storage\.googleapis\.com$`, host)
}

_endpoint(group, host) := addresses.plain_servers(group.cluster, group.namespace, host) if {
	not regex.match(`(^|\.)(amazonaws\.com(\.cn)?|storage\.googleapis\.com)$`, host)
}

_paths(group, setting) := found if {
	found := [other.view.says.prefix |
		some other in group.settings
		other.start == setting.start
		other.view.says.prefix
	]
	count(found) > 0
} else := [[""]]

# A bucket by name is one of its class; an existing one is an object of the cluster, whatever the class.
_claimed := [use |
	some kind, [field, class_field] in {
		"ObjectBucketClaim.objectbucket.io": ["bucketName", "storageClassName"],
		"BucketClaim.objectstorage.k8s.io": ["existingBucketName", ""],
	}
	some entry in estate.all(kind)
	bucket := fields.text(entry.object, ["spec", field])
	bucket != ""
	class := fields.text(entry.object, ["spec", class_field])
	some name in entry.owners
	use := {
		"deployment": name,
		"bucket": [concat(" ", [entry.cluster, class]), bucket],
		"above": [""],
		"extra": {},
		"witness": estate.witness(entry, ["spec", field]),
	}
]

holds contains fact if {
	some use in _uses
	fact := object.union(use.extra, {
		"deployment": use.deployment,
		"key": array.concat(use.bucket, [use.above[0]]),
		"side": "uses",
		"witness": [use.witness],
	})
}

holds contains fact if {
	some use in _uses
	some path in use.above
	fact := object.union(use.extra, {
		"deployment": use.deployment,
		"key": array.concat(use.bucket, [path]),
		"side": "offers",
		"witness": [use.witness],
	})
}

# Paths apart from each other: told, no more.
holds contains fact if {
	some use in _uses
	use.above[0] != ""
	fact := object.union(use.extra, {
		"deployment": use.deployment,
		"key": use.bucket,
		"covered": use.above[0],
		"cap": "environment",
		"severity": "info",
		"witness": [use.witness],
	})
}

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
#       - note: A file names bucket and endpoint, variables do on the other side
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data:
#               app.yaml: |
#                 storage:
#                   type: s3
#                   endpoint: https://objects.example.com
#                   bucket: uploads
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {S3_ENDPOINT: "https://objects.example.com:443", S3_BUCKET: uploads}
#       - note: A container of Azure by its names, and by its address
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {AZURE_STORAGE_ACCOUNT: shop, AZURE_STORAGE_CONTAINER: uploads}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {UPLOADS: "https://shop.blob.core.windows.net/uploads"}
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
#       - note: A bucket of one name behind two endpoints, in files
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: store, namespace: shop-prod}
#             stringData:
#               objstore.yml: |
#                 type: S3
#                 config:
#                   bucket: uploads
#                   endpoint: objects.prod.example.com
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: store, namespace: shop-staging}
#             stringData:
#               objstore.yml: |
#                 type: S3
#                 config:
#                   bucket: uploads
#                   endpoint: objects.test.example.com
package lib.envpolicy.leaks.storage.bucket_shared

import data.lib.envpolicy.buckets

holds contains fact if {
	some use in buckets.uses
	fact := object.union(use.extra, {
		"deployment": use.deployment,
		"key": array.concat(use.bucket, [use.above[0]]),
		"side": "uses",
		"witness": [use.witness],
	})
}

holds contains fact if {
	some use in buckets.uses
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
	some use in buckets.uses
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

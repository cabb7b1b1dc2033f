# METADATA
# title: A job copies data between two deployments
# description: |
#   A Job or CronJob names two servers of one sort (dump and restore, replication, re-indexing), or two buckets, and
#   one of them is another deployment's. Data go from the side that is read to the side that is written, as the names
#   of the settings (source, target) or the programs (pg_dump) say; both ways where these say nothing, or where the
#   job holds a password for the other's server. Whether the job makes the data anonymous on the way cannot be seen.
# custom:
#   id: data-copy-job
#   kind: reach
#   channel: data
#   boundary: [release, namespace, cluster, environment]
#   cap: release
#   severity: high
#   remediation: Copy through a file that is made anonymous and approved; give no job access to the data of both sides.
#   reads: [ConfigMap, CronJob.batch, Job.batch, Secret]
#   sources:
#     - own analysis
#   scanners: []
#   examples:
#     leaks:
#       - note: From production into staging, by name
#         add:
#           - &prod
#             apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {DATABASE_URL: "postgres://prod.example.com/shop"}
#           - &job
#             apiVersion: batch/v1
#             kind: CronJob
#             metadata: {name: refresh, namespace: shop-staging}
#             spec:
#               schedule: "0 3 * * *"
#               jobTemplate:
#                 spec:
#                   template:
#                     spec:
#                       containers:
#                         - name: copy
#                           image: copy
#                           env:
#                             - {name: SOURCE_DATABASE_URL, value: "postgres://prod.example.com/shop"}
#                             - {name: TARGET_DATABASE_URL, value: "postgres://test.example.com/shop"}
#       - note: One line of a shell, and a server that the other runs
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-prod}
#             spec: {selector: {app: db}, ports: [{port: 5432}]}
#           - apiVersion: batch/v1
#             kind: Job
#             metadata: {name: refresh, namespace: shop-staging}
#             spec:
#               template:
#                 spec:
#                   containers:
#                     - name: copy
#                       image: copy
#                       command: [sh, -c]
#                       args: ["pg_dump postgres://db.shop-prod.svc/shop | psql postgres://db/shop"]
#       - note: A job of a third deployment, in production's namespace of operations
#         deployments:
#           ops: {placement: {environment: prod, cluster: prod-wc, namespace: ops}}
#         add:
#           - *prod
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {DATABASE_URL: "postgres://test.example.com/shop"}
#           - apiVersion: batch/v1
#             kind: Job
#             metadata: {name: refresh, namespace: ops}
#             spec:
#               template:
#                 spec:
#                   containers:
#                     - name: copy
#                       image: copy
#                       env:
#                         - {name: SOURCE_URL, value: "postgres://prod.example.com/shop"}
#                         - {name: DEST_URL, value: "postgres://test.example.com/shop"}
#       - note: A script that a job has out of a ConfigMap
#         add:
#           - *prod
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: refresh, namespace: shop-staging}
#             data:
#               refresh.sh: |
#                 #!/bin/sh
#                 pg_dump -h prod.example.com -d shop | psql -h test.example.com -d shop
#           - apiVersion: batch/v1
#             kind: CronJob
#             metadata: {name: refresh, namespace: shop-staging}
#             spec:
#               schedule: "0 3 * * *"
#               jobTemplate:
#                 spec:
#                   template:
#                     spec:
#                       containers: [{name: copy, image: copy, volumeMounts: [{name: script, mountPath: /script}]}]
#                       volumes: [{name: script, configMap: {name: refresh}}]
#       - note: From bucket to bucket
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {S3_BUCKET: shop-prod}
#           - apiVersion: batch/v1
#             kind: Job
#             metadata: {name: sync, namespace: shop-staging}
#             spec:
#               template:
#                 spec: {containers: [{name: copy, image: copy, args: [sync, "s3://shop-prod/a", "s3://shop-test/a"]}]}
#     innocent:
#       - note: Between two servers of one's own
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {DATABASE_URL: "postgres://other.example.com/shop"}
#           - *job
#       - note: The same, by a workload that is no job (data-same-database speaks)
#         add:
#           - *prod
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: refresh, namespace: shop-staging}
#             spec:
#               containers:
#                 - name: copy
#                   image: copy
#                   env:
#                     - {name: SOURCE_DATABASE_URL, value: "postgres://prod.example.com/shop"}
#                     - {name: TARGET_DATABASE_URL, value: "postgres://test.example.com/shop"}
#       - note: Short names are the job's own namespace's
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-prod}
#             spec: {selector: {app: db}, ports: [{port: 5432}]}
#           - apiVersion: batch/v1
#             kind: Job
#             metadata: {name: refresh, namespace: shop-staging}
#             spec:
#               template:
#                 spec:
#                   containers:
#                     - {name: copy, image: copy, args: ["--from=postgres://db/shop", "--to=postgres://reports/shop"]}
#       - note: Between two buckets of one's own
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {S3_BUCKET: shop-prod}
#           - apiVersion: batch/v1
#             kind: Job
#             metadata: {name: sync, namespace: shop-staging}
#             spec:
#               template:
#                 spec: {containers: [{name: copy, image: copy, args: [sync, "s3://shop-test/a", "s3://shop-old/a"]}]}
package lib.envpolicy.leaks.data.data_copy_job

import data.lib.envpolicy.copied_buckets
import data.lib.envpolicy.copying
import data.lib.envpolicy.doubts

reaches contains fact if {
	some flow in array.concat(array.concat(copying.all, copying.between), copied_buckets.all)
	fact := object.union(doubts.of(flow.missing), {
		"from": flow.from,
		"to": flow.to,
		"place": flow.place,
		"witness": flow.witness,
		"message": sprintf("%v copies data of %v to %v", [flow.place, flow.from, flow.to]),
	})
}

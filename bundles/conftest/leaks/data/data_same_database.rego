# METADATA
# title: Both sides use one database
# description: |
#   Settings of two deployments (connection URLs, hosts and names of databases in variables and files) name
#   the same database on the same server, wherever it stands; or those of one name a server that the other
#   runs. With the same schema named nothing is apart. Where no database is named that is not known. One
#   server with two databases is told, and is a leak where the user is the same.
# custom:
#   id: data-same-database
#   kind: shared
#   channel: data
#   boundary: [release, namespace, cluster, environment]
#   cap: none
#   severity: critical
#   remediation: Give each side a database server of its own, or at least a database and a user of its own.
#   reads: [ConfigMap, Secret]
#   sources:
#     - BSI APP.4.4.A1 (test and production apart)
#     - own analysis
#   scanners: []
#   examples:
#     leaks:
#       - note: A URL on one side, variables on the other, in two Environments
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {url: "postgres://shop:hunter22hunter@db.example.com:5432/shop"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Pod
#                 metadata: {name: web, namespace: shop-staging}
#                 spec: {containers: [{name: main, image: main, env: [{name: DB_HOST, value: db.example.com},
#                   {name: DB_NAME, value: shop}]}]}
#       - note: One names the server that the other runs
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-prod}
#             spec: {selector: {app: db}, ports: [{port: 5432}]}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {DATABASE_URL: "postgres://db.shop-prod.svc/other"}
#       - note: An alias leads to the same server
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-prod}
#             spec: {type: ExternalName, externalName: db.example.com}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {DATABASE_URL: "postgres://db/shop"}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {DATABASE_URL: "postgres://db.example.com/shop"}
#       - note: One server, and no database is named
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {DB_HOST: db.example.com}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {DB_HOST: db.example.com}
#       - note: Two databases, one user
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {DATABASE_URL: "postgres://shop@db.example.com/shop"}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {DATABASE_URL: "postgres://shop@db.example.com/staging"}
#       - note: One schema of one database
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {url: "postgres://web:hunter22hunter@db.example.com/shop?currentSchema=orders"}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-staging}
#             stringData: {url: "postgres://test:hunter33hunter@db.example.com/shop?currentSchema=orders"}
#       - note: A Secret of an operator by its bare keys, under any name of a variable, and lines of a file
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: pg-app, namespace: shop-prod}
#             stringData: {host: pg.example.com, port: "5432", dbname: app, user: prod, password: hunter22hunter}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-prod}
#             spec:
#               containers:
#                 - name: main
#                   image: main
#                   env:
#                     - {name: A, valueFrom: {secretKeyRef: {name: pg-app, key: host}}}
#                     - {name: B, valueFrom: {secretKeyRef: {name: pg-app, key: dbname}}}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data:
#               config.yaml: |
#                 database:
#                   host: pg.example.com
#                   name: app
#                   user: staging
#       - note: Arguments on the one side, keys with a prefix on the other
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-prod}
#             spec: {containers: [{name: main, image: main, args: [--db-host=pg.example.com, --db-name=app]}]}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {HOST: pg.example.com, NAME: app}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-staging}
#             spec: {containers: [{name: main, image: main, envFrom: [{prefix: DB_, configMapRef: {name: web}}]}]}
#       - note: The pod of a StatefulSet by its own name
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-prod}
#             spec: {clusterIP: None, selector: {app: db}, ports: [{port: 5432}]}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {DATABASE_URL: "postgres://db-0.db.shop-prod/shop"}
#       - note: The server that the other exports to the set of clusters
#         facts: {clusterSet: one}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-prod}
#             spec: {selector: {app: db}, ports: [{port: 5432}]}
#           - apiVersion: multicluster.x-k8s.io/v1alpha1
#             kind: ServiceExport
#             metadata: {name: db, namespace: shop-prod}
#         clusters:
#           test/test-wc:
#             facts: {clusterSet: one}
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: web, namespace: shop-staging}
#                 data: {DB_HOST: db.shop-prod.svc.clusterset.local}
#     innocent:
#       - note: The same short name in two namespaces
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {DATABASE_URL: "postgres://shop@db/shop"}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {DATABASE_URL: "postgres://shop@db/shop"}
#       - note: The same cluster-local name in two clusters
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {DATABASE_URL: "postgres://shop@db.data.svc.cluster.local/shop"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: web, namespace: shop-staging}
#                 data: {DATABASE_URL: "postgres://shop@db.data.svc.cluster.local/shop"}
#       - note: Each its own, in its own pod
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {DATABASE_URL: "postgres://shop@localhost/shop"}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {DATABASE_URL: "postgres://shop@localhost/shop"}
#       - note: Equal names on two servers, and one private address in two networks
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         facts: {network: one}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data:
#               DATABASE_URL: "postgres://shop@prod.example.com/shop"
#               REPORTS_DB_URL: "postgres://shop@10.0.0.7/shop"
#         clusters:
#           test/test-wc:
#             facts: {network: other}
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: web, namespace: shop-staging}
#                 data:
#                   DATABASE_URL: "postgres://shop@test.example.com/shop"
#                   REPORTS_DB_URL: "postgres://shop@10.0.0.7/shop"
#       - note: Hosts of other things in a file that names a database
#         add:
#           - &file
#             apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data:
#               config.yaml: |
#                 metrics:
#                   host: metrics.example.com
#                 database:
#                   host: db
#                   name: shop
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data:
#               config.yaml: |
#                 metrics:
#                   host: metrics.example.com
#                 database:
#                   host: db
#                   name: shop
#       - note: Secrets of an operator in each namespace, the same in all but what they lead to
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: pg-app, namespace: shop-prod}
#             stringData: {host: pg-rw, port: "5432", dbname: app, user: app, password: hunter22hunter}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: pg-app, namespace: shop-staging}
#             stringData: {host: pg-rw, port: "5432", dbname: app, user: app, password: hunter33hunter}
#       - note: Pods of a StatefulSet by their own names, in each namespace
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {DATABASE_URL: "mongodb://mongo-0.mongo:27017,mongo-1.mongo:27017/shop"}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {DATABASE_URL: "mongodb://mongo-0.mongo:27017,mongo-1.mongo:27017/shop"}
package lib.envpolicy.leaks.data.data_same_database

import data.lib.envpolicy.data_servers
import data.lib.envpolicy.data_sharing
import data.lib.envpolicy.named_servers
import data.lib.envpolicy.settings

_uses := [use |
	some endpoint in data_servers.used("database")
	databases := named_servers.databases(endpoint)
	some found in endpoint.servers
	use := {
		"owners": endpoint.owners,
		"server": found.server,
		"names": databases,
		"label": data_servers.label(endpoint),
		"users": _users(endpoint),
		"schemas": _schemas(endpoint),
		"fact": object.union(found.extra, {"witness": [endpoint.setting.witness]}),
	}
]

_users(endpoint) := {endpoint.user} if {
	endpoint.user != ""
} else := settings.beside(settings.groups[endpoint.group], endpoint.setting, "user")

_schemas(endpoint) := {endpoint.schema} if {
	endpoint.schema != ""
} else := settings.beside(settings.groups[endpoint.group], endpoint.setting, "schema")

holds contains fact if some fact in data_sharing.facts(_uses, "database name")

holds contains fact if {
	some use in _uses
	some database in use.names
	some schema in use.schemas
	some name in use.owners
	fact := object.union(use.fact, {"deployment": name, "key": ["schema", use.server, database, schema]})
}

# One user for two databases of a server.
holds contains fact if {
	some use in _uses
	some database in use.names
	some user in use.users
	some name in use.owners
	fact := object.union(use.fact, {
		"deployment": name,
		"key": ["user", use.server, user],
		"covered": database,
		"cap": "release",
		"severity": "high",
	})
}

# METADATA
# title: Both sides use one broker
# description: |
#   Settings of two deployments name the same broker (Kafka, RabbitMQ, NATS, Redis and their like), wherever it
#   stands, and the same place on it: virtual host, number of the database, topic or its prefix, group of consumers.
#   Redis has database 0 and RabbitMQ the virtual host / where none is named, and NATS one account for all; programs of
#   one application that name no place use the one that is built in; elsewhere that is not known. A broker
#   that the other runs is shared, whatever the place; two places of one broker are told, no more.
# custom:
#   id: data-same-broker
#   kind: shared
#   channel: data
#   boundary: [release, namespace, cluster, environment]
#   cap: release
#   severity: high
#   remediation: Give each side a broker of its own, or at least a virtual host or prefix and a user of its own.
#   reads: [ConfigMap, Secret]
#   sources:
#     - own analysis
#   scanners: []
#   examples:
#     leaks:
#       - note: One topic of one Kafka, in two Environments
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {KAFKA_BROKERS: "b1.kafka.example.com:9092,b2.kafka.example.com:9092", ORDERS_TOPIC: orders}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Pod
#                 metadata: {name: web, namespace: shop-staging}
#                 spec:
#                   containers:
#                     - name: main
#                       image: main
#                       env:
#                         - {name: KAFKA_BOOTSTRAP_SERVERS, value: "b1.kafka.example.com:9092"}
#                         - {name: KAFKA_TOPIC, value: orders}
#       - note: No database of Redis is named, so that it is 0
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {REDIS_URL: "redis://redis.cache.svc:6379"}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {REDIS_HOST: redis.cache.svc.cluster.local, REDIS_DB: "0"}
#       - note: A broker that the other runs
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: rabbit, namespace: shop-prod}
#             spec: {selector: {app: rabbit}, ports: [{port: 5672}]}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {AMQP_URL: "amqp://rabbit.shop-prod.svc/staging"}
#       - note: One Kafka, and no topic is named
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {KAFKA_BROKERS: kafka.example.com}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {KAFKA_BROKERS: kafka.example.com, KAFKA_TOPIC: orders}
#       - note: One NATS, and no subject is named
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {NATS_URL: "nats://nats.example.com:4222"}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {NATS_URL: "nats://nats.example.com"}
#       - note: One group of consumers, in files
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data:
#               consumer.properties: |
#                 bootstrap.servers=kafka.example.com:9092
#                 group.id=billing
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data:
#               consumer.properties: |
#                 bootstrap.servers=kafka.example.com:9092
#                 auto.offset.reset=latest
#                 group.id=billing
#     innocent:
#       - note: A broker of the same name in each namespace
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {REDIS_URL: "redis://redis:6379/0", AMQP_URL: "amqp://rabbit/shop"}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {REDIS_URL: "redis://redis:6379/0", AMQP_URL: "amqp://rabbit/shop"}
#       - note: A cluster-local name in two clusters
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {KAFKA_BROKERS: "kafka.kafka.svc:9092", KAFKA_TOPIC: orders}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: web, namespace: shop-staging}
#                 data: {KAFKA_BROKERS: "kafka.kafka.svc:9092", KAFKA_TOPIC: orders}
#       - note: Two brokers, one topic
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {KAFKA_BROKERS: prod.kafka.example.com, KAFKA_TOPIC: orders}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {KAFKA_BROKERS: test.kafka.example.com, KAFKA_TOPIC: orders}
#       - note: A virtual host of one name on two servers
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {RABBITMQ_HOST: prod.example.com, RABBITMQ_VHOST: shop}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {RABBITMQ_HOST: test.example.com, RABBITMQ_VHOST: shop}
package lib.envpolicy.leaks.data.data_same_broker

import data.lib.envpolicy.data_sharing

_uses := data_sharing.of_sort("broker")

holds := data_sharing.facts(_uses, "topic or virtual host") | data_sharing.built_in(_uses)

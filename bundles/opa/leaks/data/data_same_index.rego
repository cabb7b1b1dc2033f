# METADATA
# title: Both sides use one index
# description: |
#   Settings of two deployments name the same server for search, vectors or analytics, wherever it stands, and the
#   same index, collection or tenant on it. Where no index is named that is not known. A server that the other runs
#   is shared, whatever the index; two indices of one server are told, no more.
# custom:
#   id: data-same-index
#   kind: shared
#   channel: data
#   boundary: [release, namespace, cluster, environment]
#   cap: release
#   severity: medium
#   remediation: Give each side a server of its own, or at least an index and a user of its own.
#   reads: [ConfigMap, Secret]
#   sources:
#     - own analysis
#   scanners: []
#   examples:
#     leaks:
#       - note: One index, in two Environments
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {ELASTICSEARCH_URL: "https://search.example.com:9200", ELASTICSEARCH_INDEX: products}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: web, namespace: shop-staging}
#                 data: {ES_HOST: search.example.com, ES_INDEX: products}
#       - note: A server that the other runs
#         add:
#           - apiVersion: elasticsearch.k8s.elastic.co/v1
#             kind: Elasticsearch
#             metadata: {name: search, namespace: shop-prod}
#             spec: {version: 8.0.0}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {ELASTIC_URL: "https://search-es-http.shop-prod.svc:9200", ELASTIC_INDEX: staging}
#       - note: One server, and no index is named
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {QDRANT_URL: "https://vectors.example.com:6333"}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {QDRANT_URL: "https://vectors.example.com:6333"}
#       - note: Lines of a file on the one side, variables on the other
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data:
#               app.yaml: |
#                 opensearch:
#                   url: https://search.example.com
#                   index: products
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {OPENSEARCH_URL: "https://search.example.com:443", OPENSEARCH_INDEX: products}
#     innocent:
#       - note: One index on two servers
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {OPENSEARCH_URL: "https://prod.example.com", OPENSEARCH_INDEX: products}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {OPENSEARCH_URL: "https://test.example.com", OPENSEARCH_INDEX: products}
#       - note: The same short name in each namespace
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {ELASTICSEARCH_HOSTS: "http://elasticsearch:9200", ELASTICSEARCH_INDEX: products}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {ELASTICSEARCH_HOSTS: "http://elasticsearch:9200", ELASTICSEARCH_INDEX: products}
package lib.envpolicy.leaks.data.data_same_index

import data.lib.envpolicy.data_sharing

_uses := data_sharing.of_sort("index")

holds := data_sharing.facts(_uses, "index name") | data_sharing.built_in(_uses)

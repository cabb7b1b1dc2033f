# METADATA
# title: Metrics, logs or traces of both sides go to one place, as of one tenant
# description: |
#   Two Environments send to the same server under the same tenant, or with the same credentials, or with
#   neither; no external label says which environment they are. Whoever reads the one reads the other. One
#   such place for the clusters of an Environment is by design, and a platform's Prometheus in a cluster as
#   well.
# custom:
#   id: obs-same-backend-no-tenant
#   kind: shared
#   channel: observability
#   boundary: [environment]
#   cap: cluster
#   severity: medium
#   remediation: Give each Environment a tenant, or a server, of its own.
#   reads: []
#   sources:
#     - Prometheus operator, https://prometheus-operator.dev/docs/api-reference/api/
#     - Grafana Mimir, tenant IDs, https://grafana.com/docs/mimir/latest/manage/secure/authentication-and-authorization/
#   examples:
#     leaks:
#       - note: Both write to one Mimir, without a tenant
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         add:
#           - apiVersion: monitoring.coreos.com/v1
#             kind: Prometheus
#             metadata: {name: own, namespace: shop-prod}
#             spec: {remoteWrite: [{url: "https://mimir.example/api/v1/push"}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: monitoring.coreos.com/v1
#                 kind: Prometheus
#                 metadata: {name: own, namespace: shop-staging}
#                 spec: {remoteWrite: [{url: "https://mimir.example/api/v1/push"}]}
#       - note: The platforms of both write to one Mimir, as one tenant
#         facts: {platformNamespaces: [monitoring]}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         add:
#           - apiVersion: monitoring.coreos.com/v1alpha1
#             kind: PrometheusAgent
#             metadata: {name: p, namespace: monitoring}
#             spec: {remoteWrite: [{url: "https://mimir.example/api/v1/push", headers: {X-Scope-OrgID: shop}}]}
#         clusters:
#           test/test-wc:
#             facts: {platformNamespaces: [monitoring]}
#             add:
#               - apiVersion: monitoring.coreos.com/v1
#                 kind: Prometheus
#                 metadata: {name: p, namespace: monitoring}
#                 spec: {remoteWrite: [{url: "https://mimir.example/api/v1/push", headers: {X-Scope-OrgID: shop}}]}
#       - note: Programs of both send traces to one collector
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: one, namespace: shop-prod}
#             spec:
#               containers:
#                 - name: c
#                   image: registry.example/c:1
#                   env: [{name: OTEL_EXPORTER_OTLP_ENDPOINT, value: "https://otlp.example:4317"}]
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Pod
#                 metadata: {name: one, namespace: shop-staging}
#                 spec:
#                   containers:
#                     - name: c
#                       image: registry.example/c:1
#                       env: [{name: OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, value: "https://otlp.example:4317/v1/traces"}]
#       - note: Collectors of both send with one token
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: opentelemetry.io/v1beta1
#             kind: OpenTelemetryCollector
#             metadata: {name: otel, namespace: shop-prod}
#             spec:
#               config:
#                 exporters:
#                   otlphttp: {endpoint: "otlp.example:4317", headers: {Authorization: Bearer 4bc7a1f09d2e4c6b}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: opentelemetry.io/v1beta1
#                 kind: OpenTelemetryCollector
#                 metadata: {name: otel, namespace: shop-staging}
#                 spec:
#                   config:
#                     exporters:
#                       otlphttp: {endpoint: "otlp.example:4317", headers: {Authorization: Bearer 4bc7a1f09d2e4c6b}}
#       - note: Agents of both push logs to one Loki, as one user
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: agent, namespace: shop-prod}
#             data:
#               promtail.yaml: |
#                 clients:
#                   - url: https://loki.example/loki/api/v1/push
#                     basic_auth:
#                       username: shop
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: agent, namespace: shop-staging}
#                 stringData:
#                   promtail.yaml: |
#                     clients:
#                       - basic_auth:
#                           username: shop
#                         url: https://loki.example/loki/api/v1/push
#     innocent:
#       - note: Collectors of both send with tokens of their own
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: opentelemetry.io/v1beta1
#             kind: OpenTelemetryCollector
#             metadata: {name: otel, namespace: shop-prod}
#             spec:
#               config:
#                 exporters:
#                   otlphttp: {endpoint: "otlp.example:4317", headers: {Authorization: Bearer 4bc7a1f09d2e4c6b}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: opentelemetry.io/v1beta1
#                 kind: OpenTelemetryCollector
#                 metadata: {name: otel, namespace: shop-staging}
#                 spec:
#                   config:
#                     exporters:
#                       otlphttp: {endpoint: "otlp.example:4317", headers: {Authorization: Bearer 90ad1c5fe8b74213}}
#       - note: Collectors of both are told their token when they start
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: opentelemetry.io/v1beta1
#             kind: OpenTelemetryCollector
#             metadata: {name: otel, namespace: shop-prod}
#             spec:
#               config:
#                 exporters:
#                   otlphttp: {endpoint: "otlp.example:4317", headers: {Authorization: "Bearer ${env:TOKEN}"}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: opentelemetry.io/v1beta1
#                 kind: OpenTelemetryCollector
#                 metadata: {name: otel, namespace: shop-staging}
#                 spec:
#                   config:
#                     exporters:
#                       otlphttp: {endpoint: "otlp.example:4317", headers: {Authorization: "Bearer ${env:TOKEN}"}}
#       - note: One Mimir, two tenants
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         add:
#           - apiVersion: monitoring.coreos.com/v1
#             kind: Prometheus
#             metadata: {name: own, namespace: shop-prod}
#             spec: {remoteWrite: [{url: "https://mimir.example/api/v1/push", headers: {X-Scope-OrgID: prod}}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: monitoring.coreos.com/v1
#                 kind: Prometheus
#                 metadata: {name: own, namespace: shop-staging}
#                 spec: {remoteWrite: [{url: "https://mimir.example/api/v1/push", headers: {X-Scope-OrgID: test}}]}
#       - note: A Service of that name in each cluster
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         add:
#           - apiVersion: monitoring.coreos.com/v1
#             kind: Prometheus
#             metadata: {name: own, namespace: shop-prod}
#             spec: {remoteWrite: [{url: "http://mimir.monitoring.svc/api/v1/push"}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: monitoring.coreos.com/v1
#                 kind: Prometheus
#                 metadata: {name: own, namespace: shop-staging}
#                 spec: {remoteWrite: [{url: "http://mimir.monitoring.svc/api/v1/push"}]}
#       - note: What is sent says which environment it is
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         add:
#           - apiVersion: monitoring.coreos.com/v1
#             kind: Prometheus
#             metadata: {name: own, namespace: shop-prod}
#             spec: {externalLabels: {environment: prod}, remoteWrite: [{url: "https://mimir.example/api/v1/push"}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: monitoring.coreos.com/v1
#                 kind: Prometheus
#                 metadata: {name: own, namespace: shop-staging}
#                 spec: {externalLabels: {environment: test}, remoteWrite: [{url: "https://mimir.example/api/v1/push"}]}
#       - note: Agents of both push logs to one Loki, as two tenants
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: agent, namespace: shop-prod}
#             data:
#               promtail.yaml: |
#                 clients:
#                   - url: https://loki.example/loki/api/v1/push
#                     tenant_id: prod
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: agent, namespace: shop-staging}
#                 data:
#                   promtail.yaml: |
#                     clients:
#                       - url: https://loki.example/loki/api/v1/push
#                         tenant_id: staging
package lib.envpolicy.leaks.observability.obs_same_backend_no_tenant

import data.lib.envpolicy.placement
import data.lib.envpolicy.telemetry

# Those of one Environment are covered by its own design.
holds contains fact if {
	some use in telemetry.uses
	fact := object.union(use.server.extra, {
		"deployment": use.deployment,
		"key": concat(" ", [use.server.server, use.what]),
		"covered": placement.places[use.deployment].environment,
		"witness": [use.witness],
	})
}

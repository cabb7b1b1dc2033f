# METADATA
# title: A monitor of one deployment scrapes another
# description: |
#   A ServiceMonitor or PodMonitor looks into the other deployment's namespace (namespaceSelector with any, or
#   by name) and its selector matches a Service or pod there; or a Prometheus of the deployment takes up the
#   monitors of the other's namespace (serviceMonitorNamespaceSelector, an empty one means every namespace).
#   The platform's Prometheus is no leak.
# custom:
#   id: obs-scrape-any
#   kind: reach
#   channel: observability
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Leave namespaceSelector out, and let each Prometheus of a deployment look into its own namespace.
#   patch: own-namespace-monitor
#   reads: [PodMonitor.monitoring.coreos.com, Service, ServiceMonitor.monitoring.coreos.com]
#   sources:
#     - Prometheus operator, https://prometheus-operator.dev/docs/api-reference/api/
#   examples:
#     leaks:
#       - note: Every namespace, and a selector that matches
#         add:
#           - apiVersion: monitoring.coreos.com/v1
#             kind: ServiceMonitor
#             metadata: {name: web, namespace: shop-staging}
#             spec: {namespaceSelector: {any: true}, selector: {}, endpoints: [{port: http}]}
#       - note: The namespace by name, and pods
#         add:
#           - apiVersion: monitoring.coreos.com/v1
#             kind: PodMonitor
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               namespaceSelector: {matchNames: [shop-prod]}
#               selector: {matchExpressions: [{key: app, operator: In, values: [web]}]}
#               podMetricsEndpoints: [{port: http}]
#       - note: A Prometheus of staging takes up the monitors of every namespace
#         add:
#           - apiVersion: monitoring.coreos.com/v1
#             kind: Prometheus
#             metadata: {name: own, namespace: shop-staging}
#             spec: {serviceMonitorNamespaceSelector: {}, serviceMonitorSelector: {}}
#           - apiVersion: monitoring.coreos.com/v1
#             kind: ServiceMonitor
#             metadata: {name: web, namespace: shop-prod}
#             spec: {selector: {matchLabels: {app: web}}, endpoints: [{port: http}]}
#     innocent:
#       - note: Every namespace, and a selector that matches nothing of production
#         add:
#           - apiVersion: monitoring.coreos.com/v1
#             kind: ServiceMonitor
#             metadata: {name: web, namespace: shop-staging}
#             spec: {namespaceSelector: {any: true}, selector: {matchLabels: {app: shop}}, endpoints: [{port: http}]}
#       - note: Its own namespace
#         add:
#           - apiVersion: monitoring.coreos.com/v1
#             kind: ServiceMonitor
#             metadata: {name: web, namespace: shop-staging}
#             spec: {namespaceSelector: {any: false}, selector: {}, endpoints: [{port: http}]}
#       - note: A monitor of the platform's
#         facts: {platformNamespaces: [monitoring]}
#         add:
#           - apiVersion: monitoring.coreos.com/v1
#             kind: ServiceMonitor
#             metadata: {name: web, namespace: monitoring}
#             spec: {namespaceSelector: {any: true}, selector: {}, endpoints: [{port: http}]}
#       - note: A Prometheus without a namespace selector looks into its own namespace
#         add:
#           - apiVersion: monitoring.coreos.com/v1
#             kind: Prometheus
#             metadata: {name: own, namespace: shop-staging}
#             spec: {serviceMonitorNamespaceSelector: null, serviceMonitorSelector: {}}
#           - apiVersion: monitoring.coreos.com/v1
#             kind: ServiceMonitor
#             metadata: {name: web, namespace: shop-prod}
#             spec: {selector: {matchLabels: {app: web}}, endpoints: [{port: http}]}
package lib.envpolicy.leaks.observability.obs_scrape_any

import data.lib.envpolicy.estate
import data.lib.envpolicy.monitors

_scrapes contains [entry.owners, entry, ["spec", "namespaceSelector"], selected] if {
	some monitor in monitors.all
	entry := monitor.entry
	count(entry.owners) > 0
	selected := monitors.selects(monitor, false)
	count(selected) > 0
}

_scrapes contains [use.entry.owners, use.entry, use.path, selected] if {
	some use in monitors.taken
	selected := monitors.selects(use.monitor, true)
	count(selected) > 0
}

reaches contains fact if {
	some [owners, entry, path, selected] in _scrapes
	some owner in owners
	some name, witness in selected
	name != owner
	short := split(entry.kind, ".")[0]
	fact := {
		"from": owner,
		"to": name,
		"place": sprintf("%v %v/%v of %v", [short, entry.namespace, entry.name, entry.cluster]),
		"witness": [estate.witness(entry, path), witness],
	}
}

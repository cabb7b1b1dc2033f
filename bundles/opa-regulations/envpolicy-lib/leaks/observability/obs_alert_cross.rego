# METADATA
# title: A route for alerts takes another deployment's
# description: |
#   An AlertmanagerConfig whose matchers meet alerts of the other deployment's PrometheusRules, in an
#   Alertmanager that does not narrow it to its own namespace (alertmanagerConfigMatcherStrategy None): alerts
#   are told to the wrong people, or silenced by them. Shown on request.
# custom:
#   id: obs-alert-cross
#   kind: reach
#   channel: observability
#   boundary: [namespace]
#   cap: environment
#   severity: info
#   remediation: Keep the strategy OnNamespace, or match the namespace in the route.
#   reads: []
#   sources:
#     - Prometheus operator, https://prometheus-operator.dev/docs/api-reference/api/
#   examples:
#     leaks:
#       - note: No matcher, and nothing narrows it
#         add:
#           - apiVersion: monitoring.coreos.com/v1
#             kind: Alertmanager
#             metadata: {name: main, namespace: monitoring}
#             spec:
#               alertmanagerConfigSelector: {}
#               alertmanagerConfigNamespaceSelector: {}
#               alertmanagerConfigMatcherStrategy: {type: None}
#           - apiVersion: monitoring.coreos.com/v1alpha1
#             kind: AlertmanagerConfig
#             metadata: {name: route, namespace: shop-staging}
#             spec: {route: {receiver: mail}, receivers: [{name: mail}]}
#           - apiVersion: monitoring.coreos.com/v1
#             kind: PrometheusRule
#             metadata: {name: rules, namespace: shop-prod}
#             spec: {groups: [{name: g, rules: [{alert: Down, expr: up == 0, labels: {severity: page}}]}]}
#       - note: A matcher that the other's alerts meet
#         add:
#           - apiVersion: monitoring.coreos.com/v1
#             kind: Alertmanager
#             metadata: {name: main, namespace: shop-staging}
#             spec:
#               alertmanagerConfigSelector: {}
#               alertmanagerConfigMatcherStrategy: {type: OnNamespaceExceptForAlertmanagerNamespace}
#           - apiVersion: monitoring.coreos.com/v1beta1
#             kind: AlertmanagerConfig
#             metadata: {name: route, namespace: shop-staging}
#             spec: {route: {receiver: mail, matchers: [{name: severity, value: "pa.*", matchType: "=~"}]}}
#           - apiVersion: monitoring.coreos.com/v1
#             kind: PrometheusRule
#             metadata: {name: rules, namespace: shop-prod}
#             spec: {groups: [{name: g, rules: [{alert: Down, expr: up == 0, labels: {severity: page}}]}]}
#     innocent:
#       - note: The operator narrows it to its own namespace
#         add:
#           - apiVersion: monitoring.coreos.com/v1
#             kind: Alertmanager
#             metadata: {name: main, namespace: monitoring}
#             spec: {alertmanagerConfigSelector: {}, alertmanagerConfigNamespaceSelector: {}}
#           - apiVersion: monitoring.coreos.com/v1alpha1
#             kind: AlertmanagerConfig
#             metadata: {name: route, namespace: shop-staging}
#             spec: {route: {receiver: mail}}
#           - apiVersion: monitoring.coreos.com/v1
#             kind: PrometheusRule
#             metadata: {name: rules, namespace: shop-prod}
#             spec: {groups: [{name: g, rules: [{alert: Down, expr: up == 0}]}]}
#       - note: It matches its own namespace
#         add:
#           - apiVersion: monitoring.coreos.com/v1
#             kind: Alertmanager
#             metadata: {name: main, namespace: monitoring}
#             spec:
#               alertmanagerConfigSelector: {}
#               alertmanagerConfigNamespaceSelector: {}
#               alertmanagerConfigMatcherStrategy: {type: None}
#           - apiVersion: monitoring.coreos.com/v1alpha1
#             kind: AlertmanagerConfig
#             metadata: {name: route, namespace: shop-staging}
#             spec: {route: {receiver: mail, matchers: [{name: namespace, value: shop-staging}]}}
#           - apiVersion: monitoring.coreos.com/v1
#             kind: PrometheusRule
#             metadata: {name: rules, namespace: shop-prod}
#             spec: {groups: [{name: g, rules: [{alert: Down, expr: up == 0}]}]}
package lib.envpolicy.leaks.observability.obs_alert_cross

import data.lib.envpolicy.alert_routes
import data.lib.envpolicy.estate

reaches contains fact if {
	some entry in alert_routes.open
	some alert in alert_routes.alerts
	alert.entry.cluster == entry.cluster
	alert_routes.matches(entry, alert)
	some owner in entry.owners
	some name in alert.entry.owners
	name != owner
	fact := {
		"from": owner,
		"to": name,
		"place": sprintf("AlertmanagerConfig %v/%v of %v", [entry.namespace, entry.name, entry.cluster]),
		"witness": [
			estate.witness(entry, ["spec", "route"]),
			estate.witness(alert.entry, []),
		],
	}
}

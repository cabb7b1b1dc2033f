# METADATA
# title: One deployment answers for a part of the cluster's API
# description: |
#   An APIService hands a group of the API to a Service of a deployment: the API server passes on everybody's
#   requests for it, with the names and groups of who asks, and waits for the answer before it lets go of any
#   namespace. What runs in the platform's namespaces (a metrics server) is the platform's.
# custom:
#   id: cp-apiservice-in-stage
#   kind: reach
#   channel: control-plane
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Run the aggregated API server on the platform.
#   reads: [APIService.apiregistration.k8s.io]
#   sources:
#     - https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/
#   scanners: []
#   examples:
#     leaks:
#       - note: Custom metrics out of staging
#         add:
#           - apiVersion: apiregistration.k8s.io/v1
#             kind: APIService
#             metadata: {name: v1beta1.custom.metrics.k8s.io}
#             spec: {group: custom.metrics.k8s.io, version: v1beta1, service: {namespace: shop-staging, name: web}}
#       - note: A Service that is not there yet, in a namespace that is
#         add:
#           - apiVersion: apiregistration.k8s.io/v1beta1
#             kind: APIService
#             metadata: {name: v1.shop.example}
#             spec: {group: shop.example, version: v1, service: {namespace: shop-prod, name: api}}
#     innocent:
#       - note: Answered by the API server itself
#         add:
#           - apiVersion: apiregistration.k8s.io/v1
#             kind: APIService
#             metadata: {name: v1.shop.example}
#             spec: {group: shop.example, version: v1, service: null}
#       - note: The platform's metrics server
#         facts: {platformNamespaces: [kube-system]}
#         add:
#           - apiVersion: apiregistration.k8s.io/v1
#             kind: APIService
#             metadata: {name: v1beta1.metrics.k8s.io}
#             spec: {group: metrics.k8s.io, version: v1beta1, service: {namespace: kube-system, name: metrics-server}}
package lib.envpolicy.leaks.control_plane.cp_apiservice_in_stage

import data.lib.envpolicy.callbacks
import data.lib.envpolicy.estate
import data.lib.envpolicy.placement

reaches contains edge if {
	some entry in estate.all("APIService.apiregistration.k8s.io")
	some from in callbacks.of_service(entry.cluster, object.get(entry.object, ["spec", "service"], null))
	some to in placement.tenants[entry.cluster]
	placement.places[to].namespace != placement.places[from].namespace
	edge := {
		"from": from,
		"to": to,
		"place": concat(" ", ["APIService", entry.name]),
		"witness": [estate.witness(entry, ["spec", "service"])],
	}
}

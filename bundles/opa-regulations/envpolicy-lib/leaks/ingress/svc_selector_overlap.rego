# METADATA
# title: A selector of one deployment matches pods of another
# description: |
#   In one namespace deployments are apart by labels alone. A Service, a workload, a NetworkPolicy or a monitor
#   whose selector leaves out the release finds the pods (or Services) of the other as well; an autoscaler may name
#   the other's workload. A policy for all pods of the namespace is meant that way, unless it is part of a release.
#   Budgets (PodDisruptionBudget) have a row of their own.
# custom:
#   id: svc-selector-overlap
#   kind: reach
#   channel: ingress
#   boundary: [release]
#   cap: none
#   severity: critical
#   remediation: Put app.kubernetes.io/instance (or another label of the release alone) into the selector.
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Pod
#     - Service
#     - StatefulSet.apps
#   sources:
#     - Welkin, releases in one namespace are apart by labels
#     - own analysis
#   scanners:
#     - gatekeeper-library uniqueserviceselector (at admission)
#   examples:
#     leaks:
#       - note: A Service without the release in its selector
#         deployments: &one
#           shop-prod: {placement: {environment: prod, cluster: prod-wc, namespace: shop, release: shop-prod}}
#           shop-staging: {placement: {environment: prod, cluster: prod-wc, namespace: shop, release: shop-staging}}
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: a, namespace: shop, labels: {app.kubernetes.io/instance: shop-prod}}
#             spec: {selector: {app: web}, ports: [{port: 80}]}
#           - &pods
#             apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: b, namespace: shop, labels: {app.kubernetes.io/instance: shop-staging}}
#             spec:
#               selector: {matchLabels: {app: web, app.kubernetes.io/instance: shop-staging}}
#               template:
#                 metadata: {labels: {app: web, app.kubernetes.io/instance: shop-staging}}
#                 spec: {containers: [{name: c, image: c}]}
#       - note: A workload's selector, with an expression
#         deployments: *one
#         add:
#           - *pods
#           - apiVersion: apps/v1
#             kind: StatefulSet
#             metadata: {name: a, namespace: shop, labels: {app.kubernetes.io/instance: shop-prod}}
#             spec:
#               selector: {matchExpressions: [{key: app, operator: In, values: [web, api]}]}
#               template:
#                 metadata: {labels: {app: web, app.kubernetes.io/instance: shop-prod}}
#                 spec: {containers: [{name: c, image: c}]}
#       - note: A monitor finds the other's Service
#         deployments: *one
#         add:
#           - *pods
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: b, namespace: shop, labels: {app: web, app.kubernetes.io/instance: shop-staging}}
#             spec: {selector: {app.kubernetes.io/instance: shop-staging}, ports: [{port: 80}]}
#           - apiVersion: monitoring.coreos.com/v1
#             kind: ServiceMonitor
#             metadata: {name: a, namespace: shop, labels: {app.kubernetes.io/instance: shop-prod}}
#             spec: {selector: {matchLabels: {app: web}}, endpoints: [{port: http}]}
#       - note: An autoscaler of one scales the other
#         deployments: *one
#         add:
#           - *pods
#           - apiVersion: autoscaling/v2
#             kind: HorizontalPodAutoscaler
#             metadata: {name: a, namespace: shop, labels: {app.kubernetes.io/instance: shop-prod}}
#             spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: b}, maxReplicas: 3}
#       - note: A policy that is part of one release opens the pods of all
#         deployments: *one
#         add:
#           - *pods
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: a, namespace: shop, labels: {app.kubernetes.io/instance: shop-prod}}
#             spec: {podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}
#     innocent:
#       - note: The selector misses by one label
#         deployments: *one
#         add:
#           - *pods
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: a, namespace: shop, labels: {app.kubernetes.io/instance: shop-prod}}
#             spec: {selector: {app: web, app.kubernetes.io/instance: shop-prod}, ports: [{port: 80}]}
#       - note: The same selector in two namespaces
#         add: []
#       - note: No selector at all, and one that an alias does not use
#         deployments: *one
#         add:
#           - *pods
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: a, namespace: shop, labels: {app.kubernetes.io/instance: shop-prod}}
#             spec: {selector: {}, ports: [{port: 80}]}
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: c, namespace: shop, labels: {app.kubernetes.io/instance: shop-prod}}
#             spec: {type: ExternalName, externalName: example.com, selector: {app: web}}
#       - note: Default-deny for the whole namespace
#         deployments: *one
#         add:
#           - *pods
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: a, namespace: shop, labels: {app.kubernetes.io/instance: shop-prod}}
#             spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
package lib.envpolicy.leaks.ingress.svc_selector_overlap

import data.lib.envpolicy.estate
import data.lib.envpolicy.overlaps

reaches contains fact if {
	some overlap in overlaps.all
	words := [overlap.entry.kind, overlap.entry.namespace, overlap.entry.name]
	place := sprintf("%v %v/%v", words)
	fact := {
		"from": overlap.from,
		"to": overlap.to,
		"place": place,
		"witness": [estate.witness(overlap.entry, overlap.path), overlap.witness],
		"message": sprintf("%v of %v matches what is %v's", [place, overlap.from, overlap.to]),
	}
}

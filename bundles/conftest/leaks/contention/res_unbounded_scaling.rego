# METADATA
# title: An autoscaler may take the nodes that others run on
# description: |
#   A HorizontalPodAutoscaler or a ScaledObject of KEDA makes pods in a namespace where no quota bounds
#   pods, cpu or memory: only its own maximum ends that. A leak where the pods may stand beside another
#   deployment's. Shown on request; the missing quota is res-quota-missing.
# custom:
#   id: res-unbounded-scaling
#   kind: reach
#   channel: contention
#   boundary: [namespace]
#   cap: environment
#   severity: info
#   remediation: Bound the namespace by a ResourceQuota on pods, or on cpu and memory.
#   reads:
#     - HorizontalPodAutoscaler.autoscaling
#     - ResourceQuota
#   sources:
#     - Horizontal pod autoscaling, https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/
#   examples:
#     leaks:
#       - note: An autoscaler and no quota
#         add:
#           - apiVersion: autoscaling/v2
#             kind: HorizontalPodAutoscaler
#             metadata: {name: web, namespace: shop-staging}
#             spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 1000}
#       - note: KEDA, whose maximum is 100 unless set
#         add:
#           - apiVersion: keda.sh/v1alpha1
#             kind: ScaledObject
#             metadata: {name: web, namespace: shop-staging}
#             spec: {scaleTargetRef: {name: web}}
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-staging}
#             spec: {hard: {count/secrets: 10}}
#     innocent:
#       - note: A quota on pods
#         add:
#           - apiVersion: autoscaling/v1
#             kind: HorizontalPodAutoscaler
#             metadata: {name: web, namespace: shop-staging}
#             spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 1000}
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-staging}
#             spec: {hard: {pods: 20}}
#       - note: A quota on cpu
#         add:
#           - apiVersion: autoscaling/v2
#             kind: HorizontalPodAutoscaler
#             metadata: {name: web, namespace: shop-staging}
#             spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 1000}
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-staging}
#             spec: {hard: {requests.cpu: 4}}
#       - note: No autoscaler
#         add: []
#       - note: Nodes of its own
#         deployments: {shop-staging: {placement: {dedicatedNodes: true}}}
#         add:
#           - apiVersion: autoscaling/v2
#             kind: HorizontalPodAutoscaler
#             metadata: {name: web, namespace: shop-staging}
#             spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 1000}
package lib.envpolicy.leaks.contention.res_unbounded_scaling

import data.lib.envpolicy.coscheduling
import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.quotas

reaches contains fact if {
	some kind in ["HorizontalPodAutoscaler.autoscaling", "ScaledObject.keda.sh"]
	some entry in estate.all(kind)
	space := [entry.cluster, entry.namespace]
	not quotas.bounds_pods(space)
	some from in entry.owners
	some to, certain in object.get(coscheduling.meets, from, {})
	placement.places[to].namespace != entry.namespace
	unknown := {coscheduling.missing(entry.cluster) | certain == null}
	fact := object.union(doubts.of(unknown | quotas.missing[entry.cluster]), {
		"from": from,
		"to": to,
		"place": sprintf("%v %v/%v", [split(kind, ".")[0], entry.namespace, entry.name]),
		"witness": [estate.witness(entry, ["spec"])],
	})
}

# METADATA
# title: Pods that are not production push production off its nodes
# description: |
#   A pod of a stage other than production has a higher priority than a pod of production, its class lets it
#   preempt (preemptionPolicy is not Never), and the two may meet on a node: where room is short, the
#   scheduler evicts production. The priority is that of the class a pod names, else of the global default,
#   else 0. Production above the other stages is as it should be.
# custom:
#   id: res-priority-preempt
#   kind: reach
#   channel: contention
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Give production the higher PriorityClass, or set preemptionPolicy to Never on the other one.
#   reads:
#     - PriorityClass.scheduling.k8s.io
#   sources:
#     - https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
#   scanners:
#     - polaris priorityClassNotSet (single)
#   examples:
#     leaks:
#       - note: A class for the tests, none for production
#         add:
#           - apiVersion: scheduling.k8s.io/v1
#             kind: PriorityClass
#             metadata: {name: load-test}
#             value: 1000
#           - &staging
#             apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - &load
#             apiVersion: v1
#             kind: Pod
#             metadata: {name: load, namespace: shop-staging}
#             spec: {priorityClassName: load-test, containers: [{name: c, image: 'registry.example/c:1'}]}
#       - note: A class that every cluster has
#         add:
#           - *staging
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: load, namespace: shop-staging}
#             spec: {priorityClassName: system-cluster-critical, containers: [{name: c, image: 'registry.example/c:1'}]}
#       - note: Production lowered below the default
#         add:
#           - apiVersion: scheduling.k8s.io/v1
#             kind: PriorityClass
#             metadata: {name: batch}
#             value: -10
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: bills, namespace: shop-prod}
#             spec: {priorityClassName: batch, containers: [{name: c, image: 'registry.example/c:1'}]}
#       - note: A class that was not given
#         facts: {inventory: [Deployment, Pod]}
#         add:
#           - *staging
#           - *load
#       - note: The class of the older API, with the priority that admission wrote
#         add:
#           - apiVersion: scheduling.k8s.io/v1beta1
#             kind: PriorityClass
#             metadata: {name: load-test}
#             value: 1000
#           - *staging
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: load, namespace: shop-staging}
#             spec:
#               priority: 1000
#               priorityClassName: load-test
#               preemptionPolicy: PreemptLowerPriority
#               containers: [{name: c, image: 'registry.example/c:1'}]
#     innocent:
#       - note: It waits for its turn
#         add:
#           - apiVersion: scheduling.k8s.io/v1
#             kind: PriorityClass
#             metadata: {name: load-test}
#             value: 1000
#             preemptionPolicy: Never
#           - *staging
#           - *load
#       - note: The class is the default of all
#         add:
#           - apiVersion: scheduling.k8s.io/v1
#             kind: PriorityClass
#             metadata: {name: load-test}
#             value: 1000
#             globalDefault: true
#           - *staging
#           - *load
#       - note: Production is above
#         add:
#           - apiVersion: scheduling.k8s.io/v1
#             kind: PriorityClass
#             metadata: {name: high}
#             value: 1000
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: bills, namespace: shop-prod}
#             spec: {priorityClassName: high, containers: [{name: c, image: 'registry.example/c:1'}]}
#       - note: Neither is production
#         deployments: {shop-prod: {stage: testing}}
#         add:
#           - apiVersion: scheduling.k8s.io/v1
#             kind: PriorityClass
#             metadata: {name: load-test}
#             value: 1000
#           - *staging
#           - *load
#       - note: A class that nobody names
#         add:
#           - apiVersion: scheduling.k8s.io/v1
#             kind: PriorityClass
#             metadata: {name: load-test}
#             value: 1000
#       - note: A class that does not exist is refused
#         add:
#           - *staging
#           - *load
#       - note: Nodes of its own
#         deployments: {shop-staging: {placement: {dedicatedNodes: true}}}
#         add:
#           - apiVersion: scheduling.k8s.io/v1
#             kind: PriorityClass
#             metadata: {name: load-test}
#             value: 1000
#           - *staging
#           - *load
package lib.envpolicy.leaks.contention.res_priority_preempt

import data.lib.envpolicy.doubts
import data.lib.envpolicy.priorities
import data.lib.envpolicy.workloads

reaches contains fact if {
	some found in priorities.preempting
	pod := workloads.all[found.index]
	fact := object.union(doubts.of(found.missing), {
		"from": found.from,
		"to": found.to,
		"place": sprintf("%v %v/%v of %v", [split(pod.kind, ".")[0], pod.namespace, pod.name, pod.cluster]),
		"witness": found.witness,
		"message": found.message,
	})
}

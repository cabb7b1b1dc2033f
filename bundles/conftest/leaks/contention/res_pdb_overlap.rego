# METADATA
# title: One disruption budget counts pods of two deployments
# description: |
#   In one namespace the selector of a PodDisruptionBudget matches pods of several deployments, so that an outage of
#   one keeps the other from being drained, or lets too much of it go. An empty selector is every pod in policy/v1,
#   and none in policy/v1beta1.
# custom:
#   id: res-pdb-overlap
#   kind: shared
#   channel: contention
#   boundary: [release]
#   cap: none
#   severity: low
#   remediation: Put app.kubernetes.io/instance (or another label of the release alone) into the selector.
#   reads: [PodDisruptionBudget.policy]
#   sources:
#     - Disruptions, https://kubernetes.io/docs/tasks/run-application/configure-pdb/
#     - own analysis
#   scanners:
#     - kube-linter pdb-* (other faults of budgets)
#   examples:
#     leaks:
#       - note: The selector leaves the release out
#         deployments: &one
#           shop-prod: {placement: {environment: prod, cluster: prod-wc, namespace: shop, release: shop-prod}}
#           shop-staging: {placement: {environment: prod, cluster: prod-wc, namespace: shop, release: shop-staging}}
#         add:
#           - &a
#             apiVersion: v1
#             kind: Pod
#             metadata: {name: a, namespace: shop, labels: {app: web, app.kubernetes.io/instance: shop-prod}}
#             spec: {containers: [{name: c, image: c}]}
#           - &b
#             apiVersion: v1
#             kind: Pod
#             metadata: {name: b, namespace: shop, labels: {app: web, app.kubernetes.io/instance: shop-staging}}
#             spec: {containers: [{name: c, image: c}]}
#           - apiVersion: policy/v1
#             kind: PodDisruptionBudget
#             metadata: {name: web, namespace: shop, labels: {app.kubernetes.io/instance: shop-prod}}
#             spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
#       - note: A budget of one, for the pods of the other
#         deployments: *one
#         add:
#           - *a
#           - *b
#           - apiVersion: policy/v1beta1
#             kind: PodDisruptionBudget
#             metadata: {name: web, namespace: shop, labels: {app.kubernetes.io/instance: shop-prod}}
#             spec: {minAvailable: 1, selector: {matchLabels: {app.kubernetes.io/instance: shop-staging}}}
#       - note: Every pod, in policy/v1
#         deployments: *one
#         add:
#           - *a
#           - *b
#           - {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web, namespace: shop},
#             spec: {minAvailable: 1, selector: {}}}
#     innocent:
#       - note: Each its own
#         deployments: *one
#         add:
#           - *a
#           - *b
#           - apiVersion: policy/v1
#             kind: PodDisruptionBudget
#             metadata: {name: a, namespace: shop, labels: {app.kubernetes.io/instance: shop-prod}}
#             spec: {minAvailable: 1, selector: {matchLabels: {app: web, app.kubernetes.io/instance: shop-prod}}}
#       - note: No pod, in policy/v1beta1, or without a selector
#         deployments: *one
#         add:
#           - *a
#           - *b
#           - {apiVersion: policy/v1beta1, kind: PodDisruptionBudget, metadata: {name: a, namespace: shop},
#             spec: {minAvailable: 1, selector: {}}}
#           - {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b, namespace: shop},
#             spec: {minAvailable: 1}}
#       - note: The same selector in two namespaces
#         add:
#           - {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: a, namespace: shop-prod},
#             spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}}
#           - {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: a, namespace: shop-staging},
#             spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}}
package lib.envpolicy.leaks.contention.res_pdb_overlap

import data.lib.envpolicy.estate
import data.lib.envpolicy.selecting

_budgets := [{"entry": entry, "classes": classes} |
	some entry in estate.all("PodDisruptionBudget.policy")
	selector := object.get(entry.object, ["spec", "selector"], null)
	is_object(selector)
	not _is_for_none(entry, selector)
	classes := selecting.pods(entry.cluster, entry.namespace, selector)
]

_is_for_none(entry, selector) if {
	endswith(object.get(entry.object, "apiVersion", ""), "/v1beta1")
	object.get(selector, "matchLabels", {}) in [{}, null]
	object.get(selector, "matchExpressions", []) in [[], null]
}

# Whose pods it counts.
holds contains fact if {
	some budget in _budgets
	some class in budget.classes
	some name in class.owners
	fact := _fact(budget.entry, name, [selecting.pod_witness(class)])
}

# Whose it is.
holds contains fact if {
	some budget in _budgets
	count(budget.classes) > 0
	some name in selecting.sure_owners(budget.entry, budget.classes)
	fact := _fact(budget.entry, name, [])
}

_fact(entry, name, witness) := {
	"deployment": name,
	"key": concat("/", [entry.cluster, entry.namespace, entry.name]),
	"witness": array.concat([estate.witness(entry, ["spec", "selector"])], witness),
}

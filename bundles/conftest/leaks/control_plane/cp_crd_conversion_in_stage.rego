# METADATA
# title: One deployment converts, or defines, the other's custom resources
# description: |
#   A CustomResourceDefinition of which a deployment has objects is converted by another deployment's webhook
#   (that sees and may change every object), or belongs to the other's release, which may change it, or take it
#   and all its objects away. A definition that nobody claims is the platform's.
# custom:
#   id: cp-crd-conversion-in-stage
#   kind: reach
#   channel: control-plane
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Let the platform install the definition and run its conversion webhook.
#   reads: [CustomResourceDefinition.apiextensions.k8s.io]
#   sources:
#     - https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/
#   scanners: []
#   examples:
#     leaks:
#       - note: A conversion webhook in staging, objects in production
#         add:
#           - apiVersion: apiextensions.k8s.io/v1
#             kind: CustomResourceDefinition
#             metadata: {name: queues.shop.example}
#             spec:
#               group: shop.example
#               names: {kind: Queue, plural: queues}
#               scope: Namespaced
#               conversion:
#                 strategy: Webhook
#                 webhook: {clientConfig: {service: {namespace: shop-staging, name: web}}}
#           - apiVersion: shop.example/v1
#             kind: Queue
#             metadata: {name: orders, namespace: shop-prod}
#       - note: The chart of staging brings the definition along
#         add:
#           - apiVersion: apiextensions.k8s.io/v1
#             kind: CustomResourceDefinition
#             metadata:
#               name: queues.shop.example
#               annotations: {meta.helm.sh/release-name: staging, meta.helm.sh/release-namespace: shop-staging}
#             spec: {group: shop.example, names: {kind: Queue, plural: queues}, scope: Namespaced}
#           - apiVersion: shop.example/v1
#             kind: Queue
#             metadata: {name: orders, namespace: shop-prod}
#     innocent:
#       - note: Only staging has objects of the kind
#         add:
#           - apiVersion: apiextensions.k8s.io/v1
#             kind: CustomResourceDefinition
#             metadata: {name: queues.shop.example}
#             spec:
#               group: shop.example
#               names: {kind: Queue, plural: queues}
#               scope: Namespaced
#               conversion:
#                 strategy: Webhook
#                 webhook: {clientConfig: {service: {namespace: shop-staging, name: web}}}
#           - apiVersion: shop.example/v1
#             kind: Queue
#             metadata: {name: orders, namespace: shop-staging}
#       - note: No conversion, and a definition that nobody claims
#         add:
#           - apiVersion: apiextensions.k8s.io/v1
#             kind: CustomResourceDefinition
#             metadata: {name: queues.shop.example}
#             spec:
#               group: shop.example
#               names: {kind: Queue, plural: queues}
#               scope: Namespaced
#               conversion: {strategy: None}
#           - apiVersion: shop.example/v1
#             kind: Queue
#             metadata: {name: orders, namespace: shop-prod}
#       - note: A kind of the same name in another group
#         add:
#           - apiVersion: apiextensions.k8s.io/v1
#             kind: CustomResourceDefinition
#             metadata: {name: queues.shop.example}
#             spec:
#               group: shop.example
#               names: {kind: Queue, plural: queues}
#               scope: Namespaced
#               conversion:
#                 strategy: Webhook
#                 webhook: {clientConfig: {service: {namespace: shop-staging, name: web}}}
#           - apiVersion: other.example/v1
#             kind: Queue
#             metadata: {name: orders, namespace: shop-prod}
package lib.envpolicy.leaks.control_plane.cp_crd_conversion_in_stage

import data.lib.envpolicy.callbacks
import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.releases

_definitions := estate.all("CustomResourceDefinition.apiextensions.k8s.io")

_kind[number] := concat(".", [object.get(spec, ["names", "kind"], ""), object.get(spec, "group", "")]) if {
	some number, entry in _definitions
	spec := object.get(entry.object, "spec", {})
}

# apiextensions.k8s.io/v1, and v1beta1.
_clients := {["webhook", "clientConfig"], ["webhookClientConfig"]}

_rulers contains [number, name, path] if {
	some number, entry in _definitions
	object.get(entry.object, ["spec", "conversion", "strategy"], "") == "Webhook"
	some field in _clients
	path := array.concat(["spec", "conversion"], field)
	some name in callbacks.of_client(entry.cluster, object.get(entry.object, path, {}))
}

_rulers contains [number, name, ["metadata"]] if {
	some number, entry in _definitions
	some bringer in releases.of[[entry.cluster, entry.kind, entry.name]]
	name := bringer.deployment
}

# Whose releases both bring it along, have it in common: cp-name-collision speaks.
_both(entry, ["metadata"], to) if {
	some bringer in releases.of[[entry.cluster, entry.kind, entry.name]]
	bringer.deployment == to
}

_having[number] contains item if {
	some number, entry in _definitions
	some item in estate.all(_kind[number])
	item.cluster == entry.cluster
}

_had := {number: items | some number, items in _having}

reaches contains edge if {
	some [number, from, path] in _rulers
	entry := _definitions[number]
	some item in _had[number]
	some to in item.owners
	not _both(entry, path, to)
	placement.places[to].namespace != placement.places[from].namespace
	edge := {
		"from": from,
		"to": to,
		"place": concat(" ", ["CustomResourceDefinition", entry.name]),
		"witness": [estate.witness(entry, path), _first[[number, to]]],
	}
}

# One object of each deployment proves it.
_first := {[number, name]: estate.witness(found[0], []) |
	some number, items in _had
	some name in {owner | some item in items; some owner in item.owners}
	found := [item | some item in items; name in item.owners]
}

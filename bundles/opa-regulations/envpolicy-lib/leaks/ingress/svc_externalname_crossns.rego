# METADATA
# title: An alias leads into another deployment's namespace
# description: |
#   A Service of type ExternalName names a Service of another deployment in the same cluster, or a host that its
#   Ingress answers to: whoever calls the alias calls the other. A leak where pods of the one may connect to pods of
#   the other; else it is told, no more. Across clusters `net-crosscluster-endpoint` speaks.
# custom:
#   id: svc-externalname-crossns
#   kind: reach
#   channel: ingress
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Take the alias away, or let it name a Service of its own namespace.
#   reads: [Service]
#   sources:
#     - Services without selectors, https://kubernetes.io/docs/concepts/services-networking/service/
#     - CVE-2021-25740, https://github.com/kubernetes/kubernetes/issues/103675
#   scanners:
#     - capsule can forbid ExternalName
#   examples:
#     leaks:
#       - note: A name inside the cluster, and a way for the pods
#         add:
#           - &out
#             apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}}]}]
#           - &in
#             apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}}]}]
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: api, namespace: shop-staging}
#             spec: {type: ExternalName, externalName: web.shop-prod.svc.cluster.local.}
#       - note: Without a way it is told all the same
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: api, namespace: shop-staging}
#             spec: {type: ExternalName, externalName: web.shop-prod}
#       - note: A host that the other's Ingress answers to
#         add:
#           - *out
#           - *in
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {rules: [{host: shop.example.com}]}
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: api, namespace: shop-staging}
#             spec: {type: ExternalName, externalName: shop.example.com}
#     innocent:
#       - note: A Service of its own namespace, and one of the world
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: api, namespace: shop-staging}
#             spec: {type: ExternalName, externalName: web.shop-staging.svc.cluster.local}
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-staging}
#             spec: {type: ExternalName, externalName: db.example.com}
#       - note: Another type does not use the field
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: api, namespace: shop-staging}
#             spec: {type: ClusterIP, externalName: web.shop-prod.svc.cluster.local, selector: {app: web}}
#       - note: The same name, in another cluster
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Service
#                 metadata: {name: api, namespace: shop-staging}
#                 spec: {type: ExternalName, externalName: web.shop-prod.svc.cluster.local}
package lib.envpolicy.leaks.ingress.svc_externalname_crossns

import data.lib.envpolicy.addresses
import data.lib.envpolicy.crossings
import data.lib.envpolicy.destinations
import data.lib.envpolicy.placement
import data.lib.envpolicy.pointers

reaches contains fact if {
	some pointer in pointers.aliases
	some found in _found(pointer)
	some from in pointer.owners
	not found.to in pointer.owners
	placement.places[from].namespace != placement.places[found.to].namespace
	fact := object.union(crossings.weight(from, found.to, found.missing), {
		"from": from,
		"to": found.to,
		"place": pointer.label,
		"witness": array.concat([pointer.witness], found.witness),
		"message": sprintf("%v is an alias of %v, which is %v's", [pointer.label, pointer.host, found.to]),
	})
}

# What the alias names need not be there yet: the namespace is the other's.
_found(pointer) := found if {
	found := destinations.inside(pointer.entry.cluster, pointer.entry.namespace, pointer.host)
	count(found) > 0
} else := {{"to": to, "witness": [], "missing": set()} |
	meaning := addresses.canonical(pointer.entry.cluster, pointer.entry.namespace, pointer.host)
	meaning.scope == "cluster"
	not destinations.services[meaning.name]
	parts := split(meaning.name, "/")
	some to in object.get(placement.residents, [[pointer.entry.cluster, parts[count(parts) - 2]]], set())
}

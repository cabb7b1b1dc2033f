# METADATA
# title: A route or Gateway refers to what is another's, and nothing permits it
# description: |
#   A route or a Gateway of a deployment refers to an object in the namespace of another, and no ReferenceGrant permits
#   it. Implementations that conform refuse it; shown on request, since it tells what somebody meant.
# custom:
#   id: gw-crossns-ref-ungranted
#   kind: reach
#   channel: ingress
#   boundary: [namespace]
#   cap: environment
#   severity: info
#   remediation: Refer to an object in the route's own namespace.
#   reads: []
#   sources:
#     - Gateway API, cross-namespace references, https://gateway-api.sigs.k8s.io/api-types/referencegrant/
#   scanners: []
#   examples:
#     leaks:
#       - note: A route to a Service
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [{name: web, namespace: shop-prod, port: 80}]}]}
#       - note: A certificate, with a grant for another Secret
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: ReferenceGrant
#             metadata: {name: staging, namespace: shop-prod}
#             spec:
#               from: [{group: gateway.networking.k8s.io, kind: Gateway, namespace: shop-staging}]
#               to: [{group: "", kind: Secret, name: other-tls}]
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: Gateway
#             metadata: {name: edge, namespace: shop-staging}
#             spec:
#               gatewayClassName: any
#               listeners:
#                 - name: web
#                   port: 443
#                   protocol: HTTPS
#                   tls: {certificateRefs: [{name: web-tls, namespace: shop-prod}]}
#     innocent:
#       - note: A claim for a volume, of which another check speaks
#         add:
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-staging}
#             spec: {dataSourceRef: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot,
#               name: daily, namespace: shop-prod}}
#       - note: A grant permits it, and another check speaks
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: ReferenceGrant
#             metadata: {name: staging, namespace: shop-prod}
#             spec:
#               from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop-staging}]
#               to: [{group: "", kind: Service}]
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [{name: web, namespace: shop-prod, port: 80}]}]}
#       - note: A Service of its own, and one of a namespace of nobody
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               parentRefs: [{name: edge}]
#               rules:
#                 - backendRefs: [{name: web, port: 80}, {name: web, namespace: shop-staging, port: 80}]
#                 - backendRefs: [{name: web, namespace: elsewhere, port: 80}]
package lib.envpolicy.leaks.ingress.gw_crossns_ref_ungranted

import data.lib.envpolicy.estate
import data.lib.envpolicy.gateway_references
import data.lib.envpolicy.placement

reaches contains fact if {
	some reference in gateway_references.all
	not gateway_references.is_of_claims(reference)
	not gateway_references.is_granted(reference)
	some name in reference.entry.owners
	some other in placement.residents[[reference.entry.cluster, reference.namespace]]
	other != name
	fact := {
		"from": name,
		"to": other,
		"place": sprintf("%v %v/%v of %v", [
			reference.from[1],
			reference.entry.namespace,
			reference.entry.name,
			reference.entry.cluster,
		]),
		"witness": [estate.witness(reference.entry, reference.path)],
	}
}

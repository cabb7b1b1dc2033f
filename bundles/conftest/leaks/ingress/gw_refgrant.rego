# METADATA
# title: A ReferenceGrant lets one deployment refer to what is another's
# description: |
#   A ReferenceGrant in the namespace of a deployment permits references from the namespace of another: of routes to
#   Services, of Gateways to certificates, of claims to snapshots and volumes. Without a name it permits all objects of
#   the kind. Where an object makes use of it now it is active; otherwise whoever deploys there may do so any day, which
#   is told with one severity less. Of a claim that makes use of it pvc-crossns-source speaks; a grant to claims that
#   no claim uses is told with no effect where the feature gate CrossNamespaceVolumeDataSource is off.
# custom:
#   id: gw-refgrant
#   kind: reach
#   channel: ingress
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Delete the ReferenceGrant, or name in it only namespaces of the same deployment.
#   patch: narrow-grant
#   reads: [ReferenceGrant.gateway.networking.k8s.io]
#   sources:
#     - Gateway API, ReferenceGrant, https://gateway-api.sigs.k8s.io/api-types/referencegrant/
#   scanners: []
#   examples:
#     leaks:
#       - note: Staging's route sends requests to production's Service
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1beta1
#             kind: ReferenceGrant
#             metadata: {name: staging, namespace: shop-prod}
#             spec:
#               from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop-staging}]
#               to: [{group: "", kind: Service}]
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               parentRefs: [{name: edge}]
#               rules: [{backendRefs: [{name: web, namespace: shop-prod, port: 80}]}]
#       - note: Nobody makes use of it yet
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: ReferenceGrant
#             metadata: {name: staging, namespace: shop-prod}
#             spec:
#               from: [{group: gateway.networking.k8s.io, kind: Gateway, namespace: shop-staging}]
#               to: [{group: "", kind: Secret, name: web-tls}]
#       - note: Claims may be filled from production's snapshots, in a cluster that does so
#         facts: {featureGates: {CrossNamespaceVolumeDataSource: true}}
#         add:
#           - &copies
#             apiVersion: gateway.networking.k8s.io/v1beta1
#             kind: ReferenceGrant
#             metadata: {name: copies, namespace: shop-prod}
#             spec:
#               from: [{group: "", kind: PersistentVolumeClaim, namespace: shop-staging}]
#               to: [{group: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: daily}]
#     innocent:
#       - note: A claim makes use of it, of which pvc-crossns-source speaks
#         facts: {featureGates: {CrossNamespaceVolumeDataSource: true}}
#         add:
#           - *copies
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-staging}
#             spec:
#               accessModes: [ReadWriteOnce]
#               resources: {requests: {storage: 1Gi}}
#               dataSourceRef:
#                 {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: daily, namespace: shop-prod}
#       - note: The grant is for a namespace of the platform
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1beta1
#             kind: ReferenceGrant
#             metadata: {name: edge, namespace: shop-prod}
#             spec:
#               from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge}]
#               to: [{group: "", kind: Service}]
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [{name: web, namespace: shop-prod, port: 80}]}]}
#       - note: It stands in the namespace that refers, where it permits nothing
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1beta1
#             kind: ReferenceGrant
#             metadata: {name: staging, namespace: shop-staging}
#             spec:
#               from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop-staging}]
#               to: [{group: "", kind: Service}]
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [{name: web, namespace: shop-prod, port: 80}]}]}
#       - note: No route is of that group, and no route refers to a Secret
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1beta1
#             kind: ReferenceGrant
#             metadata: {name: staging, namespace: shop-prod}
#             spec:
#               from: [{group: networking.k8s.io, kind: HTTPRoute, namespace: shop-staging}]
#               to: [{group: "", kind: Service}]
#           - apiVersion: gateway.networking.k8s.io/v1beta1
#             kind: ReferenceGrant
#             metadata: {name: secrets, namespace: shop-prod}
#             spec:
#               from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop-staging}]
#               to: [{group: "", kind: Secret}]
package lib.envpolicy.leaks.ingress.gw_refgrant

import data.lib.envpolicy.estate
import data.lib.envpolicy.gateway_references
import data.lib.envpolicy.placement

reaches contains fact if {
	some permit in gateway_references.permits
	not gateway_references.is_of_claims(permit)
	some reference in gateway_references.uses(permit)
	some name in reference.entry.owners
	some other in permit.owners
	other != name
	fact := {
		"from": name,
		"to": other,
		"place": _place(permit),
		"witness": [estate.witness(permit.entry, permit.path), estate.witness(reference.entry, reference.path)],
		"message": sprintf("%v/%v refers to %v %v/%v", [
			reference.entry.namespace,
			reference.entry.name,
			reference.to[1],
			reference.namespace,
			reference.name,
		]),
	}
}

reaches contains fact if {
	some permit in gateway_references.permits
	active := {name | some reference in gateway_references.uses(permit); some name in reference.entry.owners}
	some name in (placement.residents[[permit.entry.cluster, permit.namespace]] - active)
	some other in permit.owners
	other != name
	fact := object.union(_weight(permit), {
		"from": name,
		"to": other,
		"place": _place(permit),
		"witness": [estate.witness(permit.entry, permit.path), estate.witness(permit.entry, permit.to_path)],
		"message": sprintf("%v of %v may refer to %v of %v", [
			permit.from[1],
			permit.namespace,
			_meant(permit),
			permit.entry.namespace,
		]),
	})
}

_weight(permit) := {"cap": "environment", "severity": "info"} if {
	gateway_references.is_of_claims(permit)
	gates := placement.cluster_fact(permit.entry.cluster, "featureGates")
	not _gate(gates)
} else := {"severity": "medium"}

_gate(gates) if gates.CrossNamespaceVolumeDataSource == true

_meant(permit) := concat(" ", ["every", permit.to[1]]) if {
	permit.name == ""
} else := concat(" ", [permit.to[1], permit.name])

_place(permit) := sprintf("ReferenceGrant %v/%v of %v", [entry.namespace, entry.name, entry.cluster]) if {
	entry := permit.entry
}

# METADATA
# title: A claim is filled from the other's namespace
# description: |
#   The dataSourceRef of a claim names a namespace (alpha, feature gate CrossNamespaceVolumeDataSource, off by
#   default), and a ReferenceGrant in that namespace lets claims of this one refer there: the new volume has the
#   other's data. Without the grant, or with the gate off, the claim is not filled: told, no more. Claims that
#   StatefulSets and pods make count as well.
# custom:
#   id: pvc-crossns-source
#   kind: reach
#   channel: storage
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Take away the ReferenceGrant; cross with data that are anonymised only.
#   patch: narrow-grant
#   reads: [ReferenceGrant.gateway.networking.k8s.io, PersistentVolumeClaim]
#   sources:
#     - https://kubernetes-csi.github.io/docs/cross-namespace-data-sources.html
#   scanners: []
#   examples:
#     leaks:
#       - note: Staging is filled from production's snapshot
#         facts: {featureGates: {CrossNamespaceVolumeDataSource: true}}
#         add:
#           - &claim
#             apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-staging}
#             spec: {dataSourceRef: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot,
#               name: nightly, namespace: shop-prod}}
#           - apiVersion: gateway.networking.k8s.io/v1beta1
#             kind: ReferenceGrant
#             metadata: {name: snapshots, namespace: shop-prod}
#             spec:
#               from: [{group: "", kind: PersistentVolumeClaim, namespace: shop-staging}]
#               to: [{group: snapshot.storage.k8s.io, kind: VolumeSnapshot}]
#       - note: A copy of a claim, for a StatefulSet
#         facts: {featureGates: {CrossNamespaceVolumeDataSource: true}}
#         add:
#           - apiVersion: apps/v1
#             kind: StatefulSet
#             metadata: {name: db, namespace: shop-staging}
#             spec:
#               template: {spec: {containers: [{name: main, image: main}]}}
#               volumeClaimTemplates:
#                 - metadata: {name: data}
#                   spec: {dataSourceRef: {kind: PersistentVolumeClaim, name: db, namespace: shop-prod}}
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: ReferenceGrant
#             metadata: {name: claims, namespace: shop-prod}
#             spec:
#               from: [{group: "", kind: PersistentVolumeClaim, namespace: shop-staging}]
#               to: [{group: "", kind: PersistentVolumeClaim, name: db}]
#       - note: The gate is off, so it is told, no more
#         add: [*claim]
#     innocent:
#       - note: A snapshot of its own namespace, named by it
#         facts: {featureGates: {CrossNamespaceVolumeDataSource: true}}
#         add:
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-staging}
#             spec: {dataSourceRef: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot,
#               name: nightly, namespace: shop-staging}}
#       - note: A grant that no claim makes use of
#         facts: {featureGates: {CrossNamespaceVolumeDataSource: true}}
#         add:
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-staging}
#             spec: {dataSource: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: nightly}}
#           - apiVersion: gateway.networking.k8s.io/v1beta1
#             kind: ReferenceGrant
#             metadata: {name: snapshots, namespace: shop-prod}
#             spec:
#               from: [{group: "", kind: PersistentVolumeClaim, namespace: shop-staging}]
#               to: [{group: snapshot.storage.k8s.io, kind: VolumeSnapshot}]
package lib.envpolicy.leaks.storage.pvc_crossns_source

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

_claims := array.concat(_made, array.concat(_templates, _ephemeral))

_made := [{"entry": entry, "owners": entry.owners, "item": entry.object, "path": []} |
	some entry in estate.all("PersistentVolumeClaim")
]

_templates := [claim |
	some entry in estate.all("StatefulSet.apps")
	some index, template in fields.list(entry.object, ["spec", "volumeClaimTemplates"])
	path := ["spec", "volumeClaimTemplates", index]
	claim := {"entry": entry, "owners": entry.owners, "item": template, "path": path}
]

_ephemeral := [claim |
	some workload in workloads.all
	some index, volume in fields.list(workload.spec, ["volumes"])
	template := object.get(volume, ["ephemeral", "volumeClaimTemplate"], null)
	is_object(template)
	path := array.concat(workload.path, ["spec", "volumes", index, "ephemeral", "volumeClaimTemplate"])
	claim := {"entry": workload.entry, "owners": workload.owners, "item": template, "path": path}
]

_granted[where] contains grant if {
	some entry in estate.all("ReferenceGrant.gateway.networking.k8s.io")
	some from in fields.list(entry.object, ["spec", "from"])
	object.get(from, "kind", "") == "PersistentVolumeClaim"
	object.get(from, "group", "") == ""
	some to in fields.list(entry.object, ["spec", "to"])
	where := [
		entry.cluster,
		entry.namespace,
		object.get(from, "namespace", ""),
		object.get(to, "group", ""),
		object.get(to, "kind", ""),
	]
	grant := {"name": object.get(to, "name", ""), "witness": estate.witness(entry, ["spec"])}
}

_grants := {where: grants | some where, grants in _granted}

_gate(cluster) if {
	gates := placement.cluster_fact(cluster, "featureGates")
	is_object(gates)
	gates.CrossNamespaceVolumeDataSource == true
}

_owners(cluster, reference) := union(found) if {
	kind := concat(".", [part |
		some part in [reference.kind, object.get(reference, "apiGroup", "")]
		part != ""
		part != null
	])
	found := {entry.owners |
		some entry in estate.all(kind)
		[entry.cluster, entry.namespace, entry.name] == [cluster, reference.namespace, reference.name]
	}
	count(found) > 0
} else := object.get(placement.residents, [[cluster, reference.namespace]], set())

# From the side that is read to the side that is written.
reaches contains edge if {
	some claim in _claims
	reference := fields.mapping(claim.item, ["spec", "dataSourceRef"])
	namespace := fields.text(reference, ["namespace"])
	namespace != ""
	namespace != claim.entry.namespace
	some from in _owners(claim.entry.cluster, reference)
	some to in claim.owners
	edge := object.union(_standing(claim.entry, reference), {
		"from": from,
		"to": to,
		"place": sprintf("%v %v/%v", [split(claim.entry.kind, ".")[0], claim.entry.namespace, claim.entry.name]),
		"witness": array.concat(
			[estate.witness(claim.entry, array.concat(claim.path, ["spec", "dataSourceRef"]))],
			_proof(claim.entry, reference),
		),
	})
}

_proof(entry, reference) := [found[0].witness] if {
	group := object.get(reference, "apiGroup", "")
	where := [entry.cluster, reference.namespace, entry.namespace, _text(group), object.get(reference, "kind", "")]
	found := [grant |
		some grant in object.get(_grants, [where], set())
		grant.name in {"", null, reference.name}
	]
	count(found) > 0
} else := []

_text(value) := value if {
	is_string(value)
} else := ""

_standing(entry, reference) := {} if {
	count(_proof(entry, reference)) > 0
	_gate(entry.cluster)
} else := {"cap": "environment", "severity": "info"}

# METADATA
# title: One snapshot is restored on both sides
# description: |
#   VolumeSnapshotContents of one driver and one snapshot handle are bound to VolumeSnapshots of two deployments:
#   the data of the one are there for the other to restore. Groups of snapshots count alike.
# custom:
#   id: snapshot-shared
#   kind: shared
#   channel: storage
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: high
#   remediation: Take a snapshot for each side, and cross with data that are anonymised only.
#   reads: [VolumeSnapshotContent.snapshot.storage.k8s.io]
#   sources:
#     - https://kubernetes.io/docs/concepts/storage/volume-snapshots/
#   scanners: []
#   examples:
#     leaks:
#       - note: Production's snapshot, imported for staging
#         add:
#           - apiVersion: snapshot.storage.k8s.io/v1
#             kind: VolumeSnapshotContent
#             metadata: {name: snapcontent-1}
#             spec:
#               driver: ebs.csi.aws.com
#               source: {volumeHandle: vol-1}
#               volumeSnapshotRef: {namespace: shop-prod, name: nightly}
#             status: {snapshotHandle: snap-1}
#           - apiVersion: snapshot.storage.k8s.io/v1
#             kind: VolumeSnapshotContent
#             metadata: {name: imported}
#             spec:
#               driver: ebs.csi.aws.com
#               source: {snapshotHandle: snap-1}
#               volumeSnapshotRef: {namespace: shop-staging, name: from-prod}
#       - note: Imported in another cluster
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: snapshot.storage.k8s.io/v1
#             kind: VolumeSnapshotContent
#             metadata: {name: kept}
#             spec:
#               driver: ebs.csi.aws.com
#               source: {snapshotHandle: snap-1}
#               volumeSnapshotRef: {namespace: shop-prod, name: nightly}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: snapshot.storage.k8s.io/v1beta1
#                 kind: VolumeSnapshotContent
#                 metadata: {name: imported}
#                 spec:
#                   driver: ebs.csi.aws.com
#                   source: {snapshotHandle: snap-1}
#                   volumeSnapshotRef: {namespace: shop-staging, name: from-prod}
#     innocent:
#       - note: Two snapshots
#         add:
#           - apiVersion: snapshot.storage.k8s.io/v1
#             kind: VolumeSnapshotContent
#             metadata: {name: one}
#             spec:
#               driver: ebs.csi.aws.com
#               source: {snapshotHandle: snap-1}
#               volumeSnapshotRef: {namespace: shop-prod, name: nightly}
#           - apiVersion: snapshot.storage.k8s.io/v1
#             kind: VolumeSnapshotContent
#             metadata: {name: two}
#             spec:
#               driver: ebs.csi.aws.com
#               source: {snapshotHandle: snap-2}
#               volumeSnapshotRef: {namespace: shop-staging, name: nightly}
#       - note: One handle at two drivers
#         add:
#           - apiVersion: snapshot.storage.k8s.io/v1
#             kind: VolumeSnapshotContent
#             metadata: {name: one}
#             spec:
#               driver: ebs.csi.aws.com
#               source: {snapshotHandle: "1"}
#               volumeSnapshotRef: {namespace: shop-prod, name: nightly}
#           - apiVersion: snapshot.storage.k8s.io/v1
#             kind: VolumeSnapshotContent
#             metadata: {name: two}
#             spec:
#               driver: disk.csi.azure.com
#               source: {snapshotHandle: "1"}
#               volumeSnapshotRef: {namespace: shop-staging, name: nightly}
#       - note: One snapshot, known by two names in one namespace
#         add:
#           - apiVersion: snapshot.storage.k8s.io/v1
#             kind: VolumeSnapshotContent
#             metadata: {name: one}
#             spec:
#               driver: ebs.csi.aws.com
#               source: {snapshotHandle: snap-1}
#               volumeSnapshotRef: {namespace: shop-prod, name: nightly}
#           - apiVersion: snapshot.storage.k8s.io/v1
#             kind: VolumeSnapshotContent
#             metadata: {name: two}
#             spec:
#               driver: ebs.csi.aws.com
#               source: {snapshotHandle: snap-1}
#               volumeSnapshotRef: {namespace: shop-prod, name: again}
package lib.envpolicy.leaks.storage.snapshot_shared

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.placement

# Contents by kind: what they are bound to, and where their handle may stand.
_kinds := {
	"VolumeSnapshotContent.snapshot.storage.k8s.io": {
		"bound": "volumeSnapshotRef",
		"to": "VolumeSnapshot.snapshot.storage.k8s.io",
		"handles": [["spec", "source", "snapshotHandle"], ["status", "snapshotHandle"]],
	},
	"VolumeGroupSnapshotContent.groupsnapshot.storage.k8s.io": {
		"bound": "volumeGroupSnapshotRef",
		"to": "VolumeGroupSnapshot.groupsnapshot.storage.k8s.io",
		"handles": [["spec", "source", "groupSnapshotHandles", "volumeGroupSnapshotHandle"]],
	},
}

_snapshot_owners := {where: entry.owners |
	some form in _kinds
	some entry in estate.all(form.to)
	where := [form.to, entry.cluster, entry.namespace, entry.name]
}

_owners(form, cluster, reference) := object.get(
	_snapshot_owners,
	[[form.to, cluster, reference.namespace, reference.name]],
	object.get(placement.residents, [[cluster, reference.namespace]], set()),
) if {
	is_object(reference)
}

holds contains fact if {
	some kind, form in _kinds
	some entry in estate.all(kind)
	driver := fields.text(entry.object, ["spec", "driver"])
	some path in form.handles
	handle := fields.text(entry.object, path)
	handle != ""
	some name in _owners(form, entry.cluster, object.get(entry.object, ["spec", form.bound], null))
	fact := {
		"deployment": name,
		"key": [driver, handle],
		"witness": [estate.witness(entry, ["spec", form.bound])],
	}
}

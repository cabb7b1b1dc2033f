# METADATA
# title: A volume with the one's data may be bound to the other's claim
# description: |
#   A PersistentVolume that is kept (reclaim policy Retain, the default of volumes made by hand) and free again:
#   Available, or reserved for a claim that is gone while the uid was taken out of claimRef; and a claim of
#   another deployment, still without a volume, that matches it by class, size, access modes and volume mode.
#   A Released volume that keeps the uid is bound to nobody.
# custom:
#   id: pv-rebind
#   kind: reach
#   channel: storage
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Delete or wipe volumes that are given back, or use a class for each side.
#   reads: [PersistentVolume, PersistentVolumeClaim]
#   sources:
#     - https://kubernetes.io/docs/concepts/storage/persistent-volumes/
#   scanners: []
#   examples:
#     leaks:
#       - note: The claim is gone, and so is the uid
#         add:
#           - &kept
#             apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: kept}
#             spec:
#               capacity: {storage: 10Gi}
#               accessModes: [ReadWriteOnce]
#               storageClassName: manual
#               persistentVolumeReclaimPolicy: Retain
#               claimRef: {namespace: shop-prod, name: data}
#               csi: {driver: ebs.csi.aws.com, volumeHandle: vol-1}
#             status: {phase: Available}
#           - &claim
#             apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-staging}
#             spec: {storageClassName: manual, accessModes: [ReadWriteOnce], resources: {requests: {storage: 5Gi}}}
#       - note: A volume of production's release, reserved for nobody
#         deployments: {shop-prod: {placement: {release: prod}}}
#         add:
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: data, labels: {app.kubernetes.io/instance: prod}}
#             spec:
#               capacity: {storage: 5Gi}
#               accessModes: [ReadWriteOnce, ReadOnlyMany]
#               storageClassName: manual
#               nfs: {server: nfs.example.com, path: /data}
#           - *claim
#     innocent:
#       - note: Released, with its uid
#         add:
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: kept}
#             spec:
#               capacity: {storage: 10Gi}
#               accessModes: [ReadWriteOnce]
#               storageClassName: manual
#               persistentVolumeReclaimPolicy: Retain
#               claimRef: {namespace: shop-prod, name: data, uid: 6e0f0f4e-7b1c-4d42-9c6b-3c3f2f7b9a51}
#               csi: {driver: ebs.csi.aws.com, volumeHandle: vol-1}
#             status: {phase: Released}
#           - *claim
#       - note: Another class, too large, of another mode
#         add:
#           - *kept
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: one, namespace: shop-staging}
#             spec: {storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 5Gi}}}
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: two, namespace: shop-staging}
#             spec: {storageClassName: manual, accessModes: [ReadWriteOnce], resources: {requests: {storage: 11Gi}}}
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: three, namespace: shop-staging}
#             spec: {storageClassName: manual, accessModes: [ReadWriteMany], resources: {requests: {storage: 5Gi}}}
#       - note: The claim that it is reserved for is there
#         add:
#           - *kept
#           - *claim
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-prod}
#             spec: {storageClassName: manual, accessModes: [ReadWriteOnce], resources: {requests: {storage: 5Gi}}}
#       - note: The other's claim has a volume, and one that is deleted leaves nothing
#         add:
#           - *kept
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-staging}
#             spec: {storageClassName: manual, accessModes: [ReadWriteOnce], volumeName: another,
#               resources: {requests: {storage: 5Gi}}}
package lib.envpolicy.leaks.storage.pv_rebind

import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.rebinding

# From the side whose data they are to the side that would read them.
reaches contains edge if {
	some found in rebinding.all
	edge := object.union(_doubt(found.volume), {
		"from": found.from,
		"to": found.to,
		"place": concat(" ", ["PersistentVolume", found.volume.name]),
		"witness": [estate.witness(found.volume, ["spec"]), estate.witness(found.claim, ["spec"])],
	})
}

# The claim that it is reserved for is not among the objects; it may be in the cluster.
_doubt(volume) := {"certain": false, "missing": [concat(" of ", ["inventory", volume.cluster])]} if {
	is_object(object.get(volume.object, ["spec", "claimRef"], null))
	not placement.listed_in_full(volume.cluster, "PersistentVolumeClaim")
} else := {}

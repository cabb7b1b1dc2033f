# METADATA
# title: Volumes of both sides stand on one storage
# description: |
#   Volumes of two deployments (PersistentVolumes bound to claims that they use, or volumes written into pods)
#   are the same device, or shares of one file server with equal paths or one within the other, in one cluster
#   or in two; and one side at least may write. Of one claim that both mount, another check speaks.
# custom:
#   id: vol-same-backend
#   kind: shared
#   channel: storage
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: high
#   remediation: Give each side a volume or an export of its own.
#   reads: [PersistentVolume, PersistentVolumeClaim]
#   sources:
#     - https://kubernetes.io/docs/concepts/storage/persistent-volumes/
#   scanners: []
#   examples:
#     leaks:
#       - note: A path within the other, on one file server, in two clusters
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-prod}
#             spec: {containers: [{name: main, image: main}],
#               volumes: [{name: data, nfs: {server: nfs.example.com, path: /exports}}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: PersistentVolume
#                 metadata: {name: data}
#                 spec:
#                   nfs: {server: nfs.example.com, path: /exports/staging}
#                   claimRef: {namespace: shop-staging, name: data}
#               - apiVersion: v1
#                 kind: PersistentVolumeClaim
#                 metadata: {name: data, namespace: shop-staging}
#                 spec: {accessModes: [ReadWriteMany]}
#       - note: Two volumes with one handle
#         add:
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: one}
#             spec: {csi: {driver: ebs.csi.aws.com, volumeHandle: vol-1}, claimRef: {namespace: shop-prod, name: data}}
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-prod}
#             spec: {accessModes: [ReadWriteOnce]}
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: two}
#             spec: {csi: {driver: ebs.csi.aws.com, volumeHandle: vol-1}}
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-staging}
#             spec: {accessModes: [ReadOnlyMany], volumeName: two}
#       - note: A directory of an EFS file system, and all of it
#         add:
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: one}
#             spec: {csi: {driver: efs.csi.aws.com, volumeHandle: fs-1}, claimRef: {namespace: shop-prod, name: data}}
#           - &data
#             apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-prod}
#             spec: {accessModes: [ReadWriteMany]}
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: two}
#             spec:
#               csi: {driver: efs.csi.aws.com, volumeHandle: "fs-1:/staging"}
#               claimRef: {namespace: shop-staging, name: data}
#           - &copy
#             apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-staging}
#             spec: {accessModes: [ReadWriteMany]}
#       - note: One share of one account, behind two Secrets
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: files, namespace: shop-prod}
#             stringData: {azurestorageaccountname: shopfiles}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-prod}
#             spec: {containers: [{name: main, image: main}],
#               volumes: [{name: data, azureFile: {secretName: files, shareName: uploads}}]}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: storage, namespace: shop-staging}
#             stringData: {azurestorageaccountname: shopfiles}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-staging}
#             spec: {containers: [{name: main, image: main}],
#               volumes: [{name: data, azureFile: {secretName: storage, shareName: uploads}}]}
#       - note: One disk of Amazon's, by the driver and by the field that it took the place of
#         add:
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: prod}
#             spec:
#               claimRef: {namespace: shop-prod, name: data-web-0}
#               csi: {driver: ebs.csi.aws.com, volumeHandle: vol-0a1b2c3d4e5f60718}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: import, namespace: shop-staging}
#             spec:
#               containers: [{name: main, image: main}]
#               volumes: [{name: data, awsElasticBlockStore: {volumeID: "aws://eu-north-1a/vol-0a1b2c3d4e5f60718"}}]
#       - note: One target of iSCSI, with the usual port and without
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-prod}
#             spec:
#               containers: [{name: main, image: main}]
#               volumes:
#                 - {name: data, iscsi: {targetPortal: "san.example.com:3260", iqn: "iqn.2020-01.com.san:shop", lun: 0}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               containers: [{name: main, image: main}]
#               volumes: [{name: data, iscsi: {targetPortal: san.example.com, iqn: "iqn.2020-01.com.san:shop", lun: 0}}]
#       - note: Disks of Google's and of Azure's under both names
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-prod}
#             spec:
#               containers: [{name: main, image: main}]
#               volumes:
#                 - {name: one, gcePersistentDisk: {pdName: shop}}
#                 - {name: two, azureDisk: {diskName: shop, diskURI: /subscriptions/1/disks/Shop}}
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: staging}
#             spec:
#               claimRef: {namespace: shop-staging, name: data}
#               csi: {driver: pd.csi.storage.gke.io, volumeHandle: projects/shop/zones/europe-north1-a/disks/shop}
#     innocent:
#       - note: One driver in pods of both, and shares behind Secrets of equal names
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-prod}
#             spec: &pod
#               containers: [{name: main, image: main}]
#               volumes:
#                 - {name: vault, csi: {driver: secrets-store.csi.k8s.io, volumeAttributes: {secretProviderClass: a}}}
#                 - {name: share, azureFile: {secretName: account, shareName: data}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-staging}
#             spec: *pod
#       - note: Two buckets behind one handle of a driver that only looks at the bucket
#         add:
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: one}
#             spec:
#               csi: {driver: s3.csi.aws.com, volumeHandle: s3, volumeAttributes: {bucketName: prod}}
#               claimRef: {namespace: shop-prod, name: data}
#           - *data
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: two}
#             spec:
#               csi: {driver: s3.csi.aws.com, volumeHandle: s3, volumeAttributes: {bucketName: staging}}
#               claimRef: {namespace: shop-staging, name: data}
#           - *copy
#       - note: A volume that is read only, on both sides
#         add:
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: one}
#             spec: {nfs: {server: nfs.example.com, path: /models, readOnly: true},
#               claimRef: {namespace: shop-prod, name: data}}
#           - *data
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: two}
#             spec: {nfs: {server: nfs.example.com, path: /models, readOnly: true},
#               claimRef: {namespace: shop-staging, name: data}}
#           - *copy
#       - note: One handle in two drivers
#         add:
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: one}
#             spec: {csi: {driver: ebs.csi.aws.com, volumeHandle: vol-1}, claimRef: {namespace: shop-prod, name: data}}
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-prod}
#             spec: {accessModes: [ReadWriteOnce]}
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: two}
#             spec:
#               csi: {driver: disk.csi.azure.com, volumeHandle: vol-1}
#               claimRef: {namespace: shop-staging, name: data}
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-staging}
#             spec: {accessModes: [ReadWriteOnce]}
#       - note: Paths that begin alike, and one that both only read
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-prod}
#             spec: {containers: [{name: main, image: main}], volumes: [
#               {name: data, nfs: {server: nfs.example.com, path: /exports/shop}},
#               {name: models, nfs: {server: nfs.example.com, path: /models, readOnly: true}}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-staging}
#             spec: {containers: [{name: main, image: main}], volumes: [
#               {name: data, nfs: {server: nfs.example.com, path: /exports/shop-staging}},
#               {name: models, nfs: {server: nfs.example.com, path: /models, readOnly: true}}]}
#       - note: A volume bound to a claim of a third
#         add:
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: one}
#             spec: {csi: {driver: ebs.csi.aws.com, volumeHandle: vol-1}, claimRef: {namespace: shop-prod, name: data}}
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-prod}
#             spec: {accessModes: [ReadWriteOnce]}
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: two}
#             spec: {csi: {driver: ebs.csi.aws.com, volumeHandle: vol-1}, claimRef: {namespace: elsewhere, name: data}}
#       - note: One number of a unit at two targets, and one name of a disk in two places of Google's
#         add:
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: prod}
#             spec:
#               claimRef: {namespace: shop-prod, name: data}
#               csi: {driver: pd.csi.storage.gke.io, volumeHandle: projects/shop-prod/zones/europe-north1-a/disks/shop}
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: staging}
#             spec:
#               claimRef: {namespace: shop-staging, name: data}
#               csi: {driver: pd.csi.storage.gke.io, volumeHandle: projects/shop-test/zones/europe-north1-a/disks/shop}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-prod}
#             spec:
#               containers: [{name: main, image: main}]
#               volumes: [{name: data, iscsi: {targetPortal: san.example.com, iqn: "iqn.2020-01.com.san:shop", lun: 1}}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               containers: [{name: main, image: main}]
#               volumes: [{name: data, iscsi: {targetPortal: san.example.com, iqn: "iqn.2020-01.com.san:shop", lun: 2}}]
package lib.envpolicy.leaks.storage.vol_same_backend

import data.lib.envpolicy.volumes

# Who has all of a path meets whoever has something in it; one of them may write.
holds contains fact if {
	some source in volumes.sources
	some backend in volumes.backends(source)
	fact := _fact(source, backend, {"key": [backend.on, backend.above[0], _wanted(source.reads)], "side": "uses"})
}

holds contains fact if {
	some source in volumes.sources
	some backend in volumes.backends(source)
	some path in backend.above
	some role in _offered(source.reads)
	fact := _fact(source, backend, {"key": [backend.on, path, role], "side": "offers"})
}

_fact(source, backend, own) := object.union(object.union(own, _covered(source.claim)), object.union(backend.extra, {
	"deployment": source.deployment,
	"witness": source.witness,
}))

_covered(null) := {}

_covered(claim) := {"covered": claim} if claim != null

# A reader is met by writers only.
_wanted(true) := "written"

_wanted(false) := "had"

_offered(true) := ["had"]

_offered(false) := ["had", "written"]

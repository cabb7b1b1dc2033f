# METADATA
# title: Storage classes of two clusters make their volumes in one place
# description: |
#   StorageClasses in clusters of two Environments have the same driver, the same pool, share or path, and the same
#   secret of the provisioner: the volumes are apart, what holds them is not. Held by all that stand in the
#   clusters. A Secret that was not given leaves it unknown; within one Environment it is told, no more.
# custom:
#   id: sc-shared-backend
#   kind: shared
#   channel: storage
#   boundary: [environment]
#   cap: cluster
#   severity: low
#   remediation: Give each Environment a pool or a share of its own, with credentials for it alone.
#   reads: [StorageClass.storage.k8s.io]
#   sources:
#     - https://kubernetes.io/docs/concepts/storage/storage-classes/
#   scanners: []
#   examples:
#     leaks:
#       - note: One pool of one Ceph, and one secret
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - &class
#             apiVersion: storage.k8s.io/v1
#             kind: StorageClass
#             metadata: {name: block}
#             provisioner: rbd.csi.ceph.com
#             parameters:
#               clusterID: ceph
#               pool: kubernetes
#               csi.storage.k8s.io/provisioner-secret-name: rbd
#               csi.storage.k8s.io/provisioner-secret-namespace: ceph
#           - &secret
#             apiVersion: v1
#             kind: Secret
#             metadata: {name: rbd, namespace: ceph}
#             stringData: {userID: kubernetes, userKey: one key of some length}
#         clusters: {test/test-wc: {add: [*class, *secret]}}
#       - note: One export of one file server
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: storage.k8s.io/v1
#             kind: StorageClass
#             metadata: {name: files}
#             provisioner: nfs.csi.k8s.io
#             parameters: {server: nfs.example.com, share: /exports/kubernetes/}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: storage.k8s.io/v1
#                 kind: StorageClass
#                 metadata: {name: shared}
#                 provisioner: nfs.csi.k8s.io
#                 parameters: {server: NFS.example.com, share: /exports/kubernetes, mountPermissions: "0"}
#       - note: One pool, and nobody has shown the secrets
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add: [*class]
#         clusters: {test/test-wc: {add: [*class]}}
#     innocent:
#       - note: Two exports of one file server
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: storage.k8s.io/v1
#             kind: StorageClass
#             metadata: {name: files}
#             provisioner: nfs.csi.k8s.io
#             parameters: {server: nfs.example.com, share: /exports/prod}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: storage.k8s.io/v1
#                 kind: StorageClass
#                 metadata: {name: files}
#                 provisioner: nfs.csi.k8s.io
#                 parameters: {server: nfs.example.com, share: /exports/test}
#       - note: Pools of one name in the Ceph of each cluster, each with its own secret
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add: [*class, *secret]
#         clusters:
#           test/test-wc:
#             add:
#               - *class
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: rbd, namespace: ceph}
#                 stringData: {userID: kubernetes, userKey: another key of some length}
#       - note: A type of disk is no place, and one name of a pool says nothing
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - &disks
#             apiVersion: storage.k8s.io/v1
#             kind: StorageClass
#             metadata: {name: gp3}
#             provisioner: ebs.csi.aws.com
#             parameters: {type: gp3, encrypted: "true"}
#           - &local
#             apiVersion: storage.k8s.io/v1
#             kind: StorageClass
#             metadata: {name: local}
#             provisioner: zfs.csi.openebs.io
#             parameters: {poolname: tank}
#         clusters: {test/test-wc: {add: [*disks, *local]}}
package lib.envpolicy.leaks.storage.sc_shared_backend

import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.storage_classes

holds contains fact if {
	some backend in storage_classes.all
	some [key, more] in _keys(backend)
	some name in placement.tenants[backend.entry.cluster]
	fact := object.union(object.union(backend.extra, more), {
		"deployment": name,
		"key": array.concat(backend.key, key),
		"covered": placement.places[name].environment,
		"witness": [estate.witness(backend.entry, ["parameters"])],
	})
}

# In one Environment, or without more in common than the place: told, no more.
holds contains fact if {
	some backend in storage_classes.all
	some name in placement.tenants[backend.entry.cluster]
	backend.sure
	fact := object.union(backend.extra, {
		"deployment": name,
		"key": ["place", backend.key],
		"covered": backend.entry.cluster,
		"cap": "environment",
		"severity": "info",
		"witness": [estate.witness(backend.entry, ["parameters"])],
	})
}

# The secrets are the same, differ, or are not known.
_keys(backend) := [[[], {}]] if {
	backend.secret == "none"
	backend.sure
} else := [] if {
	backend.secret == "none"
} else := [[["secret", backend.secret], {}], [["some secret"], {"side": "offers"}]] if {
	backend.secret != null
} else := [
	[["some secret"], object.union(_unsure(backend), {"side": "uses"})],
	[["unknown secret"], _unsure(backend)],
]

_unsure(backend) := {
	"certain": false,
	"missing": [sprintf("provisioner secret of StorageClass %v of %v", [backend.entry.name, backend.entry.cluster])],
}

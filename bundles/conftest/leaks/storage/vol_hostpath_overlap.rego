# METADATA
# title: Both sides see the same files of a node
# description: |
#   Pods of two deployments that may stand on one node mount the same path of it (hostPath), or one mounts
#   what is within the other's, and one of them at least may write there. Paths that give the node away
#   altogether (sockets, the kubelet's files) are another check's, and so is a pod that alone reads the logs
#   of all.
# custom:
#   id: vol-hostpath-overlap
#   kind: reach
#   channel: storage
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Use a volume that belongs to one deployment in place of a path of the node.
#   reads: [Node]
#   sources:
#     - https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
#   scanners:
#     - kubescape C-0048, C-0045 (single)
#     - kube-linter host-mounts (single)
#     - trivy KSV-0023 (single)
#   examples:
#     leaks:
#       - note: A path within the other
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-prod}
#             spec: {containers: [{name: main, image: main, volumeMounts: [{name: data, mountPath: /data}]}],
#               volumes: [{name: data, hostPath: {path: /data}}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-staging}
#             spec: {containers: [{name: main, image: main, volumeMounts: [{name: data, mountPath: /x}]}],
#               volumes: [{name: data, hostPath: {path: /data/staging/}}]}
#       - note: One writes, the other reads; one as a PersistentVolume
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-prod}
#             spec:
#               containers: [{name: main, image: main, volumeMounts: [{name: data, mountPath: /data, readOnly: true}]}]
#               volumes: [{name: data, hostPath: {path: /data}}]
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: data}
#             spec: {hostPath: {path: /data}, claimRef: {namespace: shop-staging, name: data}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
#               containers: [{name: main, image: main, securityContext: {allowPrivilegeEscalation: false,
#                 capabilities: {drop: [ALL]}}, volumeMounts: [{name: data, mountPath: /data}]}]
#               volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
#     innocent:
#       - note: Paths that begin alike, and one that both only read
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-prod}
#             spec:
#               containers: [{name: main, image: main, volumeMounts: [{name: data, mountPath: /data},
#                 {name: time, mountPath: /etc/localtime, readOnly: true}]}]
#               volumes: [{name: data, hostPath: {path: /data}}, {name: time, hostPath: {path: /etc/localtime}}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               containers: [{name: main, image: main, volumeMounts: [{name: data, mountPath: /data},
#                 {name: time, mountPath: /etc/localtime, readOnly: true}]}]
#               volumes: [{name: data, hostPath: {path: /data-staging}}, {name: time, hostPath: {path: /etc/localtime}}]
#       - note: Pods that can never meet on a node
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-prod}
#             spec: {nodeSelector: {pool: prod},
#               containers: [{name: main, image: main, volumeMounts: [{name: data, mountPath: /data}]}],
#               volumes: [{name: data, hostPath: {path: /data}}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-staging}
#             spec: {nodeSelector: {pool: staging},
#               containers: [{name: main, image: main, volumeMounts: [{name: data, mountPath: /data}]}],
#               volumes: [{name: data, hostPath: {path: /data}}]}
#       - note: One path on the disks of two nodes
#         add:
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: one}
#             spec:
#               local: {path: /mnt/disks/ssd1}
#               claimRef: {namespace: shop-prod, name: data}
#               nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [
#                 {key: kubernetes.io/hostname, operator: In, values: [node-1]}]}]}}
#           - apiVersion: v1
#             kind: PersistentVolume
#             metadata: {name: two}
#             spec:
#               local: {path: /mnt/disks/ssd1}
#               claimRef: {namespace: shop-staging, name: data}
#               nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [
#                 {key: kubernetes.io/hostname, operator: In, values: [node-2]}]}]}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-prod}
#             spec: &reader
#               securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
#               containers: [{name: main, image: main, securityContext: {allowPrivilegeEscalation: false,
#                 capabilities: {drop: [ALL]}}, volumeMounts: [{name: data, mountPath: /data}]}]
#               volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-staging}
#             spec: *reader
#       - note: A pod that Pod Security refuses
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-prod}
#             spec: {containers: [{name: main, image: main, volumeMounts: [{name: data, mountPath: /data}]}],
#               volumes: [{name: data, hostPath: {path: /data}}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-staging}
#             spec: {containers: [{name: main, image: main, volumeMounts: [{name: data, mountPath: /data}]}],
#               volumes: [{name: data, hostPath: {path: /data}}]}
package lib.envpolicy.leaks.storage.vol_hostpath_overlap

import data.lib.envpolicy.addresses
import data.lib.envpolicy.admitted
import data.lib.envpolicy.coscheduling
import data.lib.envpolicy.estate
import data.lib.envpolicy.host_paths
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

# --- who sees what of a node: `[class, deployment, path, read only]`, with a witness and what is not known

_seen[key] contains sight if {
	some index in admitted.indices
	workload := workloads.all[index]
	not placement.is_platform(workload.cluster, workload.namespace)
	some mount in array.concat(host_paths.mounted(workload.spec), _persistent(workload))
	not host_paths.is_runtime(mount.host)
	some name in workload.owners
	key := [workload.cluster, mount.host]
	sight := {
		"class": coscheduling.class_of[index],
		"deployment": name,
		"reads": mount.readOnly,
		"hosts": object.get(mount, "hosts", null),
		"missing": object.get(admitted.doubts, index, []),
		"witness": estate.witness(workload.entry, array.concat(workload.path, mount.path)),
	}
}

_sights := {key: sights | some key, sights in _seen}

_paths[key] contains [path, _hosts(entry.object)] if {
	some entry in estate.all("PersistentVolume")
	some kind in ["hostPath", "local"]
	path := object.get(entry.object, ["spec", kind, "path"], null)
	is_string(path)
	reference := object.get(entry.object, ["spec", "claimRef"], {})
	key := [entry.cluster, reference.namespace, reference.name]
}

_persistent_paths := {key: paths | some key, paths in _paths}

# The nodes that a volume is on, by name; null where it may be on any.
_hosts(volume) := {name |
	some term in volume.spec.nodeAffinity.required.nodeSelectorTerms
	some expression in term.matchExpressions
	_names_hosts(expression)
	some name in expression.values
} if {
	terms := volume.spec.nodeAffinity.required.nodeSelectorTerms
	count(terms) > 0
	every term in terms {
		some expression in term.matchExpressions
		_names_hosts(expression)
	}
} else := null

_names_hosts(expression) if {
	expression.key == "kubernetes.io/hostname"
	expression.operator == "In"
}

_apart(one, other) if {
	is_set(one)
	is_set(other)
	count(one & other) == 0
}

_persistent(workload) := [{"host": host, "hosts": hosts, "path": ["spec", "volumes", index], "readOnly": reads} |
	volumes_of := object.get(workload.spec, "volumes", [])
	is_array(volumes_of)
	some index, volume in volumes_of
	claim := object.get(volume, ["persistentVolumeClaim", "claimName"], null)
	some [path, hosts] in object.get(_persistent_paths, [[workload.cluster, workload.namespace, claim]], set())
	host := host_paths.clean(path)
	reads := object.get(volume, ["persistentVolumeClaim", "readOnly"], false) == true
]

_above(path) := [_rooted(step) | some step in addresses.above(path)]

_rooted("") := ""

_rooted(step) := concat("", ["/", step]) if step != ""

_classes := {key: {sight.class | some sight in sights} | some key, sights in _sights}

_asked := {pair |
	some inner, classes in _classes
	[cluster, path] := inner
	some above in _above(path)
	some one in object.get(_classes, [[cluster, above]], set())
	some other in classes
	pair := [one, other]
}

_together := {pair: coscheduling.meet(pair[0], pair[1]) | some pair in _asked}

reaches contains edge if {
	some inner, sights in _sights
	[cluster, path] := inner
	some above in _above(path)
	some sight in object.get(_sights, [[cluster, above]], set())
	some other in sights
	sight.deployment != other.deployment
	false in {sight.reads, other.reads}
	not _apart(sight.hosts, other.hosts)
	meets := _together[[sight.class, other.class]]
	meets != false
	edge := object.union(_doubt(cluster, meets, sight.missing, other.missing), {
		"from": sight.deployment,
		"to": other.deployment,
		"place": sprintf("%v of the nodes of %v", [_shown(above), cluster]),
		"witness": [sight.witness, other.witness],
	})
}

_shown("") := "/"

_shown(path) := path if path != ""

_doubt(_, true, [], []) := {}

_doubt(cluster, meets, first, second) := {"certain": false, "missing": missing} if {
	missing := array.concat(array.concat(first, second), _unmet(cluster, meets))
	count(missing) > 0
}

_unmet(_, true) := []

_unmet(cluster, null) := [coscheduling.missing(cluster)]

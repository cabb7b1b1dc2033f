# METADATA
# title: A pod reads the logs of every pod on its node
# description: |
#   A pod mounts /var/log, or the directories where the kubelet and the runtime keep the containers' output
#   (/var/log/pods, /var/log/containers, /var/lib/docker/containers): what other deployments on the node say
#   is there, also read-only. Directories with more than logs are rows of their own.
# custom:
#   id: obs-log-mount
#   kind: reach
#   channel: observability
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Leave the logs of nodes to an agent of the platform, or give the deployment nodes of its own.
#   reads: [DaemonSet.apps, Deployment.apps, Pod, StatefulSet.apps]
#   sources:
#     - KubeHound, https://kubehound.io/reference/attacks/CE_VAR_LOG_SYMLINK/
#   scanners:
#     - namespacehound POD_ACCESS_TO_LOGS
#   examples:
#     leaks:
#       - note: An agent in staging's own namespace mounts /var/log
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: apps/v1
#             kind: DaemonSet
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               selector: {matchLabels: {app: agent}}
#               template:
#                 metadata: {labels: {app: agent}}
#                 spec:
#                   containers:
#                     - {name: a, image: registry.example/a:1, volumeMounts: [{name: logs, mountPath: /logs}]}
#                   volumes: [{name: logs, hostPath: {path: /var/log}}]
#       - note: Read-only, and only the directory of containers
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               containers:
#                 - name: a
#                   image: registry.example/a:1
#                   volumeMounts: [{name: logs, mountPath: /logs, readOnly: true}]
#               volumes: [{name: logs, hostPath: {path: /var/lib/docker/containers/}}]
#     innocent:
#       - note: A directory of its own below /var/log
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               containers: [{name: a, image: registry.example/a:1, volumeMounts: [{name: logs, mountPath: /logs}]}]
#               volumes: [{name: logs, hostPath: {path: /var/log/shop}}]
#       - note: Pod Security refuses the pod
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               containers: [{name: a, image: registry.example/a:1, volumeMounts: [{name: logs, mountPath: /logs}]}]
#               volumes: [{name: logs, hostPath: {path: /var/log}}]
#       - note: An agent of the platform
#         facts: {platformNamespaces: [logging]}
#         add:
#           - apiVersion: apps/v1
#             kind: DaemonSet
#             metadata: {name: agent, namespace: logging}
#             spec:
#               selector: {matchLabels: {app: agent}}
#               template:
#                 metadata: {labels: {app: agent}}
#                 spec:
#                   containers:
#                     - {name: a, image: registry.example/a:1, volumeMounts: [{name: logs, mountPath: /logs}]}
#                   volumes: [{name: logs, hostPath: {path: /var/log}}]
package lib.envpolicy.leaks.observability.obs_log_mount

import data.lib.envpolicy.coscheduling
import data.lib.envpolicy.doubts
import data.lib.envpolicy.log_mounts

_neighbours[class] := neighbours if {
	some mount in log_mounts.all
	class := mount.class
	neighbours := coscheduling.neighbours(class)
}

_together := {class: neighbours | some class, neighbours in _neighbours}

reaches contains fact if {
	some mount in log_mounts.all
	some name, meets in _together[mount.class]
	name != mount.deployment
	not log_mounts.overlaps(mount, name)
	fact := object.union(doubts.of(_missing(mount, meets)), {
		"from": mount.deployment,
		"to": name,
		"place": sprintf("%v of %v", [mount.label, mount.cluster]),
		"witness": [mount.witness],
		"message": sprintf("%v mounts %v, where the logs of every pod of the node are", [mount.label, mount.host]),
	})
}

_missing(mount, true) := {text | some text in mount.missing}

_missing(mount, null) := {text | some text in mount.missing} | {coscheduling.missing(mount.cluster)}

# METADATA
# title: A pod holds its node's container runtime or kubelet directory
# description: |
#   A container mounts a hostPath that is, holds, or (for the kubelet's directory) lies inside the
#   socket of docker, containerd or CRI-O, /var/lib/kubelet or /etc/kubernetes - also read-only: a
#   socket answers all the same, and the kubelet's directory holds the Secrets of every pod of the node.
#   The directory of one's own CSI driver below /var/lib/kubelet/plugins is harmless. Said instead of
#   vol-hostpath-overlap and obs-log-mount. A leak where the two may meet on a node; pods that Pod
#   Security refuses leak nothing.
# custom:
#   id: node-runtime-socket
#   kind: reach
#   channel: node
#   boundary: [namespace]
#   cap: release
#   severity: critical
#   remediation: Do without the mount, or give the deployment nodes of its own by taints.
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
#   scanners:
#     - kubescape C-0074
#     - kube-linter docker-sock
#     - checkov CKV_K8S_27
#     - trivy KSV-0006
#     - KubeHound EXPLOIT_CONTAINERD_SOCK
#   examples:
#     leaks:
#       - note: The socket of containerd, read-only
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: scanner, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', volumeMounts: [{name: host,
#                 mountPath: /host, readOnly: true}]}], volumes: [{name: host, hostPath: {
#                 path: /var/run/containerd/containerd.sock}}]}
#       - note: The whole node
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: backup, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', volumeMounts: [{name: host,
#                 mountPath: /host}]}], volumes: [{name: host, hostPath: {path: /}}]}
#       - note: The volumes of all pods
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: backup, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', volumeMounts: [{name: host,
#                 mountPath: /host}]}], volumes: [{name: host, hostPath: {path: /var/lib/kubelet/pods/}}]}
#     innocent:
#       - note: Another path of the node
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: cache, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', volumeMounts: [{name: host,
#                 mountPath: /host}]}], volumes: [{name: host, hostPath: {path: /var/cache/shop}}]}
#       - note: A name that only begins like it
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: cache, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', volumeMounts: [{name: host,
#                 mountPath: /host}]}], volumes: [{name: host, hostPath: {path: /run/containerd-shop}}]}
#       - note: The volume stands there, but nothing mounts it
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: idle, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1'}], volumes: [{name: host,
#                 hostPath: {path: /run/docker.sock}}]}
#       - note: A subPath narrows it to something harmless
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: cache, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', volumeMounts: [{name: host,
#                 mountPath: /host, subPath: cache/shop}]}], volumes: [{name: host,
#                 hostPath: {path: /var}}]}
#       - note: Pod Security refuses it
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: scanner, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', volumeMounts: [{name: host,
#                 mountPath: /host}]}], volumes: [{name: host, hostPath: {path: /run/docker.sock}}]}
package lib.envpolicy.leaks.node.node_runtime_socket

import data.lib.envpolicy.node_facts

reaches := node_facts.of("node-runtime-socket")

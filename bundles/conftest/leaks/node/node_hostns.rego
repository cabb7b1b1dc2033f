# METADATA
# title: A pod in its node's process or IPC namespace may stand beside pods of another deployment
# description: |
#   A pod with hostPID sees and can signal every process of its node, reads their environment and files
#   through /proc; with hostIPC it shares their memory segments. A leak where the two may meet on a
#   node. shareProcessNamespace stays inside the pod. Pods that Pod Security refuses leak nothing.
# custom:
#   id: node-hostns
#   kind: reach
#   channel: node
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Take hostPID and hostIPC away, or give the deployment nodes of its own by taints.
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
#   scanners:
#     - kubescape C-0038, C-0275, C-0276
#     - kube-linter host-pid, host-ipc
#     - checkov CKV_K8S_17, CKV_K8S_18
#     - trivy KSV-0008, KSV-0010
#     - multi-tenancy benchmarks HI-4, HI-5
#   examples:
#     leaks:
#       - note: hostPID
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec: {containers: [{name: c, image: 'registry.example/c:1'}], hostPID: true}
#       - note: hostIPC, in an exempt namespace
#         facts: {podSecurity: {enforce: restricted, exemptNamespaces: [shop-staging]}}
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec: {containers: [{name: c, image: 'registry.example/c:1'}], hostIPC: true}
#     innocent:
#       - note: Pod Security refuses it
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: baseline}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec: {containers: [{name: c, image: 'registry.example/c:1'}], hostPID: true}
#       - note: The containers of one pod see each other
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec: {containers: [{name: c, image: 'registry.example/c:1'}], shareProcessNamespace: true}
#       - note: A level that does not exist is taken for the strictest
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: basline}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec: {containers: [{name: c, image: 'registry.example/c:1'}], hostPID: true}
package lib.envpolicy.leaks.node.node_hostns

import data.lib.envpolicy.node_facts

reaches := node_facts.of("node-hostns")

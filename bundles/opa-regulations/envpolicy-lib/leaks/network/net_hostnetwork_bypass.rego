# METADATA
# title: A pod on the host's network is beyond policies
# description: |
#   Most plugins take a pod with hostNetwork for its node. Then no policy isolates it, no selector finds
#   it, and it reaches the pods of its node and they it (fact hostNetworkHandling: node). Where the fact
#   is missing it is unknown, unless the path is open anyway; nodes of one's own (dedicatedNodes) keep
#   out whom policies keep out.
# custom:
#   id: net-hostnetwork-bypass
#   kind: reach
#   channel: network
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Take the pod off the host's network, or give the deployment nodes of its own.
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - NetworkPolicy.networking.k8s.io
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - NetworkPolicies, https://kubernetes.io/docs/concepts/services-networking/network-policies/
#   scanners:
#     - kubescape C-0041
#     - kube-linter hostnetwork
#     - checkov CKV_K8S_19
#     - trivy KSV-0009
#     - polaris hostNetworkSet
#     - multi-tenancy benchmarks HI-3
#   examples:
#     leaks:
#       - note: A node agent, seen as its node
#         facts: {hostNetworkHandling: node}
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging, labels: {app: agent}}
#             spec: {hostNetwork: true, containers: [{name: c, image: registry.example/c:1}]}
#       - note: A plugin that is known to see it as its node
#         facts: {cni: calico}
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging, labels: {app: agent}}
#             spec: {hostNetwork: true, containers: [{name: c, image: registry.example/c:1}]}
#       - note: How policies see it is not known
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging, labels: {app: agent}}
#             spec: {hostNetwork: true, containers: [{name: c, image: registry.example/c:1}]}
#     innocent:
#       - note: A plugin that treats it like any pod
#         facts: {hostNetworkHandling: pod}
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging, labels: {app: agent}}
#             spec: {hostNetwork: true, containers: [{name: c, image: registry.example/c:1}]}
#       - note: Pod Security refuses it
#         facts: {hostNetworkHandling: node}
#         add:
#           - apiVersion: apps/v1
#             kind: DaemonSet
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               selector: {matchLabels: {app: agent}}
#               template:
#                 metadata: {labels: {app: agent}}
#                 spec: {hostNetwork: true, containers: [{name: c, image: registry.example/c:1}]}
#       - note: Nodes of its own
#         facts: {hostNetworkHandling: node}
#         deployments: {shop-staging: {placement: {dedicatedNodes: true}}}
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging, labels: {app: agent}}
#             spec: {hostNetwork: true, containers: [{name: c, image: registry.example/c:1}]}
package lib.envpolicy.leaks.network.net_hostnetwork_bypass

import data.lib.envpolicy.network_enforcement
import data.lib.envpolicy.network_leaks

reaches contains fact if some fact in network_leaks.found("host")

reaches contains fact if some fact in network_enforcement.from_host

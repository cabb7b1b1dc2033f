# METADATA
# title: Pods of two deployments use parts of one device
# description: |
#   Both ask for a resource that is a part of a device: by its name (time-slicing, MPS, MIG, shares of
#   memory), or since the nodes are labelled to cut up theirs; or pods of both name one ResourceClaim. What
#   such a device keeps apart is for its vendor to say. Shown on request; a whole device belongs to one pod.
# custom:
#   id: node-accelerator-shared
#   kind: shared
#   channel: node
#   boundary: [release, namespace]
#   cap: environment
#   severity: info
#   remediation: Ask for whole devices, or keep the nodes with shared ones for one deployment.
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - GPU sharing, https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-sharing.html
#     - https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/
#   examples:
#     leaks:
#       - note: Slices of time
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: train, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1', resources: {limits: {nvidia.com/gpu.shared: 1}}}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: train, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1', resources: {limits: {nvidia.com/gpu.shared: 1}}}]
#       - note: Whole devices, on nodes that cut up theirs
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: gpu, labels: {nvidia.com/gpu.sharing-strategy: time-slicing}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: train, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1', resources: {limits: {nvidia.com/gpu: 1}}}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: train, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1', resources: {limits: {nvidia.com/gpu: 1}}}]
#       - note: One claim for two releases
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: canary}}}
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: one, namespace: shop-prod}
#             spec:
#               resourceClaims: [{name: gpu, resourceClaimName: gpu}]
#               containers: [{name: c, image: 'registry.example/c:1'}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: two, namespace: shop-prod, labels: {app.kubernetes.io/instance: canary}}
#             spec:
#               resourceClaims: [{name: gpu, resourceClaimName: gpu}]
#               containers: [{name: c, image: 'registry.example/c:1'}]
#     innocent:
#       - note: Whole devices
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: train, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1', resources: {limits: {nvidia.com/gpu: 1}}}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: train, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1', resources: {limits: {nvidia.com/gpu: 1}}}]
#       - note: Slices, for one of them
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: train, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1', resources: {limits: {nvidia.com/gpu: 1}}}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: train, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1', resources: {limits: {nvidia.com/gpu.shared: 1}}}]
#       - note: Nodes that cut up nothing
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: gpu, labels: {nvidia.com/gpu.replicas: "1"}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: train, namespace: shop-prod}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1', resources: {limits: {nvidia.com/gpu: 1}}}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: train, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1', resources: {limits: {nvidia.com/gpu: 1}}}]
package lib.envpolicy.leaks.node.node_accelerator_shared

import data.lib.envpolicy.accelerators

holds := accelerators.facts

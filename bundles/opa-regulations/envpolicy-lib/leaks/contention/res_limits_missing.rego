# METADATA
# title: A pod without a memory limit stands beside pods of another deployment
# description: |
#   A container sets no memory limit, and neither do its pod (since Kubernetes 1.34), a LimitRange of the
#   namespace (default or maximum of a container), nor a quota on limits.memory, which refuses pods without
#   one. It may take all the memory of its node, until others are killed or evicted. A leak where the two
#   may meet on a node.
# custom:
#   id: res-limits-missing
#   kind: reach
#   channel: contention
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Set a memory limit on each container, or a default in a LimitRange of the namespace.
#   patch: memory-limit
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - LimitRange
#     - Pod
#     - ResourceQuota
#     - StatefulSet.apps
#   sources:
#     - Multi-tenancy, https://kubernetes.io/docs/concepts/security/multi-tenancy/
#     - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
#   scanners:
#     - kubescape C-0268 to C-0271, C-0009 (single)
#     - kube-linter unset-memory-requirements (single)
#     - checkov CKV_K8S_10 to 13 (single)
#     - trivy KSV-0011, KSV-0015, KSV-0016, KSV-0018 (single)
#   examples:
#     leaks:
#       - note: Requests, but no limit
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: cache, namespace: shop-staging}
#             spec: {containers: [{name: c, image: 'registry.example/c:1', resources: {requests: {memory: 64Mi}}}]}
#       - note: A limit for cpu, and a LimitRange that gives requests alone
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - apiVersion: v1
#             kind: LimitRange
#             metadata: {name: limits, namespace: shop-staging}
#             spec: {limits: [{type: Container, defaultRequest: {memory: 64Mi}, default: {cpu: 1}}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: cache, namespace: shop-staging}
#             spec: {containers: [{name: c, image: 'registry.example/c:1', resources: {limits: {cpu: 1}}}]}
#       - note: One container of two
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - apiVersion: batch/v1
#             kind: CronJob
#             metadata: {name: report, namespace: shop-staging}
#             spec:
#               schedule: "0 0 * * *"
#               jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [
#                 {name: a, image: 'registry.example/a:1', resources: {limits: {memory: 64Mi}}},
#                 {name: b, image: 'registry.example/b:1'}]}}}}
#       - note: A quota for the requests
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-staging}
#             spec: {hard: {requests.memory: 8Gi}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: cache, namespace: shop-staging}
#             spec: {containers: [{name: c, image: 'registry.example/c:1', resources: {requests: {memory: 64Mi}}}]}
#     innocent:
#       - note: Limits everywhere
#         add: []
#       - note: A default of the namespace
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - apiVersion: v1
#             kind: LimitRange
#             metadata: {name: limits, namespace: shop-staging}
#             spec: {limits: [{type: Container, default: {memory: 64Mi}}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: cache, namespace: shop-staging}
#             spec: {containers: [{name: c, image: 'registry.example/c:1'}]}
#       - note: A quota on limits refuses pods without one
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - apiVersion: v1
#             kind: ResourceQuota
#             metadata: {name: quota, namespace: shop-staging}
#             spec: {hard: {limits.memory: 8Gi}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: cache, namespace: shop-staging}
#             spec: {containers: [{name: c, image: 'registry.example/c:1'}]}
#       - note: A limit of the whole pod
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: cache, namespace: shop-staging}
#             spec:
#               resources: {limits: {memory: 1Gi}}
#               containers: [{name: c, image: 'registry.example/c:1'}]
#       - note: Nodes of its own
#         deployments: {shop-staging: {placement: {dedicatedNodes: true}}}
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: cache, namespace: shop-staging}
#             spec: {containers: [{name: c, image: 'registry.example/c:1'}]}
#       - note: Pod Security refuses it
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: cache, namespace: shop-staging}
#             spec: {containers: [{name: c, image: 'registry.example/c:1'}]}
package lib.envpolicy.leaks.contention.res_limits_missing

import data.lib.envpolicy.node_facts

reaches := node_facts.of("res-limits-missing")

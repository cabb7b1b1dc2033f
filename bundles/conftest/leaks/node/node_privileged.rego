# METADATA
# title: A privileged pod may stand on a node beside pods of another deployment
# description: |
#   A container is privileged, a hostProcess container of Windows, has an unmasked /proc, or adds a
#   capability that hands over the kernel or the files of the node (ALL, SYS_ADMIN, SYS_MODULE,
#   SYS_RAWIO, DAC_READ_SEARCH, BPF) while it may be root or become so, without a user namespace.
#   Whoever takes it over takes over the node: every pod on it, with its Secrets and its identity. A
#   leak where the two may meet on a node; on nodes of its own it is tolerated up to a namespace of its
#   own. Pods that Pod Security refuses leak nothing.
# custom:
#   id: node-privileged
#   kind: reach
#   channel: node
#   boundary: [namespace]
#   cap: release
#   severity: critical
#   remediation: Run the pod without privileges, or give the deployment nodes of its own by taints.
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - Multi-tenancy, https://kubernetes.io/docs/concepts/security/multi-tenancy/
#     - Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
#   scanners:
#     - kubescape C-0057, C-0016, C-0046
#     - kube-linter privileged-container
#     - checkov CKV_K8S_16, 20, 39
#     - trivy KSV-0017, KSV-0001, KSV-0005
#     - multi-tenancy benchmarks CPI-3, CPI-5, CPI-6
#     - KubeHound CE_*
#   examples:
#     leaks:
#       - note: A privileged pod in a namespace that lets it in
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', securityContext: {privileged: true}}]}
#       - note: SYS_ADMIN, as root
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: mounter, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', securityContext: {capabilities: {
#                 add: [SYS_ADMIN]}}}]}
#       - note: An init container counts too
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: tuned, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1'}], initContainers: [{
#                 name: sysctl, image: 'registry.example/sysctl:1', securityContext: {privileged: true}}]}
#       - note: The nodes carry taints, and it tolerates both
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: a, labels: {team: a}}
#             spec: {taints: [{key: team, value: a, effect: NoSchedule}]}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: b, labels: {team: b}}
#             spec: {taints: [{key: team, value: b, effect: NoSchedule}]}
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: web, namespace: shop-prod, labels: {app: web}}
#             spec:
#               {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}},
#                 spec: {containers: [{name: web, image: 'registry.example/web:1', securityContext: {
#                 allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {
#                 drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}}], nodeSelector: {
#                 team: a}, tolerations: [{key: team, operator: Equal, value: a, effect: NoSchedule}]}}}
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: web, namespace: shop-staging, labels: {app: web}}
#             spec:
#               {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}},
#                 spec: {containers: [{name: web, image: 'registry.example/web:1', securityContext: {
#                 allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {
#                 drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}}], nodeSelector: {
#                 team: b}, tolerations: [{key: team, operator: Equal, value: b, effect: NoSchedule}]}}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', securityContext: {privileged: true}}],
#                 tolerations: [{operator: Exists}]}
#       - note: Without the Namespace object nobody knows what it enforces
#         facts: {inventory: [Pod]}
#         remove:
#           - {kind: Namespace, name: shop-staging}
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', securityContext: {privileged: true}}]}
#     innocent:
#       - note: Pod Security refuses it
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', securityContext: {privileged: true}}]}
#       - note: The default of the cluster refuses it
#         facts: {podSecurity: {enforce: baseline}}
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', securityContext: {privileged: true}}]}
#       - note: Nodes of its own, by taints on both sides
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: a, labels: {team: a}}
#             spec: {taints: [{key: team, value: a, effect: NoSchedule}]}
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: b, labels: {team: b}}
#             spec: {taints: [{key: team, value: b, effect: NoSchedule}]}
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: web, namespace: shop-prod, labels: {app: web}}
#             spec:
#               {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}},
#                 spec: {containers: [{name: web, image: 'registry.example/web:1', securityContext: {
#                 allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {
#                 drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}}], nodeSelector: {
#                 team: a}, tolerations: [{key: team, operator: Equal, value: a, effect: NoSchedule}]}}}
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: web, namespace: shop-staging, labels: {app: web}}
#             spec:
#               {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}},
#                 spec: {containers: [{name: web, image: 'registry.example/web:1', securityContext: {
#                 allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {
#                 drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}}], nodeSelector: {
#                 team: b}, tolerations: [{key: team, operator: Equal, value: b, effect: NoSchedule}]}}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', securityContext: {privileged: true}}],
#                 nodeSelector: {team: b}, tolerations: [{key: team, operator: Equal, value: b,
#                 effect: NoSchedule}]}
#       - note: A capability that stays inside the pod
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web2, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', securityContext: {capabilities: {
#                 add: [NET_ADMIN, NET_BIND_SERVICE]}}}]}
#       - note: A capability in a user namespace of its own
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: builder, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', securityContext: {capabilities: {
#                 add: [SYS_ADMIN]}}}], hostUsers: false}
#       - note: The plan gives it nodes of its own
#         deployments: {shop-staging: {placement: {dedicatedNodes: true}}}
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', securityContext: {privileged: true}}]}
#       - note: Required labels that contradict each other keep them apart
#         remove:
#           - {kind: Deployment, namespace: shop-staging, name: web}
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: web, namespace: shop-prod, labels: {app: web}}
#             spec:
#               {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}},
#                 spec: {containers: [{name: web, image: 'registry.example/web:1', securityContext: {
#                 allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {
#                 drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}}], nodeSelector: {
#                 pool: a}}}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: agent, namespace: shop-staging}
#             spec:
#               {containers: [{name: c, image: 'registry.example/c:1', securityContext: {privileged: true}}],
#                 nodeSelector: {pool: b}}
package lib.envpolicy.leaks.node.node_privileged

import data.lib.envpolicy.node_facts

reaches := node_facts.of("node-privileged")

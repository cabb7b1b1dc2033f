# METADATA
# title: A policy of Cilium leaves a deployment open to others
# description: |
#   The only policy that speaks of the pods does not isolate them (enableDefaultDeny false), or a rule names
#   the entities all or cluster, which every pod is part of; the other side lets the connection through as
#   well. What a policy denies goes before everything. Policies of Cilium with narrower openings are paths
#   like those of NetworkPolicies.
# custom:
#   id: net-cilium-default-deny-off
#   kind: reach
#   channel: network
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Add a policy that isolates the pods, and name endpoints instead of all or cluster.
#   patch: default-deny
#   reads: []
#   sources:
#     - Cilium, https://docs.cilium.io/en/stable/security/policy/
#   scanners:
#     - kubescape C-0206 (partial)
#   examples:
#     leaks:
#       - note: The only policies do not isolate
#         remove:
#           - {kind: NetworkPolicy, namespace: shop-prod, name: default-deny}
#           - {kind: NetworkPolicy, namespace: shop-staging, name: default-deny}
#         add:
#           - apiVersion: cilium.io/v2
#             kind: CiliumClusterwideNetworkPolicy
#             metadata: {name: dns}
#             spec:
#               endpointSelector: {}
#               enableDefaultDeny: {egress: false, ingress: false}
#               egress: [{toEndpoints: [{matchLabels: {k8s:io.kubernetes.pod.namespace: kube-system}}]}]
#               ingress: [{fromEntities: [host]}]
#       - note: Entities that every pod is part of, beside NetworkPolicies that deny
#         add:
#           - apiVersion: cilium.io/v2
#             kind: CiliumNetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec: {endpointSelector: {}, egress: [{toEntities: [cluster]}]}
#           - apiVersion: cilium.io/v2
#             kind: CiliumNetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               endpointSelector: {matchLabels: {app: web}}
#               ingress:
#                 - fromEntities: [all]
#                   toPorts: [{ports: [{port: "8080", protocol: TCP}]}]
#     innocent:
#       - note: Another policy isolates
#         add:
#           - apiVersion: cilium.io/v2
#             kind: CiliumClusterwideNetworkPolicy
#             metadata: {name: dns}
#             spec:
#               endpointSelector: {}
#               enableDefaultDeny: {egress: false, ingress: false}
#               egress: [{toEndpoints: [{matchLabels: {k8s:io.kubernetes.pod.namespace: kube-system}}]}]
#               ingress: [{fromEntities: [host]}]
#       - note: Entities that no pod is part of
#         add:
#           - apiVersion: cilium.io/v2
#             kind: CiliumNetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec: {endpointSelector: {}, egress: [{toEntities: [world, host, kube-apiserver]}]}
#           - apiVersion: cilium.io/v2
#             kind: CiliumNetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec: {endpointSelector: {}, ingress: [{fromEntities: [world, host, remote-node]}]}
#       - note: Open to the cluster, but a rule denies the other namespace
#         add:
#           - apiVersion: cilium.io/v2
#             kind: CiliumNetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec: {endpointSelector: {}, egress: [{toEntities: [cluster]}]}
#           - apiVersion: cilium.io/v2
#             kind: CiliumNetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               endpointSelector: {}
#               ingress: [{fromEntities: [cluster]}]
#               ingressDeny: [{fromEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: shop-staging}}]}]
#       - note: Rules without peers and ports isolate, and let nothing through
#         remove:
#           - {kind: NetworkPolicy, namespace: shop-prod, name: default-deny}
#           - {kind: NetworkPolicy, namespace: shop-staging, name: default-deny}
#         add:
#           - apiVersion: cilium.io/v2
#             kind: CiliumClusterwideNetworkPolicy
#             metadata: {name: deny}
#             spec: {endpointSelector: {}, ingress: [{}], egress: [{}]}
#       - note: The plugin is another one
#         facts: {cni: calico}
#         add:
#           - apiVersion: cilium.io/v2
#             kind: CiliumNetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec: {endpointSelector: {}, egress: [{toEntities: [all]}]}
#           - apiVersion: cilium.io/v2
#             kind: CiliumNetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec: {endpointSelector: {}, ingress: [{fromEntities: [all]}]}
package lib.envpolicy.leaks.network.net_cilium_default_deny_off

import data.lib.envpolicy.network_leaks

reaches := network_leaks.found("cilium")

# METADATA
# title: Pods of one deployment can connect to pods of another
# description: |
#   An egress rule or none, an ingress rule or none, and a port that both leave open: rules that name
#   whom they mean, or one such rule and no policy on the other side. Where something more specific
#   opened the path (no policy on either side, a rule for everybody, a wide selector, addresses, an
#   admin tier) that row speaks instead, with the same cap.
# custom:
#   id: net-pod-path
#   kind: reach
#   channel: network
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Keep default-deny in both namespaces and take out the rule that names the other namespace.
#   patch: narrow-peer
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - NetworkPolicy.networking.k8s.io
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - NetworkPolicies, https://kubernetes.io/docs/concepts/services-networking/network-policies/
#     - Multi-tenancy, https://kubernetes.io/docs/concepts/security/multi-tenancy/
#   scanners:
#     - network-config-analyzer and netpol-analyzer connectivity (no verdict on pairs)
#     - multi-tenancy benchmarks, issue 1201
#   examples:
#     leaks:
#       - note: A rule on either side that names the other namespace, with a port in common
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress:
#                 - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress:
#                 - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}}]
#                   ports: [{port: 8080}]
#       - note: Production lets staging in by name, and no policy isolates egress of staging
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: default-deny, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress:
#                 - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}}]
#       - note: A named port means what the receiving pod means by it
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress:
#                 - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress:
#                 - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}}]
#                   ports: [{port: web}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: extra, namespace: shop-prod, labels: {app: extra}}
#             spec:
#               containers:
#                 - {name: c, image: registry.example/c:1, ports: [{name: web, containerPort: 9000}]}
#       - note: Policies of Cilium name the other's namespace, beside NetworkPolicies that deny
#         add:
#           - apiVersion: cilium.io/v2
#             kind: CiliumNetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               endpointSelector: {}
#               egress: [{toEndpoints: [{matchLabels: {k8s:io.kubernetes.pod.namespace: shop-prod}}]}]
#           - apiVersion: cilium.io/v2
#             kind: CiliumClusterwideNetworkPolicy
#             metadata: {name: in}
#             spec:
#               endpointSelector: {matchLabels: {io.kubernetes.pod.namespace: shop-prod}}
#               ingress: [{fromEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: shop-staging}}]}]
#       - note: Policies of Calico allow it after the NetworkPolicies
#         add:
#           - apiVersion: projectcalico.org/v3
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               types: [Egress]
#               egress: [{action: Allow, destination: {namespaceSelector: projectcalico.org/name == 'shop-prod'}}]
#           - apiVersion: projectcalico.org/v3
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               selector: app == 'web'
#               ingress: [{action: Allow, source: {namespaceSelector: projectcalico.org/name == 'shop-staging'}}]
#     innocent:
#       - note: Cilium's selector means its own namespace
#         add:
#           - apiVersion: cilium.io/v2
#             kind: CiliumNetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec: {endpointSelector: {}, egress: [{toEndpoints: [{matchLabels: {app: web}}]}]}
#           - apiVersion: cilium.io/v2
#             kind: CiliumNetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec: {endpointSelector: {}, ingress: [{fromEndpoints: [{}]}]}
#       - note: The two rules have no port in common
#         facts: {endPortSupported: true}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress:
#                 - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}}]
#                   ports: [{port: 5432}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress:
#                 - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}}]
#                   ports: [{port: 8080, endPort: 8090}]
#       - note: Only the receiver agrees
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress:
#                 - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}}]
#       - note: A policy of type Ingress whose egress rules are inert
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress:
#                 - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               egress: [{}]
package lib.envpolicy.leaks.network.net_pod_path

import data.lib.envpolicy.network_leaks

reaches := network_leaks.found("rule")

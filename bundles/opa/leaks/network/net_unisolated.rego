# METADATA
# title: No policy stands between two deployments
# description: |
#   The sender is selected by no policy for egress and the receiver by none for ingress, so that every
#   port is open. Certain only where NetworkPolicies are listed in full. One fact, one id: the most
#   specific opening of either side speaks.
# custom:
#   id: net-unisolated
#   kind: reach
#   channel: network
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Put a default-deny NetworkPolicy, ingress and egress, into each namespace.
#   patch: default-deny
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
#     - kubescape C-0206, C-0260, C-0030
#     - kube-linter non-isolated-pod
#     - checkov CKV2_K8S_6
#     - polaris missingNetworkPolicy
#   examples:
#     leaks:
#       - note: Egress of staging and ingress of production are not isolated
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: default-deny, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: default-deny, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#       - note: No policies at all
#         remove:
#           - {kind: NetworkPolicy, namespace: shop-prod, name: default-deny}
#           - {kind: NetworkPolicy, namespace: shop-staging, name: default-deny}
#       - note: Without policyTypes an empty list of egress rules isolates nothing
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: default-deny, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               egress: []
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: default-deny, namespace: shop-prod}
#             spec:
#               podSelector: {matchLabels: {app: other}}
#               policyTypes: [Ingress, Egress]
#       - note: Pods that an operator makes of a custom resource, where policies select those of a Deployment only
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: default-deny, namespace: shop-prod}
#             spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress, Egress]}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: default-deny, namespace: shop-staging}
#             spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress, Egress]}
#           - apiVersion: postgresql.cnpg.io/v1
#             kind: Cluster
#             metadata: {name: db, namespace: shop-prod}
#             spec: {instances: 3}
#           - apiVersion: postgresql.cnpg.io/v1
#             kind: Cluster
#             metadata: {name: db, namespace: shop-staging}
#             spec: {instances: 1}
#     innocent:
#       - note: Pods that an operator makes, behind policies for every pod
#         add:
#           - apiVersion: kafka.strimzi.io/v1beta2
#             kind: Kafka
#             metadata: {name: events, namespace: shop-prod}
#             spec: {kafka: {listeners: [{name: plain, port: 9092, type: internal, tls: false}]}}
#           - apiVersion: kafka.strimzi.io/v1beta2
#             kind: Kafka
#             metadata: {name: events, namespace: shop-staging}
#             spec: {kafka: {listeners: [{name: plain, port: 9092, type: internal, tls: false}]}}
#       - note: The pods that an operator has made are given, and a policy selects them
#         add:
#           - apiVersion: postgresql.cnpg.io/v1
#             kind: Cluster
#             metadata: {name: db, namespace: shop-prod}
#             spec: {instances: 1}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db-1, namespace: shop-prod, labels: {cnpg.io/cluster: db, cnpg.io/podRole: instance}}
#             spec: {containers: [{name: postgres, image: postgres}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: default-deny, namespace: shop-prod}
#             spec:
#               podSelector: {matchExpressions: [{key: cnpg.io/podRole, operator: DoesNotExist}]}
#               policyTypes: [Ingress, Egress]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: db, namespace: shop-prod}
#             spec: {podSelector: {matchLabels: {cnpg.io/podRole: instance}}, policyTypes: [Ingress, Egress]}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: default-deny, namespace: shop-staging}
#             spec: {podSelector: {matchLabels: {app: other}}, policyTypes: [Ingress, Egress]}
#       - note: Egress of both is isolated, ingress of neither
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: default-deny, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: default-deny, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#       - note: Ingress of both is isolated, by policies that say nothing of types
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: default-deny, namespace: shop-staging}
#             spec:
#               podSelector: {}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: default-deny, namespace: shop-prod}
#             spec:
#               podSelector: {}
package lib.envpolicy.leaks.network.net_unisolated

import data.lib.envpolicy.network_leaks

reaches := network_leaks.found("open")

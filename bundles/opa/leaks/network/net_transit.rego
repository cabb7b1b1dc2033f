# METADATA
# title: One deployment comes to another by way of a proxy
# description: |
#   Pods that pass on what they are asked (an ingress controller, a gateway of a mesh, a proxy, a scraper;
#   known by their images or labels) can be reached by one deployment, and reach the other, where no policy lets the
#   two connect without them. Shown on request where the proxy is in a namespace of the platform
#   (platformNamespaces).
# custom:
#   id: net-transit
#   kind: reach
#   channel: network
#   boundary: [namespace]
#   cap: release
#   severity: low
#   remediation: Let a proxy be reached from outside only, or name its namespace in platformNamespaces.
#   reads: []
#   sources:
#     - own analysis
#   examples:
#     leaks:
#       - note: A proxy that is nobody's
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: proxy, namespace: edge, labels: {app: proxy}}
#             spec: {containers: [{name: p, image: "docker.io/library/haproxy:3.0"}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]}]
#       - note: The platform's ingress controller (information)
#         facts: {platformNamespaces: [edge]}
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: proxy, namespace: edge, labels: {app: proxy}}
#             spec: {containers: [{name: p, image: "registry.k8s.io/ingress-nginx/controller:v1.12.0"}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]}]
#       - note: A web server that its labels call a reverse proxy
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: proxy, namespace: edge, labels: {app.kubernetes.io/component: reverse-proxy}}
#             spec: {containers: [{name: p, image: "docker.io/library/nginx:1.27"}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]}]
#     innocent:
#       - note: Nobody is let out to the proxy
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: proxy, namespace: edge, labels: {app: proxy}}
#             spec: {containers: [{name: p, image: "docker.io/library/haproxy:3.0"}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]}]
#       - note: A proxy beside an application passes on to that one alone
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: queue, namespace: edge, labels: {app: queue}}
#             spec:
#               containers:
#                 - {name: p, image: "docker.io/library/rabbitmq:4"}
#                 - {name: sidecar, image: "docker.io/envoyproxy/envoy:v1.30"}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]}]
#       - note: What stands between passes nothing on
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: queue, namespace: edge, labels: {app: queue}}
#             spec: {containers: [{name: p, image: "docker.io/library/rabbitmq:4"}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               policyTypes: [Ingress]
#               ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]}]
#       - note: No policy at all, which net-unisolated tells
#         remove:
#           - {kind: NetworkPolicy, namespace: shop-prod, name: default-deny}
#           - {kind: NetworkPolicy, namespace: shop-staging, name: default-deny}
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: proxy, namespace: edge, labels: {app: proxy}}
#             spec: {containers: [{name: p, image: "docker.io/library/haproxy:3.0"}]}
package lib.envpolicy.leaks.network.net_transit

import data.lib.envpolicy.network_middles
import data.lib.envpolicy.network_sides

reaches contains fact if {
	some way in network_middles.ways
	not way.platform
	some other in way.to
	fact := _fact(way, other)
}

# Of the platform's proxies one other deployment for all.
reaches contains fact if {
	some way in network_middles.ways
	way.platform
	fact := object.union(_fact(way, min(way.to)), {"severity": "info", "cap": "environment"})
}

_fact(way, other) := {
	"from": way.from,
	"to": other,
	"place": pod.label,
	"witness": [
		network_sides.pod_of[network_middles.before[[way.class, way.from]]].witness,
		pod.witness,
		network_sides.pod_of[network_middles.behind[[way.class, other]]].witness,
	],
	"message": sprintf("%v can be reached from %v, and reaches %v", [pod.label, way.from, other]),
} if {
	pod := network_sides.pod_of[way.class]
}

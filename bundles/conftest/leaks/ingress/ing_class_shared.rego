# METADATA
# title: One ingress controller serves both
# description: |
#   Routes of two deployments of one cluster come in by the same class or the same Gateway: one controller has the TLS
#   keys of both. The usual platform does this; shown on request, since it is tolerated up to namespaces of their own.
# custom:
#   id: ing-class-shared
#   kind: shared
#   channel: ingress
#   boundary: [namespace]
#   cap: namespace
#   severity: info
#   remediation: Give each side an ingress class or a Gateway of its own.
#   reads: []
#   sources:
#     - https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class
#   scanners: []
#   examples:
#     leaks:
#       - note: One class, by name and by the annotation of old
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {ingressClassName: nginx, rules: [{host: shop.example.com}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging, annotations: {kubernetes.io/ingress.class: nginx}}
#             spec: {rules: [{host: staging.example.com}]}
#       - note: One Gateway
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-prod}
#             spec: {parentRefs: [{name: edge, namespace: infra}], hostnames: [shop.example.com]}
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: TLSRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec: {parentRefs: [{name: edge, namespace: infra}], hostnames: [staging.example.com]}
#     innocent:
#       - note: Two classes
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {ingressClassName: public, rules: [{host: shop.example.com}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging}
#             spec: {ingressClassName: internal, rules: [{host: staging.example.com}]}
#       - note: A load balancer for each Ingress
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {ingressClassName: alb, rules: [{host: shop.example.com}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging}
#             spec: {ingressClassName: alb, rules: [{host: staging.example.com}]}
#       - note: The same class in another cluster
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {ingressClassName: nginx, rules: [{host: shop.example.com}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: networking.k8s.io/v1
#                 kind: Ingress
#                 metadata: {name: web, namespace: shop-staging}
#                 spec: {ingressClassName: nginx, rules: [{host: staging.example.com}]}
package lib.envpolicy.leaks.ingress.ing_class_shared

import data.lib.envpolicy.doubts
import data.lib.envpolicy.edge_routes
import data.lib.envpolicy.estate

holds contains fact if {
	some route in edge_routes.all
	not route.door[2] == "mesh"
	some name in route.entry.owners
	fact := object.union(doubts.of(route.missing), {
		"deployment": name,
		"key": [route.entry.cluster, array.slice(route.door, 0, 3)],
		"witness": [estate.witness(route.entry, route.path)],
	})
}

# METADATA
# title: Routes of both answer to the same host and path
# description: |
#   Two deployments have routes (Ingress, routes of the Gateway API, VirtualService, IngressRoute, HTTPProxy,
#   VirtualServer) that come in by the same class, Gateway or controller, whose hosts have one in common, and whose
#   paths are equal or one begins with the other: requests meant for one are answered by the other. ingress-nginx makes
#   one server of everything for a host, annotations included: there the same host is enough. Gateways of Istio on one
#   proxy and port are one door, wherever they stand, for the hosts that they serve. A wildcard covers one
#   label of an Ingress, any number of labels elsewhere; no host is every host. Of routes on a Gateway of one of the two
#   gw-route-attach speaks.
# custom:
#   id: ing-host-overlap
#   kind: shared
#   channel: ingress
#   boundary: [namespace, cluster]
#   cap: release
#   severity: high
#   remediation: Give each deployment hosts of its own.
#   reads: [Ingress.networking.k8s.io, HTTPRoute.gateway.networking.k8s.io]
#   sources:
#     - ingress-nginx, how it works, https://kubernetes.github.io/ingress-nginx/how-it-works/#building-the-nginx-model
#     - Gateway API, HTTPRoute, https://gateway-api.sigs.k8s.io/api-types/httproute/
#   scanners: [gatekeeper uniqueingresshost]
#   examples:
#     leaks:
#       - note: One host, two paths, and ingress-nginx, which merges them
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec:
#               ingressClassName: nginx
#               rules: [{host: shop.example.com, http: {paths: [{path: /a, pathType: Prefix}]}}]
#           - apiVersion: networking.k8s.io/v1beta1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging, annotations: {kubernetes.io/ingress.class: nginx}}
#             spec: {rules: [{host: Shop.example.com, http: {paths: [{path: /b}]}}]}
#       - note: A wildcard, and a path below, in the class that is the default
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: IngressClass
#             metadata: {name: edge, annotations: {ingressclass.kubernetes.io/is-default-class: "true"}}
#             spec: {controller: haproxy.org/ingress-controller}
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {rules: [{host: shop.example.com, http: {paths: [{path: /api/v1, pathType: Exact}]}}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               ingressClassName: edge
#               rules: [{host: "*.example.com", http: {paths: [{path: /api, pathType: Prefix}]}}]
#       - note: The narrower host has the wider path
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec:
#               ingressClassName: traefik
#               rules: [{host: shop.example.com, http: {paths: [{path: /, pathType: Prefix}]}}]
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               ingressClassName: traefik
#               rules: [{http: {paths: [{path: /admin, pathType: Prefix}]}}]
#       - note: Two routes on one Gateway, one without a hostname of its own
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: Gateway
#             metadata: {name: edge, namespace: infra}
#             spec:
#               gatewayClassName: any
#               listeners:
#                 - name: web
#                   port: 443
#                   protocol: HTTPS
#                   hostname: "*.example.com"
#                   allowedRoutes: {namespaces: {from: All}}
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-prod}
#             spec: {parentRefs: [{name: edge, namespace: infra}], hostnames: [shop.example.com], rules: [{}]}
#           - apiVersion: gateway.networking.k8s.io/v1beta1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               parentRefs: [{name: edge, namespace: infra, sectionName: web}]
#               rules: [{matches: [{path: {type: PathPrefix, value: /beta}}]}]
#       - note: Two VirtualServices on one Gateway
#         add:
#           - apiVersion: networking.istio.io/v1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-prod}
#             spec: {hosts: [shop.example.com], gateways: [infra/edge], http: [{route: [{destination: {host: web}}]}]}
#           - apiVersion: networking.istio.io/v1beta1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               hosts: ["*.example.com"]
#               gateways: [infra/edge]
#               http: [{match: [{uri: {prefix: /}}], route: [{destination: {host: web}}]}]
#       - note: Two Gateways of Istio, each in its own namespace, on one proxy
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: gateway, namespace: edge, labels: {istio: ingressgateway, app: gateway}}
#             spec: {containers: [{name: istio-proxy, image: "istio/proxyv2:1.24.0"}]}
#           - apiVersion: networking.istio.io/v1
#             kind: Gateway
#             metadata: {name: web, namespace: shop-prod}
#             spec:
#               selector: {istio: ingressgateway}
#               servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
#           - apiVersion: networking.istio.io/v1
#             kind: Gateway
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               selector: {app: gateway}
#               servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*.example.com"]}]
#           - apiVersion: networking.istio.io/v1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-prod}
#             spec: {hosts: ["shop.example.com"], gateways: [web], http: [{route: [{destination: {host: web}}]}]}
#           - apiVersion: networking.istio.io/v1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-staging}
#             spec: {hosts: ["*"], gateways: [web], http: [{route: [{destination: {host: web}}]}]}
#       - note: Two Gateways that select the same proxies, which are not given
#         add:
#           - apiVersion: networking.istio.io/v1
#             kind: Gateway
#             metadata: {name: web, namespace: shop-prod}
#             spec:
#               selector: {istio: ingressgateway}
#               servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
#           - apiVersion: networking.istio.io/v1
#             kind: Gateway
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               selector: {istio: ingressgateway}
#               servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
#           - apiVersion: networking.istio.io/v1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-prod}
#             spec: {hosts: ["*"], gateways: [web], http: [{route: [{destination: {host: web}}]}]}
#           - apiVersion: networking.istio.io/v1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-staging}
#             spec: {hosts: ["*"], gateways: [web], http: [{route: [{destination: {host: web}}]}]}
#       - note: Two IngressRoutes of Traefik
#         add:
#           - apiVersion: traefik.io/v1alpha1
#             kind: IngressRoute
#             metadata: {name: web, namespace: shop-prod}
#             spec: {routes: [{match: "Host(`shop.example.com`)", services: [{name: web}]}]}
#           - apiVersion: traefik.containo.us/v1alpha1
#             kind: IngressRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec: {routes: [{match: "Host(`shop.example.com`) && PathPrefix(`/beta`)", services: [{name: web}]}]}
#       - note: Whether the class merges is not known
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {ingressClassName: edge, rules: [{host: shop.example.com, http: {paths: [{path: /a}]}}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging}
#             spec: {ingressClassName: edge, rules: [{host: shop.example.com, http: {paths: [{path: /b}]}}]}
#     innocent:
#       - note: One host, two classes
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {ingressClassName: nginx, rules: [{host: shop.example.com}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging}
#             spec: {ingressClassName: nginx-internal, rules: [{host: shop.example.com}]}
#       - note: Other hosts; a wildcard of an Ingress covers one label only
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {ingressClassName: nginx, rules: [{host: a.shop.example.com}, {host: example.com}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging}
#             spec: {ingressClassName: nginx, rules: [{host: "*.example.com"}, {host: staging.example.net}]}
#       - note: Disjoint paths in a class that does not merge
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {ingressClassName: traefik, rules: [{host: shop.example.com, http: {paths: [{path: /a}]}}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging}
#             spec: {ingressClassName: traefik, rules: [{host: shop.example.com, http: {paths: [{path: /ab}]}}]}
#       - note: The Gateway does not admit staging
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: Gateway
#             metadata: {name: edge, namespace: shop-prod}
#             spec: {gatewayClassName: any, listeners: [{name: web, port: 80, protocol: HTTP}]}
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-prod}
#             spec: {parentRefs: [{name: edge}], hostnames: [shop.example.com]}
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec: {parentRefs: [{name: edge, namespace: shop-prod}], hostnames: [shop.example.com]}
#       - note: Staging's route on production's own Gateway, of which another check speaks
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: Gateway
#             metadata: {name: edge, namespace: shop-prod}
#             spec:
#               gatewayClassName: any
#               listeners: [{name: web, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-prod}
#             spec: {parentRefs: [{name: edge}], hostnames: [shop.example]}
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec: {parentRefs: [{name: edge, namespace: shop-prod}], hostnames: [shop.example]}
#       - note: Two Gateways on one proxy serve other hosts, whatever their VirtualServices answer to
#         add:
#           - apiVersion: networking.istio.io/v1
#             kind: Gateway
#             metadata: {name: web, namespace: shop-prod}
#             spec:
#               selector: {istio: ingressgateway}
#               servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["shop.example.com"]}]
#           - apiVersion: networking.istio.io/v1
#             kind: Gateway
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               selector: {istio: ingressgateway}
#               servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["shop.test.example.com"]}]
#           - apiVersion: networking.istio.io/v1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-prod}
#             spec: {hosts: ["*"], gateways: [web], http: [{route: [{destination: {host: web}}]}]}
#           - apiVersion: networking.istio.io/v1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-staging}
#             spec: {hosts: ["*"], gateways: [web], http: [{route: [{destination: {host: web}}]}]}
#       - note: Two Gateways on proxies of their own
#         add:
#           - apiVersion: networking.istio.io/v1
#             kind: Gateway
#             metadata: {name: web, namespace: shop-prod}
#             spec:
#               selector: {istio: ingressgateway}
#               servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
#           - apiVersion: networking.istio.io/v1
#             kind: Gateway
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               selector: {istio: staging-gateway}
#               servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
#           - apiVersion: networking.istio.io/v1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-prod}
#             spec: {hosts: ["*"], gateways: [web], http: [{route: [{destination: {host: web}}]}]}
#           - apiVersion: networking.istio.io/v1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-staging}
#             spec: {hosts: ["*"], gateways: [web], http: [{route: [{destination: {host: web}}]}]}
#       - note: Two Gateways on one proxy, on ports of their own
#         add:
#           - apiVersion: networking.istio.io/v1
#             kind: Gateway
#             metadata: {name: web, namespace: shop-prod}
#             spec:
#               selector: {istio: ingressgateway}
#               servers: [{port: {number: 8080, name: http, protocol: HTTP}, hosts: ["*"]}]
#           - apiVersion: networking.istio.io/v1
#             kind: Gateway
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               selector: {istio: ingressgateway}
#               servers: [{port: {number: 8081, name: http, protocol: HTTP}, hosts: ["*"]}]
#           - apiVersion: networking.istio.io/v1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-prod}
#             spec: {hosts: ["*"], gateways: [web], http: [{route: [{destination: {host: web}}]}]}
#           - apiVersion: networking.istio.io/v1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-staging}
#             spec: {hosts: ["*"], gateways: [web], http: [{route: [{destination: {host: web}}]}]}
#       - note: Equal names of Gateways, each in its own namespace
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-prod}
#             spec: {parentRefs: [{name: edge}], hostnames: [shop.example.com]}
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec: {parentRefs: [{name: edge}], hostnames: [shop.example.com]}
#       - note: The same short name in the mesh is a Service of each namespace
#         add:
#           - apiVersion: networking.istio.io/v1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-prod}
#             spec: {hosts: [web], http: [{route: [{destination: {host: web}}]}]}
#           - apiVersion: networking.istio.io/v1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-staging}
#             spec: {hosts: [web], http: [{route: [{destination: {host: web}}]}]}
#       - note: The same host in another cluster
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
#                 spec: {ingressClassName: nginx, rules: [{host: shop.example.com}]}
package lib.envpolicy.leaks.ingress.ing_host_overlap

import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.gateways
import data.lib.envpolicy.host_overlaps

holds contains fact if {
	some mark in host_overlaps.marks
	some name in (mark.route.entry.owners - _hosts_of_the_door(mark.route))
	fact := object.union(doubts.of(mark.missing), {
		"deployment": name,
		"key": mark.key,
		"side": mark.side,
		"witness": [estate.witness(mark.route.entry, mark.route.path)],
	})
}

# Who has the Gateway that a route comes in by.
_hosts_of_the_door(route) := owners if {
	route.door[0] == "gateway"
	owners := gateways.given[[route.entry.cluster, route.door[1], route.door[2]]].owners
} else := set()

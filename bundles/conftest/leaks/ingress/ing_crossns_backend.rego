# METADATA
# title: A route of one deployment leads into the namespace of another
# description: |
#   A VirtualServer of NGINX names a VirtualServerRoute of another's namespace, or a minion Ingress joins another's
#   master; an IngressRoute of Traefik names a service or middleware of another's namespace while allowCrossNamespace
#   is on (fact controllers.traefik.allowCrossNamespace, or the argument of Traefik; off by default); an HTTPProxy of
#   Contour includes one of another's; a VirtualService of Istio that others see sends requests to a Service of
#   another's, answers for it, delegates to it, or is bound to a Gateway of another's that admits it.
# custom:
#   id: ing-crossns-backend
#   kind: reach
#   channel: ingress
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Let routes lead to what stands in their own namespace, and refuse references across namespaces.
#   reads: [Ingress.networking.k8s.io]
#   sources:
#     - NGINX, cross-namespace configuration,
#       https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/cross-namespace-configuration/
#     - Traefik, allowCrossNamespace, https://doc.traefik.io/traefik/providers/kubernetes-crd/#allowcrossnamespace
#     - Contour, inclusion, https://projectcontour.io/docs/main/config/inclusion-delegation/
#     - Istio, VirtualService, https://istio.io/latest/docs/reference/config/networking/virtual-service/
#   scanners: []
#   examples:
#     leaks:
#       - note: A minion in staging joins production's master
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod, annotations: {nginx.org/mergeable-ingress-type: master}}
#             spec: {ingressClassName: nginx, rules: [{host: shop.example.com}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging, annotations: {nginx.org/mergeable-ingress-type: minion}}
#             spec: {ingressClassName: nginx, rules: [{host: shop.example.com, http: {paths: [{path: /beta}]}}]}
#       - note: A route of production's VirtualServer is staging's
#         add:
#           - apiVersion: k8s.nginx.org/v1
#             kind: VirtualServer
#             metadata: {name: web, namespace: shop-prod}
#             spec: {host: shop.example.com, routes: [{path: /beta, route: shop-staging/beta}]}
#       - note: Traefik follows references across namespaces
#         facts: {controllers: {traefik: {allowCrossNamespace: true}}}
#         add:
#           - apiVersion: traefik.io/v1alpha1
#             kind: IngressRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               routes: [{match: "Host(`a.example.com`)", services: [{name: web, namespace: shop-prod, port: 80}]}]
#       - note: As the argument of Traefik says
#         add:
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: traefik, namespace: traefik}
#             spec:
#               selector: {matchLabels: {a: b}}
#               template:
#                 metadata: {labels: {a: b}}
#                 spec:
#                   containers:
#                     - name: traefik
#                       image: "docker.io/traefik:v3.1"
#                       args: [--providers.kubernetescrd, --providers.kubernetescrd.allowCrossNamespace=true]
#           - apiVersion: traefik.io/v1alpha1
#             kind: IngressRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               routes:
#                 - match: "Host(`staging.example.com`)"
#                   middlewares: [{name: users, namespace: shop-prod}]
#                   services: [{name: web, port: 80}]
#       - note: An HTTPProxy includes another's
#         add:
#           - apiVersion: projectcontour.io/v1
#             kind: HTTPProxy
#             metadata: {name: web, namespace: shop-prod}
#             spec:
#               virtualhost: {fqdn: shop.example.com}
#               includes: [{name: beta, namespace: shop-staging, conditions: [{prefix: /beta}]}]
#       - note: A VirtualService sends requests to production's Service
#         add:
#           - apiVersion: networking.istio.io/v1beta1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               hosts: [staging.example.com]
#               gateways: [infra/edge]
#               http: [{route: [{destination: {host: web.shop-prod.svc.cluster.local}}]}]
#       - note: A VirtualService is bound to production's Gateway
#         add:
#           - apiVersion: networking.istio.io/v1
#             kind: Gateway
#             metadata: {name: edge, namespace: shop-prod}
#             spec: {servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*.example.com"]}]}
#           - apiVersion: networking.istio.io/v1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-staging}
#             spec: {hosts: [a.example.com], gateways: [shop-prod/edge], http: [{route: [{destination: {host: web}}]}]}
#     innocent:
#       - note: Traefik refuses it by default
#         add:
#           - apiVersion: traefik.io/v1alpha1
#             kind: IngressRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               routes: [{match: "Host(`a.example.com`)", services: [{name: web, namespace: shop-prod, port: 80}]}]
#       - note: All that they name is their own
#         facts: {controllers: {traefik: {allowCrossNamespace: true}}}
#         add:
#           - apiVersion: traefik.io/v1alpha1
#             kind: IngressRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec: {routes: [{match: "Host(`a.example.com`)", services: [{name: web, namespace: shop-staging}]}]}
#           - apiVersion: k8s.nginx.org/v1
#             kind: VirtualServer
#             metadata: {name: web, namespace: shop-prod}
#             spec: {host: shop.example.com, routes: [{path: /a, route: beta}, {path: /b, route: shop-prod/beta}]}
#           - apiVersion: projectcontour.io/v1
#             kind: HTTPProxy
#             metadata: {name: web, namespace: shop-prod}
#             spec: {virtualhost: {fqdn: shop.example.com}, includes: [{name: beta}]}
#           - apiVersion: networking.istio.io/v1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-staging}
#             spec: {hosts: [web], http: [{route: [{destination: {host: web.shop-staging.svc.cluster.local}}]}]}
#       - note: Nobody else sees the VirtualService
#         add:
#           - apiVersion: networking.istio.io/v1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               hosts: [staging.example.com]
#               gateways: [infra/edge]
#               exportTo: ["."]
#               http: [{route: [{destination: {host: web.shop-prod.svc.cluster.local}}]}]
#       - note: The Gateway admits its own namespace only
#         add:
#           - apiVersion: networking.istio.io/v1
#             kind: Gateway
#             metadata: {name: edge, namespace: shop-prod}
#             spec: {servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["./*.example.com"]}]}
#           - apiVersion: networking.istio.io/v1
#             kind: VirtualService
#             metadata: {name: web, namespace: shop-staging}
#             spec: {hosts: [a.example.com], gateways: [shop-prod/edge], http: [{route: [{destination: {host: web}}]}]}
#       - note: Master and minion have other hosts
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod, annotations: {nginx.org/mergeable-ingress-type: master}}
#             spec: {ingressClassName: nginx, rules: [{host: shop.example.com}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging, annotations: {nginx.org/mergeable-ingress-type: minion}}
#             spec: {ingressClassName: nginx, rules: [{host: staging.example.com, http: {paths: [{path: /beta}]}}]}
package lib.envpolicy.leaks.ingress.ing_crossns_backend

import data.lib.envpolicy.backend_references
import data.lib.envpolicy.estate

reaches contains fact if {
	some reference in backend_references.all
	some name in reference.entry.owners
	some other in reference.others
	other != name
	fact := {
		"from": name,
		"to": other,
		"place": sprintf("%v %v/%v of %v", [
			split(reference.entry.kind, ".")[0],
			reference.entry.namespace,
			reference.entry.name,
			reference.entry.cluster,
		]),
		"witness": [estate.witness(reference.entry, reference.path)],
		"message": sprintf("%v/%v leads to %v", [reference.entry.namespace, reference.entry.name, reference.target]),
	}
}

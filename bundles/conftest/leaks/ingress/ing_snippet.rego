# METADATA
# title: An Ingress puts directives into the configuration of the shared ingress-nginx
# description: |
#   A deployment's Ingress carries a snippet annotation, and ingress-nginx heeds it: snippets are allowed, and the risk
#   level accepts critical annotations (before 1.12 it always did). Whoever writes it reads the token of the controller,
#   and with it every Secret of the cluster. Set by the facts controllers.ingressNginx (version, allowSnippets,
#   riskLevel), or seen in the controller's ConfigMap and image; snippets are not allowed by default since 1.9.
# custom:
#   id: ing-snippet
#   kind: reach
#   channel: ingress
#   boundary: [namespace]
#   cap: release
#   severity: critical
#   remediation: Set allow-snippet-annotations to false, and replace the snippet by annotations of lower risk.
#   reads: [Ingress.networking.k8s.io]
#   sources:
#     - CVE-2021-25742, https://github.com/kubernetes/ingress-nginx/issues/7837
#     - ingress-nginx, annotations and their risk,
#       https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations-risk/
#   scanners: [kubescape C-0059, checkov CKV_K8S_152, trivy insecure_ingress_nginx]
#   examples:
#     leaks:
#       - note: Snippets are allowed, and critical risk is accepted
#         facts: {controllers: {ingressNginx: {version: 1.12.1, allowSnippets: true, riskLevel: Critical}}}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations: {nginx.ingress.kubernetes.io/configuration-snippet: "more_set_headers 'x: y';"}
#             spec: {ingressClassName: nginx, rules: [{host: staging.example.com}]}
#       - note: Before 1.12 allowing was enough
#         facts: {controllers: {ingressNginx: {version: v1.11.5, allowSnippets: true}}}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations: {nginx.ingress.kubernetes.io/server-snippet: "return 200;"}
#             spec: {rules: [{host: staging.example.com}]}
#       - note: As the controller's own ConfigMap and image say
#         facts: {platformNamespaces: [ingress-nginx]}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
#             data: {allow-snippet-annotations: "true"}
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
#             spec:
#               selector: {matchLabels: {a: b}}
#               template:
#                 metadata: {labels: {a: b}}
#                 spec:
#                   containers: [{name: controller, image: "registry.k8s.io/ingress-nginx/controller:v1.10.1@sha256:e"}]
#           - apiVersion: networking.k8s.io/v1beta1
#             kind: Ingress
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations:
#                 kubernetes.io/ingress.class: nginx
#                 nginx.ingress.kubernetes.io/auth-snippet: "proxy_set_header a b;"
#             spec: {rules: [{host: staging.example.com}]}
#       - note: Nobody knows the version
#         facts: {controllers: {ingressNginx: {allowSnippets: true}}}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations: {nginx.ingress.kubernetes.io/configuration-snippet: "more_set_headers 'x: y';"}
#             spec: {ingressClassName: nginx}
#     innocent:
#       - note: Snippets are not allowed by default
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations: {nginx.ingress.kubernetes.io/configuration-snippet: "more_set_headers 'x: y';"}
#             spec: {ingressClassName: nginx}
#       - note: Allowed, but since 1.12 the default risk level refuses them
#         facts: {controllers: {ingressNginx: {version: 1.12.0, allowSnippets: true}}}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations: {nginx.ingress.kubernetes.io/configuration-snippet: "more_set_headers 'x: y';"}
#             spec: {ingressClassName: nginx}
#       - note: The annotation stands on an Ingress of another controller
#         facts: {controllers: {ingressNginx: {version: 1.11.5, allowSnippets: true}}}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations: {nginx.ingress.kubernetes.io/configuration-snippet: "more_set_headers 'x: y';"}
#             spec: {ingressClassName: traefik}
#       - note: Allowed, and nobody uses one
#         facts: {controllers: {ingressNginx: {version: 1.11.5, allowSnippets: true}}}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations: {nginx.ingress.kubernetes.io/rewrite-target: /}
#             spec: {ingressClassName: nginx}
package lib.envpolicy.leaks.ingress.ing_snippet

import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.ingress_classes
import data.lib.envpolicy.ingress_nginx
import data.lib.envpolicy.placement

_snippets := ["configuration-snippet", "server-snippet", "stream-snippet", "auth-snippet", "modsecurity-snippet"]

reaches contains fact if {
	some entry in estate.all("Ingress.networking.k8s.io")
	some snippet in _snippets
	ingress_nginx.annotation(entry, snippet) != ""
	not ingress_classes.controller(entry) in {"alb", "gce", "other"}
	ingress_nginx.allows_snippets(entry.cluster)
	missing := _missing(entry.cluster, ingress_nginx.heeds_critical(entry.cluster))
	some name in entry.owners
	some other in placement.tenants[entry.cluster]
	other != name
	fact := object.union(doubts.of(missing), {
		"from": name,
		"to": other,
		"place": sprintf("Ingress %v/%v of %v", [entry.namespace, entry.name, entry.cluster]),
		"witness": [estate.witness(entry, ingress_nginx.path(snippet))],
		"message": sprintf("%v of %v/%v runs in the controller", [snippet, entry.namespace, entry.name]),
	})
}

_missing(_, true) := set()

_missing(cluster, null) := {sprintf("controllers.ingressNginx.version of %v", [cluster])}

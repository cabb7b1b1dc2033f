# METADATA
# title: Cookies of one deployment are sent to another
# description: |
#   A deployment sets cookies for a whole domain (session-cookie-domain or proxy-cookie-domain of ingress-nginx, or a
#   setting that is called the domain of its cookies), and a host of the other lies below it: the browser sends the
#   cookies there as well. Shown on request.
# custom:
#   id: cookie-parent-domain
#   kind: shared
#   channel: ingress
#   boundary: [namespace, cluster, environment]
#   cap: environment
#   severity: info
#   remediation: Set cookies for the host alone, or give each stage a domain of its own.
#   reads: []
#   sources:
#     - https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Cookies#define_where_cookies_are_sent
#   scanners: []
#   examples:
#     leaks:
#       - note: A session of production for all of example.com
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata:
#               name: web
#               namespace: shop-prod
#               annotations: {nginx.ingress.kubernetes.io/session-cookie-domain: .example.com}
#             spec: {ingressClassName: nginx, rules: [{host: shop.example.com}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging}
#             spec: {ingressClassName: nginx, rules: [{host: staging.example.com}]}
#       - note: A setting of a container, and a route
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-prod}
#             spec:
#               containers:
#                 - {name: web, image: "registry.example/web:1", env: [{name: COOKIE_DOMAIN, value: .shop.example.com}]}
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec: {parentRefs: [{name: edge, namespace: infra}], hostnames: [staging.shop.example.com]}
#     innocent:
#       - note: The domain of the cookies is production's own
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata:
#               name: web
#               namespace: shop-prod
#               annotations: {nginx.ingress.kubernetes.io/session-cookie-domain: shop.example.com}
#             spec: {ingressClassName: nginx, rules: [{host: shop.example.com}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging}
#             spec: {ingressClassName: nginx, rules: [{host: staging.example.com}]}
#       - note: Hosts of one domain, and nobody sets cookies for it
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {ingressClassName: nginx, rules: [{host: shop.example.com}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging}
#             spec: {ingressClassName: nginx, rules: [{host: staging.example.com}]}
package lib.envpolicy.leaks.ingress.cookie_parent_domain

import data.lib.envpolicy.estate
import data.lib.envpolicy.front_doors
import data.lib.envpolicy.hosts
import data.lib.envpolicy.ingress_nginx
import data.lib.envpolicy.settings

_cookie_domains contains {"domain": domain, "owners": entry.owners, "witness": witness} if {
	some entry in estate.all("Ingress.networking.k8s.io")
	some annotation in ["session-cookie-domain", "proxy-cookie-domain"]
	words := regex.split(`\s+`, trim_space(ingress_nginx.annotation(entry, annotation)))
	domain := trim_prefix(lower(words[count(words) - 1]), ".")
	contains(domain, ".")
	witness := estate.witness(entry, ingress_nginx.path(annotation))
}

_cookie_domains contains {"domain": domain, "owners": group.owners, "witness": setting.witness} if {
	some group in settings.groups
	some setting in group.settings
	regex.match(`(?i)cookie.*domain`, setting.name)
	some host in setting.view.hosts
	domain := trim_prefix(host, ".")
}

_domains := {found.domain | some found in _cookie_domains}

holds contains fact if {
	some found in _cookie_domains
	some name in found.owners
	fact := {"deployment": name, "key": found.domain, "side": "uses", "witness": [found.witness]}
}

holds contains fact if {
	some door in front_doors.all
	some domain in hosts.parents(door.host)
	domain in _domains
	some name in door.entry.owners
	fact := {
		"deployment": name,
		"key": domain,
		"side": "offers",
		"witness": [estate.witness(door.entry, door.path)],
	}
}

# METADATA
# title: Another deployment's routes may attach to a Gateway
# description: |
#   A listener of a deployment's Gateway admits routes of another's namespace: from all namespaces, or by a selector
#   that matches it (by default, those of its own namespace only). Tolerated up to namespaces of their own, and told
#   when asked for. Where a route of the other is attached there, and its hostnames have one in common with the routes
#   of the Gateway's owner, or take the whole of the listener's own, it can answer for the owner: cap release.
# custom:
#   id: gw-route-attach
#   kind: reach
#   channel: ingress
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Admit routes of the same namespace only, or name in a selector the namespaces that are meant.
#   patch: same-namespace-routes
#   reads: [Gateway.gateway.networking.k8s.io, HTTPRoute.gateway.networking.k8s.io]
#   sources:
#     - Gateway API, route attachment, https://gateway-api.sigs.k8s.io/concepts/security-model/
#   scanners: []
#   examples:
#     leaks:
#       - note: All namespaces are admitted, and staging's route takes production's hostname, at another path
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
#             spec:
#               parentRefs: [{name: edge}]
#               hostnames: [shop.example.com]
#               rules: [{matches: [{path: {value: /shop}}]}]
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               parentRefs: [{name: edge, namespace: shop-prod}]
#               hostnames: ["*.example.com"]
#               rules: [{matches: [{path: {value: /beta}}]}]
#       - note: A selector matches staging, whose route takes the listener's hostname
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: Gateway
#             metadata: {name: edge, namespace: shop-prod}
#             spec:
#               gatewayClassName: any
#               listeners:
#                 - name: web
#                   port: 80
#                   protocol: HTTP
#                   hostname: shop.example.com
#                   allowedRoutes:
#                     namespaces:
#                       from: Selector
#                       selector:
#                         matchExpressions:
#                           - {key: kubernetes.io/metadata.name, operator: In, values: [shop-prod, shop-staging]}
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec: {parentRefs: [{name: edge, namespace: shop-prod}]}
#       - note: Staging is admitted, no more
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: Gateway
#             metadata: {name: edge, namespace: shop-prod}
#             spec:
#               gatewayClassName: any
#               listeners: [{name: web, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]
#     innocent:
#       - note: By default routes of the same namespace only are admitted
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: Gateway
#             metadata: {name: edge, namespace: shop-prod}
#             spec: {gatewayClassName: any, listeners: [{name: web, port: 80, protocol: HTTP}]}
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec: {parentRefs: [{name: edge, namespace: shop-prod}], hostnames: [shop.example.com]}
#       - note: The selector misses staging by a label
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: Gateway
#             metadata: {name: edge, namespace: shop-prod}
#             spec:
#               gatewayClassName: any
#               listeners:
#                 - name: web
#                   port: 80
#                   protocol: HTTP
#                   allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {edge: shop}}}}
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: HTTPRoute
#             metadata: {name: web, namespace: shop-staging}
#             spec: {parentRefs: [{name: edge, namespace: shop-prod}], hostnames: [shop.example.com]}
#       - note: The Gateway is the platform's
#         facts: {platformNamespaces: [edge]}
#         add:
#           - apiVersion: gateway.networking.k8s.io/v1
#             kind: Gateway
#             metadata: {name: edge, namespace: edge}
#             spec:
#               gatewayClassName: any
#               listeners: [{name: web, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]
package lib.envpolicy.leaks.ingress.gw_route_attach

import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.gateways
import data.lib.envpolicy.hosts
import data.lib.envpolicy.placement

_owned := {where: gateway | some where, gateway in gateways.given; count(gateway.owners) > 0}

# Whoever may attach.
reaches contains fact if {
	some where, gateway in _owned
	some listener in gateways.listeners(gateway)
	listener.from in {"All", "Selector"}
	some name in placement.tenants[gateway.cluster]
	not name in gateway.owners
	namespace := placement.places[name].namespace
	admitted := gateways.admits(gateway, listener, namespace)
	admitted != false
	some owner in gateway.owners
	fact := object.union(doubts.of(_missing(admitted, namespace, gateway.cluster)), {
		"from": name,
		"to": owner,
		"place": sprintf("listener %v of %v", [listener.name, _place(where)]),
		"cap": "namespace",
		"severity": "low",
		"witness": [estate.witness(gateway, listener.path)],
		"message": sprintf("listener %v admits routes of %v", [listener.name, namespace]),
	})
}

# Whoever is attached, and takes a hostname of the owner.
reaches contains fact if {
	some attachment in gateways.attachments
	gateway := _owned[attachment.gateway]
	entry := attachment.route.entry
	some own in attachment.own
	_takes(attachment, own.host)
	some name in (entry.owners - gateway.owners)
	some owner in gateway.owners
	fact := object.union(doubts.of(attachment.missing), {
		"from": name,
		"to": owner,
		"place": _place(attachment.gateway),
		"witness": [
			estate.witness(gateway, ["spec", "listeners"]),
			estate.witness(entry, attachment.path),
			estate.witness(entry, own.path),
		],
		"message": sprintf("%v %v/%v is attached with a hostname of the Gateway's owner", [
			attachment.route.kind,
			entry.namespace,
			entry.name,
		]),
	})
}

_missing(true, _, _) := set()

_missing(null, namespace, cluster) := {sprintf("labels of Namespace %v of %v", [namespace, cluster])}

_taken[where] contains host if {
	some attachment in gateways.attachments
	where := attachment.gateway
	gateway := _owned[where]
	count(attachment.route.entry.owners & gateway.owners) > 0
	some own in attachment.own
	host := own.host
}

_owners_hosts := {where: found | some where, found in _taken}

_takes(attachment, host) if {
	some taken in object.get(_owners_hosts, [attachment.gateway], set())
	hosts.overlap(host, taken, "any")
}

_takes(attachment, host) if {
	some listener in gateways.listeners(gateways.given[attachment.gateway])
	listener.name == attachment.listener
	listener.host == host
}

_place(where) := sprintf("Gateway %v/%v of %v", [where[1], where[2], where[0]])

# METADATA
# title: An Ingress annotation names a Secret, ConfigMap or Service of another deployment
# description: |
#   An annotation for ingress-nginx on a deployment's Ingress names a Secret or ConfigMap in the namespace of another
#   (auth-secret, auth-tls-secret, proxy-ssl-secret, auth-proxy-set-headers, custom-headers, fastcgi-params-configmap),
#   and allow-cross-namespace-resources is on: by the fact controllers.ingressNginx.allowCrossNamespace, by the
#   controller's ConfigMap, or by the default before 1.12. Or auth-url or mirror-target sends requests to a Service of
#   another, which no setting forbids.
# custom:
#   id: ing-crossns-annotation
#   kind: reach
#   channel: ingress
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Keep what an annotation names in the Ingress's own namespace, and refuse what is not.
#   reads: [Ingress.networking.k8s.io]
#   sources:
#     - ingress-nginx, ConfigMap,
#       https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/
#   scanners: []
#   examples:
#     leaks:
#       - note: Staging is guarded by production's users
#         facts: {controllers: {ingressNginx: {allowCrossNamespace: true}}}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations:
#                 nginx.ingress.kubernetes.io/auth-type: basic
#                 nginx.ingress.kubernetes.io/auth-secret: shop-prod/users
#             spec: {ingressClassName: nginx, rules: [{host: staging.example.com}]}
#       - note: It was on by default before 1.12
#         facts: {controllers: {ingressNginx: {version: 1.11.3}}}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations: {nginx.ingress.kubernetes.io/auth-proxy-set-headers: shop-prod/headers}
#             spec: {rules: [{host: staging.example.com}]}
#       - note: Requests to staging are let in by production's Service
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations:
#                 nginx.ingress.kubernetes.io/auth-url: "http://auth.shop-prod.svc.cluster.local:8080/check"
#             spec: {ingressClassName: nginx, rules: [{host: staging.example.com}]}
#     innocent:
#       - note: References across namespaces are refused, which is the default
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations: {nginx.ingress.kubernetes.io/auth-tls-secret: shop-prod/ca}
#             spec: {ingressClassName: nginx, rules: [{host: staging.example.com}]}
#       - note: The Secret and the Service are its own, the other host is outside
#         facts: {controllers: {ingressNginx: {allowCrossNamespace: true}}}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations:
#                 nginx.ingress.kubernetes.io/auth-secret: shop-staging/users
#                 nginx.ingress.kubernetes.io/proxy-ssl-secret: ca
#                 nginx.ingress.kubernetes.io/auth-url: "http://auth.shop-staging.svc.cluster.local/check"
#                 nginx.ingress.kubernetes.io/auth-signin: "https://login.example.com/start?to=auth.shop-prod.svc"
#             spec: {ingressClassName: nginx, rules: [{host: staging.example.com}]}
#       - note: Another controller does not read the annotation
#         facts: {controllers: {ingressNginx: {allowCrossNamespace: true}}}
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata:
#               name: web
#               namespace: shop-staging
#               annotations: {nginx.ingress.kubernetes.io/auth-secret: shop-prod/users}
#             spec: {ingressClassName: haproxy, rules: [{host: staging.example.com}]}
package lib.envpolicy.leaks.ingress.ing_crossns_annotation

import data.lib.envpolicy.estate
import data.lib.envpolicy.ingress_classes
import data.lib.envpolicy.ingress_nginx
import data.lib.envpolicy.placement
import data.lib.envpolicy.references
import data.lib.envpolicy.service_names

_objects := {
	"auth-secret": "Secret",
	"auth-tls-secret": "Secret",
	"proxy-ssl-secret": "Secret",
	"auth-proxy-set-headers": "ConfigMap",
	"custom-headers": "ConfigMap",
	"fastcgi-params-configmap": "ConfigMap",
}

_requests := ["auth-url", "mirror-target"]

_ours contains entry if {
	some entry in estate.all("Ingress.networking.k8s.io")
	count(entry.owners) > 0
	not ingress_classes.controller(entry) in {"alb", "gce", "other"}
}

# `{"entry", "annotation", "namespace", "others"}` for each annotation that leads into another namespace.
_crossings contains crossing if {
	some entry in _ours
	some annotation, kind in _objects
	parts := split(ingress_nginx.annotation(entry, annotation), "/")
	count(parts) == 2
	ingress_nginx.allows_crossing(entry.cluster)
	others := _holders(kind, entry.cluster, parts)
	crossing := {"entry": entry, "annotation": annotation, "namespace": parts[0], "others": others}
}

_crossings contains crossing if {
	some entry in _ours
	some annotation in _requests
	found := regex.find_all_string_submatch_n(_host, ingress_nginx.annotation(entry, annotation), 1)
	count(found) == 1
	service := service_names.named(entry.cluster, entry.namespace, found[0][1])
	others := service_names.owners(entry.cluster, service)
	crossing := {"entry": entry, "annotation": annotation, "namespace": service.namespace, "others": others}
}

_host := `^(?:[a-z]+://)?(?:[^@/]*@)?([^:/$]+)`

_holders(kind, cluster, parts) := owners if {
	owners := {name |
		some entry in object.get(references.objects, [[kind, cluster, parts[0], parts[1]]], [])
		some name in entry.owners
	}
	count(owners) > 0
} else := object.get(placement.residents, [[cluster, parts[0]]], set())

reaches contains fact if {
	some crossing in _crossings
	entry := crossing.entry
	crossing.namespace != entry.namespace
	some name in entry.owners
	some other in crossing.others
	other != name
	fact := {
		"from": name,
		"to": other,
		"place": sprintf("Ingress %v/%v of %v", [entry.namespace, entry.name, entry.cluster]),
		"witness": [estate.witness(entry, ingress_nginx.path(crossing.annotation))],
		"message": sprintf("%v of %v/%v leads to namespace %v", [
			crossing.annotation,
			entry.namespace,
			entry.name,
			crossing.namespace,
		]),
	}
}

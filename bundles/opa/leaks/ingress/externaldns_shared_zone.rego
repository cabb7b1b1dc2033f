# METADATA
# title: Names of both Environments are kept by one identity
# description: |
#   external-dns publishes the host names of deployments of two Environments, and either its instances have one
#   txt-owner-id and zones that overlap (by domain-filter, or by the names themselves where there is no filter), so that
#   each takes the other's records for its own; or they work with the same credential or cloud identity, which writes
#   the zone of both. One instance for a cluster is as it should be.
# custom:
#   id: externaldns-shared-zone
#   kind: shared
#   channel: ingress
#   boundary: [environment]
#   cap: cluster
#   severity: medium
#   remediation: Give each Environment a zone, an identity that writes only this zone, and a txt-owner-id of its own.
#   reads: []
#   sources:
#     - external-dns, TXT registry, https://kubernetes-sigs.github.io/external-dns/latest/docs/registry/txt/
#   scanners: []
#   examples:
#     leaks:
#       - note: Both keep example.com as the owner that nobody named
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add: &one
#           - &dns
#             apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: external-dns, namespace: external-dns}
#             spec:
#               selector: {matchLabels: {a: b}}
#               template:
#                 metadata: {labels: {a: b}}
#                 spec:
#                   containers:
#                     - name: external-dns
#                       image: registry.k8s.io/external-dns/external-dns:v0.15.0
#                       args: [--source=ingress, --provider=aws]
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {rules: [{host: shop.example.com}]}
#         clusters:
#           test/test-wc:
#             add:
#               - *dns
#               - apiVersion: networking.k8s.io/v1
#                 kind: Ingress
#                 metadata: {name: web, namespace: shop-staging}
#                 spec: {rules: [{host: staging.example.com}]}
#       - note: One owner, and a filter within the other's
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: external-dns, namespace: external-dns}
#             spec:
#               selector: {matchLabels: {a: b}}
#               template:
#                 metadata: {labels: {a: b}}
#                 spec:
#                   containers:
#                     - name: external-dns
#                       image: registry.k8s.io/external-dns/external-dns:v0.15.0
#                       args: [--txt-owner-id=shop, --domain-filter=example.com]
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {rules: [{host: shop.example.com}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: apps/v1
#                 kind: Deployment
#                 metadata: {name: external-dns, namespace: external-dns}
#                 spec:
#                   selector: {matchLabels: {a: b}}
#                   template:
#                     metadata: {labels: {a: b}}
#                     spec:
#                       containers:
#                         - name: external-dns
#                           image: docker.io/bitnami/external-dns:0.15.0
#                           args: [--txt-owner-id, shop, --domain-filter, test.example.com]
#               - apiVersion: networking.k8s.io/v1
#                 kind: Ingress
#                 metadata: {name: web, namespace: shop-staging}
#                 spec: {rules: [{host: shop.test.example.com}]}
#       - note: One token, two owners
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - &token
#             apiVersion: v1
#             kind: Secret
#             metadata: {name: cloudflare, namespace: external-dns}
#             stringData: {token: aB3dE5fG7hI9jK1lM3nO5pQ7}
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: external-dns, namespace: external-dns}
#             spec:
#               selector: {matchLabels: {a: b}}
#               template:
#                 metadata: {labels: {a: b}}
#                 spec:
#                   containers:
#                     - name: external-dns
#                       image: registry.k8s.io/external-dns/external-dns:v0.15.0
#                       args: [--txt-owner-id=prod]
#                       env: [{name: CF_API_TOKEN, valueFrom: {secretKeyRef: {name: cloudflare, key: token}}}]
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {rules: [{host: shop.example.com}]}
#         clusters:
#           test/test-wc:
#             add:
#               - *token
#               - apiVersion: apps/v1
#                 kind: Deployment
#                 metadata: {name: external-dns, namespace: external-dns}
#                 spec:
#                   selector: {matchLabels: {a: b}}
#                   template:
#                     metadata: {labels: {a: b}}
#                     spec:
#                       containers:
#                         - name: external-dns
#                           image: registry.k8s.io/external-dns/external-dns:v0.15.0
#                           args: [--txt-owner-id=test]
#                           env: [{name: CF_API_TOKEN, valueFrom: {secretKeyRef: {name: cloudflare, key: token}}}]
#               - apiVersion: networking.k8s.io/v1
#                 kind: Ingress
#                 metadata: {name: web, namespace: shop-staging}
#                 spec: {rules: [{host: staging.example.net}]}
#     innocent:
#       - note: One zone, and two owners
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: external-dns, namespace: external-dns}
#             spec:
#               selector: {matchLabels: {a: b}}
#               template:
#                 metadata: {labels: {a: b}}
#                 spec:
#                   containers:
#                     - name: external-dns
#                       image: registry.k8s.io/external-dns/external-dns:v0.15.0
#                       args: [--txt-owner-id=prod, --domain-filter=example.com]
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {rules: [{host: shop.example.com}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: apps/v1
#                 kind: Deployment
#                 metadata: {name: external-dns, namespace: external-dns}
#                 spec:
#                   selector: {matchLabels: {a: b}}
#                   template:
#                     metadata: {labels: {a: b}}
#                     spec:
#                       containers:
#                         - name: external-dns
#                           image: registry.k8s.io/external-dns/external-dns:v0.15.0
#                           args: [--txt-owner-id=test, --domain-filter=example.com]
#               - apiVersion: networking.k8s.io/v1
#                 kind: Ingress
#                 metadata: {name: web, namespace: shop-staging}
#                 spec: {rules: [{host: staging.example.com}]}
#       - note: One owner, and zones apart
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - &filtered
#             apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: external-dns, namespace: external-dns}
#             spec:
#               selector: {matchLabels: {a: b}}
#               template:
#                 metadata: {labels: {a: b}}
#                 spec:
#                   containers:
#                     - name: external-dns
#                       image: registry.k8s.io/external-dns/external-dns:v0.15.0
#                       args: [--txt-owner-id=shop]
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {rules: [{host: shop.example.com}]}
#         clusters:
#           test/test-wc:
#             add:
#               - *filtered
#               - apiVersion: networking.k8s.io/v1
#                 kind: Ingress
#                 metadata: {name: web, namespace: shop-staging}
#                 spec: {rules: [{host: shop.example.net}]}
package lib.envpolicy.leaks.ingress.externaldns_shared_zone

import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.external_dns
import data.lib.envpolicy.hosts
import data.lib.envpolicy.placement

holds contains fact if {
	some service in external_dns.served
	instance := external_dns.instances[service.instance]
	fact := object.union(doubts.of(instance.missing), {
		"deployment": service.deployment,
		"covered": placement.places[service.deployment].environment,
		"key": ["zone", instance.owner, service.zone],
		"side": "uses",
		"witness": _witness(instance, service),
	})
}

holds contains fact if {
	some service in external_dns.served
	instance := external_dns.instances[service.instance]
	some zone in hosts.parents(service.zone)
	fact := object.union(doubts.of(instance.missing), {
		"deployment": service.deployment,
		"covered": placement.places[service.deployment].environment,
		"key": ["zone", instance.owner, zone],
		"side": "offers",
		"witness": _witness(instance, service),
	})
}

# Of what a deployment runs for itself, the checks of its own Secrets and accounts speak.
holds contains fact if {
	some service in external_dns.served
	instance := external_dns.instances[service.instance]
	count(instance.workload.owners) == 0
	some right in external_dns.rights[service.instance]
	fact := object.union(doubts.of(instance.missing), {
		"deployment": service.deployment,
		"covered": placement.places[service.deployment].environment,
		"key": ["right", right.key],
		"witness": [right.witness, service.witness],
	})
}

_witness(instance, service) := [
	estate.witness(instance.workload.entry, instance.path),
	service.witness,
]

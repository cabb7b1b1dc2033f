# METADATA
# title: Settings of one deployment name a Service of another
# description: |
#   A host name (or an address) in variables, arguments, ConfigMaps, Secrets or a ServiceEntry leads to a Service of
#   another deployment, or to a host that its Ingress answers to. In one cluster a leak where pods of the one may
#   connect to pods of the other; else it is told, no more. Another cluster's front door is a leak up to the level
#   of namespaces. Names of databases, brokers and indices are told by the checks of these, aliases by theirs.
# custom:
#   id: dns-crossref
#   kind: reach
#   channel: ingress
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: high
#   remediation: Name a server of the deployment's own stage.
#   reads: [ConfigMap, Secret, Service]
#   sources:
#     - DNS for Services and Pods, https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
#     - own analysis
#   scanners: []
#   examples:
#     leaks:
#       - note: A URL in a ConfigMap, and a way for the pods
#         add:
#           - &out
#             apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-prod}}}]}]
#           - &in
#             apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: in, namespace: shop-prod}
#             spec:
#               podSelector: {}
#               ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}}]}]
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {API_URL: "http://web.shop-prod.svc.cluster.local/v1"}
#       - note: Two labels, the pod of a headless Service, in a longer text
#         add:
#           - *out
#           - *in
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {nginx.conf: "upstream api {\n  server web-0.web.shop-prod.svc.cluster.local:80;\n}\n"}
#       - note: An argument names the Service's address
#         add:
#           - *out
#           - *in
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: api, namespace: shop-prod}
#             spec: {clusterIP: 10.96.0.7, selector: {app: web}, ports: [{port: 80}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-staging}
#             spec: {containers: [{name: main, image: main, args: ["--upstream=10.96.0.7:80"]}]}
#       - note: The front door in another Environment
#         deployments: &apart
#           shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}
#         add:
#           - &door
#             apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {rules: [{host: shop.example.com}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: web, namespace: shop-staging}
#                 stringData: {API_URL: "https://shop.example.com/v1"}
#       - note: A key of a Secret of which the pods read another
#         add:
#           - *out
#           - *in
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: api, namespace: shop-staging}
#             stringData: {token: 8f4e2c0a-11d7-4b7e-9a53-2f1f0c6ad1b2, upstream: "http://web.shop-prod.svc"}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-staging}
#             spec:
#               containers:
#                 - name: main
#                   image: main
#                   env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: api, key: token}}}]
#     innocent:
#       - note: A short name is its own namespace's
#         add:
#           - *out
#           - *in
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {API_URL: "http://web/v1", OTHER_URL: "http://web.shop-staging/v1"}
#       - note: A cluster-local name in another cluster
#         deployments: *apart
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: web, namespace: shop-staging}
#                 data: {API_URL: "http://web.shop-prod.svc.cluster.local/v1"}
#       - note: A longer name with the other's host in it, and one host within a sentence
#         deployments: *apart
#         add: [*door]
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: web, namespace: shop-staging}
#                 data:
#                   API_URL: "https://staging.shop.example.com/v1"
#                   README: "Unlike shop.example.com this is for tests\nand nobody else.\n"
#       - note: A kubeconfig, of which cred-kubeconfig-secret speaks
#         deployments: *apart
#         facts: {apiServer: "https://api.prod.example:6443"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: prod, namespace: shop-staging}
#                 stringData: {kubeconfig: "server: https://api.prod.example:6443"}
#       - note: No such Service
#         add:
#           - *out
#           - *in
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {API_URL: "http://api.shop-prod.svc.cluster.local/v1"}
package lib.envpolicy.leaks.ingress.dns_crossref

import data.lib.envpolicy.crossings
import data.lib.envpolicy.destinations
import data.lib.envpolicy.doubts
import data.lib.envpolicy.mentions
import data.lib.envpolicy.placement

# Many name one host.
_named := {[mention.cluster, mention.namespace, mention.host] | some mention in mentions.all}

_inside := {where: found |
	some where in _named
	found := destinations.inside(where[0], where[1], where[2])
	count(found) > 0
}

_across := {where: found |
	some where in _named
	found := destinations.across(where[0], where[1], where[2])
	count(found) > 0
}

# In the cluster: as much as the network lets it.
reaches contains fact if {
	some mention in mentions.all
	some found in _inside[[mention.cluster, mention.namespace, mention.host]]
	some from in mention.owners
	not found.to in mention.owners
	placement.places[from].namespace != placement.places[found.to].namespace
	fact := object.union(crossings.weight(from, found.to, found.missing), _fact(mention, found, from))
}

# In other clusters: what is reached from everywhere. A mesh's own entries are told by net-crosscluster-endpoint.
reaches contains fact if {
	some mention in mentions.all
	not mention.mesh
	some found in _across[[mention.cluster, mention.namespace, mention.host]]
	some from in mention.owners
	weight := object.union({"cap": "namespace"}, doubts.of(found.missing))
	fact := object.union(weight, _fact(mention, found, from))
}

_fact(mention, found, from) := {
	"from": from,
	"to": found.to,
	"place": mention.place,
	"witness": array.concat([mention.witness], found.witness),
	"message": sprintf("%v names %v, which is %v's", [mention.place, mention.host, found.to]),
}

# METADATA
# title: A Service leads into another cluster
# description: |
#   An alias (ExternalName), a Service with its addresses written by hand, or what a mesh is told of servers outside
#   of it (ServiceEntry, WorkloadEntry, external workloads) names a host or an address of another deployment's
#   cluster: a load balancer, an Ingress host, a pod, a node, the API server. Private addresses lead there where
#   both clusters stand on one network without a firewall between them; unknown where that is not declared. What is
#   the cluster's own leads nowhere else.
# custom:
#   id: net-crosscluster-endpoint
#   kind: reach
#   channel: network
#   boundary: [cluster, environment]
#   cap: namespace
#   severity: high
#   remediation: Take the address out; what both clusters need is called by a public endpoint that is declared as one.
#   reads: [EndpointSlice.discovery.k8s.io, Endpoints, Service]
#   sources:
#     - CVE-2021-25740, https://github.com/kubernetes/kubernetes/issues/103675
#     - Welkin ADR 0054
#     - Istio ServiceEntry, https://istio.io/latest/docs/reference/config/networking/service-entry/
#   scanners: []
#   examples:
#     leaks:
#       - note: An alias of the other's Ingress host
#         deployments: &apart
#           shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}
#         add:
#           - &ingress
#             apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod}
#             spec: {rules: [{host: "*.shop.example.com"}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Service
#                 metadata: {name: api, namespace: shop-staging}
#                 spec: {type: ExternalName, externalName: api.shop.example.com}
#       - note: The private address of a load balancer, on one network
#         deployments: *apart
#         facts: {network: one}
#         add:
#           - &balancer
#             apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-prod}
#             spec: {type: LoadBalancer, loadBalancerIP: 10.0.8.7, selector: {app: db}, ports: [{port: 5432}]}
#         clusters:
#           test/test-wc:
#             facts: {network: one}
#             add: &by-hand
#               - apiVersion: v1
#                 kind: Service
#                 metadata: {name: data, namespace: shop-staging}
#                 spec: {ports: [{port: 5432}]}
#               - apiVersion: v1
#                 kind: Endpoints
#                 metadata: {name: data, namespace: shop-staging}
#                 subsets: [{addresses: [{ip: 10.0.8.7}], ports: [{port: 5432}]}]
#       - note: The same, and nobody knows the networks
#         deployments: *apart
#         add: [*balancer]
#         clusters: {test/test-wc: {add: *by-hand}}
#       - note: A mesh entry for an address of the other cluster's nodes
#         deployments: *apart
#         facts: {network: one, nodeCIDRs: [10.1.0.0/24]}
#         clusters:
#           test/test-wc:
#             facts: {network: one, nodeCIDRs: [10.2.0.0/24]}
#             add:
#               - apiVersion: networking.istio.io/v1
#                 kind: ServiceEntry
#                 metadata: {name: db, namespace: shop-staging}
#                 spec: {hosts: [db.example], resolution: STATIC, endpoints: [{address: 10.1.0.4}]}
#       - note: The other cluster's API server
#         deployments: *apart
#         facts: {apiServer: "https://api.prod.example.com:6443"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Service
#                 metadata: {name: api, namespace: shop-staging}
#                 spec: {type: ExternalName, externalName: api.prod.example.com}
#     innocent:
#       - note: A host that it answers to itself
#         deployments: *apart
#         add: [*ingress]
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: networking.k8s.io/v1
#                 kind: Ingress
#                 metadata: {name: web, namespace: shop-staging}
#                 spec: {rules: [{host: api.shop.example.com}]}
#               - apiVersion: v1
#                 kind: Service
#                 metadata: {name: api, namespace: shop-staging}
#                 spec: {type: ExternalName, externalName: api.shop.example.com}
#       - note: The same private address on two networks
#         deployments: *apart
#         facts: {network: one}
#         add: [*balancer]
#         clusters: {test/test-wc: {facts: {network: other}, add: *by-hand}}
#       - note: A firewall between the clusters
#         deployments: *apart
#         facts: {network: one, interClusterFirewall: true}
#         add: [*balancer]
#         clusters: {test/test-wc: {facts: {network: one}, add: *by-hand}}
#       - note: Ranges of pods that are equal in both clusters
#         deployments: *apart
#         facts: {network: one, podCIDRs: [10.0.0.0/16]}
#         clusters: {test/test-wc: {facts: {network: one, podCIDRs: [10.0.0.0/16]}, add: *by-hand}}
#       - note: A cluster-local name of that form is the cluster's own
#         deployments: *apart
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Service
#                 metadata: {name: api, namespace: shop-staging}
#                 spec: {type: ExternalName, externalName: web.shop-prod.svc.cluster.local}
package lib.envpolicy.leaks.network.net_crosscluster_endpoint

import data.lib.envpolicy.destinations
import data.lib.envpolicy.doubts
import data.lib.envpolicy.placement
import data.lib.envpolicy.pointers

reaches contains fact if {
	some pointer in pointers.all
	some from in pointer.owners
	some found in destinations.across(placement.places[from].cluster, pointer.entry.namespace, pointer.host)
	fact := object.union(doubts.of(found.missing), {
		"from": from,
		"to": found.to,
		"place": pointer.label,
		"witness": array.concat([pointer.witness], found.witness),
		"message": sprintf("%v leads to %v, in %v's cluster", [pointer.label, pointer.host, found.to]),
	})
}

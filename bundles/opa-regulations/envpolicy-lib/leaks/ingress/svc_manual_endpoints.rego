# METADATA
# title: Endpoints written by hand lead to another deployment
# description: |
#   A Service without a selector has its addresses in Endpoints or EndpointSlices that anybody may write who may
#   write there. An address of a pod, a Service or a node's port of another deployment makes the one call the other,
#   past what its policies let through by name. Where a private address may be the cluster's own, it is not known
#   whose it is. Across clusters `net-crosscluster-endpoint` speaks.
# custom:
#   id: svc-manual-endpoints
#   kind: reach
#   channel: ingress
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Take the addresses out, and write the Service with a selector for pods of its own.
#   reads: [EndpointSlice.discovery.k8s.io, Endpoints, Service]
#   sources:
#     - CVE-2021-25740, https://github.com/kubernetes/kubernetes/issues/103675
#     - Welkin ADR 0054
#   scanners:
#     - gatekeeper-library (the role that may write them)
#   examples:
#     leaks:
#       - note: The address of a Service of the other
#         facts: &ranges {podCIDRs: [10.244.0.0/16], serviceCIDRs: [10.96.0.0/12], nodeCIDRs: [192.168.0.0/24]}
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-prod}
#             spec: {clusterIP: 10.96.0.7, selector: {app: db}, ports: [{port: 5432}]}
#           - &by-hand
#             apiVersion: v1
#             kind: Service
#             metadata: {name: data, namespace: shop-staging}
#             spec: {ports: [{port: 5432}]}
#           - apiVersion: v1
#             kind: Endpoints
#             metadata: {name: data, namespace: shop-staging}
#             subsets: [{addresses: [{ip: 10.96.0.7}], ports: [{port: 5432}]}]
#       - note: A slice that names a pod of the other
#         facts: *ranges
#         add:
#           - *by-hand
#           - apiVersion: discovery.k8s.io/v1
#             kind: EndpointSlice
#             metadata: {name: data-1, namespace: shop-staging, labels: {kubernetes.io/service-name: data}}
#             addressType: IPv4
#             endpoints:
#               - {addresses: [10.244.1.9], targetRef: {kind: Pod, namespace: shop-prod, name: db-0}}
#       - note: A pod's address, as it is known from a live cluster
#         add:
#           - *by-hand
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db-0, namespace: shop-prod}
#             spec: {containers: [{name: c, image: c}]}
#             status: {phase: Running, podIP: 10.244.1.9}
#           - apiVersion: v1
#             kind: Endpoints
#             metadata: {name: data, namespace: shop-staging}
#             subsets: [{addresses: [{ip: 10.244.1.9}], ports: [{port: 5432}]}]
#       - note: A node's port that is the other's
#         facts: *ranges
#         add:
#           - *by-hand
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-prod}
#             spec: {type: NodePort, selector: {app: web}, ports: [{port: 5432, nodePort: 30432}]}
#           - apiVersion: v1
#             kind: Endpoints
#             metadata: {name: data, namespace: shop-staging}
#             subsets: [{addresses: [{ip: 192.168.0.4}], ports: [{port: 30432}]}]
#       - note: A private address, and nobody knows the cluster's own
#         add:
#           - *by-hand
#           - apiVersion: v1
#             kind: Endpoints
#             metadata: {name: data, namespace: shop-staging}
#             subsets: [{addresses: [{ip: 10.244.1.9}]}]
#     innocent:
#       - note: A database outside of the cluster
#         facts: *ranges
#         add:
#           - *by-hand
#           - apiVersion: v1
#             kind: Endpoints
#             metadata: {name: data, namespace: shop-staging}
#             subsets: [{addresses: [{ip: 10.20.0.5}, {ip: 203.0.113.7}], ports: [{port: 5432}]}]
#       - note: The Service has a selector, so that a controller writes the addresses
#         facts: *ranges
#         add:
#           - apiVersion: v1
#             kind: Endpoints
#             metadata: {name: web, namespace: shop-staging}
#             subsets: [{addresses: [{ip: 10.244.1.9}]}]
#       - note: A pod of its own
#         facts: *ranges
#         add:
#           - *by-hand
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: db-0, namespace: shop-staging}
#             spec: {containers: [{name: c, image: c}]}
#             status: {podIP: 10.244.1.8}
#           - apiVersion: v1
#             kind: Endpoints
#             metadata: {name: data, namespace: shop-staging}
#             subsets: [{addresses: [{ip: 10.244.1.8, targetRef: {kind: Pod, namespace: shop-staging, name: db-0}}]}]
package lib.envpolicy.leaks.ingress.svc_manual_endpoints

import data.lib.envpolicy.doubts
import data.lib.envpolicy.endpoint_owners
import data.lib.envpolicy.placement
import data.lib.envpolicy.pointers

reaches contains fact if {
	some pointer in pointers.endpoints
	some found in endpoint_owners.of(pointer)
	some from in pointer.owners
	not found.to in pointer.owners
	placement.places[from].namespace != placement.places[found.to].namespace
	fact := object.union(doubts.of(found.missing), {
		"from": from,
		"to": found.to,
		"place": pointer.label,
		"witness": array.concat([pointer.witness], found.witness),
		"message": sprintf("%v leads to %v, %v", [pointer.label, pointer.host, _words(found)]),
	})
}

_words(found) := sprintf("which is %v's", [found.to]) if {
	count(found.missing) == 0
} else := sprintf("which may be %v's", [found.to])

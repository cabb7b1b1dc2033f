# METADATA
# title: A Service takes an address that another deployment uses
# description: |
#   What is sent to an address in `externalIPs` goes to the Service that claims it, from every pod of the cluster
#   (CVE-2020-8554). A leak where another deployment has the address (a Service, a load balancer, a pod), where its
#   settings name it, where it is the platform's or a node's, or where it lies in the cluster's ranges; likewise a
#   load balancer with an address from inside. Unknown for a private address where the ranges are not declared. One
#   address for two load balancers is `svc-lb-shared-ip`.
# custom:
#   id: svc-externalips
#   kind: reach
#   channel: ingress
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Take the address out of externalIPs, and let admission refuse the field.
#   patch: drop-external-ip
#   reads: [Service]
#   sources:
#     - CVE-2020-8554, https://github.com/kubernetes/kubernetes/issues/97076
#   scanners:
#     - trivy KSV-0108
#     - gatekeeper-library externalip
#     - kubescape C-0283
#   examples:
#     leaks:
#       - note: The address of a Service of the other
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-prod}
#             spec: {clusterIP: 10.96.0.7, selector: {app: db}, ports: [{port: 5432}]}
#           - &taking
#             apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-staging}
#             spec: {externalIPs: [10.96.0.7], selector: {app: web}, ports: [{port: 5432}]}
#       - note: An address of the world that the other's settings name
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {DATABASE_URL: "postgres://203.0.113.7/shop"}
#           - &public
#             apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-staging}
#             spec: {externalIPs: [203.0.113.7], selector: {app: web}, ports: [{port: 5432}]}
#       - note: An address in the range of Services
#         facts: {serviceCIDRs: [10.96.0.0/12]}
#         add: [*taking]
#       - note: A private address, and nobody knows the ranges
#         add: [*taking]
#       - note: The address of the cluster's DNS
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: kube-dns, namespace: kube-system}
#             spec: {clusterIP: 10.96.0.7, selector: {k8s-app: kube-dns}, ports: [{port: 53}]}
#           - *taking
#     innocent:
#       - note: An address of the world that nobody uses
#         add: [*public]
#       - note: A private address outside of the ranges, for a load balancer of one's own
#         facts: {serviceCIDRs: [10.96.0.0/12], podCIDRs: [10.244.0.0/16], nodeCIDRs: [192.168.0.0/24]}
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-staging}
#             spec: {externalIPs: [10.20.0.5], selector: {app: web}, ports: [{port: 5432}]}
#       - note: The other's address, in another cluster
#         facts: {serviceCIDRs: [10.96.0.0/12], podCIDRs: [10.244.0.0/16]}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {DATABASE_URL: "postgres://203.0.113.7/shop"}
#         clusters: {test/test-wc: {add: [*public]}}
#       - note: The node's address of a load balancer
#         facts: {serviceCIDRs: [10.96.0.0/12], podCIDRs: [10.244.0.0/16]}
#         add:
#           - apiVersion: v1
#             kind: Node
#             metadata: {name: one}
#             status: {addresses: [{type: InternalIP, address: 192.168.0.4}]}
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: edge, namespace: shop-staging}
#             spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
#             status: {loadBalancer: {ingress: [{ip: 192.168.0.4}]}}
package lib.envpolicy.leaks.ingress.svc_externalips

import data.lib.envpolicy.doubts
import data.lib.envpolicy.intercepted
import data.lib.envpolicy.placement

reaches contains fact if {
	some item in intercepted.all
	some from in item.entry.owners
	not item.to in item.entry.owners
	placement.places[from].namespace != placement.places[item.to].namespace
	place := sprintf("Service %v/%v", [item.entry.namespace, item.entry.name])
	fact := object.union(doubts.of(item.missing), {
		"from": from,
		"to": item.to,
		"place": place,
		"witness": item.witness,
		"message": sprintf("%v takes what is sent to %v", [place, item.address]),
	})
}

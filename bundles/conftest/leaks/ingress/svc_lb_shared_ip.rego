# METADATA
# title: Load balancers of both sides share an address
# description: |
#   Services of two deployments ask for one address of a load balancer, have been given one, or share it by the key
#   of an annotation. Their ports keep them apart; whoever looks from outside cannot tell them apart. Told, no more.
# custom:
#   id: svc-lb-shared-ip
#   kind: shared
#   channel: ingress
#   boundary: [namespace]
#   cap: environment
#   severity: info
#   remediation: Give each side an address of its own.
#   reads: [Service]
#   sources:
#     - own analysis
#     - MetalLB, https://metallb.io/usage/#ip-address-sharing
#   scanners: []
#   examples:
#     leaks:
#       - note: One address, asked for in two ways
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: a, namespace: shop-prod}
#             spec: {type: LoadBalancer, loadBalancerIP: 203.0.113.7, ports: [{port: 80}]}
#           - apiVersion: v1
#             kind: Service
#             metadata:
#               name: a
#               namespace: shop-staging
#               annotations: {metallb.io/loadBalancerIPs: "2001:db8::7, 203.0.113.7"}
#             spec: {type: LoadBalancer, ports: [{port: 81}]}
#       - note: One key to share an address
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: a, namespace: shop-prod, annotations: {metallb.universe.tf/allow-shared-ip: edge}}
#             spec: {type: LoadBalancer, ports: [{port: 80}]}
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: a, namespace: shop-staging, annotations: {metallb.io/allow-shared-ip: edge}}
#             spec: {type: LoadBalancer, ports: [{port: 81}]}
#     innocent:
#       - note: Two addresses, and two keys
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: a, namespace: shop-prod, annotations: {metallb.io/allow-shared-ip: a}}
#             spec: {type: LoadBalancer, loadBalancerIP: 203.0.113.7, ports: [{port: 80}]}
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: a, namespace: shop-staging, annotations: {metallb.io/allow-shared-ip: b}}
#             spec: {type: LoadBalancer, loadBalancerIP: 203.0.113.8, ports: [{port: 81}]}
#       - note: The same key in two clusters
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: a, namespace: shop-prod, annotations: {metallb.io/allow-shared-ip: edge}}
#             spec: {type: LoadBalancer, ports: [{port: 80}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Service
#                 metadata: {name: a, namespace: shop-staging, annotations: {metallb.io/allow-shared-ip: edge}}
#                 spec: {type: LoadBalancer, ports: [{port: 81}]}
package lib.envpolicy.leaks.ingress.svc_lb_shared_ip

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.service_addresses

holds contains fact if {
	some item in service_addresses.all
	item.sort == "edge"
	some name in item.entry.owners
	fact := {
		"deployment": name,
		"key": ["address", item.entry.cluster, item.address],
		"witness": [estate.witness(item.entry, item.path)],
	}
}

holds contains fact if {
	some entry in estate.all("Service")
	notes := labels.annotations(entry.object)
	some annotation in _keys
	key := object.get(notes, annotation, "")
	key != ""
	some name in entry.owners
	fact := {
		"deployment": name,
		"key": ["key", entry.cluster, key],
		"witness": [estate.witness(entry, ["metadata", "annotations", annotation])],
	}
}

_keys := [
	"io.cilium/lb-ipam-sharing-key",
	"lbipam.cilium.io/sharing-key",
	"metallb.io/allow-shared-ip",
	"metallb.universe.tf/allow-shared-ip",
]

# METADATA
# title: Policies guarantee nothing of protocols other than TCP, UDP and SCTP
# description: |
#   What NetworkPolicies do to ICMP, ARP and other protocols is left to the plugin. True of every two
#   deployments with pods in one cluster; shown on request.
# custom:
#   id: net-other-protocols
#   kind: shared
#   channel: network
#   boundary: [namespace]
#   cap: environment
#   severity: info
#   remediation: Ask the plugin's documentation what it does with ICMP, or take clusters of their own.
#   reads: []
#   sources:
#     - NetworkPolicies, https://kubernetes.io/docs/concepts/services-networking/network-policies/
#   examples:
#     leaks:
#       - note: Two namespaces of one cluster, everything denied
#       - note: Whatever the plugin is
#         facts: {cni: calico}
#     innocent:
#       - note: Two clusters
#         deployments: {shop-staging: {placement: {cluster: other-wc}}}
#       - note: One of them has no pods
#         remove: [{kind: Deployment, namespace: shop-staging, name: web}]
package lib.envpolicy.leaks.network.net_other_protocols

import data.lib.envpolicy.network_classes
import data.lib.envpolicy.placement

holds contains fact if {
	some name, _ in network_classes.owned_by
	fact := {"deployment": name, "key": placement.places[name].cluster, "witness": []}
}

# METADATA
# title: Pods of one deployment can look up the Services of another
# description: |
#   The DNS of a cluster answers every pod about every Service, unless a plugin of CoreDNS that decides who may ask
#   (acl, firewall, policy) is in its Corefile. That is so by design at the level of namespaces: told, no more.
# custom:
#   id: dns-discovery
#   kind: shared
#   channel: ingress
#   boundary: [namespace]
#   cap: environment
#   severity: info
#   remediation: Where names must stay unknown, use the firewall plugin of CoreDNS, or another cluster.
#   reads: [Service]
#   sources:
#     - Multi-tenancy, https://kubernetes.io/docs/concepts/security/multi-tenancy/
#     - EKS best practices, multi-tenancy
#   scanners: []
#   examples:
#     leaks:
#       - note: Two namespaces of a cluster, as usual
#         add: []
#       - note: A Corefile with the usual plugins
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: coredns, namespace: kube-system}
#             data: {Corefile: ".:53 {\n  kubernetes cluster.local\n  forward . /etc/resolv.conf\n  cache 30\n}\n"}
#     innocent:
#       - note: Two clusters
#         deployments: {shop-staging: {placement: {environment: prod, cluster: other-wc, namespace: shop-staging}}}
#       - note: A plugin decides who may ask
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: coredns, namespace: kube-system}
#             data: {Corefile: ".:53 {\n  firewall query {\n    allow true\n  }\n  kubernetes cluster.local\n}\n"}
package lib.envpolicy.leaks.ingress.dns_discovery

import data.lib.envpolicy.estate
import data.lib.envpolicy.workloads

_guarded contains entry.cluster if {
	some entry in estate.all("ConfigMap")
	count(entry.object.data.Corefile.plugins) > 0
}

_served[key] contains witness if {
	some entry in estate.all("Service")
	not entry.cluster in _guarded
	some name in entry.owners
	key := [entry.cluster, name]
	witness := estate.witness(entry, [])
}

_asking[key] contains witness if {
	some workload in workloads.all
	not workload.cluster in _guarded
	some name in workload.owners
	key := [workload.cluster, name]
	witness := estate.witness(workload.entry, [])
}

holds contains fact if {
	some side, found in {"offers": _services, "uses": _pods}
	some key, witnesses in found
	fact := {
		"deployment": key[1],
		"key": key[0],
		"side": side,
		"witness": [min(witnesses)],
	}
}

_services := {key: witnesses | some key, witnesses in _served}

_pods := {key: witnesses | some key, witnesses in _asking}

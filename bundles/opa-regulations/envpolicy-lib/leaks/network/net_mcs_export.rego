# METADATA
# title: A Service is exported to clusters that another deployment stands in
# description: |
#   A ServiceExport offers a Service to every cluster of the cluster set (fact clusterSet). Namespaces are
#   one across the set: a namespace of that name in another of its clusters imports the Service, as does
#   any with a ServiceImport for it, and its pods then connect across. Services of equal namespace and
#   name that two clusters export are merged, so that each one's clients reach the other's pods. Where a
#   cluster does not say which set it is in, this is not known; an empty set says that there is none.
# custom:
#   id: net-mcs-export
#   kind: shared
#   channel: network
#   boundary: [cluster, environment]
#   cap: namespace
#   severity: high
#   remediation: Keep the stages in cluster sets of their own, or export nothing from production.
#   reads: [ServiceExport.multicluster.x-k8s.io]
#   sources:
#     - Multi-Cluster Services API, https://github.com/kubernetes-sigs/mcs-api
#     - Fleet sameness, https://cloud.google.com/kubernetes-engine/fleet-management/docs/fleet-concepts
#   examples:
#     leaks:
#       - note: Exported by production, imported by the namespace of that name in the test cluster
#         facts: {clusterSet: one}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-prod}}}
#         add:
#           - apiVersion: multicluster.x-k8s.io/v1alpha1
#             kind: ServiceExport
#             metadata: {name: web, namespace: shop-prod}
#         clusters:
#           test/test-wc:
#             facts: {clusterSet: one}
#             add:
#               - apiVersion: multicluster.x-k8s.io/v1alpha1
#                 kind: ServiceImport
#                 metadata: {name: web, namespace: shop-prod}
#                 spec: {type: ClusterSetIP, ports: [{port: 80, protocol: TCP}]}
#       - note: Both clusters of a set export a Service of one name, so that they are merged
#         facts: {clusterSet: one}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-prod}}}
#         add:
#           - apiVersion: net.gke.io/v1
#             kind: ServiceExport
#             metadata: {name: web, namespace: shop-prod}
#         clusters:
#           test/test-wc:
#             facts: {clusterSet: one}
#             add:
#               - apiVersion: net.gke.io/v1
#                 kind: ServiceExport
#                 metadata: {name: web, namespace: shop-prod}
#       - note: Imported in another namespace of a cluster whose pods may send anywhere
#         facts: {clusterSet: one}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         add:
#           - apiVersion: multicluster.x-k8s.io/v1beta1
#             kind: ServiceExport
#             metadata: {name: web, namespace: shop-prod}
#         clusters:
#           test/test-wc:
#             facts: {clusterSet: one}
#             add:
#               - apiVersion: multicluster.x-k8s.io/v1beta1
#                 kind: ServiceImport
#                 metadata: {name: web, namespace: shop-prod}
#                 spec: {type: ClusterSetIP, ports: [{port: 80}]}
#               - apiVersion: networking.k8s.io/v1
#                 kind: NetworkPolicy
#                 metadata: {name: default-deny, namespace: shop-staging}
#                 spec: {podSelector: {}, policyTypes: [Ingress]}
#       - note: Nobody says which set the test cluster is in
#         facts: {clusterSet: one}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-prod}}}
#         add:
#           - apiVersion: multicluster.x-k8s.io/v1alpha1
#             kind: ServiceExport
#             metadata: {name: web, namespace: shop-prod}
#     innocent:
#       - note: Two cluster sets
#         facts: {clusterSet: one}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-prod}}}
#         add:
#           - apiVersion: multicluster.x-k8s.io/v1alpha1
#             kind: ServiceExport
#             metadata: {name: web, namespace: shop-prod}
#         clusters:
#           test/test-wc:
#             facts: {clusterSet: two}
#             add:
#               - apiVersion: multicluster.x-k8s.io/v1alpha1
#                 kind: ServiceImport
#                 metadata: {name: web, namespace: shop-prod}
#               - apiVersion: multicluster.x-k8s.io/v1alpha1
#                 kind: ServiceExport
#                 metadata: {name: web, namespace: shop-prod}
#       - note: No namespace of that name, and no import, in the other cluster
#         facts: {clusterSet: one}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         add:
#           - apiVersion: multicluster.x-k8s.io/v1alpha1
#             kind: ServiceExport
#             metadata: {name: web, namespace: shop-prod}
#         clusters: {test/test-wc: {facts: {clusterSet: one}}}
#       - note: One cluster set, nothing exported
#         facts: {clusterSet: one}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-prod}}}
#         clusters: {test/test-wc: {facts: {clusterSet: one}}}
#       - note: An import for a Service of another name
#         facts: {clusterSet: one}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         add:
#           - apiVersion: multicluster.x-k8s.io/v1alpha1
#             kind: ServiceExport
#             metadata: {name: web, namespace: shop-prod}
#         clusters:
#           test/test-wc:
#             facts: {clusterSet: one}
#             add:
#               - apiVersion: multicluster.x-k8s.io/v1alpha1
#                 kind: ServiceImport
#                 metadata: {name: web, namespace: shop-staging}
#       - note: Both in one cluster, which the export does not concern
#         facts: {clusterSet: one}
#         add:
#           - apiVersion: multicluster.x-k8s.io/v1alpha1
#             kind: ServiceExport
#             metadata: {name: web, namespace: shop-prod}
package lib.envpolicy.leaks.network.net_mcs_export

import data.lib.envpolicy.cluster_sets
import data.lib.envpolicy.estate
import data.lib.envpolicy.network_outside
import data.lib.envpolicy.placement

_groups := ["multicluster.x-k8s.io", "net.gke.io", "networking.fleet.azure.com"]

_entries(kind) := [entry | some group in _groups; some entry in estate.all(concat(".", [kind, group]))]

_service(namespace, name) := concat("/", [namespace, name])

_exports := [use |
	some entry in _entries("ServiceExport")
	some name in cluster_sets.holders(entry)
	use := {
		"deployment": name,
		"cluster": entry.cluster,
		"what": _service(entry.namespace, entry.name),
		"space": entry.namespace,
		"witness": [estate.witness(entry, [])],
	}
]

# --- who gets at it

# Whoever stands in a namespace of that name, as the controller imports there by itself.
_imports contains use if {
	some export in _exports
	some name, place in placement.places
	place.namespace == export.space
	place.cluster != export.cluster
	use := {"deployment": name, "cluster": place.cluster, "what": export.what, "witness": _spots(place, export.what)}
}

# Whoever may send out of a cluster that imports it.
_imports contains use if {
	some [cluster, what], entries in _imported
	some name in placement.tenants[cluster]
	placement.places[name].namespace in {entry.namespace | some entry in entries}
	use := {"deployment": name, "cluster": cluster, "what": what, "witness": _witness(entries)}
}

_imports contains use if {
	some [cluster, what], entries in _imported
	some name in placement.tenants[cluster]
	[name, "egress"] in network_outside.open
	use := {"deployment": name, "cluster": cluster, "what": what, "witness": _witness(entries)}
}

_import[key] contains entry if {
	some entry in _entries("ServiceImport")
	key := [entry.cluster, _service(entry.namespace, entry.name)]
}

_imported := {key: entries | some key, entries in _import}

_witness(entries) := [min({estate.witness(entry, []) | some entry in entries})]

_spots(place, what) := _witness(_imported[[place.cluster, what]]) if {
	_imported[[place.cluster, what]]
} else := [estate.witness(entry, []) |
	some entry in estate.all("Namespace")
	[entry.cluster, entry.name] == [place.cluster, place.namespace]
]

holds contains fact if {
	some use in _exports
	some fact in cluster_sets.facts(use, "offers")
}

holds contains fact if {
	some use in _imports
	some fact in cluster_sets.facts(use, "uses")
}

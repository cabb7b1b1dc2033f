# METADATA
# title: Tokens of both sides are meant for one audience that asks for nothing else
# description: |
#   Pods of two deployments project account tokens for the same audience, not the API server's, and
#   whoever takes them looks at the audience only (fact audienceOnlyRelyingParties, a list of
#   audiences); where the fact is not declared this is not known. Tolerated by a namespace of its own.
# custom:
#   id: token-audience-shared
#   kind: shared
#   channel: identity
#   boundary: [cluster, environment]
#   cap: namespace
#   severity: medium
#   remediation: Let the relying party check the subject as well, or use an audience for each side.
#   reads: []
#   sources:
#     - https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
#   examples:
#     leaks:
#       - note: One audience, checked alone
#         add:
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: agent, namespace: shop-prod, labels: {app: agent}}
#             spec:
#               selector: {matchLabels: {app: agent}}
#               template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: main,
#                   image: "registry.example/main:1"}], serviceAccountName: web,
#                   volumes: [{name: token,
#                   projected: {sources: [{serviceAccountToken: {audience: vault, path: token}}]}}]}}
#         facts: {audienceOnlyRelyingParties: [vault]}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc:
#             facts: {audienceOnlyRelyingParties: [vault]}
#             add:
#               - apiVersion: apps/v1
#                 kind: Deployment
#                 metadata: {name: agent, namespace: shop-staging, labels: {app: agent}}
#                 spec:
#                   selector: {matchLabels: {app: agent}}
#                   template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: main,
#                       image: "registry.example/main:1"}], serviceAccountName: web,
#                       volumes: [{name: token,
#                       projected: {sources: [{serviceAccountToken: {audience: vault,
#                       path: token}}]}}]}}
#       - note: One audience, and nobody says how it is checked
#         add:
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: agent, namespace: shop-prod, labels: {app: agent}}
#             spec:
#               selector: {matchLabels: {app: agent}}
#               template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: main,
#                   image: "registry.example/main:1"}], serviceAccountName: web,
#                   volumes: [{name: token,
#                   projected: {sources: [{serviceAccountToken: {audience: vault, path: token}}]}}]}}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: apps/v1
#                 kind: Deployment
#                 metadata: {name: agent, namespace: shop-staging, labels: {app: agent}}
#                 spec:
#                   selector: {matchLabels: {app: agent}}
#                   template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: main,
#                       image: "registry.example/main:1"}], serviceAccountName: web,
#                       volumes: [{name: token,
#                       projected: {sources: [{serviceAccountToken: {audience: vault,
#                       path: token}}]}}]}}
#     innocent:
#       - note: Two audiences
#         add:
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: agent, namespace: shop-prod, labels: {app: agent}}
#             spec:
#               selector: {matchLabels: {app: agent}}
#               template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: main,
#                   image: "registry.example/main:1"}], serviceAccountName: web,
#                   volumes: [{name: token,
#                   projected: {sources: [{serviceAccountToken: {audience: vault, path: token}}]}}]}}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: apps/v1
#                 kind: Deployment
#                 metadata: {name: agent, namespace: shop-staging, labels: {app: agent}}
#                 spec:
#                   selector: {matchLabels: {app: agent}}
#                   template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: main,
#                       image: "registry.example/main:1"}], serviceAccountName: web,
#                       volumes: [{name: token,
#                       projected: {sources: [{serviceAccountToken: {audience: vault-staging,
#                       path: token}}]}}]}}
#       - note: The subject is checked as well
#         add:
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: agent, namespace: shop-prod, labels: {app: agent}}
#             spec:
#               selector: {matchLabels: {app: agent}}
#               template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: main,
#                   image: "registry.example/main:1"}], serviceAccountName: web,
#                   volumes: [{name: token,
#                   projected: {sources: [{serviceAccountToken: {audience: vault, path: token}}]}}]}}
#         facts: {audienceOnlyRelyingParties: []}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc:
#             facts: {audienceOnlyRelyingParties: []}
#             add:
#               - apiVersion: apps/v1
#                 kind: Deployment
#                 metadata: {name: agent, namespace: shop-staging, labels: {app: agent}}
#                 spec:
#                   selector: {matchLabels: {app: agent}}
#                   template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: main,
#                       image: "registry.example/main:1"}], serviceAccountName: web,
#                       volumes: [{name: token,
#                       projected: {sources: [{serviceAccountToken: {audience: vault,
#                       path: token}}]}}]}}
package lib.envpolicy.leaks.identity.token_audience_shared

import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

_array(value) := value if {
	is_array(value)
} else := []

holds contains fact if {
	some workload in workloads.all
	some i, volume in _array(object.get(workload.spec, "volumes", []))
	some j, source in _array(object.get(volume, ["projected", "sources"], []))
	audience := object.get(source, ["serviceAccountToken", "audience"], "")
	is_string(audience)
	not _of_the_cluster(workload.cluster, audience)
	some outlook in _outlook(workload.cluster, audience)
	some name in workload.owners
	path := array.concat(workload.path, ["spec", "volumes", i, "projected", "sources", j])
	fact := object.union(outlook, {
		"deployment": name,
		"key": audience,
		"witness": [estate.witness(workload.entry, path)],
	})
}

_of_the_cluster(_, audience) if audience in {"", "api"}

_of_the_cluster(_, audience) if startswith(audience, "https://kubernetes.default.svc")

_of_the_cluster(cluster, audience) if audience == placement.cluster_fact(cluster, "serviceAccountIssuer")

# One outlook or none.
_outlook(cluster, audience) := [{} | audience in declared] if {
	declared := placement.cluster_fact(cluster, "audienceOnlyRelyingParties")
	is_array(declared)
} else := [{"certain": false, "missing": [concat(" of ", ["audienceOnlyRelyingParties", cluster])]}]

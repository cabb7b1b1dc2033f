# METADATA
# title: The mesh that is said to keep deployments apart lets them through
# description: |
#   Only where a mesh is claimed as a boundary (fact meshBoundary). Pods outside of it, or that take callers
#   without a certificate (PeerAuthentication PERMISSIVE, which is the default), are open to everybody; so are
#   pods for which no AuthorizationPolicy allows anybody in particular, or one has a rule without sources.
#   Policies are Istio's.
# custom:
#   id: net-mesh-permissive
#   kind: reach
#   channel: network
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: STRICT for the whole mesh, and an AuthorizationPolicy that names callers in each namespace.
#   reads: []
#   sources:
#     - Istio, https://istio.io/latest/docs/reference/config/security/authorization-policy/
#     - Istio, https://istio.io/latest/docs/reference/config/security/peer_authentication/
#     - Multi-tenancy, https://kubernetes.io/docs/concepts/security/multi-tenancy/
#   examples:
#     leaks:
#       - note: No AuthorizationPolicy
#         facts: {meshBoundary: namespace}
#         add:
#           - apiVersion: security.istio.io/v1
#             kind: PeerAuthentication
#             metadata: {name: default, namespace: istio-system}
#             spec: {mtls: {mode: STRICT}}
#       - note: A rule without sources
#         facts: {meshBoundary: true}
#         add:
#           - apiVersion: security.istio.io/v1
#             kind: PeerAuthentication
#             metadata: {name: default, namespace: istio-system}
#             spec: {mtls: {mode: STRICT}}
#           - apiVersion: security.istio.io/v1beta1
#             kind: AuthorizationPolicy
#             metadata: {name: allow-nothing, namespace: istio-system}
#             spec: {}
#           - apiVersion: security.istio.io/v1beta1
#             kind: AuthorizationPolicy
#             metadata: {name: web, namespace: shop-prod}
#             spec: {rules: [{}]}
#       - note: Callers without a certificate are taken, as is the default
#         facts: {meshBoundary: [namespace]}
#         add:
#           - apiVersion: security.istio.io/v1
#             kind: AuthorizationPolicy
#             metadata: {name: allow-nothing, namespace: istio-system}
#             spec: {}
#       - note: A port that the sidecar leaves out
#         facts: {meshBoundary: namespace}
#         add:
#           - apiVersion: security.istio.io/v1
#             kind: PeerAuthentication
#             metadata: {name: default, namespace: istio-system}
#             spec: {mtls: {mode: STRICT}}
#           - apiVersion: security.istio.io/v1
#             kind: AuthorizationPolicy
#             metadata: {name: allow-nothing, namespace: istio-system}
#             spec: {}
#           - apiVersion: v1
#             kind: Pod
#             metadata:
#               name: db
#               namespace: shop-prod
#               annotations: {traffic.sidecar.istio.io/excludeInboundPorts: "5432, 9102"}
#             spec: {containers: [{name: db, image: "registry.example/db:1", ports: [{containerPort: 5432}]}]}
#       - note: A boundary in words of one's own
#         facts: {meshBoundary: stages}
#       - note: A condition that the other namespace meets
#         facts: {meshBoundary: namespace}
#         add:
#           - apiVersion: security.istio.io/v1
#             kind: PeerAuthentication
#             metadata: {name: default, namespace: istio-system}
#             spec: {mtls: {mode: STRICT}}
#           - apiVersion: security.istio.io/v1
#             kind: AuthorizationPolicy
#             metadata: {name: allow-nothing, namespace: istio-system}
#             spec: {}
#           - apiVersion: security.istio.io/v1
#             kind: AuthorizationPolicy
#             metadata: {name: shop, namespace: shop-prod}
#             spec: {rules: [{when: [{key: source.namespace, notValues: [kube-system]}]}]}
#     innocent:
#       - note: STRICT, and each namespace allows its own alone
#         facts: {meshBoundary: namespace}
#         add:
#           - apiVersion: security.istio.io/v1
#             kind: PeerAuthentication
#             metadata: {name: default, namespace: istio-system}
#             spec: {mtls: {mode: STRICT}}
#           - apiVersion: security.istio.io/v1
#             kind: AuthorizationPolicy
#             metadata: {name: own, namespace: shop-prod}
#             spec: {action: ALLOW, rules: [{from: [{source: {namespaces: [shop-prod]}}]}]}
#           - apiVersion: security.istio.io/v1
#             kind: AuthorizationPolicy
#             metadata: {name: own, namespace: shop-staging}
#             spec: {rules: [{from: [{source: {principals: [cluster.local/ns/shop-staging/*]}}]}]}
#       - note: STRICT, and who is not of the own namespace is denied
#         facts: {meshBoundary: namespace}
#         add:
#           - apiVersion: security.istio.io/v1
#             kind: PeerAuthentication
#             metadata: {name: default, namespace: istio-system}
#             spec: {mtls: {mode: STRICT}}
#           - apiVersion: security.istio.io/v1
#             kind: AuthorizationPolicy
#             metadata: {name: own, namespace: shop-prod}
#             spec: {action: DENY, rules: [{from: [{source: {notNamespaces: [shop-prod]}}]}]}
#           - apiVersion: security.istio.io/v1
#             kind: AuthorizationPolicy
#             metadata: {name: own, namespace: shop-staging}
#             spec: {action: DENY, rules: [{from: [{source: {notNamespaces: [shop-staging]}}]}]}
#       - note: The mesh is not said to keep anything apart
#         facts: {meshBoundary: false}
#       - note: Ports are left out that the pod does not have
#         facts: {meshBoundary: namespace}
#         add:
#           - apiVersion: security.istio.io/v1
#             kind: PeerAuthentication
#             metadata: {name: default, namespace: istio-system}
#             spec: {mtls: {mode: STRICT}}
#           - apiVersion: security.istio.io/v1
#             kind: AuthorizationPolicy
#             metadata: {name: allow-nothing, namespace: istio-system}
#             spec: {}
#           - apiVersion: v1
#             kind: Pod
#             metadata:
#               name: db
#               namespace: shop-prod
#               annotations: {traffic.sidecar.istio.io/excludeInboundPorts: "9102"}
#             spec: {containers: [{name: db, image: "registry.example/db:1", ports: [{containerPort: 5432}]}]}
#       - note: The boundary is another namespace
#         facts: {meshBoundary: vault}
#         add: [{apiVersion: v1, kind: Namespace, metadata: {name: vault}}]
#       - note: The own namespace alone, as a condition
#         facts: {meshBoundary: namespace}
#         add:
#           - apiVersion: security.istio.io/v1
#             kind: PeerAuthentication
#             metadata: {name: default, namespace: istio-system}
#             spec: {mtls: {mode: STRICT}}
#           - apiVersion: security.istio.io/v1
#             kind: AuthorizationPolicy
#             metadata: {name: own, namespace: shop-prod}
#             spec: {rules: [{when: [{key: source.namespace, values: [shop-prod]}]}]}
#           - apiVersion: security.istio.io/v1
#             kind: AuthorizationPolicy
#             metadata: {name: own, namespace: shop-staging}
#             spec: {rules: [{when: [{key: source.principal, values: ["*/ns/shop-staging/sa/web"]}]}]}
package lib.envpolicy.leaks.network.net_mesh_permissive

import data.lib.envpolicy.mesh_gaps
import data.lib.envpolicy.placement

reaches contains fact if {
	some gap in mesh_gaps.all
	fact := object.union(_doubt(gap.cluster), {
		"from": gap.from,
		"to": gap.to,
		"place": sprintf("%v, %v", [gap.label, gap.why]),
		"witness": gap.witness,
		"message": sprintf("%v %v", [gap.label, gap.why]),
	})
}

# What is not listed may narrow what is.
_doubt(cluster) := {} if {
	every kind in ["AuthorizationPolicy.security.istio.io", "PeerAuthentication.security.istio.io"] {
		placement.listed_in_full(cluster, kind)
	}
} else := {"certain": false, "missing": [concat(" of ", ["inventory", cluster])]}

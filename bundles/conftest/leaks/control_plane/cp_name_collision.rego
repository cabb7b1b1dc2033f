# METADATA
# title: Both releases bring the same cluster-scoped object along
# description: |
#   Releases of two deployments in one cluster render an object of one kind and name that stands in no namespace
#   (a ClusterRole, a PriorityClass, a StorageClass, a definition): what is applied last counts for both, and what
#   one takes away is gone for the other. An object that nobody claims is the platform's. Whose a release is, its
#   marks say (Helm, Argo CD, Flux, app.kubernetes.io/instance).
# custom:
#   id: cp-name-collision
#   kind: shared
#   channel: control-plane
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Give the object a name for each release, or let the platform have it.
#   reads: []
#   sources:
#     - own analysis
#   scanners: []
#   examples:
#     leaks:
#       - note: One ClusterRole in two releases of one name
#         deployments: {shop-prod: {placement: {release: shop}}, shop-staging: {placement: {release: shop}}}
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: reader, labels: {app.kubernetes.io/instance: shop}}
#             rules: [{apiGroups: [""], resources: [nodes], verbs: [get]}]
#       - note: Two owners of one PriorityClass
#         deployments: {shop-prod: {placement: {release: prod}}, shop-staging: {placement: {release: staging}}}
#         add:
#           - apiVersion: scheduling.k8s.io/v1
#             kind: PriorityClass
#             metadata:
#               name: important
#               labels: {app.kubernetes.io/instance: prod}
#               annotations: {"argocd.argoproj.io/tracking-id": "staging:scheduling.k8s.io/PriorityClass:/important"}
#             value: 1000
#     innocent:
#       - note: A name for each namespace
#         deployments: {shop-prod: {placement: {release: shop}}, shop-staging: {placement: {release: shop}}}
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: reader-shop-prod, labels: {app.kubernetes.io/instance: shop}}
#             rules: [{apiGroups: [""], resources: [nodes], verbs: [get]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: reader-shop-staging, labels: {app.kubernetes.io/instance: shop}}
#             rules: [{apiGroups: [""], resources: [nodes], verbs: [get]}]
#       - note: Equal names in two clusters
#         deployments:
#           shop-prod: {placement: {release: shop}}
#           shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop, release: shop}}
#         add:
#           - &role
#             apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: reader, labels: {app.kubernetes.io/instance: shop}}
#             rules: [{apiGroups: [""], resources: [nodes], verbs: [get]}]
#         clusters: {test/test-wc: {add: [*role]}}
#       - note: Helm says in which namespace the release is
#         deployments: {shop-prod: {placement: {release: shop}}, shop-staging: {placement: {release: shop}}}
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata:
#               name: reader
#               labels: {app.kubernetes.io/instance: shop}
#               annotations: {meta.helm.sh/release-name: shop, meta.helm.sh/release-namespace: shop-staging}
#             rules: [{apiGroups: [""], resources: [nodes], verbs: [get]}]
#       - note: The platform's
#         add:
#           - apiVersion: storage.k8s.io/v1
#             kind: StorageClass
#             metadata: {name: standard}
#             provisioner: ebs.csi.aws.com
package lib.envpolicy.leaks.control_plane.cp_name_collision

import data.lib.envpolicy.releases

holds contains fact if {
	some where, bringers in releases.of
	some bringer in bringers
	fact := {"deployment": bringer.deployment, "key": where, "witness": [bringer.witness]}
}

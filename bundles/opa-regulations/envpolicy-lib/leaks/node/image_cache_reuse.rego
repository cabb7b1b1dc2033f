# METADATA
# title: A private image stays on a node where others may run it
# description: |
#   A pod pulls an image with a login and keeps what the node has (imagePullPolicy is not Always), and pods of another
#   deployment can stand on the same node: they get the image without a login by naming it. Tolerated; dedicated nodes,
#   the admission plugin AlwaysPullImages or the kubelet's own check end it.
# custom:
#   id: image-cache-reuse
#   kind: reach
#   channel: node
#   boundary: [namespace]
#   cap: environment
#   severity: info
#   remediation: Turn on AlwaysPullImages, or let the kubelet verify who may have an image that it holds.
#   reads: []
#   sources:
#     - https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#alwayspullimages
#     - https://github.com/kubernetes/kubernetes/issues/18787
#   scanners: [kubescape C-0075 (single), checkov CKV_K8S_15 (single)]
#   examples:
#     leaks:
#       - note: A login of the pod, and no policy for an image with a version
#         facts: {alwaysPullImages: false, kubeletImageCredentialVerification: false}
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: job, namespace: shop-prod}
#             spec: {imagePullSecrets: [{name: pull}], containers: [{name: main, image: "registry.example/main:1",
#               securityContext: {runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]},
#               seccompProfile: {type: RuntimeDefault}}}]}
#       - note: A login of the account; nobody says how the cluster is guarded
#         add:
#           - apiVersion: v1
#             kind: ServiceAccount
#             metadata: {name: web, namespace: shop-staging}
#             automountServiceAccountToken: false
#             imagePullSecrets: [{name: pull}]
#     innocent:
#       - note: The kubelet verifies
#         facts: {kubernetesVersion: v1.35.1, alwaysPullImages: false}
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: job, namespace: shop-prod}
#             spec: {imagePullSecrets: [{name: pull}], containers: [{name: main, image: "registry.example/main:1",
#               securityContext: {runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]},
#               seccompProfile: {type: RuntimeDefault}}}]}
#       - note: The image is asked for each time
#         facts: {alwaysPullImages: false, kubeletImageCredentialVerification: false}
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: job, namespace: shop-prod}
#             spec: {imagePullSecrets: [{name: pull}], containers: [{name: main, image: "registry.example:5000/main",
#               securityContext: {runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]},
#               seccompProfile: {type: RuntimeDefault}}}]}
#       - note: The image is public
#         facts: {alwaysPullImages: false, kubeletImageCredentialVerification: false}
package lib.envpolicy.leaks.node.image_cache_reuse

import data.lib.envpolicy.node_facts

# Whoever stands beside the pod gets what it has left.
reaches contains object.union(fact, {"from": fact.to, "to": fact.from}) if {
	some fact in node_facts.of("image-cache-reuse")
}

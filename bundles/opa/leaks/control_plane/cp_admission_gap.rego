# METADATA
# title: An admission policy covers one deployment, and leaves the other out
# description: |
#   A ValidatingAdmissionPolicyBinding, a constraint of Gatekeeper or a ClusterPolicy of Kyverno is asked about the
#   namespace of one deployment, and not about the other's: what is refused there goes through here. Often it is
#   meant so; for information.
# custom:
#   id: cp-admission-gap
#   kind: shared
#   channel: control-plane
#   boundary: [namespace]
#   cap: environment
#   severity: info
#   remediation: Cover both namespaces, or write down why one is left out.
#   reads: []
#   sources:
#     - https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
#   scanners: []
#   examples:
#     leaks:
#       - note: A binding that leaves staging out by label
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata:
#               name: shop-staging
#               labels: {pod-security.kubernetes.io/enforce: restricted, policies: "off"}
#           - apiVersion: admissionregistration.k8s.io/v1
#             kind: ValidatingAdmissionPolicyBinding
#             metadata: {name: images}
#             spec:
#               policyName: images
#               validationActions: [Deny]
#               matchResources:
#                 namespaceSelector: {matchExpressions: [{key: policies, operator: NotIn, values: ["off"]}]}
#       - note: A constraint with an excluded namespace
#         add:
#           - apiVersion: constraints.gatekeeper.sh/v1beta1
#             kind: K8sAllowedRepos
#             metadata: {name: images}
#             spec: {match: {excludedNamespaces: ["*-staging"], kinds: [{apiGroups: [""], kinds: [Pod]}]}}
#       - note: A policy of Kyverno that excludes one
#         add:
#           - apiVersion: kyverno.io/v1
#             kind: ClusterPolicy
#             metadata: {name: images}
#             spec:
#               rules:
#                 - name: images
#                   match: {any: [{resources: {kinds: [Pod]}}]}
#                   exclude: {any: [{resources: {namespaces: [shop-staging]}}]}
#     innocent:
#       - note: Everything is covered
#         add:
#           - apiVersion: admissionregistration.k8s.io/v1
#             kind: ValidatingAdmissionPolicyBinding
#             metadata: {name: images}
#             spec: {policyName: images, validationActions: [Deny]}
#           - apiVersion: constraints.gatekeeper.sh/v1beta1
#             kind: K8sAllowedRepos
#             metadata: {name: images}
#             spec: {match: {excludedNamespaces: [kube-*], kinds: [{apiGroups: [""], kinds: [Pod]}]}}
#           - apiVersion: kyverno.io/v1
#             kind: ClusterPolicy
#             metadata: {name: images}
#             spec: {rules: [{name: images, match: {any: [{resources: {kinds: [Pod], namespaces: ["shop-*"]}}]}}]}
#       - note: Neither is covered
#         add:
#           - apiVersion: constraints.gatekeeper.sh/v1beta1
#             kind: K8sAllowedRepos
#             metadata: {name: images}
#             spec: {match: {namespaces: [payments], kinds: [{apiGroups: [""], kinds: [Pod]}]}}
package lib.envpolicy.leaks.control_plane.cp_admission_gap

import data.lib.envpolicy.admission_policies
import data.lib.envpolicy.estate
import data.lib.envpolicy.placement

_sides := {true: "uses", false: "offers"}

holds contains fact if {
	some policy in admission_policies.all
	some name in placement.tenants[policy.entry.cluster]
	covered := admission_policies.covers(policy, policy.entry.cluster, placement.places[name].namespace)
	fact := {
		"deployment": name,
		"key": [policy.entry.cluster, policy.entry.kind, policy.entry.name],
		"side": _sides[covered],
		"witness": [estate.witness(policy.entry, policy.path)],
	}
}

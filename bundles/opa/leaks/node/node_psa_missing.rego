# METADATA
# title: Pod Security lets a pod in that breaks the profile baseline, beside pods of another deployment
# description: |
#   The namespace enforces neither baseline nor restricted: no label `enforce` and no default of the cluster
#   that does (audit and warn let everything in), or `privileged`. A pod in it does what baseline forbids:
#   adds capabilities, drops its seccomp, AppArmor or SELinux profile, sets sysctls, or may write into a
#   directory of the node's system. What node-privileged, node-hostns, node-runtime-socket and the checks of
#   network and storage speak of is left to them. A leak where the two may meet on a node. Where all pods of
#   such a namespace comply, that is shown on request.
# custom:
#   id: node-psa-missing
#   kind: reach
#   channel: node
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Label the namespace pod-security.kubernetes.io/enforce=restricted, or baseline at least.
#   patch: pod-security
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     - Pod Security admission, https://kubernetes.io/docs/concepts/security/pod-security-admission/
#   scanners:
#     - kubescape C-0192 to C-0204 (single)
#   examples:
#     leaks:
#       - note: The label warns only, and a pod drops its seccomp profile
#         add:
#           - &warned
#             apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/warn: restricted}}
#           - &unconfined
#             apiVersion: v1
#             kind: Pod
#             metadata: {name: tool, namespace: shop-staging}
#             spec:
#               securityContext: {seccompProfile: {type: Unconfined}}
#               containers: [{name: c, image: 'registry.example/c:1'}]
#       - note: Capabilities of the network, in a namespace that enforces privileged
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: vpn, namespace: shop-staging}
#             spec: {containers: [{name: c, image: 'registry.example/c:1', securityContext: {capabilities: {
#               add: [NET_ADMIN]}}}]}
#       - note: It may change the node's programs
#         add:
#           - *warned
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: installer, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1', volumeMounts: [{name: bin, mountPath: /host}]}]
#               volumes: [{name: bin, hostPath: {path: /usr/local/bin}}]
#       - note: The cluster's default exempts the namespace
#         facts: {podSecurity: {enforce: restricted, exemptNamespaces: [shop-staging]}}
#         add:
#           - *unconfined
#       - note: No label, though all pods comply as it is
#         add:
#           - *warned
#     innocent:
#       - note: Both namespaces enforce a profile
#         add: []
#       - note: Pod Security refuses the pod
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {pod-security.kubernetes.io/enforce: baseline}}
#           - *unconfined
#       - note: No label, but the cluster's default refuses the pod
#         facts: {podSecurity: {enforce: baseline}}
#         add:
#           - *warned
#           - *unconfined
package lib.envpolicy.leaks.node.node_psa_missing

import data.lib.envpolicy.admitted
import data.lib.envpolicy.estate
import data.lib.envpolicy.node_facts
import data.lib.envpolicy.placement

_found := node_facts.of("node-psa-missing")

_told := {fact.from | some fact in _found}

reaches contains fact if some fact in _found

# What may happen there is worth knowing; one other deployment is named for all.
reaches contains fact if {
	some entry in estate.all("Namespace")
	admitted.policies[[entry.cluster, entry.name]].level == "privileged"
	some from in placement.residents[[entry.cluster, entry.name]]
	not from in _told
	others := {name |
		some name in placement.tenants[entry.cluster]
		placement.places[name].namespace != entry.name
	}
	place := sprintf("Namespace %v of %v", [entry.name, entry.cluster])
	fact := {
		"from": from,
		"to": min(others),
		"place": place,
		"witness": [estate.witness(entry, ["metadata", "labels"])],
		"cap": "namespace",
		"severity": "info",
		"message": sprintf("%v enforces no Pod Security profile; its pods comply as it is", [place]),
	}
}

# METADATA
# title: Pods that are called untrusted share the kernel with others
# description: |
#   A label or annotation of a pod or its namespace calls it untrusted, and nothing but a common container
#   keeps it in: no RuntimeClass, or one whose handler is as common as the default one, and no user
#   namespace of its own (hostUsers). It may stand on a node beside pods of another deployment. Shown on
#   request, since two namespaces may share a kernel.
# custom:
#   id: node-sandbox-missing
#   kind: reach
#   channel: node
#   boundary: [namespace]
#   cap: environment
#   severity: info
#   remediation: Give the pods a RuntimeClass with a kernel of its own (gVisor, Kata), or hostUsers false.
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - Namespace
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - Multi-tenancy, https://kubernetes.io/docs/concepts/security/multi-tenancy/
#     - Runtime Class, https://kubernetes.io/docs/concepts/containers/runtime-class/
#   scanners:
#     - kubescape C-0297 (single)
#   examples:
#     leaks:
#       - note: An annotation of containerd
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata:
#               {name: job, namespace: shop-staging, annotations: {io.kubernetes.cri.untrusted-workload: "true"}}
#             spec: {containers: [{name: c, image: 'registry.example/c:1'}]}
#       - note: A label of the namespace, and a class that is the default one under another name
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {example.org/trust: untrusted}}
#           - apiVersion: node.k8s.io/v1
#             kind: RuntimeClass
#             metadata: {name: plain}
#             handler: runc
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: job, namespace: shop-staging}
#             spec:
#               containers: [{name: c, image: 'registry.example/c:1'}]
#               runtimeClassName: plain
#     innocent:
#       - note: A runtime with a kernel of its own
#         add:
#           - apiVersion: node.k8s.io/v1
#             kind: RuntimeClass
#             metadata: {name: sandbox}
#             handler: runsc
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: job, namespace: shop-staging, labels: {trust: untrusted}}
#             spec: {runtimeClassName: sandbox, containers: [{name: c, image: 'registry.example/c:1'}]}
#       - note: A user namespace of its own
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: job, namespace: shop-staging, labels: {trust: untrusted}}
#             spec: {hostUsers: false, containers: [{name: c, image: 'registry.example/c:1'}]}
#       - note: Nobody calls it untrusted
#         add:
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-prod}}
#           - {apiVersion: v1, kind: Namespace, metadata: {name: shop-staging}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: job, namespace: shop-staging}
#             spec: {containers: [{name: c, image: 'registry.example/c:1'}]}
package lib.envpolicy.leaks.node.node_sandbox_missing

import data.lib.envpolicy.coscheduling
import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.sandboxes
import data.lib.envpolicy.workloads

reaches contains fact if {
	some [index, names, number] in sandboxes.open
	workload := workloads.all[index]
	some from in names
	some to, certain in coscheduling.neighbours(number)
	not to in names
	fact := object.union(doubts.of({coscheduling.missing(workload.cluster) | certain == null}), {
		"from": from,
		"to": to,
		"place": sprintf("%v %v/%v", [split(workload.kind, ".")[0], workload.namespace, workload.name]),
		"witness": [estate.witness(workload.entry, array.concat(workload.path, ["spec"]))],
	})
}

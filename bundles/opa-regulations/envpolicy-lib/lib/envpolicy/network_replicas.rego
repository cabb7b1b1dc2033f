# METADATA
# title: Which workload a pod is a replica of
# description: |
#   In a package of its own, since the embedded engine evaluates a package whole once a part of it is
#   asked for.
package lib.envpolicy.network_replicas

import data.lib.envpolicy.network_pods
import data.lib.envpolicy.workloads

# METADATA
# description: |
#   The workload that each pod belongs to, in the order of `all`: `{"cluster", "namespace", "name",
#   "kind"}`. Controllers are followed as far as they are known (Pod, ReplicaSet, Deployment); an owner of
#   no kind counts as a Pod.
workload_of := [found |
	some pod in network_pods.all
	workload := workloads.all[pod.index]
	made := _maker(workload.entry.object, {"kind": _short(workload.kind), "name": workload.name})
	once := object.get(_made_by, [[pod.cluster, pod.namespace, made.kind, made.name]], made)
	top := object.get(_made_by, [[pod.cluster, pod.namespace, once.kind, once.name]], once)
	found := {"cluster": pod.cluster, "namespace": pod.namespace, "kind": top.kind, "name": top.name}
]

_makers[key] contains maker if {
	some workload in workloads.all
	workload.kind != "Pod"
	maker := _maker(workload.entry.object, null)
	maker != null
	key := [workload.cluster, workload.namespace, _short(workload.kind), workload.name]
}

_made_by := {key: min(makers) | some key, makers in _makers}

_maker(item, otherwise) := {"kind": object.get(owner, "kind", "Pod"), "name": object.get(owner, "name", "")} if {
	references := object.get(item, ["metadata", "ownerReferences"], [])
	is_array(references)
	owner := [reference | some reference in references; reference.controller == true][0]
} else := otherwise

_short(kind) := split(kind, ".")[0]

# METADATA
# title: Who is a member of a cluster's service mesh
# description: |
#   By the marks that Istio reads: labels of namespaces and of pods, or a proxy among the containers.
package lib.envpolicy.mesh_members

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

# true: in, false: out, by namespace as `[cluster, namespace]`; nothing where it says neither.
_spaces := {space: found[0] |
	some space, marks in _marks
	found := sort([mark | some mark in marks])
}

_marks[space] contains mark if {
	some entry in estate.all("Namespace")
	own := labels.of(entry.object)
	space := [entry.cluster, entry.name]
	mark := _mark(own)
}

_mark(own) := false if {
	own["istio-injection"] == "disabled"
} else if {
	own["istio-injection"] == "enabled"
} else if {
	is_string(own["istio.io/rev"])
} else if {
	own["istio.io/dataplane-mode"] == "ambient"
}

# METADATA
# description: The places in `workloads.all` of the pods that have a proxy of the mesh, or are behind the node's.
pods := {index |
	some index, workload in workloads.all
	_inside(workload)
}

_inside(workload) if _says(workload) == true

_inside(workload) if {
	not _says(workload) in {true, false}
	_spaces[[workload.cluster, workload.namespace]] == true
}

_inside(workload) if {
	some item in workload.containers
	item.container.name == "istio-proxy"
}

_says(workload) if {
	workload.labels["sidecar.istio.io/inject"] == "true"
} else := false if {
	workload.labels["sidecar.istio.io/inject"] == "false"
} else := false if {
	_noted(workload) == "false"
} else if {
	workload.labels["istio.io/dataplane-mode"] == "ambient"
} else := false if {
	workload.labels["istio.io/dataplane-mode"] == "none"
} else := null

_notes(workload) := labels.annotations(object.get(workload.entry.object, workload.path, {}))

_noted(workload) := _notes(workload)["sidecar.istio.io/inject"]

# METADATA
# scope: document
# description: Whether the sidecar leaves out ports of a pod, or all that it does not name.
passed_by(workload) if {
	left_out := _numbers(workload, "traffic.sidecar.istio.io/excludeInboundPorts")
	count(left_out & object.get(_ports(workload), "given", left_out)) > 0
}

passed_by(workload) if {
	_notes(workload)["traffic.sidecar.istio.io/includeInboundPorts"] != "*"
	named := _numbers(workload, "traffic.sidecar.istio.io/includeInboundPorts")
	count(object.get(_ports(workload), "given", {"some port"}) - named) > 0
}

_numbers(workload, note) := {trim_space(part) | some part in split(text, ","); trim_space(part) != ""} if {
	text := object.get(_notes(workload), note, "")
	is_string(text)
} else := set()

# What a pod says of its ports; it need not say anything.
_ports(workload) := {"given": found} if {
	found := {sprintf("%v", [port.containerPort]) |
		some item in workload.containers
		some port in fields.list(item.container, ["ports"])
		is_object(port)
		is_number(port.containerPort)
	}
	count(found) > 0
} else := {}

_found := {name | some index in pods; some name in workloads.all[index].owners}

_in_use := {workloads.all[index].cluster | some index in pods} | {space[0] | some space, _ in _spaces}

# METADATA
# description: Whether the manifests of a cluster show any mark of a mesh.
marked(cluster) if cluster in _in_use

# METADATA
# description: |
#   The deployments of a cluster that are in the mesh; all of them where the cluster's manifests show no mark of it.
of_cluster(cluster) := {name | some name in placement.tenants[cluster]; name in _found} if {
	marked(cluster)
} else := object.get(placement.tenants, cluster, set())

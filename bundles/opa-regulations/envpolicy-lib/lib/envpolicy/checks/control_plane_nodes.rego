# METADATA
# title: Control plane and applications on different nodes
# description: |
#   No pod of a deployment may run on a node of the control plane: Node objects say which those are (by role label or
#   taint) and what they repel, pods what they tolerate and select.
package lib.envpolicy.checks.control_plane_nodes

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement
import data.lib.envpolicy.scheduling
import data.lib.envpolicy.workloads

# METADATA
# scope: document
# description: Whether there is anything to judge.
default applies := false

applies if count(placement.places) > 0

_marks := {
	"node-role.kubernetes.io/control-plane",
	"node-role.kubernetes.io/controlplane",
	"node-role.kubernetes.io/master",
}

_is_control_plane(node) if {
	some mark in _marks
	_ := labels.of(node)[mark]
}

_is_control_plane(node) if {
	taints := object.get(node, ["spec", "taints"], [])
	is_array(taints)
	some taint in taints
	taint.key in _marks
}

_seen := {entry.cluster | some entry in estate.all("Node")}

_control_plane := [entry | some entry in estate.all("Node"); _is_control_plane(entry.object)]

_found_in := {entry.cluster | some entry in _control_plane}

_guests(entry) := [workload |
	some workload in workloads.all
	workload.cluster == entry.cluster
	count(workload.owners) > 0
	scheduling.fits(workload.spec, entry.object)
]

# One finding for each node, however many workloads fit.
findings contains finding if {
	some entry in _control_plane
	guests := _guests(entry)
	count(guests) > 0
	finding := {
		"verdict": "fail",
		"message": sprintf("pods of applications may run on %v, a node of the control plane", [entry.name]),
		"place": sprintf("Node %v of %v", [entry.name, entry.cluster]),
		"deployments": sort({name | some guest in guests; some name in guest.owners}),
		"witness": array.concat(
			[estate.witness(entry, ["spec", "taints"])],
			[estate.witness(guest.entry, array.concat(guest.path, ["spec"])) | some guest in guests],
		),
		"missing": [],
	}
}

findings contains finding if {
	some cluster, names in placement.tenants
	missing := _missing(cluster)
	finding := {
		"verdict": "unknown",
		"message": "which nodes belong to the control plane is not known",
		"place": sprintf("cluster %v", [cluster]),
		"deployments": sort(names),
		"witness": [],
		"missing": [concat(" of ", [missing, cluster])],
	}
}

_missing(cluster) := "Node objects" if {
	not cluster in _seen
} else := "inventory" if {
	not cluster in _found_in
	not placement.listed_in_full(cluster, "Node")
}

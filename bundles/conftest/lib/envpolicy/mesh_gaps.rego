# METADATA
# title: What a mesh leaves open of what it is said to keep apart
package lib.envpolicy.mesh_gaps

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.mesh_members
import data.lib.envpolicy.mesh_policies
import data.lib.envpolicy.mesh_sources
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

# METADATA
# description: |
#   `{"from", "to", "cluster", "label", "why", "witness"}`: callers of `from` that the mesh does not keep from a pod of
#   `to`. Of several reasons the one that says most.
all := [gap |
	some index in mesh_policies.pods
	workload := workloads.all[index]
	found := _gap(index, workload)
	some to in workload.owners
	some from in _callers(workload)
	reason := _reason(found, workload, from)
	gap := {
		"from": from,
		"to": to,
		"cluster": workload.cluster,
		"label": sprintf("%v %v/%v", [split(workload.kind, ".")[0], workload.namespace, workload.name]),
		"why": reason.why,
		"witness": array.concat([estate.witness(workload.entry, workload.path)], reason.witness),
	}
]

_callers(workload) := {name |
	some name in placement.tenants[workload.cluster]
	placement.places[name].namespace != workload.namespace
}

# What is open whoever calls; null where it depends on the caller.
_gap(index, workload) := {"why": "is outside of the mesh", "witness": []} if {
	mesh_members.marked(workload.cluster)
	not index in mesh_members.pods
} else := {"why": "has ports that its proxy does not guard", "witness": []} if {
	mesh_members.passed_by(workload)
} else := {"why": "takes callers without a certificate", "witness": spots} if {
	mode := mesh_policies.mode(workload)
	mode.mode != "STRICT"
	spots := [estate.witness(entry, ["spec"]) | some entry in mode.entries]
} else := null

_reason(found, _, _) := found if found != null

_reason(null, workload, from) := reason if {
	not _denied(workload, from)
	reason := _allowed(workload, from)
}

_allowed(workload, _) := {"why": "is subject to no AuthorizationPolicy that allows", "witness": []} if {
	count(mesh_policies.of_action(workload, "ALLOW")) == 0
}

_allowed(workload, from) := {"why": "admits the caller", "witness": [spots[0]]} if {
	spots := [estate.witness(entry, ["spec", "rules", at]) |
		some entry in mesh_policies.of_action(workload, "ALLOW")
		some at, rule in fields.list(entry.object, ["spec", "rules"])
		mesh_sources.means(rule, from)
	]
	count(spots) > 0
}

_denied(workload, from) if {
	some entry in mesh_policies.of_action(workload, "DENY")
	some rule in fields.list(entry.object, ["spec", "rules"])
	mesh_sources.means_all(rule, from)
}

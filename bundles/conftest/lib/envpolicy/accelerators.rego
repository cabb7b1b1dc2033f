# METADATA
# title: Devices that several pods share
# description: |
#   Extended resources that stand for a part of a device (by name, or since the nodes say that they cut theirs up), and
#   ResourceClaims (resource.k8s.io) that pods of several deployments name.
package lib.envpolicy.accelerators

import data.lib.envpolicy.admitted
import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.workloads

_sharing := {entry.cluster |
	some entry in estate.all("Node")
	some key, value in labels.of(entry.object)
	_cut_up(key, value)
}

# As GPU feature discovery labels the nodes.
_cut_up(key, value) if {
	[key, value] in {
		["nvidia.com/gpu.sharing-strategy", "mps"],
		["nvidia.com/gpu.sharing-strategy", "time-slicing"],
		["nvidia.com/mps.capable", "true"],
	}
}

_cut_up("nvidia.com/gpu.replicas", value) if {
	is_string(value)
	regex.match(`^[0-9]{1,6}$`, value)
	to_number(value) > 1
}

# The names that device plugins give to slices of time, to partitions, and to shares of memory or cores.
_is_part(_, resource) if regex.match(`\.shared$|/mig-|/v?(gpu|cuda)-?(mem|memory|core|cores|number)$|/vgpu$`, resource)

_is_part(cluster, resource) if {
	cluster in _sharing
	resource == "nvidia.com/gpu"
}

_used[key] contains [index, path] if {
	some index in admitted.indices
	workload := workloads.all[index]
	some item in workload.containers
	some bound in ["limits", "requests"]
	amounts := object.get(item.container, ["resources", bound], {})
	is_object(amounts)
	some resource, amount in amounts
	contains(resource, "/")
	not amount in {0, "0", null}
	_is_part(workload.cluster, resource)
	path := array.concat(item.path, ["resources", bound, resource])
	key := [["device", workload.cluster, resource], workload.owners]
}

_used[key] contains [index, path] if {
	some index in admitted.indices
	workload := workloads.all[index]
	count(workload.owners) > 0
	claims := object.get(workload.spec, "resourceClaims", [])
	is_array(claims)
	some place, claim in claims
	name := object.get(claim, "resourceClaimName", null)
	is_string(name)
	path := ["spec", "resourceClaims", place, "resourceClaimName"]
	key := [["claim", workload.cluster, workload.namespace, name], workload.owners]
}

# METADATA
# description: Which deployment uses which shared device, once for pods that are alike.
facts contains fact if {
	some [key, names], uses in _used
	[index, path] := min(uses)
	workload := workloads.all[index]
	some name in names
	fact := object.union(doubts.of({text | some text in object.get(admitted.doubts, index, [])}), {
		"deployment": name,
		"key": concat(" ", key),
		"witness": [estate.witness(workload.entry, array.concat(workload.path, path))],
	})
}

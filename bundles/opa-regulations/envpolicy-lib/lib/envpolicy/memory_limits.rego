# METADATA
# title: Memory limits
# description: |
#   Which pods may take as much memory as their node has: no limit on a container or its pod (since 1.34 a pod may carry
#   one), none that a LimitRange fills in (core/v1, defaults of type Container), and none that a quota on limits.memory
#   would insist on.
package lib.envpolicy.memory_limits

import data.lib.envpolicy.admitted
import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.quotas
import data.lib.envpolicy.workloads

# METADATA
# description: Pods as `[place in workloads.all, path, what it does, what is missing]`.
unlimited := [[index, item.path, "sets no memory limit", object.get(_missing, workload.cluster, [])] |
	some index in admitted.indices
	workload := workloads.all[index]
	count(workload.owners) > 0
	not [workload.cluster, workload.namespace] in _limited
	not _says(workload.spec)
	some item in workload.containers
	item.path[1] != "ephemeralContainers" # these cannot carry any resources
	not _says(item.container)
]

_says(item) if object.get(item, ["resources", "limits", "memory"], null) != null

# Namespaces where a pod without a limit gets one, or is refused.
_limited := {[entry.cluster, entry.namespace] |
	some entry in estate.all("LimitRange")
	limits := object.get(entry.object, ["spec", "limits"], [])
	is_array(limits)
	some limit in limits
	limit.type == "Container"
	some field in ["default", "max"] # without a default the maximum is the default
	object.get(limit, [field, "memory"], null) != null
} | {space | some space, resources in quotas.bounded; "limits.memory" in resources}

_missing := {cluster: [sprintf("inventory of %v", [cluster])] |
	some cluster, _ in placement.facts
	some kind in ["LimitRange", "ResourceQuota"]
	not placement.listed_in_full(cluster, kind)
}

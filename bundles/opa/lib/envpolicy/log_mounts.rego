# METADATA
# title: Pods that see the logs of every pod of their node
package lib.envpolicy.log_mounts

import data.lib.envpolicy.admitted
import data.lib.envpolicy.coscheduling
import data.lib.envpolicy.estate
import data.lib.envpolicy.host_paths
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

# Where the kubelet and the runtimes keep what containers say.
_kept := ["/var/log/pods", "/var/log/containers", "/var/lib/docker/containers"]

_is_log(path) if {
	some kept in _kept
	host_paths.within(kept, path)
}

_is_log(path) if {
	some kept in _kept
	host_paths.within(path, kept)
}

# METADATA
# description: |
#   `{"deployment", "cluster", "class", "host", "readOnly", "missing", "witness", "label"}`; what the runtime's socket,
#   or a directory above it, gives away is not told here.
all := [mount |
	some index in admitted.indices
	workload := workloads.all[index]
	count(workload.owners) > 0
	not placement.is_platform(workload.cluster, workload.namespace)
	some found in host_paths.mounted(workload.spec)
	_is_log(found.host)
	not host_paths.is_runtime(found.host)
	some name in workload.owners
	mount := {
		"deployment": name,
		"cluster": workload.cluster,
		"class": coscheduling.class_of[index],
		"host": found.host,
		"readOnly": found.readOnly,
		"missing": object.get(admitted.doubts, index, []),
		"witness": estate.witness(workload.entry, array.concat(workload.path, found.path)),
		"label": sprintf("%v %v/%v", [split(workload.kind, ".")[0], workload.namespace, workload.name]),
	}
]

_seen[name] contains mount if {
	some mount in all
	name := mount.deployment
}

_of := {name: mounts | some name, mounts in _seen}

# METADATA
# description: Whether another deployment sees the same files, which is an overlap of paths and told there.
overlaps(mount, name) if {
	some other in _of[name]
	false in {mount.readOnly, other.readOnly}
	_related(mount.host, other.host)
}

_related(a, b) if host_paths.within(a, b)

_related(a, b) if host_paths.within(b, a)

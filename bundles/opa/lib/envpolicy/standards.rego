# METADATA
# title: Pods that no Pod Security level would let in
# description: |
#   Pods that break the profile baseline in namespaces that enforce neither it nor restricted. What other checks look at
#   more closely is theirs: privileges, the node's namespaces and sockets, ports and data directories of the node.
package lib.envpolicy.standards

import data.lib.envpolicy.admitted
import data.lib.envpolicy.host_access
import data.lib.envpolicy.host_paths
import data.lib.envpolicy.labels
import data.lib.envpolicy.pod_security_profiles
import data.lib.envpolicy.workloads

# METADATA
# description: Pods as `[place in workloads.all, path, what it does, what is missing]`.
unenforced := array.concat(
	[[index, ["spec"], what, []] |
		some index, view in _views
		check := _checks[view]
		check != ""
		what := sprintf("is let in with what baseline forbids (%v)", [check])
	],
	[[index, path, what, []] |
		some index, path in _system_paths
		what := "is let in with what baseline forbids (hostPathVolumes, a directory of the node's system)"
	],
)

# The pods that are let in since nothing is enforced, and of which no check of privileges speaks.
_open := {index: workload |
	some index in admitted.indices
	workload := workloads.all[index]
	admitted.policies[[workload.cluster, workload.namespace]].level in {"privileged", null}
	not index in _spoken_of
}

_spoken_of := {found[0] | some pods in host_access.found; some found in pods}

_views := {index: view |
	some index, workload in _open
	view := _view_of[_asked[index]]
}

# Pods that are alike to the letter are looked at once.
_asked := {index: [workload.spec, notes] |
	some index, workload in _open
	notes := labels.annotations(object.get(workload.entry.object, workload.path, {}))
}

_view_of := {asked: view |
	some asked in {one | some one in _asked}
	seen := pod_security_profiles.view_of(asked[0], asked[1])
	view := object.union(seen, {
		"host": set(),
		"hostPorts": set(),
		"volumes": set(),
		"contexts": {_other_capabilities(context) | some context in seen.contexts},
	})
}

_other_capabilities(context) := object.union(context, {"capabilities": {"add": [capability |
	some capability in context.capabilities.add
	is_string(capability)
	not host_access.capability_name(capability) in host_access.beyond
]}}) if {
	is_array(context.capabilities.add)
} else := context

# What every version of the profile forbids, once for pods that are alike.
_checks := {view: pod_security_profiles.refuses("baseline", 25, view) |
	some view in {seen | some seen in _views}
}

# --- paths by which a node's own programs and settings can be changed

_system_paths := {index: min(paths) |
	some index, workload in _open
	paths := {mount.path |
		some mount in host_paths.mounted(workload.spec)
		mount.readOnly == false
		_is_system(mount.host)
	}
	count(paths) > 0
}

_system := {
	"/bin",
	"/boot",
	"/etc",
	"/lib",
	"/lib64",
	"/opt/cni",
	"/proc",
	"/root",
	"/sbin",
	"/sys",
	"/usr",
	"/var/spool/cron",
}

# Files that are common to many images, and settle nothing.
_plain := {
	"/etc/localtime",
	"/etc/machine-id",
	"/etc/os-release",
	"/etc/pki",
	"/etc/ssl",
	"/etc/timezone",
	"/usr/share",
}

_is_system(path) if {
	not _is_plain(path)
	some place in _system
	host_paths.within(place, path)
}

_is_plain(path) if {
	some place in _plain
	host_paths.within(place, path)
}

# METADATA
# title: Pods that reach beyond themselves to their node
# description: |
#   Pods that hold more of their node than their own containers, by the leak that says so.
package lib.envpolicy.host_access

import data.lib.envpolicy.admitted
import data.lib.envpolicy.host_paths
import data.lib.envpolicy.workloads

# METADATA
# description: |
#   By leak: pods as `[place in workloads.all, path from the template, what it does, what is missing to be sure]`.
found := {
	"node-privileged": _privileged,
	"node-hostns": _namespaces,
	"node-runtime-socket": _sockets,
}

_namespaces := [[index, ["spec", field], sprintf("has %v", [field]), []] |
	some index in admitted.indices
	some field in ["hostPID", "hostIPC"]
	object.get(workloads.all[index].spec, field, false) == true
]

_sockets := [[index, mount.path, sprintf("mounts %v of its node", [_shown(mount.host)]), []] |
	some index in admitted.indices
	some mount in host_paths.mounted(workloads.all[index].spec)
	host_paths.is_runtime(mount.host)
]

_shown("") := "/"

_shown(path) := path if path != ""

_privileged := [[index, array.concat(item.path, ["securityContext"]), what, []] |
	some index in admitted.indices
	workload := workloads.all[index]
	some item in workload.containers
	some what in _powers(workload.spec, item.container)
]

_powers(spec, container) := _powers_of(spec, object.get(container, "securityContext", {})) if {
	is_object(object.get(container, "securityContext", null))
} else := {"is a hostProcess container" | _field(spec, ["securityContext", "windowsOptions", "hostProcess"]) == true}

_powers_of(spec, context) := union({
	{"is privileged" | _field(context, ["privileged"]) == true},
	{"is a hostProcess container" | _host_process(spec, context)},
	{"has an unmasked /proc" |
		_field(context, ["procMount"]) == "Unmasked"
		_field(spec, ["hostUsers"]) != false
	},
	{what |
		some capability in _added(context)
		_effective(spec, context)
		what := sprintf("has the capability %v", [capability])
	},
})

_field(value, path) := object.get(value, path, null)

_host_process(spec, context) if {
	own := _field(context, ["windowsOptions", "hostProcess"])
	own != false
	true in {own, _field(spec, ["securityContext", "windowsOptions", "hostProcess"])}
}

# METADATA
# description: |
#   Capabilities that hand over the node's kernel or its files. The rest of what baseline forbids stays inside the pod.
beyond := {"ALL", "BPF", "DAC_READ_SEARCH", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO"}

_added(context) := {name |
	added := _field(context, ["capabilities", "add"])
	is_array(added)
	some capability in added
	is_string(capability)
	name := capability_name(capability)
	name in beyond
}

# METADATA
# description: A capability as it is called whichever way it is written.
capability_name(written) := trim_prefix(upper(written), "CAP_")

# In a user namespace of its own a capability counts for nothing outside; nor does it for a user other than root who
# may not gain privileges.
_effective(spec, context) if {
	_field(spec, ["hostUsers"]) != false
	not _stays_harmless(spec, context)
}

_stays_harmless(spec, context) if {
	_field(context, ["allowPrivilegeEscalation"]) == false
	_not_root(spec, context)
}

_not_root(spec, context) if {
	user := object.get(context, "runAsUser", _field(spec, ["securityContext", "runAsUser"]))
	is_number(user)
	user != 0
}

_not_root(spec, context) if {
	object.get(context, "runAsNonRoot", _field(spec, ["securityContext", "runAsNonRoot"])) == true
}

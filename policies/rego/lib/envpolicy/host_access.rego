# METADATA
# title: Pods that reach beyond themselves to their node
# description: |
#   Pods that hold more of their node than their own containers, by the leak that says so, and whom they meet there.
#   Pods that are alike (same claim, same namespace, same demands on nodes) are told of once.
package lib.envpolicy.host_access

import data.lib.envpolicy.admitted
import data.lib.envpolicy.coscheduling
import data.lib.envpolicy.estate
import data.lib.envpolicy.host_paths
import data.lib.envpolicy.workloads

# By leak: pods as `[place in workloads.all, path from the template, what it has]`.
_found := {
	"node-privileged": _privileged,
	"node-hostns": _namespaces,
	"node-runtime-socket": _sockets,
}

_namespaces := [[index, ["spec", field], sprintf("has %v", [field])] |
	some index in admitted.indices
	some field in ["hostPID", "hostIPC"]
	object.get(workloads.all[index].spec, field, false) == true
]

_sockets := [[index, found.path, sprintf("mounts %v of its node", [_shown(found.host)])] |
	some index in admitted.indices
	some found in host_paths.mounted(workloads.all[index].spec)
	host_paths.is_runtime(found.host)
]

_shown("") := "/"

_shown(path) := path if path != ""

_privileged := [[index, array.concat(item.path, ["securityContext"]), what] |
	some index in admitted.indices
	spec := workloads.all[index].spec
	some item in workloads.containers(spec)
	some what in _powers(spec, item.container)
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

# Capabilities that hand over the node's kernel or its files. The rest of what baseline forbids stays inside the pod.
_beyond := {"ALL", "BPF", "DAC_READ_SEARCH", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO"}

_added(context) := {name |
	added := _field(context, ["capabilities", "add"])
	is_array(added)
	some capability in added
	is_string(capability)
	name := trim_prefix(upper(capability), "CAP_")
	name in _beyond
}

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

# --- one fact for pods that are alike and each deployment that they may meet

_alike[key] contains found if {
	some leak, pods in _found
	some [index, path, what] in pods
	workload := workloads.all[index]
	count(workload.owners) > 0
	key := [leak, workload.owners, workload.namespace, coscheduling.class_of[index]]
	found := [count(object.get(admitted.doubts, index, [])), index, path, what]
}

_groups := {key: several | some key, several in _alike}

_classes := {key[3] | some key, _ in _groups}

_neighbours := {class: coscheduling.neighbours(class) | some class in _classes}

_facts[leak] contains fact if {
	some [leak, owners, _, class], several in _groups
	[_, index, path, what] := min(several)
	workload := workloads.all[index]
	others := count({found[1] | some found in several}) - 1
	some from in owners
	some to, certain in _neighbours[class]
	not to in owners
	fact := object.union(_doubt(index, certain), {
		"from": from,
		"to": to,
		"place": _label(workload),
		"witness": [estate.witness(workload.entry, array.concat(workload.path, path))],
		"message": _message(workload, what, others),
	})
}

_label(workload) := sprintf("%v %v/%v", [split(workload.kind, ".")[0], workload.namespace, workload.name])

_message(workload, what, 0) := sprintf("%v %v and may stand on a node beside others", [_label(workload), what])

_message(workload, what, others) := sprintf(
	"%v %v and may stand on a node beside others (as do %v pods or templates like it)",
	[_label(workload), what, others],
) if {
	others > 0
}

_doubt(index, certain) := {"certain": false, "missing": missing} if {
	missing := array.concat(
		object.get(admitted.doubts, index, []),
		[coscheduling.missing(workloads.all[index].cluster) | certain == null],
	)
	count(missing) > 0
} else := {}

_by_leak := {leak: several | some leak, several in _facts}

# METADATA
# description: The facts of a leak.
facts(leak) := object.get(_by_leak, leak, set())

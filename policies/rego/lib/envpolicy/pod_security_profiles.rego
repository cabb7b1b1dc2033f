# METADATA
# title: The Pod Security Standards
# description: |
#   What the profiles baseline and restricted ask of a pod, check by check, in each minor version of the policy
#   (`minor`, 24 for v1.24), as the admission plugin of Kubernetes decides it. Restricted asks for all of baseline.
package lib.envpolicy.pod_security_profiles

import data.lib.envpolicy.workloads

# METADATA
# description: |
#   The name of a check that refuses a pod under a profile, or "" where none does. `notes` are the annotations of
#   the pod.
refuses(profile, minor, spec, notes) := check if {
	profile == "baseline"
	check := _baseline(_view(spec, notes), minor)
} else := check if {
	profile == "restricted"
	view := _view(spec, notes)
	check := _either(_baseline(view, minor), view, minor)
} else := ""

_either(found, view, minor) := _restricted(view, minor) if {
	found == ""
} else := found

# What the checks ask about, gathered once: the pod, its containers of all three sorts, their security contexts.
_view(spec, notes) := {
	"pod": spec,
	"notes": notes,
	"context": _mapping(object.get(spec, "securityContext", {})),
	"containers": containers,
	"contexts": [context |
		some container in containers
		context := _mapping(object.get(container, "securityContext", {}))
	],
	"windows": object.get(spec, ["os", "name"], "") == "windows",
	"users": object.get(spec, "hostUsers", null) == false,
} if {
	containers := [item.container | some item in workloads.containers(spec)]
}

# --- baseline

_baseline(view, minor) := "privileged" if {
	some context in view.contexts
	object.get(context, "privileged", false) == true
} else := "hostNamespaces" if {
	some field in ["hostNetwork", "hostPID", "hostIPC"]
	object.get(view.pod, field, false) == true
} else := "hostPathVolumes" if {
	some volume in _list(object.get(view.pod, "volumes", []))
	object.get(volume, "hostPath", null) != null
} else := "hostPorts" if {
	some container in view.containers
	some port in _list(object.get(container, "ports", []))
	not object.get(port, "hostPort", 0) in {0, null}
} else := "capabilities_baseline" if {
	some context in view.contexts
	some capability in _list(object.get(context, ["capabilities", "add"], []))
	not capability in default_capabilities
} else := _confined(view, minor)

_confined(view, minor) := "windowsHostProcess" if {
	some context in array.concat([view.context], view.contexts)
	object.get(context, ["windowsOptions", "hostProcess"], false) == true
} else := "procMount" if {
	_unmasked(view)
	_procmount_counts(view, minor)
} else := "seLinuxOptions" if {
	some context in array.concat([view.context], view.contexts)
	options := object.get(context, "seLinuxOptions", null)
	is_object(options)
	_selinux_refused(options, minor)
} else := "appArmorProfile" if {
	_apparmor_refused(view)
} else := "seccompProfile_baseline" if {
	_seccomp_refused(view, minor)
} else := "sysctls" if {
	some sysctl in _list(object.get(view.context, "sysctls", []))
	not _sysctl_allowed(object.get(sysctl, "name", ""), minor)
} else := "hostProbesAndHostLifecycle" if {
	minor >= 34
	some container in view.containers
	_names_a_host(container)
} else := ""

# METADATA
# description: The capabilities that a pod may add under baseline, the ones that container engines give anyway.
default_capabilities := {
	"AUDIT_WRITE",
	"CHOWN",
	"DAC_OVERRIDE",
	"FOWNER",
	"FSETID",
	"KILL",
	"MKNOD",
	"NET_BIND_SERVICE",
	"SETFCAP",
	"SETGID",
	"SETPCAP",
	"SETUID",
	"SYS_CHROOT",
}

_unmasked(view) if {
	some context in view.contexts
	not object.get(context, "procMount", null) in {null, "Default"}
}

# Since 1.35 a pod with a user namespace of its own may unmask /proc.
_procmount_counts(view, minor) if _not_relaxed(view, minor)

_not_relaxed(_, minor) if minor < 35

_not_relaxed(view, _) if not view.users

_selinux_refused(options, minor) if not object.get(options, "type", "") in _selinux_types(minor)

_selinux_refused(options, _) if {
	some field in ["user", "role"]
	not object.get(options, field, "") in {"", null}
}

_selinux_types(minor) := {"", null, "container_t", "container_init_t", "container_kvm_t", "container_engine_t"} if {
	minor >= 31
} else := {"", null, "container_t", "container_init_t", "container_kvm_t"}

_apparmor_refused(view) if {
	some context in array.concat([view.context], view.contexts)
	profile := object.get(context, "appArmorProfile", null)
	is_object(profile)
	not object.get(profile, "type", "") in {"RuntimeDefault", "Localhost"}
}

_apparmor_refused(view) if {
	some key, value in view.notes
	startswith(key, "container.apparmor.security.beta.kubernetes.io/")
	is_string(value)
	not value in {"", "runtime/default"}
	not startswith(value, "localhost/")
}

_seccomp_refused(view, minor) if {
	minor >= 19
	some context in array.concat([view.context], view.contexts)
	profile := object.get(context, "seccompProfile", null)
	is_object(profile)
	not object.get(profile, "type", "") in {"RuntimeDefault", "Localhost"}
}

# Before there was a field, annotations said it, for the pod and for containers by name.
_seccomp_refused(view, minor) if {
	minor < 19
	some key in array.concat(
		["seccomp.security.alpha.kubernetes.io/pod"],
		[concat("/", ["container.seccomp.security.alpha.kubernetes.io", container.name]) | some container in view.containers],
	)
	value := view.notes[key]
	is_string(value)
	not value in {"runtime/default", "docker/default"}
	not startswith(value, "localhost/")
}

# Since which minor version each sysctl counts as harmless.
_sysctls := {
	"kernel.shm_rmid_forced": 0,
	"net.ipv4.ip_local_port_range": 0,
	"net.ipv4.tcp_syncookies": 0,
	"net.ipv4.ping_group_range": 0,
	"net.ipv4.ip_unprivileged_port_start": 0,
	"net.ipv4.ip_local_reserved_ports": 27,
	"net.ipv4.tcp_keepalive_time": 29,
	"net.ipv4.tcp_fin_timeout": 29,
	"net.ipv4.tcp_keepalive_intvl": 29,
	"net.ipv4.tcp_keepalive_probes": 29,
	"net.ipv4.tcp_rmem": 32,
	"net.ipv4.tcp_wmem": 32,
}

_sysctl_allowed(name, minor) if _sysctls[name] <= minor

_names_a_host(container) if {
	some handler in [
		["livenessProbe"],
		["readinessProbe"],
		["startupProbe"],
		["lifecycle", "postStart"],
		["lifecycle", "preStop"],
	]
	some action in ["httpGet", "tcpSocket"]
	not object.get(container, array.concat(handler, [action, "host"]), "") in {"", null}
}

# --- restricted, beyond baseline

_restricted(view, minor) := "restrictedVolumes" if {
	some volume in _list(object.get(view.pod, "volumes", []))
	kinds := {kind | some kind, source in volume; kind != "name"; source != null}
	count(kinds) > 0 # a volume without a source is an emptyDir
	count(kinds & _volumes) == 0
} else := "procMount_restricted" if {
	minor >= 35
	_unmasked(view)
} else := "allowPrivilegeEscalation" if {
	minor >= 8
	not _exempt_windows(view, minor)
	some context in view.contexts
	object.get(context, "allowPrivilegeEscalation", null) != false
} else := "runAsNonRoot" if {
	_not_relaxed(view, minor)
	_may_be_root(view)
} else := _unprivileged(view, minor)

_unprivileged(view, minor) := "runAsUser" if {
	minor >= 23
	_not_relaxed(view, minor)
	some context in array.concat([view.context], view.contexts)
	object.get(context, "runAsUser", null) == 0
} else := "seccompProfile_restricted" if {
	minor >= 19
	not _exempt_windows(view, minor)
	object.get(view.context, "seccompProfile", null) == null
	some context in view.contexts
	object.get(context, "seccompProfile", null) == null
} else := "capabilities_restricted" if {
	minor >= 22
	not _exempt_windows(view, minor)
	some context in view.contexts
	_capable(context)
} else := ""

_volumes := {
	"configMap",
	"csi",
	"downwardAPI",
	"emptyDir",
	"ephemeral",
	"image",
	"persistentVolumeClaim",
	"projected",
	"secret",
}

_exempt_windows(view, minor) if {
	view.windows
	minor >= 25
}

_may_be_root(view) if object.get(view.context, "runAsNonRoot", null) == false

_may_be_root(view) if {
	some context in view.contexts
	object.get(context, "runAsNonRoot", null) == false
}

_may_be_root(view) if {
	object.get(view.context, "runAsNonRoot", null) != true
	some context in view.contexts
	object.get(context, "runAsNonRoot", null) == null
}

_capable(context) if not "ALL" in _list(object.get(context, ["capabilities", "drop"], []))

_capable(context) if {
	some capability in _list(object.get(context, ["capabilities", "add"], []))
	capability != "NET_BIND_SERVICE"
}

_mapping(value) := value if {
	is_object(value)
} else := {}

_list(value) := value if {
	is_array(value)
} else := []

# METADATA
# title: The Pod Security Standards
# description: |
#   What the profiles baseline and restricted ask of a pod, check by check, in each minor version of the policy
#   (`minor`, 24 for v1.24), as the admission plugin of Kubernetes decides it. Restricted asks for all of baseline.
package lib.envpolicy.pod_security_profiles

import data.lib.envpolicy.workloads

# METADATA
# description: |
#   The name of a check that refuses a pod under a profile, or "" where none does; `view` as `view_of` gives it.
refuses(profile, minor, view) := check if {
	profile == "baseline"
	check := _baseline(view, minor)
} else := check if {
	profile == "restricted"
	check := _either(_baseline(view, minor), view, minor)
} else := ""

_either(found, view, minor) := _restricted(view, minor) if {
	found == ""
} else := found

# METADATA
# description: |
#   What the checks ask about a pod with these annotations, and nothing else, so that pods that are alike to them are
#   equal.
view_of(spec, notes) := {
	"host": _host(spec),
	"context": _mapping(object.get(spec, "securityContext", {})),
	"contexts": {context |
		some container in containers
		context := _mapping(object.get(container, "securityContext", {}))
	},
	"volumes": {kinds |
		some volume in _list(object.get(spec, "volumes", []))
		kinds := {kind | some kind, source in volume; kind != "name"; source != null}
	},
	"hostPorts": {port.hostPort |
		some container in containers
		some port in _list(object.get(container, "ports", []))
		not object.get(port, "hostPort", 0) in {0, null}
	},
	"hosts": {name | some container in containers; some name in _named_hosts(container)},
	"notes": _noted(notes, containers),
	"windows": object.get(spec, ["os", "name"], "") == "windows",
	"users": object.get(spec, "hostUsers", null) == false,
} if {
	containers := [item.container | some item in workloads.containers(spec)]
}

_host(spec) := {field | some field in ["hostNetwork", "hostPID", "hostIPC"]; object.get(spec, field, false) == true}

_noted(notes, _) := {"apparmor": set(), "seccomp": set()} if count(notes) == 0

_noted(notes, containers) := {
	"apparmor": {value |
		some key, value in notes
		startswith(key, "container.apparmor.security.beta.kubernetes.io/")
		is_string(value)
	},
	"seccomp": {value |
		some key in array.concat(["seccomp.security.alpha.kubernetes.io/pod"], _container_notes(containers))
		value := notes[key]
		is_string(value)
	},
} if {
	count(notes) > 0
}

_container_notes(containers) := [key |
	some container in containers
	key := concat("/", ["container.seccomp.security.alpha.kubernetes.io", container.name])
]

_named_hosts(container) := {host |
	some hook in ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle"]
	some handler in _handlers(object.get(container, hook, null))
	some action in ["httpGet", "tcpSocket"]
	host := object.get(handler, [action, "host"], "")
	not host in {"", null}
}

_handlers(hook) := [hook, object.get(hook, "postStart", {}), object.get(hook, "preStop", {})] if {
	is_object(hook)
} else := []

# --- baseline

_baseline(view, minor) := "privileged" if {
	some context in view.contexts
	object.get(context, "privileged", false) == true
} else := "hostNamespaces" if {
	count(view.host) > 0
} else := "hostPathVolumes" if {
	some volume in view.volumes
	"hostPath" in volume
} else := "hostPorts" if {
	count(view.hostPorts) > 0
} else := "capabilities_baseline" if {
	some context in view.contexts
	some capability in _list(object.get(context, ["capabilities", "add"], []))
	not capability in default_capabilities
} else := _confined(view, minor)

_confined(view, minor) := "windowsHostProcess" if {
	some context in (view.contexts | {view.context})
	object.get(context, ["windowsOptions", "hostProcess"], false) == true
} else := "procMount" if {
	_unmasked(view)
	_procmount_counts(view, minor)
} else := "seLinuxOptions" if {
	some context in (view.contexts | {view.context})
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
	count(view.hosts) > 0
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
	some context in (view.contexts | {view.context})
	profile := object.get(context, "appArmorProfile", null)
	is_object(profile)
	not object.get(profile, "type", "") in {"RuntimeDefault", "Localhost"}
}

_apparmor_refused(view) if {
	some value in view.notes.apparmor
	not value in {"", "runtime/default"}
	not startswith(value, "localhost/")
}

_seccomp_refused(view, minor) if {
	minor >= 19
	some context in (view.contexts | {view.context})
	profile := object.get(context, "seccompProfile", null)
	is_object(profile)
	not object.get(profile, "type", "") in {"RuntimeDefault", "Localhost"}
}

# Before there was a field, annotations said it, for the pod and for containers by name.
_seccomp_refused(view, minor) if {
	minor < 19
	some value in view.notes.seccomp
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

# --- restricted, beyond baseline

_restricted(view, minor) := "restrictedVolumes" if {
	some kinds in view.volumes
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
	some context in (view.contexts | {view.context})
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

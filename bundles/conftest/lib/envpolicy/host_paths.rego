# METADATA
# title: Paths of the node that pods mount
# description: |
#   hostPath volumes, as far as containers mount them: a subPath narrows what is seen, a volume that nothing mounts
#   shows nothing.
package lib.envpolicy.host_paths

import data.lib.envpolicy.workloads

# METADATA
# description: |
#   What a pod sees of its node, `{"host", "path", "readOnly"}`: the clean absolute path on the node, and the way to the
#   volume from the template.
mounted(spec) := [{"host": host, "path": ["spec", "volumes", index, "hostPath", "path"], "readOnly": read_only} |
	volumes := object.get(spec, "volumes", [])
	is_array(volumes)
	some index, volume in volumes
	base := object.get(volume, ["hostPath", "path"], null)
	is_string(base)
	some item in workloads.containers(spec)
	mounts := object.get(item.container, "volumeMounts", [])
	is_array(mounts)
	some mount in mounts
	mount.name == volume.name
	host := clean(concat("/", [base, _below(mount)]))
	read_only := object.get(mount, "readOnly", false) == true
]

_below(mount) := mount.subPath if {
	is_string(mount.subPath)
} else := ""

# METADATA
# description: |
#   A path with one slash between its parts and none at its end ("" is the root); /var/run is /run.
clean(path) := regex.replace(_joined(path), `^/var/run(/|$)`, "/run$1")

_joined(path) := concat("", [concat("/", ["", part]) |
	some part in split(path, "/")
	not part in {"", "."}
])

# METADATA
# description: Whether the second path is the first or below it.
within(parent, path) if startswith(concat("", [path, "/"]), concat("", [parent, "/"]))

# The sockets of container runtimes.
_sockets := {
	"/run/docker.sock",
	"/run/dockershim.sock",
	"/run/cri-dockerd.sock",
	"/run/containerd/containerd.sock",
	"/run/containerd/containerd.sock.ttrpc",
	"/run/crio/crio.sock",
	"/run/k0s/containerd.sock",
	"/run/k3s/containerd/containerd.sock",
	"/run/podman/podman.sock",
	"/var/snap/microk8s/common/run/containerd.sock",
}

# What the kubelet keeps: its credentials, the Secrets of every pod of the node, the pods it starts by itself.
_kubelet := {
	"/etc/kubernetes",
	"/var/lib/kubelet",
	"/var/lib/k0s/kubelet",
	"/var/lib/rancher/k3s/agent",
	"/var/lib/rancher/rke2/agent",
	"/var/snap/microk8s/common/var/lib/kubelet",
}

# A driver's own directory, and lists of devices: nothing of other pods.
_harmless := {
	"/var/lib/kubelet/plugins",
	"/var/lib/kubelet/pod-resources",
}

# METADATA
# scope: document
# description: |
#   Whether a path of the node gives its container runtime or its kubelet away; a parent directory of a socket counts as
#   the socket.
is_runtime(path) if {
	some place in (_sockets | _kubelet)
	within(path, place)
}

is_runtime(path) if {
	not _is_harmless(path)
	some place in _kubelet
	within(place, path)
}

_is_harmless(path) if {
	some place in _harmless
	within(place, path)
}

# METADATA
# title: Private images that stay on a node
# description: |
#   Which pods pull an image with a login and without asking the registry each time: whoever names the image on the same
#   node gets it without the login, unless the admission plugin AlwaysPullImages is on, or the kubelet verifies who may
#   have what it has pulled before (KEP-2535, on by default since Kubernetes 1.35).
package lib.envpolicy.cached_images

import data.lib.envpolicy.admitted
import data.lib.envpolicy.fields
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_identities
import data.lib.envpolicy.workloads

# METADATA
# description: Pods as `[place in workloads.all, path, what it does, what is missing]`.
left := [[index, array.concat(item.path, ["image"]), "leaves a private image", _missing[workload.cluster]] |
	some index in admitted.indices
	workload := workloads.all[index]
	count(workload.owners) > 0
	_missing[workload.cluster]
	_has_login(workload)
	some item in workload.containers
	not _asks(item.container)
]

_has_login(workload) if count(fields.list(workload.spec, ["imagePullSecrets"])) > 0

_has_login(workload) if {
	name := workloads.account(workload.spec)
	is_string(name)
	identity := concat("|", ["account", workload.cluster, workload.namespace, name])
	some entry in rbac_identities.objects[identity]
	count(fields.list(entry.object, ["imagePullSecrets"])) > 0
}

# The policy of a container, and what the API server fills in where it has none.
_asks(container) if fields.text(container, ["imagePullPolicy"]) == "Always"

_asks(container) if {
	fields.text(container, ["imagePullPolicy"]) == ""
	_is_latest(fields.text(container, ["image"]))
}

_is_latest(image) if {
	not contains(image, "@")
	last := regex.replace(image, `^.*/`, "")
	not contains(last, ":")
}

_is_latest(image) if {
	not contains(image, "@")
	endswith(image, ":latest")
}

# --- clusters that do not guard: what is missing to know it

_missing := {cluster: array.concat(_plugin(cluster), _verified(cluster)) |
	some cluster, _ in placement.facts
	placement.cluster_fact(cluster, "alwaysPullImages") != true
	not _verifies(cluster)
}

_plugin(cluster) := [concat(" of ", ["alwaysPullImages", cluster]) |
	placement.cluster_fact(cluster, "alwaysPullImages") == null
]

_verifies(cluster) if placement.cluster_fact(cluster, "kubeletImageCredentialVerification") == true

_verifies(cluster) if {
	placement.cluster_fact(cluster, "kubeletImageCredentialVerification") == null
	_minor(cluster) >= 35
}

_verified(cluster) := [concat(" of ", ["kubeletImageCredentialVerification", cluster]) |
	placement.cluster_fact(cluster, "kubeletImageCredentialVerification") == null
	not _minor(cluster)
]

_minor(cluster) := to_number(found[1]) if {
	version := placement.cluster_fact(cluster, "kubernetesVersion")
	is_string(version)
	regex.match(`^v?1\.[0-9]+`, version)
	found := regex.find_n(`[0-9]+`, version, 2)
}

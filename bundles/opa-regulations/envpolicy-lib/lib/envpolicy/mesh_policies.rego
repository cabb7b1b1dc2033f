# METADATA
# title: What Istio's policies say of a deployment's pods
# description: |
#   PeerAuthentication (the narrowest that says something decides, else PERMISSIVE) and AuthorizationPolicy. Those
#   in istio-system hold for every namespace.
package lib.envpolicy.mesh_policies

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

_root := "istio-system"

# METADATA
# description: The pods of deployments in clusters whose mesh is claimed as a boundary, by place in `workloads.all`.
pods := {index |
	some index, workload in workloads.all
	count(workload.owners) > 0
	[workload.cluster, workload.namespace] in _claimed_spaces
	not _ended(workload)
}

_claimed_spaces := {[place.cluster, place.namespace] |
	some place in placement.places
	claimed(place.cluster, place.namespace)
}

_ended(workload) if object.get(workload.entry.object, ["status", "phase"], "") in {"Succeeded", "Failed"}

# METADATA
# scope: document
# description: |
#   Whether a mesh is claimed (fact meshBoundary) to keep a namespace apart: all of them, or those that it names.
claimed(cluster, _) if placement.cluster_fact(cluster, "meshBoundary") == true

claimed(cluster, namespace) if {
	said := _said(placement.cluster_fact(cluster, "meshBoundary"))
	some word in said
	word in {"release", "namespace", "cluster", "environment", "istio", namespace}
}

# Said in one word that is neither a namespace nor a denial.
claimed(cluster, _) if {
	word := placement.cluster_fact(cluster, "meshBoundary")
	is_string(word)
	not lower(word) in {"", "none", "no", "nothing", "false"}
	not [cluster, word] in _spaces
}

_spaces := {[cluster, namespace] | some [cluster, namespace], _ in placement.residents} | {[entry.cluster, entry.name] |
	some entry in estate.all("Namespace")
}

_said(value) := [value] if is_string(value)

_said(value) := value if is_array(value)

_in_space[key] contains entry if {
	some kind in ["PeerAuthentication", "AuthorizationPolicy"]
	some entry in estate.all(concat(".", [kind, "security.istio.io"]))
	key := [kind, entry.cluster, entry.namespace]
}

_policies := {key: entries | some key, entries in _in_space}

# METADATA
# description: The policies of a kind that hold for a pod, from the narrowest to the widest.
holding(kind, workload) := array.concat(
	array.concat(_selecting(own, workload), _sweeping(own)),
	array.concat(_selecting(root, workload), _sweeping(root)),
) if {
	own := object.get(_policies, [[kind, workload.cluster, workload.namespace]], set())
	root := object.get(_policies, [[kind, workload.cluster, _root]], set()) - own
}

_labels(entry) := fields.mapping(entry.object, ["spec", "selector", "matchLabels"])

_selecting(entries, workload) := [entry |
	some entry in entries
	count(_labels(entry)) > 0
	every key, value in _labels(entry) {
		object.get(workload.labels, key, null) == value
	}
]

_sweeping(entries) := [entry | some entry in entries; count(_labels(entry)) == 0]

# METADATA
# description: |
#   How a pod takes callers without a certificate: `{"mode", "entries"}`, the entries being what says so.
mode(workload) := {"mode": "PERMISSIVE", "entries": [entry]} if {
	some entry in [found | some found in holding("PeerAuthentication", workload); _says(found)]
	some port in object.get(entry.object, ["spec", "portLevelMtls"], {})
	port.mode in {"PERMISSIVE", "DISABLE"}
} else := {"mode": _mode(said[0]), "entries": [said[0]]} if {
	said := [entry | some entry in holding("PeerAuthentication", workload); _mode(entry) != "UNSET"]
	count(said) > 0
} else := {"mode": "PERMISSIVE", "entries": []}

_says(entry) if is_object(object.get(entry.object, ["spec", "portLevelMtls"], null))

_mode(entry) := found if {
	found := fields.text(entry.object, ["spec", "mtls", "mode"])
	found != ""
} else := "UNSET"

# METADATA
# description: The AuthorizationPolicies of an action (ALLOW where none is given) that hold for a pod.
of_action(workload, action) := [entry |
	some entry in holding("AuthorizationPolicy", workload)
	_action(entry) == action
]

_action(entry) := found if {
	found := fields.text(entry.object, ["spec", "action"])
	found != ""
} else := "ALLOW"

# METADATA
# title: Secrets that the hierarchy of namespaces copies down
# description: |
#   The Hierarchical Namespace Controller (hnc.x-k8s.io) copies Secrets into the namespaces below theirs where its
#   configuration says so; by itself it copies Roles and RoleBindings only.
package lib.envpolicy.replication_hierarchy

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_grants

_mode[cluster] contains lower(mode) if {
	some entry in estate.all("HNCConfiguration.hnc.x-k8s.io")
	cluster := entry.cluster
	some rule in fields.list(entry.object, ["spec", "resources"])
	fields.text(rule, ["resource"]) == "secrets"
	mode := fields.text(rule, ["mode"])
}

_mode[cluster] contains lower(mode) if {
	some cluster, _ in input.clusters
	controllers := placement.cluster_fact(cluster, "controllers")
	is_object(controllers)
	mode := fields.text(controllers, ["hnc", "modes", "secrets"])
}

_modes := {cluster: modes | some cluster, modes in _mode}

# METADATA
# description: "As in `replication_marks`."
copies := [copy |
	count(_modes) > 0
	some entry in estate.all("Secret")
	some mode in _modes[entry.cluster]
	_copied(mode, entry)
	some child in object.get(rbac_grants.descendants, concat("|", [entry.cluster, entry.namespace]), set())
	rbac_grants.propagates(entry, child)
	copy := {
		"source": [entry.cluster, entry.namespace, entry.name],
		"entry": entry,
		"namespace": child,
		"chosen": true,
		"witness": estate.witness(entry, []),
	}
]

_copied("propagate", _) := true

_copied("allowpropagate", entry) if {
	some name, _ in labels.annotations(entry.object)
	startswith(name, "propagate.hnc.x-k8s.io/")
	name != "propagate.hnc.x-k8s.io/none"
}

# METADATA
# title: Grants
# description: |
#   One grant is one subject of one binding whose role exists. A ClusterRoleBinding reaches every namespace, a
#   RoleBinding its own, and where the Hierarchical Namespace Controller copies it, those below.
package lib.envpolicy.rbac_grants

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_identities
import data.lib.envpolicy.rbac_roles

# --- the hierarchy of namespaces (hnc.x-k8s.io)

# The clusters of which it is declared that nobody heeds it (fact controllers.hnc).
_without_hierarchy := {cluster |
	some cluster, facts in placement.facts
	controllers := object.get(facts, "controllers", {})
	is_object(controllers)
	false in {object.get(controllers, "hnc", null), object.get(controllers, ["hnc", "installed"], null)}
}

_parents[where] contains parent if {
	some entry in estate.all("HierarchyConfiguration.hnc.x-k8s.io")
	not entry.cluster in _without_hierarchy
	parent := object.get(entry.object, ["spec", "parent"], "")
	is_string(parent)
	parent != ""
	where := concat("|", [entry.cluster, entry.namespace])
}

_parents[where] contains parent if {
	some entry in estate.all("SubnamespaceAnchor.hnc.x-k8s.io")
	not entry.cluster in _without_hierarchy
	parent := entry.namespace
	where := concat("|", [entry.cluster, entry.name])
}

_children[where] contains child if {
	some child, found in _parents
	some parent in found
	where := concat("|", [split(child, "|")[0], parent])
}

# graph.reachable leaves out what is no key of the graph, so the lowest are keys as well.
_below := object.union(
	{child: set() | some child, _ in _parents},
	{where: found | some where, found in _children},
)

# METADATA
# description: The namespaces below a namespace, by `cluster|namespace`, as names.
descendants := {where: found |
	some where, _ in _below
	found := {split(child, "|")[1] | some child in graph.reachable(_below, {where})} - {split(where, "|")[1]}
}

# METADATA
# description: Whether the hierarchy copies an object of a namespace into one below it.
propagates(entry, child) if {
	object.get(labels.annotations(entry.object), "propagate.hnc.x-k8s.io/none", "") != "true"
	words := _selected(entry)
	not concat("", ["!", child]) in words
	_admits({word | some word in words; not startswith(word, "!")}, child)
}

_selected(entry) := {word |
	some key in ["propagate.hnc.x-k8s.io/select", "propagate.hnc.x-k8s.io/treeSelect"]
	text := object.get(labels.annotations(entry.object), key, "")
	is_string(text)
	some part in split(text, ",")
	word := trim_space(part)
	word != ""
}

_admits(words, _) if count(words) == 0

_admits(words, child) if child in words

# --- bindings

# The API server itself binds this one, whether or not an inventory lists it.
_bootstrap := [{"entry": entry, "namespace": ""} |
	some cluster, _ in input.clusters
	entry := {
		"cluster": cluster,
		"kind": "ClusterRoleBinding.rbac.authorization.k8s.io",
		"namespace": "",
		"name": "cluster-admin",
		"index": null,
		"object": {
			"roleRef": {"kind": "ClusterRole", "name": "cluster-admin"},
			"subjects": [{"kind": "Group", "name": "system:masters"}],
		},
	}
]

_bindings := array.concat(
	array.concat(
		_bootstrap,
		[{"entry": entry, "namespace": ""} | some entry in estate.all("ClusterRoleBinding.rbac.authorization.k8s.io")],
	),
	[{"entry": entry, "namespace": entry.namespace} |
		some entry in estate.all("RoleBinding.rbac.authorization.k8s.io")
	],
)

_role(binding) := concat("|", [binding.entry.cluster, reference.name]) if {
	reference := object.get(binding.entry.object, "roleRef", {})
	reference.kind == "ClusterRole"
	is_string(reference.name)
} else := concat("|", [binding.entry.cluster, binding.namespace, reference.name]) if {
	reference := object.get(binding.entry.object, "roleRef", {})
	reference.kind == "Role"
	is_string(reference.name)
	binding.namespace != ""
}

_identity(binding, subject) := rbac_identities.account(binding.entry.cluster, namespace, subject.name) if {
	subject.kind == "ServiceAccount"
	namespace := object.get(subject, "namespace", binding.namespace)
	is_string(namespace)
} else := rbac_identities.user(binding.entry.cluster, subject.name) if {
	subject.kind == "User"
} else := rbac_identities.group(binding.entry.cluster, subject.name) if {
	subject.kind == "Group"
}

# METADATA
# description: |
#   `{"entry", "subject", "identity", "cluster", "namespaces", "role", "place"}`; `subject` is an index into the
#   binding's subjects, `namespaces` null for a grant that reaches all.
all := [grant |
	some binding in _bindings
	role := _role(binding)
	rbac_roles.all[role]
	subjects := object.get(binding.entry.object, "subjects", [])
	is_array(subjects)
	some index, subject in subjects
	is_object(subject)
	is_string(object.get(subject, "name", null))
	grant := {
		"entry": object.remove(binding.entry, ["object", "owners"]),
		"subject": index,
		"identity": _identity(binding, subject),
		"cluster": binding.entry.cluster,
		"namespaces": _reach(binding),
		"role": role,
		"place": _place(binding.entry),
	}
]

_reach(binding) := null if {
	binding.namespace == ""
} else := {binding.namespace} | {child |
	some child in object.get(descendants, concat("|", [binding.entry.cluster, binding.namespace]), set())
	propagates(binding.entry, child)
}

_place(entry) := sprintf("%v %v", [split(entry.kind, ".")[0], entry.name]) if {
	entry.namespace == ""
} else := sprintf("%v %v/%v", [split(entry.kind, ".")[0], entry.namespace, entry.name])

_of[identity] contains index if {
	some index, grant in all
	identity := grant.identity
}

# METADATA
# description: Indices into `all`, by identity.
of_identity := {identity: found | some identity, found in _of}

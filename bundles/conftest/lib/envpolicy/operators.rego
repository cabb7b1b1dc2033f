# METADATA
# title: Operators of deployments that watch the whole cluster
# description: |
#   A workload whose account a ClusterRoleBinding lets watch custom resources, and that no WATCH_NAMESPACE keeps to its
#   own namespace (by habit of operators: empty or absent means all).
package lib.envpolicy.operators

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_grants
import data.lib.envpolicy.rbac_identities
import data.lib.envpolicy.rbac_rules
import data.lib.envpolicy.resources

_names := {"WATCH_NAMESPACE", "WATCH_NAMESPACES", "OPERATOR_WATCH_NAMESPACE"}

_flags := {"namespace", "namespaces", "watch-namespace", "watch-namespaces"}

# Whether a workload keeps to some namespaces: true, or null where that stands in an object that is not read.
_limited(workload) if {
	some item in workload.containers
	some variable in fields.list(item.container, ["env"])
	variable.name in _names
	_names_some(workload, variable)
} else if {
	some item in workload.containers
	some field in ["command", "args"]
	some view in fields.list(item.container, [field])
	view.setting in _flags
	count(view.digests) > 0
} else := null if {
	some item in workload.containers
	some variable in fields.list(item.container, ["env"])
	variable.name in _names
	some source in ["configMapKeyRef", "secretKeyRef"]
	is_object(object.get(variable, ["valueFrom", source], null))
} else := false

_names_some(_, variable) if count(object.get(variable, ["value", "digests"], [])) > 0

_names_some(_, variable) if object.get(variable, ["valueFrom", "fieldRef", "fieldPath"], "") == "metadata.namespace"

_names_some(workload, variable) if {
	field := object.get(variable, ["valueFrom", "fieldRef", "fieldPath"], "")
	field == "metadata.annotations['olm.targetNamespaces']"
	path := array.concat(workload.path, ["metadata", "annotations", "olm.targetNamespaces"])
	object.get(workload.entry.object, path, "") != ""
}

# Operators by `[cluster, group]`, where the group is named: everything of everything is rbac-cluster-admin's to tell.
_watching[key] contains operator if {
	some grant in rbac_grants.all
	grant.namespaces == null
	some workload in object.get(rbac_identities.used, grant.identity, set())
	not placement.is_platform(workload.cluster, workload.namespace)
	limited := _limited(workload)
	limited != true
	some rule in rbac_rules.rules_of[grant.role]
	count(rule.verbs & {"watch", "*"}) > 0
	count(rule.names) == 0
	some group in rule.groups
	contains(group, ".")
	some resource in rule.resources
	not contains(resource, "/")
	some name in workload.owners
	key := [grant.cluster, group]
	operator := {
		"deployment": name,
		"namespace": workload.namespace,
		"place": grant.place,
		"resource": resource,
		"limited": limited,
		"called": sprintf("%v %v/%v", [split(workload.kind, ".")[0], workload.namespace, workload.name]),
		"witness": [
			estate.witness(workload.entry, workload.path),
			estate.witness(grant.entry, ["subjects", grant.subject]),
		],
	}
}

_operators := {key: found | some key, found in _watching}

# Kinds that come with Kubernetes are watched by everything: what is meant are the operator's own.
_built_in := {concat(".", [name, "k8s.io"]) |
	some name in [
		"admissionregistration", "apiextensions", "apiregistration", "authentication", "authorization",
		"certificates", "coordination", "discovery", "events", "flowcontrol.apiserver", "internal.apiserver",
		"metrics", "networking", "node", "rbac.authorization", "resource", "scheduling", "storage",
	]
}

# METADATA
# description: |
#   `{"from", "to", "operator", "witness"}`: an operator of `from` watches custom resources of `to`.
all := [found |
	count(_operators) > 0
	some key, items in resources.owned
	not key[1] in _built_in
	some operator in object.get(_operators, [[key[0], key[1]]], set())
	operator.resource in {"*", key[2]}
	other := key[3]
	placement.places[other].namespace != operator.namespace
	found := {
		"from": operator.deployment,
		"to": other,
		"operator": operator,
		"witness": array.concat(operator.witness, [[item | some item in items][0].witness]),
	}
]

# METADATA
# description: "The pairs of which an operator speaks, as `[place of the grant, from, to]`."
spoken_of := {[found.operator.place, found.from, found.to] | some found in all}

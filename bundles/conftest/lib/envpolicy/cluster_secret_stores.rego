# METADATA
# title: Whom a ClusterSecretStore serves
# description: |
#   The namespaces that a ClusterSecretStore (external-secrets.io) admits, and the deployments that fetch from it, or
#   have somebody who may create what fetches.
package lib.envpolicy.cluster_secret_stores

import data.lib.envpolicy.external_secrets
import data.lib.envpolicy.fields
import data.lib.envpolicy.namespace_choice
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_direct
import data.lib.envpolicy.rbac_grants
import data.lib.envpolicy.rbac_roles
import data.lib.envpolicy.rbac_rules
import data.lib.envpolicy.secret_stores

# METADATA
# description: The entries of the stores that log in for whoever asks, by `[cluster, kind, "", name]`.
entries := {spot: store.entry |
	some spot, store in secret_stores.all
	spot[1] == "ClusterSecretStore"
	_heeded(spot[0])
	not _logs_in_as_asker(store.settings)
}

_flags(cluster) := flags if {
	controllers := placement.cluster_fact(cluster, "controllers")
	is_object(controllers)
	flags := object.get(controllers, "externalSecrets", {})
} else := {}

_heeded(cluster) if {
	flags := _flags(cluster)
	flags != false
	not _is_off(flags, "installed")
	not _is_off(flags, "processClusterStore")
}

_is_off(flags, name) if {
	is_object(flags)
	flags[name] == false
}

# What a login refers to without a namespace is looked up where the ExternalSecret stands.
_logs_in_as_asker(settings) if {
	logins := _logins(settings)
	count(logins) > 0
	every login in logins {
		object.get(login, "namespace", "") in {"", null}
	}
}

# A reference has a name, and stands some mappings deep in the settings: `auth.secretRef.accessKeyIDSecretRef`.
_logins(settings) := [reference |
	first := _within([object.remove(settings, ["caProvider"])])
	second := _within(first)
	third := _within(second)
	some level in [first, second, third, _within(third)]
	some reference in level
	is_string(object.get(reference, "name", null))
]

_within(mappings) := [inner | some mapping in mappings; some inner in mapping; is_object(inner)]

# --- namespaces

# METADATA
# description: By store, the namespaces of deployments that it admits, with what a fact has to say of its certainty.
admitted := {spot: namespaces |
	some spot, entry in entries
	conditions := fields.list(entry.object, ["spec", "conditions"])
	namespaces := {namespace: outlook |
		some namespace in object.get(namespace_choice.inhabited, spot[0], set())
		outlook := namespace_choice.doubt(_admits(spot[0], namespace, conditions), spot[0], namespace)
	}
	count(namespaces) > 1
}

_admits(_, _, []) := true

_admits(cluster, namespace, conditions) := namespace_choice.any({answer |
	some condition in conditions
	answer := _meets(cluster, namespace, condition)
}) if {
	count(conditions) > 0
}

_meets(cluster, namespace, condition) := false if {
	not is_object(condition)
} else if {
	namespace in fields.texts(condition, ["namespaces"])
} else if {
	some pattern in fields.texts(condition, ["namespaceRegexes"])
	regex.is_valid(pattern)
	regex.match(pattern, namespace)
} else := namespace_choice.selects(cluster, namespace, object.get(condition, "namespaceSelector", null))

# --- deployments

# METADATA
# description: "By store, who fetches from it or may do so: `{\"deployment\", \"witness\"}`."
users := {spot: found |
	some spot, _ in admitted
	found := object.get(external_secrets.users, [spot], set()) | object.get(_creators, spot[0], set())
	count(found) > 0
}

_creating := {role |
	some role, origins in rbac_roles.origins
	count(entries) > 0
	some origin in origins
	some rule in rbac_rules.rules_of[origin]
	count(rule.groups & {"external-secrets.io"}) > 0
	count(rule.resources & {"externalsecrets", "*"}) > 0
	count(rule.verbs & {"create", "*"}) > 0
	count(rule.names) == 0
}

_creator[cluster] contains user if {
	count(_creating) > 0
	some grant in rbac_grants.all
	grant.role in _creating
	some name in rbac_direct.holders(grant.identity)
	cluster := placement.places[name].cluster
	cluster == grant.cluster
	_in_own_namespace(grant, placement.places[name].namespace)
	user := {"deployment": name, "witness": _witness(grant)}
}

_in_own_namespace(grant, _) if grant.namespaces == null

_in_own_namespace(grant, namespace) if namespace in grant.namespaces

_creators := {cluster: users_of | some cluster, users_of in _creator}

_witness(grant) := {
	"cluster": grant.entry.cluster,
	"kind": grant.entry.kind,
	"namespace": grant.entry.namespace,
	"name": grant.entry.name,
	"index": grant.entry.index,
	"path": ["subjects", grant.subject],
}

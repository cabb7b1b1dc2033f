# METADATA
# title: Who a deployment is to the API server
# description: |
#   The accounts that its pods run as or that it claims, the groups that come with them, and the people and pipelines
#   that its plan declares. An identity is named by `account|cluster|namespace|name`, `user|cluster|name` or
#   `group|cluster|name`.
package lib.envpolicy.rbac_identities

import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

account(cluster, namespace, name) := concat("|", ["account", cluster, namespace, name])

user(cluster, name) := account(cluster, parts[2], parts[3]) if {
	parts := split(name, ":")
	count(parts) == 4
	startswith(name, "system:serviceaccount:")
} else := concat("|", ["user", cluster, name])

group(cluster, name) := concat("|", ["group", cluster, name])

_objects[identity] contains entry if {
	some entry in estate.all("ServiceAccount")
	identity := account(entry.cluster, entry.namespace, entry.name)
}

# METADATA
# description: The ServiceAccount objects of an identity.
objects := {identity: entries | some identity, entries in _objects}

_used[identity] contains workload if {
	some workload in workloads.all
	name := workloads.account(workload.spec)
	is_string(name)
	identity := account(workload.cluster, workload.namespace, name)
}

# METADATA
# description: The workloads that run as an account.
used := {identity: found | some identity, found in _used}

# METADATA
# scope: document
# description: |
#   Whether a pod gets a token of its account: the pod's word goes before the account's, and silence means yes. A token
#   that the pod projects itself for the API server counts as well.
mounts(workload, _) if {
	workload.spec.automountServiceAccountToken == true
}

mounts(workload, identity) if {
	not is_boolean(object.get(workload.spec, "automountServiceAccountToken", null))
	not _account_declines(identity)
}

mounts(workload, _) if {
	volumes := object.get(workload.spec, "volumes", [])
	is_array(volumes)
	some volume in volumes
	sources := object.get(volume, ["projected", "sources"], [])
	is_array(sources)
	some source in sources
	token := object.get(source, "serviceAccountToken", null)
	is_object(token)
	object.get(token, "audience", "") == ""
}

_account_declines(identity) if {
	some entry in objects[identity]
	entry.object.automountServiceAccountToken == false
}

# METADATA
# description: Accounts whose token some running pod of theirs mounts.
mounted := {identity |
	some identity, found in used
	some workload in found
	mounts(workload, identity)
}

# METADATA
# description: The accounts `default` whose token every pod gets that names no account of its own and says nothing.
unasked := {identity |
	some identity, _ in used
	split(identity, "|")[3] == "default"
	not _account_declines(identity)
}

_accounts[name] contains identity if {
	some identity, found in used
	some workload in found
	some name in workload.owners
}

_accounts[name] contains identity if {
	some identity, entries in objects
	some entry in entries
	some name in entry.owners
}

# METADATA
# description: By deployment, the accounts that its pods run as and those it claims.
accounts := {name: found | some name, found in _accounts}

_owners[identity] contains name if {
	some name, found in accounts
	some identity in found
}

# METADATA
# description: The deployments whose account an identity is.
owners := {identity: names | some identity, names in _owners}

# METADATA
# description: |
#   The people and pipelines (users, groups, `system:serviceaccount:...`) that a deployment's plan declares.
declared := {name: found |
	some name, place in placement.places
	words := object.get(placement.deployments[name], "administrators", [])
	is_array(words)
	found := {identity |
		some word in words
		is_string(word)
		some identity in {user(place.cluster, word), group(place.cluster, word)}
	}
}

_declarers[identity] contains name if {
	some name, found in declared
	some identity in found
}

# METADATA
# description: The deployments that declare an identity.
declarers := {identity: names | some identity, names in _declarers}

# METADATA
# description: The groups that come with an identity (Kubernetes gives them to every account; users bring their own).
implied(identity) := {group(parts[1], name) |
	some name in [
		"system:authenticated",
		"system:unauthenticated",
		"system:serviceaccounts",
		concat(":", ["system:serviceaccounts", parts[2]]),
	]
} | {concat("|", ["user", parts[1], "system:anonymous"])} if {
	parts := split(identity, "|")
	parts[0] == "account"
} else := {group(parts[1], "system:authenticated")} if {
	parts := split(identity, "|")
	parts[0] == "user"
} else := set()

# METADATA
# title: Who may administer what
# description: |
#   The people, groups and accounts that hold rights to change something where a deployment stands: by role bindings,
#   and as the plan declares them (`administrators` of a deployment, a cluster, an Environment). Subjects that every
#   cluster has (`system:...`, accounts of kube-system and of declared platform namespaces) do not count.
package lib.envpolicy.access

import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_grants
import data.lib.envpolicy.rbac_powers

_writes := {
	"create", "update", "patch", "delete", "deletecollection", "bind", "escalate", "impersonate", "approve",
	"*",
}

# --- from bindings

_changes(grant) if {
	some met in rbac_powers.meets[[grant.role, grant.namespaces == null]]
	count(met.rule.verbs & _writes) > 0
}

# A user and a group of one name are taken for one another: a plan does not say which it means.
_subject(grant) := {
	"key": ["name", name],
	"is_group": parts[0] == "group",
	"spot": estate.witness(grant.entry, ["subjects", grant.subject]),
	"everything": _everything(grant),
} if {
	grant.entry.index != null
	parts := split(grant.identity, "|")
	parts[0] in {"user", "group"}
	name := concat("|", array.slice(parts, 2, count(parts)))
	not startswith(name, "system:")
} else := {
	"key": ["account", concat("/", [parts[2], parts[3]])],
	"spot": estate.witness(grant.entry, ["subjects", grant.subject]),
	"everything": _everything(grant),
} if {
	parts := split(grant.identity, "|")
	parts[0] == "account"
	parts[2] != "kube-system"
	not parts[2] in object.get(placement.platform_namespaces, parts[1], set())
}

_everything(grant) if {
	grant.namespaces == null
	some met in rbac_powers.meets[[grant.role, true]]
	met.row == "rbac-cluster-admin"
} else := false

_bound[where] contains subject if {
	some grant in rbac_grants.all
	_changes(grant)
	subject := _subject(grant)
	some where in _reach(grant)
}

_reach(grant) := {[grant.cluster, ""]} if {
	grant.namespaces == null
} else := {[grant.cluster, namespace] | some namespace in grant.namespaces}

_bound_in := {where: everybody | some where, everybody in _bound}

# --- from the plan

_words(value) := {word | some word in value; is_string(word); not startswith(word, "system:")} if {
	is_array(value)
} else := set()

# METADATA
# description: The names that the plan declares as a deployment's own administrators.
own := {name: words |
	some name, _ in placement.places
	words := _words(object.get(placement.deployments[name], "administrators", []))
}

# METADATA
# description: The platform's people, whom the plan declares for a deployment's cluster or Environment.
platform := {name: words |
	some name, place in placement.places
	of_cluster := object.get(input.clusters, [place.cluster, "administrators"], [])
	of_environment := object.get(placement.environments, [place.environment, "administrators"], [])
	words := _words(of_cluster) | _words(of_environment)
}

# METADATA
# description: The deployments whose administrators the plan declares, on their own, their cluster's or Environment's.
administered contains name if {
	some name, place in placement.places
	some value in [
		object.get(placement.deployments[name], "administrators", null),
		object.get(input.clusters, [place.cluster, "administrators"], null),
		object.get(placement.environments, [place.environment, "administrators"], null),
	]
	is_array(value)
}

_declared := {name: everybody |
	some name, words in own
	everybody := words | platform[name]
}

# METADATA
# description: |
#   `{"key", "is_group"?, "spot", "everything"}` of everybody who holds rights where a deployment stands, by deployment;
#   `everything` says that it is all rights, in the whole cluster.
subjects := {name: found |
	some name, place in placement.places
	everywhere := object.get(_bound_in, [[place.cluster, ""]], set())
	here := object.get(_bound_in, [[place.cluster, place.namespace]], set())
	found := (everywhere | here) | {person |
		some word in _declared[name]
		person := {"key": ["name", word], "spot": null, "everything": false}
	}
}

_keys := {name: {subject.key | some subject in found} | some name, found in subjects}

# --- the same on both sides

_cluster := {name: place.cluster | some name, place in placement.places}

_issuers := {"name": "oidcIssuer", "account": "serviceAccountIssuer"}

_issuer := {id: found |
	some id, facts in placement.facts
	found := {about: object.get(facts, fact, null) | some about, fact in _issuers}
}

# Whether a subject found on both sides is one and the same: true, false, or null where that is not known. A plan calls
# people by one name everywhere; what bindings call them means the same in two clusters where the issuer is the same.
_same(a, b, key) if {
	_cluster[a] == _cluster[b]
	is_array(key)
} else if {
	key[1] in _declared[a]
	key[1] in _declared[b]
} else := null if {
	null in [_issuer[_cluster[a]][key[0]], _issuer[_cluster[b]][key[0]]]
} else := _issuer[_cluster[a]][key[0]] == _issuer[_cluster[b]][key[0]]

_meeting(a, b, value) := {key |
	some key in (_keys[a] & _keys[b])
	_same(a, b, key) == value
}

# METADATA
# description: |
#   By `[a, b]`, names sorted: the subjects that hold rights on both sides, for the pairs that share any.
shared_subjects := {pair: found |
	names := sort(object.keys(_keys))
	some i, a in names
	some b in array.slice(names, i + 1, count(names))
	found := _meeting(a, b, true)
	count(found) > 0
	pair := [a, b]
}

_spots(names, keys) := [subject.spot |
	some name in names
	some subject in subjects[name]
	subject.key in keys
	subject.spot != null
]

_kinds := ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"]

_listed := {id |
	some id, _ in placement.facts
	every kind in _kinds {
		placement.listed_in_full(id, concat(".", [kind, "rbac.authorization.k8s.io"]))
	}
}

# What is not known of a side on which nothing was found: nobody declared, and bindings perhaps not all given.
_unknown(name) := [concat(" of ", ["administrators", name]), concat(" of ", ["inventory", cluster])] if {
	count(_declared[name]) == 0
	cluster := _cluster[name]
	not cluster in _listed
} else := []

# METADATA
# description: |
#   Whether nobody administers both deployments: `{"value": true|false|null, "witness": [...], "missing": [...]}`.
verdict(a, b) := {"value": false, "witness": _spots([a, b], found), "missing": []} if {
	found := _meeting(a, b, true)
	count(found) > 0
} else := {"value": null, "witness": _spots([a, b], found), "missing": sort(missing)} if {
	found := _meeting(a, b, null)
	count(found) > 0
	missing := {concat(" of ", [_issuers[key[0]], _cluster[name]]) |
		some key in found
		some name in [a, b]
		_issuer[_cluster[name]][key[0]] == null
	}
} else := {"value": null, "witness": [], "missing": missing} if {
	missing := array.concat(_unknown(a), _unknown(b))
	count(missing) > 0
} else := {"value": true, "witness": [], "missing": []}

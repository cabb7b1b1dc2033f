# METADATA
# title: Whom a rule of an AuthorizationPolicy means
# description: |
#   By namespaces and by the names of accounts. Other conditions, on addresses and on tokens, are not decided here:
#   for a rule that allows they count as met, for one that denies as not met.
package lib.envpolicy.mesh_sources

import data.lib.envpolicy.fields
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

_account[name] contains account if {
	some workload in workloads.all
	some name in workload.owners
	account := sprintf("/ns/%v/sa/%v", [workload.namespace, workloads.account(workload.spec)])
}

_accounts := {name: accounts | some name, accounts in _account}

# METADATA
# scope: document
# description: Whether a rule may mean callers of a deployment; without sources it means everybody.
means(rule, name) if {
	count(fields.list(rule, ["from"])) == 0
	_meets_conditions(rule, name)
}

means(rule, name) if {
	_meets_conditions(rule, name)
	some item in fields.list(rule, ["from"])
	_from(fields.mapping(item, ["source"]), name)
}

# Conditions on the caller's namespace and account say what `from` says.
_meets_conditions(rule, name) if {
	every item in fields.list(rule, ["when"]) {
		_may_meet(item, name)
	}
}

_may_meet(item, _) if not fields.text(item, ["key"]) in {"source.namespace", "source.principal"}

_may_meet(item, name) if {
	fields.text(item, ["key"]) == "source.namespace"
	_some_or_none(item, "values", [placement.places[name].namespace])
	not _any(fields.texts(item, ["notValues"]), [placement.places[name].namespace])
}

_may_meet(item, name) if {
	fields.text(item, ["key"]) == "source.principal"
	_some_or_none(item, "values", _accounts[name])
	not _any(fields.texts(item, ["notValues"]), _accounts[name])
}

# METADATA
# description: Whether a rule surely means every call of a deployment.
means_all(rule, name) if {
	count(fields.list(rule, ["to"])) == 0
	count(fields.list(rule, ["when"])) == 0
	means(rule, name)
	not _undecided(rule)
}

_undecided(rule) if {
	some item in fields.list(rule, ["from"])
	some field, _ in fields.mapping(item, ["source"])
	not field in {"namespaces", "notNamespaces", "principals", "notPrincipals"}
}

_from(source, name) if {
	_some_or_none(source, "namespaces", [placement.places[name].namespace])
	_some_or_none(source, "principals", _accounts[name])
	not _any(fields.texts(source, ["notNamespaces"]), [placement.places[name].namespace])
	not _any(fields.texts(source, ["notPrincipals"]), _accounts[name])
}

_some_or_none(source, field, _) if count(fields.texts(source, [field])) == 0

_some_or_none(source, field, values) if _any(fields.texts(source, [field]), values)

_any(patterns, values) if {
	some pattern in patterns
	some value in values
	_like(pattern, value)
}

# `*` alone, at the end or at the beginning; the domain of trust before an account is not known.
_like("*", _) := true

_like(pattern, value) if {
	pattern != "*"
	endswith(pattern, "*")
	beginning := trim_suffix(pattern, "*")
	startswith(value, _behind_domain(beginning, value))
}

_like(pattern, value) if {
	pattern != "*"
	startswith(pattern, "*")
	endswith(value, trim_prefix(pattern, "*"))
}

_like(pattern, value) if {
	not contains(pattern, "*")
	_behind_domain(pattern, value) == value
}

_behind_domain(pattern, value) := regex.replace(pattern, `^[^/]+`, "") if {
	startswith(value, "/ns/")
} else := pattern

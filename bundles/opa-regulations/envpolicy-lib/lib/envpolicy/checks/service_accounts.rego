# METADATA
# title: A service account for each application
# description: |
#   Pods run as an account of their application's own, not as `default`; no token is mounted where the account holds no
#   rights; and none of them holds everything (wildcards, cluster-admin).
package lib.envpolicy.checks.service_accounts

import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_grants
import data.lib.envpolicy.rbac_identities
import data.lib.envpolicy.rbac_roles
import data.lib.envpolicy.rbac_rules
import data.lib.envpolicy.workloads

# METADATA
# scope: document
# description: Whether there is anything to judge.
default applies := false

applies if count(placement.places) > 0

# Workloads of deployments, with the identity they run as.
_runs := [{"workload": workload, "identity": identity, "account": name} |
	some workload in workloads.all
	count(workload.owners) > 0
	name := workloads.account(workload.spec)
	is_string(name)
	identity := rbac_identities.account(workload.cluster, workload.namespace, name)
]

_finding(verdict, message, run, missing) := {
	"verdict": verdict,
	"message": message,
	"place": sprintf("service account %v/%v of %v", [run.workload.namespace, run.account, run.workload.cluster]),
	"deployments": sort(run.workload.owners),
	"witness": [estate.witness(run.workload.entry, array.concat(run.workload.path, ["spec"]))],
	"missing": missing,
}

_applications[identity] contains application if {
	some run in _runs
	some name in run.workload.owners
	application := object.get(placement.deployments[name], "application", null)
	application != null
	identity := run.identity
}

_sharing := {identity | some identity, found in _applications; count(found) > 1}

# --- no token without need

_rights_listed := {id |
	some id, _ in placement.facts
	every kind in ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"] {
		placement.listed_in_full(id, concat(".", [kind, "rbac.authorization.k8s.io"]))
	}
}

_verdicts := {true: "fail", false: "unknown"}

# What could still show that the token is needed, or not mounted.
_unseen(run) := [concat(" of ", ["inventory", run.workload.cluster])] if {
	not run.workload.cluster in _rights_listed
} else := [concat(" of ", ["inventory", run.workload.cluster])] if {
	not rbac_identities.objects[run.identity]
	not placement.listed_in_full(run.workload.cluster, "ServiceAccount")
	not is_boolean(object.get(run.workload.spec, "automountServiceAccountToken", null))
} else := []

# --- no broad rights

_broad_roles := {role |
	some role in {grant.role | some grant in rbac_grants.all}
	some origin in rbac_roles.origins[role]
	some rule in rbac_rules.rules_of[origin]
	"*" in (rule.verbs | (rule.resources | rule.groups))
}

# An account of its own.
findings contains finding if {
	some run in _runs
	run.account == "default"
	finding := _finding("fail", "pods run as the account `default`", run, [])
}

findings contains finding if {
	some run in _runs
	run.account != "default"
	run.identity in _sharing
	finding := _finding("fail", "several applications run as one account", run, [])
}

findings contains finding if {
	some run in _runs
	not rbac_grants.of_identity[run.identity]
	rbac_identities.mounts(run.workload, run.identity)
	missing := _unseen(run)
	verdict := _verdicts[count(missing) == 0]
	finding := _finding(verdict, "a token is mounted, and the account holds no rights", run, missing)
}

findings contains finding if {
	some run in _runs
	some index in rbac_grants.of_identity[run.identity]
	grant := rbac_grants.all[index]
	grant.role in _broad_roles
	base := _finding("fail", sprintf("%v gives it rights by wildcard", [grant.place]), run, [])
	finding := object.union(base, {"witness": [estate.witness(grant.entry, ["subjects", grant.subject])]})
}

# What cannot be seen.
findings contains finding if {
	some name in estate.empty
	finding := {
		"verdict": "unknown",
		"message": "nothing of this deployment was given",
		"place": sprintf("deployment %v", [name]),
		"deployments": [name],
		"witness": [],
		"missing": [concat(" of ", ["objects", name])],
	}
}

# METADATA
# title: What a grant gives
# description: |
#   The rows that speak of a bound role, and what it takes over. One fact, one id: a grant of everything is
#   rbac-cluster-admin alone; each critical row speaks for itself; rbac-crossns-grant and rbac-policy-write are silent
#   beside a critical one, rbac-token-request and rbac-impersonate beside rbac-workload-create, which gives the same
#   accounts.
package lib.envpolicy.rbac_powers

import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_grants
import data.lib.envpolicy.rbac_roles
import data.lib.envpolicy.rbac_rules

_critical := {
	"rbac-secret-read",
	"rbac-workload-create",
	"rbac-pod-exec",
	"rbac-bind-escalate",
	"rbac-node-proxy",
}

_same_accounts := {"rbac-token-request", "rbac-impersonate"}

# What only means something together with another permission.
_parts := {
	"bind",
	"write-bindings",
	"escalate",
	"write-roles",
	"request-certificate",
	"approve-certificate",
	"sign-certificate",
}

# METADATA
# description: Rows that take several permissions, as alternatives of parts.
together := {
	"rbac-bind-escalate": [["bind", "write-bindings"], ["escalate", "write-roles"]],
	"rbac-csr-approve": [["request-certificate", "approve-certificate", "sign-certificate"]],
}

_client_signers := {"kubernetes.io/kube-apiserver-client", "kubernetes.io/*"}

# METADATA
# description: |
#   By `[role, wide]` (wide: bound for the whole cluster), everything that the role's rules meet there; halves of a row
#   included.
meets := {key: found |
	some key in {[grant.role, grant.namespaces == null] | some grant in rbac_grants.all}
	found := [met |
		some origin in rbac_roles.origins[key[0]]
		some met in rbac_rules.meets[origin]
		_applies(met, key[0], key[1])
	]
}

# METADATA
# description: By `[role, wide]`, the rows that take several permissions, with the permissions that prove them.
wholes := {key: complete(found) | some key, found in meets}

_applies(met, role, wide) if {
	_in_scope(met.scope, wide)
	_in_era(met.era, split(role, "|")[0])
	_to_the_point(met, role)
}

_in_scope(scope, wide) if {
	scope == "namespace"
	is_boolean(wide)
}

_in_scope(scope, wide) if {
	scope == "cluster"
	wide == true
}

_in_era("", _) := true

_in_era(era, cluster) if {
	era == "1.34"
	not _from_135(cluster)
}

_from_135(cluster) if {
	version := placement.cluster_fact(cluster, "kubernetesVersion")
	is_string(version)
	parts := regex.find_n(`[0-9]+`, version, 2)
	count(parts) == 2
	to_number(parts[0]) == 1
	to_number(parts[1]) >= 35
}

# A signer that makes no client certificates, and binding roles that are worth nothing, lead nowhere.
_to_the_point(met, _) if not met.row in {"sign-certificate", "bind"}

_to_the_point(met, _) if {
	met.row in {"sign-certificate", "bind"}
	count(met.names) == 0
}

_to_the_point(met, _) if {
	met.row == "sign-certificate"
	some name in met.names
	name in _client_signers
}

_to_the_point(met, role) if {
	met.row == "bind"
	some name in met.names
	not _worthless(concat("|", [split(role, "|")[0], name]))
}

_worthless(role) if {
	rbac_roles.all[role]
	count([true | some origin in rbac_roles.origins[role]; some met in rbac_rules.meets[origin]]) == 0
}

# METADATA
# description: The rows of which some permissions are all the parts, with the permissions that prove them.
complete(found) := {row: proof |
	some row, alternatives in together
	proof := [_first(found, part) |
		some parts in alternatives
		count({part | some part in parts; _has(found, part)}) == count(parts)
		some part in parts
	]
	count(proof) > 0
}

_first(found, part) := [half | some half in found; half.row == part][0]

_has(found, part) if {
	some met in found
	met.row == part
}

# METADATA
# description: |
#   By `[role, wide]`, the rows that speak: `{row: [met, ...]}`, each list with the strongest permission first (or all
#   of one composite row).
rows := {key: spoken |
	some key, found in meets
	spoken := _spoken(object.union(_by_row(found), wholes[key]))
}

_by_row(found) := {row: ordered |
	some row in ({met.row | some met in found} - _parts)
	mine := [met | some met in found; met.row == row; not _leads_on(met)]
	count(mine) > 0
	ordered := array.concat(
		array.concat(_kind(mine, true, true), _kind(mine, true, false)),
		array.concat(_kind(mine, false, true), _kind(mine, false, false)),
	)
}

# Impersonating somebody named gives what that one may do, which the escalation (rbac_closure) finds.
_leads_on(met) if {
	met.row == "rbac-impersonate"
	met.resource in {"users", "groups"}
	count(met.names) > 0
}

_kind(mine, full, unnamed) := [met |
	some met in mine
	met.severity == "" == full
	count(met.names) == 0 == unnamed
]

_spoken(by_row) := {"rbac-cluster-admin": by_row["rbac-cluster-admin"]} if {
	by_row["rbac-cluster-admin"]
} else := {row: found |
	some row, found in by_row
	not row in _silenced(by_row)
}

_silenced(by_row) := {row |
	some loud, found in by_row
	loud in _critical
	found[0].severity == ""
	some row in {"rbac-crossns-grant", "rbac-policy-write"}
} | {row | some row in _same_accounts; by_row["rbac-workload-create"]}

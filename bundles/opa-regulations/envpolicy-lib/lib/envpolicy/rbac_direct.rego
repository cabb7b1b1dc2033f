# METADATA
# title: Grants that name a deployment
# description: |
#   What the bindings say of a deployment's own identities: its accounts, the groups that come with them, and whom its
#   plan declares.
package lib.envpolicy.rbac_direct

import data.lib.envpolicy.estate
import data.lib.envpolicy.leak_table
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_grants
import data.lib.envpolicy.rbac_identities
import data.lib.envpolicy.rbac_powers

# Functions that other packages call read rules of their own package only: the embedded engine (regorus 0.13) leaves a
# call undefined that reads another package's rule.
_owners := rbac_identities.owners

_declarers := rbac_identities.declarers

_declared := rbac_identities.declared

_mounted := rbac_identities.mounted

_residents := placement.residents

_tenants := placement.tenants

_places := placement.places

_worth := rbac_powers.rows

_table := leak_table.rows

# --- from whom

# METADATA
# description: Whose identity a subject is, as names of deployments.
holders(identity) := names if {
	names := _owners[identity]
} else := names if {
	parts := split(identity, "|")
	parts[0] == "account"
	names := object.get(_residents, [[parts[1], parts[2]]], set())
} else := names if {
	names := broad(identity)
} else := object.get(_declarers, identity, set())

# METADATA
# description: The deployments that are in a group which takes in accounts wholesale.
broad(identity) := object.get(_tenants, parts[1], set()) if {
	parts := split(identity, "|")
	parts[0] in {"group", "user"}
	parts[2] in {
		"system:authenticated",
		"system:unauthenticated",
		"system:serviceaccounts",
		"system:anonymous",
	}
} else := object.get(_residents, [[parts[1], namespace]], set()) if {
	parts := split(identity, "|")
	parts[0] == "group"
	startswith(parts[2], "system:serviceaccounts:")
	namespace := trim_prefix(parts[2], "system:serviceaccounts:")
}

# --- to whom

# METADATA
# description: The deployments that stand where a grant gives rights.
reached(grant) := object.get(_tenants, grant.cluster, set()) if {
	grant.namespaces == null
} else := {name |
	some namespace in grant.namespaces
	some name in object.get(_residents, [[grant.cluster, namespace]], set())
}

# METADATA
# description: |
#   The deployments that a grant of a holder reaches. Its own namespace is no other's, and whom both declare is no
#   stranger: rbac-shared-operator speaks of that one.
others(grant, holder) := {name |
	some name in reached(grant)
	_places[name].namespace != _places[holder].namespace
	not grant.identity in object.get(_declared, name, set())
}

# --- what

# METADATA
# description: The rows that speak of a grant; of one to a group that takes in everybody, that is what is to be said.
rows(grant) := object.union(_about_the_group(found), object.filter(found, ["rbac-cluster-admin"])) if {
	broad(grant.identity)
	found := _worth[[grant.role, grant.namespaces == null]]
} else := _worth[[grant.role, grant.namespaces == null]]

_about_the_group(found) := {"rbac-broad-group": [found[row][0] | some row in sort(object.keys(found))]} if {
	count(found) > 0
} else := {}

# A permission for some names, given for the whole cluster, reaches only the namespaces where such an object stands.
_kinds := {
	"configmaps": "ConfigMap",
	"endpoints": "Endpoints",
	"leases": "Lease.coordination.k8s.io",
	"secrets": "Secret",
	"serviceaccounts": "ServiceAccount",
	"services": "Service",
	"deployments": "Deployment.apps",
	"statefulsets": "StatefulSet.apps",
	"daemonsets": "DaemonSet.apps",
	"ingresses": "Ingress.networking.k8s.io",
	"networkpolicies": "NetworkPolicy.networking.k8s.io",
}

_standing contains [kind, entry.cluster, entry.namespace, entry.name] if {
	some kind in _kinds
	some entry in estate.all(kind)
}

_meets_there(met, grant, _) if {
	count(met.names) == 0
	is_object(grant)
}

_meets_there(_, grant, _) if grant.namespaces != null

_meets_there(met, _, _) if not _kinds[split(met.resource, "/")[0]]

_meets_there(met, grant, namespace) if {
	some name in met.names
	[_kinds[split(met.resource, "/")[0]], grant.cluster, namespace, name] in _standing
}

_proof(mets, grant, namespace) := {"met": found[0]} if {
	found := [met | some met in mets; _meets_there(met, grant, namespace)]
	count(found) > 0
} else := {"met": found[0], "certain": false, "missing": [concat(" of ", ["inventory", grant.cluster])]} if {
	found := [met |
		some met in mets
		not placement.listed_in_full(grant.cluster, _kinds[split(met.resource, "/")[0]])
	]
	count(found) > 0
}

# METADATA
# description: "A grant's rows over others: `[row, fact]`."
facts := [[row, fact] |
	some grant in rbac_grants.all
	some row, mets in rows(grant)
	row != "rbac-controller-proxy"
	some holder in holders(grant.identity)
	some other in others(grant, holder)
	proof := _proof(mets, grant, _places[other].namespace)
	fact := object.union(_certainty(proof), {
		"from": holder,
		"to": other,
		"place": grant.place,
		"witness": witness(grant, proof.met),
		"message": message(grant, proof.met),
		"severity": severity(row, grant.identity, proof.met),
	})
]

# METADATA
# description: |
#   Who holds the permissions of a row anywhere, also in its own namespace: `{"holder", "grant", "met"}` by row, for the
#   rows whose reach is not where the permission is.
rights := {row: found |
	some row in ["rbac-namespace-write", "rbac-endpoints-write", "rbac-controller-proxy"]
	found := [right |
		some grant in rbac_grants.all
		some met in rbac_powers.meets[[grant.role, grant.namespaces == null]]
		met.row == row
		some holder in holders(grant.identity)
		right := {"holder": holder, "grant": grant, "met": met}
	]
}

_certainty(proof) := object.remove(proof, ["met"])

# METADATA
# description: The binding's subject, and the rule of the role (a built-in role stands in no file).
witness(grant, met) := [estate.witness(part.entry, part.path) |
	some part in [
		{"entry": grant.entry, "path": ["subjects", grant.subject]},
		{"entry": met.rule.entry, "path": ["rules", met.rule.index]},
	]
	is_object(part.entry)
	part.entry.index != null
]

# METADATA
# description: One sentence about a grant, without the pair that it is found for.
message(grant, met) := sprintf("%v gives %v: %v on %v", [
	grant.place,
	concat(" ", [parts[0], concat("/", array.slice(parts, 2, 4))]),
	concat(", ", sort(met.rule.verbs)),
	met.resource,
]) if {
	parts := split(grant.identity, "|")
}

_lower := {"critical": "high", "high": "medium", "medium": "low", "low": "info", "info": "info"}

# METADATA
# description: |
#   The severity of a row: one less where the account's token is mounted nowhere, since only somebody who deploys can
#   mount it.
severity(row, identity, met) := lower_one if {
	startswith(identity, "account|")
	not identity in _mounted
	lower_one := _lower[base(row, met)]
} else := base(row, met)

base(row, met) := met.severity if {
	met.severity != ""
} else := base_severity(row)

# METADATA
# description: The severity that a row's own check declares.
base_severity(row) := object.get(_table, [replace(row, "-", "_"), "severity"], "high")

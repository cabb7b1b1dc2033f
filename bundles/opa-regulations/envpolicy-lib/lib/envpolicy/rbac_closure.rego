# METADATA
# title: Escalation
# description: |
#   Whose rights a holder can make its own, as a graph: making pods gives every account of the namespace, exec those of
#   running pods, reading secrets those with a token Secret, and so on. Nodes are identities, and what can be taken
#   over: `ns|`, `run|`, `tok|` with cluster and namespace (`*` for all of them), and `root|cluster`.
package lib.envpolicy.rbac_closure

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.rbac_grants
import data.lib.envpolicy.rbac_identities
import data.lib.envpolicy.rbac_powers

_subjects := {grant.identity | some grant in rbac_grants.all}

_accounts := (_bound | object.keys(rbac_identities.objects)) | object.keys(rbac_identities.used)

_bound := {identity | some identity in _subjects; startswith(identity, "account|")}

# Whose accounts a permission takes over.
_taken(met) := "ns" if {
	met.row in {"rbac-cluster-admin", "rbac-workload-create"}
} else := "ns" if {
	met.resource in {"serviceaccounts/token", "serviceaccounts"}
	met.row in {"rbac-token-request", "rbac-impersonate"}
	count(met.names) == 0
} else := "run" if {
	met.resource in {"pods/exec", "pods/attach", "pods/ephemeralcontainers", "nodes/proxy"}
} else := "tok" if {
	met.row == "rbac-secret-read"
} else := "root" if {
	met.resource in {"users", "groups"}
	count(met.names) == 0
}

_where(grant) := {"*"} if {
	grant.namespaces == null
} else := grant.namespaces

# By `[role, wide]`: one permission for each sort of thing that it takes over, and each that names whom.
_grips := {key: found |
	some key, mets in rbac_powers.meets
	sorts := {_taken(met) | some met in mets}
	found := array.concat(
		[[whose, [met | some met in mets; _taken(met) == whose][0]] | some whose in sorts],
		[["", met] |
			some met in mets
			count(met.names) > 0
			met.row in {"rbac-token-request", "rbac-impersonate"}
		],
	)
}

_takes(grant, whose, met) := _named(grant, met) if {
	whose == ""
} else := {concat("|", [whose, grant.cluster])} if {
	whose == "root"
} else := {concat("|", [whose, grant.cluster, namespace]) | some namespace in _where(grant)}

_named(grant, met) := {rbac_identities.user(grant.cluster, name) | some name in met.names} if {
	met.row == "rbac-impersonate"
	met.resource == "users"
} else := {rbac_identities.group(grant.cluster, name) | some name in met.names} if {
	met.row == "rbac-impersonate"
	met.resource == "groups"
} else := {identity |
	some identity in _accounts
	parts := split(identity, "|")
	parts[1] == grant.cluster
	parts[3] in met.names
	_inside(grant, parts[2])
} if {
	met.row in {"rbac-token-request", "rbac-impersonate"}
} else := set()

_inside(grant, _) if grant.namespaces == null

_inside(grant, namespace) if namespace in grant.namespaces

_composite := {"rbac-bind-escalate": "ns", "rbac-csr-approve": "root"}

# Each step that a grant allows: `[from node, to node, grant, permission]`.
_steps := array.concat(
	[[grant.identity, node, index, grip[1]] |
		some index, grant in rbac_grants.all
		some grip in _grips[[grant.role, grant.namespaces == null]]
		some node in _takes(grant, grip[0], grip[1])
	],
	[[grant.identity, node, index, proof[0]] |
		some index, grant in rbac_grants.all
		some row, proof in rbac_powers.wholes[[grant.role, grant.namespaces == null]]
		some namespace in _where(grant)
		node := concat("|", [_composite[row], grant.cluster, namespace])
	],
)

_by_step[step] contains reason if {
	some found in _steps
	step := concat(" > ", [found[0], found[1]])
	reason := [found[2], found[3]]
}

# METADATA
# description: The `[grant, permission]` that allow a step, by `from > to`.
reasons := {step: found | some step, found in _by_step}

# What can be taken over holds accounts.
_held := ({[node, identity] |
	some identity in _accounts
	parts := split(identity, "|")
	node := concat("|", ["ns", parts[1], parts[2]])
} | {[node, identity] |
	some identity, _ in rbac_identities.used
	parts := split(identity, "|")
	node := concat("|", ["run", parts[1], parts[2]])
}) | {[node, identity] |
	some entry in estate.all("Secret")
	object.get(entry.object, "type", "") == "kubernetes.io/service-account-token"
	name := labels.annotations(entry.object)["kubernetes.io/service-account.name"]
	is_string(name)
	node := concat("|", ["tok", entry.cluster, entry.namespace])
	identity := rbac_identities.account(entry.cluster, entry.namespace, name)
}

# All namespaces of a cluster, and all there is.
_above := {[whole, node] |
	some [node, _] in _held
	parts := split(node, "|")
	whole := concat("|", [parts[0], parts[1], "*"])
} | {[whole, below] |
	some cluster, _ in input.clusters
	below := concat("|", ["ns", cluster, "*"])
	some whole in [concat("|", ["root", cluster]), concat("|", ["root", cluster, "*"])]
}

_edges[node] contains next if some [node, next] in (_held | _above)

_edges[node] contains next if some [node, next, _, _] in _steps

_edges[node] contains next if {
	some node in _accounts
	some next in (rbac_identities.implied(node) & _subjects)
}

# METADATA
# description: The graph, as `graph.reachable` wants it.
successors := {node: found |
	some node in _nodes
	found := object.get(_onwards, node, set())
}

_onwards := {node: found | some node, found in _edges}

# graph.reachable leaves out what is no key of the graph.
_nodes := object.keys(_onwards) | {next | some found in _onwards; some next in found}

_reverse[next] contains node if {
	some node, found in _edges
	some next in found
}

_predecessors := {node: found | some node, found in _reverse}

# METADATA
# description: Whether anything can be taken over from one of these identities at all.
escalates(identities) if {
	some identity in identities
	some next in successors[identity]
	not next in identities
}

# --- the way from some identities to another, for the witness

_before(nodes) := {found | some node in nodes; some found in _predecessors[node]}

_layers(target) := layers if {
	first := _before({target})
	second := _before(first)
	third := _before(second)
	fourth := _before(third)
	fifth := _before(fourth)
	sixth := _before(fifth)
	layers := [{target}, first, second, third, fourth, fifth, sixth, _before(sixth)]
}

# METADATA
# description: |
#   A shortest way from one of the identities to the target, as nodes; empty where it takes more than seven steps.
chain(identities, target) := path if {
	layers := _layers(target)
	lengths := [i | some i, layer in layers; count(layer & identities) > 0]
	count(lengths) > 0
	n := min(lengths)
	n7 := _walk(n, 7, layers, min(layers[n] & identities))
	n6 := _walk(n, 6, layers, n7)
	n5 := _walk(n, 5, layers, n6)
	n4 := _walk(n, 4, layers, n5)
	n3 := _walk(n, 3, layers, n4)
	n2 := _walk(n, 2, layers, n3)
	n1 := _walk(n, 1, layers, n2)
	path := array.slice([n7, n6, n5, n4, n3, n2, n1, target], 7 - n, 8)
} else := []

_walk(length, i, layers, node) := node if {
	i >= length
} else := min(successors[node] & layers[i])

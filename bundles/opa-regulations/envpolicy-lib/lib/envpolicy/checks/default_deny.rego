# METADATA
# title: Default-deny in each namespace
# description: |
#   Each namespace that a deployment stands in has a policy for all pods in both directions, and none for all pods that
#   opens a direction again; and the cluster enforces such policies.
package lib.envpolicy.checks.default_deny

import data.lib.envpolicy.estate
import data.lib.envpolicy.network_facts
import data.lib.envpolicy.placement

# METADATA
# scope: document
# description: Whether there is anything to judge.
default applies := false

applies if count(placement.places) > 0

_kind := "NetworkPolicy.networking.k8s.io"

# Other policies that can deny by default; what they come to is not judged here.
_others := {
	"AdminNetworkPolicy.policy.networking.k8s.io",
	"BaselineAdminNetworkPolicy.policy.networking.k8s.io",
	"ClusterNetworkPolicy.policy.networking.k8s.io",
	"CiliumNetworkPolicy.cilium.io",
	"CiliumClusterwideNetworkPolicy.cilium.io",
	"GlobalNetworkPolicy.crd.projectcalico.org",
	"GlobalNetworkPolicy.projectcalico.org",
	"NetworkPolicy.crd.projectcalico.org",
	"NetworkPolicy.projectcalico.org",
}

_of_all_pods[where] contains [direction, opens] if {
	some entry in estate.all(_kind)
	spec := _object(object.get(entry.object, "spec", {}))
	_empty(object.get(spec, "podSelector", {}))
	some direction in ["ingress", "egress"]
	_isolates(spec, direction)
	opens := _opens(spec, direction)
	where := [entry.cluster, entry.namespace]
}

_defaults := {where: found | some where, found in _of_all_pods}

_isolates(spec, direction) if {
	types := _array(object.get(spec, "policyTypes", []))
	count(types) > 0
	some type in types
	lower(type) == direction
}

_isolates(spec, direction) if {
	count(_array(object.get(spec, "policyTypes", []))) == 0
	_implied(spec, direction)
}

_implied(spec, direction) if {
	direction == "ingress"
	is_object(spec)
}

_implied(spec, direction) if {
	direction == "egress"
	count(_array(object.get(spec, "egress", []))) > 0
}

_opens(spec, direction) if {
	some rule in _array(object.get(spec, direction, []))
	is_object(rule)
	count(_array(object.get(rule, "ports", []))) == 0
	_everybody(_array(object.get(rule, {"ingress": "from", "egress": "to"}[direction], [])))
} else := false

_everybody(peers) if count(peers) == 0

_everybody(peers) if {
	some peer in peers
	is_object(peer)
	object.get(peer, "ipBlock", null) == null
	namespaces := object.get(peer, "namespaceSelector", null)
	namespaces != null
	_empty(namespaces)
	_empty(object.get(peer, "podSelector", {}))
}

_empty(selector) if {
	every part in ["matchLabels", "matchExpressions"] {
		count(object.get(_object(selector), part, [])) == 0
	}
}

_object(value) := value if {
	is_object(value)
} else := {}

_array(value) := value if {
	is_array(value)
} else := []

# The directions of a namespace that are not denied by default.
_open(where) := [direction |
	some direction in ["ingress", "egress"]
	not _denied(object.get(_defaults, [where], set()), direction)
]

_denied(found, direction) if {
	[direction, false] in found
	not [direction, true] in found
}

_verdict(where) := "unknown" if {
	some kind in _others
	some entry in estate.all(kind)
	entry.cluster == where[0]
} else := "unknown" if {
	not placement.listed_in_full(where[0], _kind)
	_undone(where) == false
} else := "fail"

# An opened direction is seen, not missed.
_undone(where) if {
	some direction in ["ingress", "egress"]
	[direction, true] in object.get(_defaults, [where], set())
} else := false

findings contains finding if {
	some where, names in placement.residents
	directions := _open(where)
	count(directions) > 0
	verdict := _verdict(where)
	finding := {
		"verdict": verdict,
		"message": sprintf("%v is not denied by default", [concat(" and ", directions)]),
		"place": sprintf("namespace %v of %v", [where[1], where[0]]),
		"deployments": sort(names),
		"witness": [estate.witness(entry, ["spec"]) |
			some entry in estate.all(_kind)
			[entry.cluster, entry.namespace] == where
		],
		"missing": [concat(" of ", ["inventory", where[0]]) | verdict == "unknown"],
	}
}

findings contains finding if {
	some cluster, names in placement.tenants
	enforced := network_facts.enforced[cluster]
	verdict := _enforcement[enforced]
	finding := {
		"verdict": verdict.verdict,
		"message": verdict.message,
		"place": sprintf("cluster %v", [cluster]),
		"deployments": sort(names),
		"witness": [],
		"missing": [concat(" of ", ["networkPolicyEnforced", cluster]) | enforced == null],
	}
}

_enforcement := {
	false: {"verdict": "fail", "message": "the cluster does not enforce network policies"},
	null: {"verdict": "unknown", "message": "not known whether the cluster enforces network policies"},
}

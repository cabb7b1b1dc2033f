# METADATA
# title: Micro-segmentation
# description: |
#   Each workload of a deployment of high or very high protection need is selected by a network policy of its own (one
#   whose podSelector is not empty), and the rules of such policies name peers and ports.
package lib.envpolicy.checks.micro_segmentation

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.network_facts
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

_kind := "NetworkPolicy.networking.k8s.io"

_need := {name: object.get(placement.deployments[name], "protection", null) | some name, _ in placement.places}

_high := {name | some name, need in _need; need in {"high", "very-high"}}

# METADATA
# scope: document
# description: Whether any need is high; null where that is not known.
default applies := false

applies if count(_high) > 0

applies := null if {
	count(_high) == 0
	null in {need | some need in _need}
}

_finding(verdict, message, place, names, more) := object.union(more, {
	"verdict": verdict,
	"message": message,
	"place": place,
	"deployments": sort(names),
})

# --- policies that name pods

_specific[where] contains entry if {
	some entry in estate.all(_kind)
	selector := object.get(entry.object, ["spec", "podSelector"], {})
	is_object(selector)
	some part in ["matchLabels", "matchExpressions"]
	count(object.get(selector, part, [])) > 0
	where := [entry.cluster, entry.namespace]
}

_named := {where: entries | some where, entries in _specific}

_judged := [workload |
	some workload in workloads.all
	count(workload.owners & _high) > 0
	workload.controller == null
]

_policies(workload) := [entry |
	some entry in object.get(_named, [[workload.cluster, workload.namespace]], set())
	labels.matches(entry.object.spec.podSelector, workload.labels)
]

_verdicts := {true: "fail", false: "unknown"}

# --- rules that name peers and ports

_deciding := {entry |
	some workload in _judged
	some entry in _policies(workload)
}

_none(value) if not is_array(value)

_none(value) if count(value) == 0

_enforcement := {
	false: {"verdict": "fail", "message": "the cluster does not enforce network policies"},
	null: {"verdict": "unknown", "message": "not known whether the cluster enforces network policies"},
}

findings contains finding if {
	some name, need in _need
	need == null
	finding := _finding("unknown", "the protection need is not known", sprintf("deployment %v", [name]), [name], {
		"witness": [],
		"missing": [concat(" of ", ["protection", name])],
	})
}

findings contains finding if {
	some workload in _judged
	count(_policies(workload)) == 0
	missing := [concat(" of ", ["inventory", workload.cluster]) |
		not placement.listed_in_full(workload.cluster, _kind)
	]
	finding := _finding(
		_verdicts[count(missing) == 0],
		"no network policy names these pods",
		sprintf("%v %v/%v of %v", [split(workload.kind, ".")[0], workload.namespace, workload.name, workload.cluster]),
		workload.owners & _high,
		{"witness": [estate.witness(workload.entry, workload.path)], "missing": missing},
	)
}

findings contains finding if {
	some entry in _deciding
	some direction, far in {"ingress": "from", "egress": "to"}
	rules := object.get(entry.object, ["spec", direction], [])
	is_array(rules)
	some index, rule in rules
	is_object(rule)
	lacking := [word | some field, word in {far: "peers", "ports": "ports"}; _none(object.get(rule, field, []))]
	count(lacking) > 0
	finding := _finding(
		"fail",
		sprintf("a rule names no %v", [concat(" and no ", sort(lacking))]),
		sprintf("NetworkPolicy %v/%v of %v", [entry.namespace, entry.name, entry.cluster]),
		entry.owners & _high,
		{"witness": [estate.witness(entry, ["spec", direction, index])], "missing": []},
	)
}

# Whether policies count at all.
findings contains finding if {
	some cluster in {placement.places[name].cluster | some name in _high}
	enforced := network_facts.enforced[cluster]
	verdict := _enforcement[enforced]
	finding := _finding(
		verdict.verdict,
		verdict.message,
		sprintf("cluster %v", [cluster]),
		{name | some name in _high; placement.places[name].cluster == cluster},
		{"witness": [], "missing": [concat(" of ", ["networkPolicyEnforced", cluster]) | enforced == null]},
	)
}

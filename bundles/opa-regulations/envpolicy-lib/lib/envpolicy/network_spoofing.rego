# METADATA
# title: Labels that open a door
# description: |
#   Who is not let in today, but may give itself the labels that a rule asks for: labels of pods are their
#   deployer's to choose, labels of a namespace are whoever's may change it.
package lib.envpolicy.network_spoofing

import data.lib.envpolicy.network_classes
import data.lib.envpolicy.network_entries
import data.lib.envpolicy.network_policies
import data.lib.envpolicy.network_reach
import data.lib.envpolicy.network_selection
import data.lib.envpolicy.placement
import data.lib.envpolicy.ports
import data.lib.envpolicy.rbac_direct

_open := {[path.from, path.to] | some path in network_reach.paths}

# Rules that ask for labels, and do not name namespaces: `[policy, rule, peer]`.
_rules := {[p, r, peer] |
	some p, policy in network_policies.all
	some r, rule in policy.rules.ingress
	some peer in rule.peers
	peer[0] == "spaces"
	not _named(peer[2])
}

_named(selector) if selector.matchLabels["kubernetes.io/metadata.name"]

_named(selector) if {
	some expression in selector.matchExpressions
	expression.key == "kubernetes.io/metadata.name"
	expression.operator == "In"
}

# A namespace that the rule means, pods whose labels it does not: pods can be labelled.
_tries contains ["its own pods", name, key, null] if {
	some key in _rules
	peer := key[2]
	network_policies.selector({}) != peer[3]
	meant := network_selection.spaces_selected[[peer[1], peer[2]]]
	some where in meant
	some name in placement.residents[where]
}

# A namespace that the rule does not mean, and whose labels one of its accounts may change.
_tries contains ["its own namespace", right.holder, key, grant] if {
	some right in rbac_direct.rights["rbac-namespace-write"]
	space := _home[right.holder]
	_over(right, space[1])
	some key in _rules
	peer := key[2]
	peer[1] == space[0]
	not space in network_selection.spaces_selected[[peer[1], peer[2]]]
	grant := {"place": right.grant.place, "witness": rbac_direct.witness(right.grant, right.met)}
}

_home := {name: [place.cluster, place.namespace] | some name, place in placement.places}

_over(right, namespace) if {
	_within(right.grant.namespaces, namespace)
	_within(_names(right.met), namespace)
}

_names(met) := null if {
	count(met.names) == 0
} else := met.names

_within(null, _) := true

_within(names, namespace) if namespace in names

# What each deployment's egress lets out to, on whatever port.
_exits := {name: union({network_reach.sending[e].peers | some [e, _] in entries}) |
	some name, entries in network_reach.sent
}

# METADATA
# description: |
#   `{"from", "to", "policy", "rule", "labels", "grant"}`: where `from` labels what it may label, its pods enter `to` by
#   that rule, since its own egress lets them out. The grant is `{"place", "witness"}`, or null.
all := [spoof |
	some [what, name, key, grant] in _tries
	p := key[0]
	reached := _exits[name] & network_entries.targets[p]
	some to in {owner | some class in reached; some owner in network_classes.all[class].owners}
	_home[to] != _home[name]
	not [name, to] in _open
	_lets_out(name, reached & network_classes.owned_by[to], network_policies.all[p].rules.ingress[key[1]])
	spoof := {"from": name, "to": to, "policy": p, "rule": key[1], "labels": what, "grant": grant}
]

_lets_out(name, targets, rule) if {
	some [e, _] in network_reach.sent[name]
	count(network_reach.sending[e].peers & targets) > 0
	some port in rule.ports
	_shared(network_reach.sending[e].ports, port[0])
}

_shared(range, port) if {
	is_array(port)
	ports.common(range, port)
}

_shared(_, port) if is_object(port)

# METADATA
# title: Who is subject to the same policies of the admin tiers
# description: |
#   Pods with the same admin policies in a direction share a signature: the rules in question, and the cells, which are
#   ranges of ports that no rule cuts in two.
package lib.envpolicy.network_signatures

import data.lib.envpolicy.network_admin
import data.lib.envpolicy.network_classes
import data.lib.envpolicy.network_entries
import data.lib.envpolicy.network_peers
import data.lib.envpolicy.ports

# Subjects and peers never are pods on the host's network.
_subject := [classes |
	some policy in network_admin.all
	found := network_peers.found[network_peers.number[policy.subject]]
	classes := union({item.classes | some item in found}) - network_classes.on_host
]

_ruling[key] contains p if {
	some p, policy in network_admin.all
	some direction, _ in policy.rules
	some number in _subject[p]
	key := [number, direction]
}

# METADATA
# description: The admin policies that each class is subject to, by `[class, direction]`.
ruling := {key: policies | some key, policies in _ruling}

_signed[key] contains number if {
	some [number, direction], policies in ruling
	key := [direction, policies, _receiver(direction, number)]
}

# What the receiving pod calls its ports matters to ingress rules.
_receiver("ingress", number) := network_classes.all[number].named

_receiver("egress", _) := set()

# METADATA
# description: |
#   `{"direction", "by": classes, "cluster", "rules": [...], "cells": [...], "doubt": missing facts,
#   "tied": bool}`.
all := [signature |
	some key, ids in _signed
	[direction, policies, named] := key
	rules := _rules(direction, policies)
	ties := _ties(policies)
	signature := {
		"direction": direction,
		"by": ids,
		"cluster": network_admin.all[min(policies)].cluster,
		"named": named,
		"rules": rules,
		"cells": _cells(rules),
		"doubt": (ties | {missing | some rule in rules; some item in rule.found; some missing in item.doubt}),
		"tied": count(ties) > 0,
	}
]

_rules(direction, policies) := [rule |
	some p in policies
	policy := network_admin.all[p]
	some r, given in policy.rules[direction]
	rule := {
		"source": [p, r],
		"tier": policy.tier,
		"priority": policy.priority,
		"step": object.get(policy, "step", ""),
		"action": given.action,
		"ports": given.ports,
		"found": [item | some peer in given.peers; some item in network_peers.found[network_peers.number[peer]]],
	}
]

_ties(policies) := {text |
	some p in policies
	some q in policies
	p < q
	first := network_admin.all[p]
	second := network_admin.all[q]
	[first.tier, first.priority] == [second.tier, second.priority]
	text := sprintf("order of %v and %v of %v", [first.name, second.name, first.cluster])
}

# --- cells

_cells(rules) := [ports.everything] if {
	count(_cuts(rules)) == 0
} else := [cell |
	some protocol in ports.protocols
	starts := sort({1} | {cut[1] | some cut in _cuts(rules); cut[0] == protocol; cut[1] <= 65535})
	some place, start in starts
	cell := [protocol, start, _end(starts, place)]
]

_end(starts, place) := following - 1 if {
	following := starts[place + 1]
} else := 65535

_cuts(rules) := {cut |
	some rule in rules
	some port in rule.ports
	some range in _ranges(port)
	range != ports.everything
	some cut in [[range[0], range[1]], [range[0], range[2] + 1]]
}

_ranges(port) := [port] if {
	is_array(port)
} else := [[meaning[1], meaning[2], meaning[2]] |
	some meaning, _ in network_entries.means
	meaning[0] == port.name
]

# METADATA
# title: What the admin tiers decide about the pods that they are subject to
# description: |
#   Pods with the same admin policies in a direction share a signature. For each signature and each cell (a range of ports
#   that no rule cuts in two) a tier divides all peers into those it may accept, those it may deny, and those it may leave to
#   the next tier. The three overlap where equal priorities or unknown addresses leave the choice open.
package lib.envpolicy.network_regions

import data.lib.envpolicy.network_admin
import data.lib.envpolicy.network_classes
import data.lib.envpolicy.network_entries
import data.lib.envpolicy.network_peers
import data.lib.envpolicy.ports

# A function that other packages call reads rules of its own package only: the embedded engine loses sight of imported ones.
_on_host := network_classes.on_host

_means := network_entries.means

_in_cluster := network_classes.in_cluster

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

_signed[key] contains number if {
	some [number, direction], policies in _ruling
	key := [direction, policies, _receiver(direction, number)]
}

# What the receiving pod calls its ports matters to ingress rules.
_receiver("ingress", number) := network_classes.all[number].named

_receiver("egress", _) := set()

# METADATA
# description: |
#   `{"direction", "by": classes, "cluster", "rules": [...], "cells": [...], "doubt": missing facts, "tied": bool}`.
signatures := [signature |
	some key, numbers in _signed
	[direction, policies, named] := key
	rules := _rules(direction, policies)
	ties := _ties(policies)
	signature := {
		"direction": direction,
		"by": numbers,
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

_end(starts, place) := starts[place + 1] - 1 if {
	place + 1 < count(starts)
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

# --- regions

# METADATA
# description: |
#   How a tier (`Admin`, `Baseline`) divides the peers of a signature on a cell - `{"accept", "deny", "rest", "sources"}`, the
#   sources being the accepting rules.
divided(signature, tier, cell) := regions if {
	everyone := _in_cluster[signature.cluster]
	hits := [hit |
		some rule in signature.rules
		rule.tier == tier
		hit := {"rule": rule, "sure": _hit(signature, rule, cell, true), "may": _hit(signature, rule, cell, false)}
	]
	reached := {action: union({left |
		some hit in hits
		hit.rule.action == action
		left := hit.may - union({other.sure | some other in hits; _before(other.rule, hit.rule)})
	}) |
		some action in ["Accept", "Deny", "Pass"]
	}
	regions := {
		"accept": reached.Accept,
		"deny": reached.Deny,
		"rest": (reached.Pass | (everyone - union({hit.sure | some hit in hits}))),
		"sources": {hit.rule.source | some hit in hits; hit.rule.action == "Accept"; count(hit.may) > 0},
	}
}

# Which of two policies of equal priority comes first is nobody's to know.
_before(a, b) if a.priority < b.priority

_before(a, b) if {
	a.source[0] == b.source[0]
	a.source[1] < b.source[1]
}

_hit(signature, rule, cell, sure) := union({classes |
	some port in rule.ports
	some item in rule.found
	_counts(item, sure)
	classes := _on(signature, port, cell, item)
})

_counts(item, sure) if {
	sure == true
	count(item.doubt) == 0
}

_counts(_, sure) if sure == false

_on(_, port, cell, item) := _peers(item) if {
	is_array(port)
	ports.common(port, cell)
}

_on(signature, port, cell, item) := _peers(item) & classes if {
	is_object(port)
	signature.direction == "egress"
	classes := union({found | some meaning, found in _means; _meant(port, meaning, cell)})
}

_on(signature, port, cell, item) := _peers(item) if {
	is_object(port)
	signature.direction == "ingress"
	some meaning in signature.named
	_meant(port, meaning, cell)
}

_peers(item) := item.classes if {
	item.kind == "block"
} else := item.classes - _on_host

_meant(port, meaning, cell) if {
	meaning[0] == port.name
	ports.common([meaning[1], meaning[2], meaning[2]], cell)
}

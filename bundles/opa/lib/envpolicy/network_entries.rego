# METADATA
# title: What network policies let through, one direction at a time
# description: |
#   An entry says: the pods of the classes `by` may, on `ports`, send to (egress) or take from (ingress)
#   the pods of the classes `peers`. Rules that say the same of other pods are one entry. `kind` is what
#   opened it: the kinds of network_peers, `dns` (a rule for port 53 without peers), `open` (no policy
#   isolates the pod), `calico` and `cilium` (one speaks of it, and leaves it open), `host` (no policy can).
package lib.envpolicy.network_entries

import data.lib.envpolicy.network_classes
import data.lib.envpolicy.network_facts
import data.lib.envpolicy.network_peers
import data.lib.envpolicy.network_policies

# METADATA
# description: The classes that each NetworkPolicy selects, in the order of `network_policies.all`.
targets := [classes |
	some policy in network_policies.all
	classes := union({item.classes | some item in network_peers.found[network_peers.number[policy.subject]]})
]

_same[key] contains source if {
	some p, policy in network_policies.all
	some direction, rules in policy.rules
	some r, rule in rules
	some port in rule.ports
	some peer in rule.peers
	some part, item in network_peers.found[network_peers.number[peer]]
	doubt := (_settled(item.doubt, policy.cluster) | policy.doubt) | {missing |
		port[1] != ""
		missing := network_facts.missing(port[1], policy.cluster)
	}
	key := [direction, port[0], _kind(direction, rule, item.kind), doubt, network_peers.number[peer], part]
	source := [p, r]
}

# Where a block takes in a part of the pods' addresses, every pod may come to have one of these.
_settled(doubt, cluster) := doubt - {network_facts.missing("addresses of pods", cluster)}

_kind("egress", rule, kind) := "dns" if {
	kind == "any"
	rule.dns
} else := kind

_kind("ingress", _, kind) := kind

_ruled := [entry |
	some key, sources in _same
	[direction, port, kind, doubt, peer, part] := key
	entry := {
		"direction": direction,
		"ports": port,
		"kind": kind,
		"doubt": doubt,
		"peers": network_peers.found[peer][part].classes,
		"by": union({targets[source[0]] | some source in sources}),
		"sources": sources,
	}
]

# A named port is what the receiving pod means by it: the sender's peers, or the receiver's own classes,
# shrink to those who mean the same number.
_means[meaning] contains number if {
	some number, class in network_classes.all
	some meaning in class.named
}

# METADATA
# description: The classes that mean `[name, protocol, number]` by a port's name.
means := {meaning: classes | some meaning, classes in _means}

_resolved := [entry |
	some named in _ruled
	is_object(named.ports)
	some meaning, classes in means
	meaning[0] == named.ports.name
	meaning[1] == named.ports.protocol
	side := {"egress": "peers", "ingress": "by"}[named.direction]
	narrowed := named[side] & classes
	entry := object.union(named, {"ports": [meaning[1], meaning[2], meaning[2]], side: narrowed})
]

_isolated[key] contains p if {
	some p, policy in network_policies.all
	some direction in policy.isolates
	key := [policy.cluster, direction]
}

# METADATA
# description: The classes that some policy isolates, by `[cluster, direction]`.
isolated := {key: union({targets[p] | some p in found}) | some key, found in _isolated}

_unruled := [entry |
	some cluster in network_facts.policed
	everyone := network_classes.in_cluster[cluster]
	some direction in ["egress", "ingress"]
	free := everyone - object.get(isolated, [[cluster, direction]], set())
	spoken := object.get(_spoken_of, [[cluster, direction]], set())
	unknown := object.get(_guessed, [[cluster, direction]], {})
	some [kind, by, unsure] in array.concat(
		[
			["open", ((free - network_classes.as_node) - spoken) - object.keys(unknown), set()],
			["host", free & network_classes.as_node, set()],
		],
		[["open", {number} & free, {text}] | some number, text in unknown],
	)
	entry := {
		"direction": direction,
		"ports": ["*", 1, 65535],
		"kind": kind,
		"doubt": (unsure | {network_facts.missing("inventory", cluster) |
			kind == "open"
			not cluster in network_facts.listed
		}),
		"peers": everyone,
		"by": by,
		"sources": set(),
	}
]

# A pod whose labels are not all known may be isolated by any policy of its namespace, or of the cluster.
_guessed := {key: unknown |
	some cluster in network_facts.policed
	some direction in ["egress", "ingress"]
	spaces := object.get(_isolating_in, [[cluster, direction]], set())
	count(spaces) > 0
	unknown := {number: network_facts.missing("pods", class.guess) |
		some number in network_classes.guesses
		class := network_classes.all[number]
		class.cluster == cluster
		count(spaces & {class.namespace, ""}) > 0
	}
	key := [cluster, direction]
}

_isolating[key] contains policy.entry.namespace if {
	count(network_classes.guesses) > 0
	some policy in network_policies.all
	some direction in policy.isolates
	key := [policy.cluster, direction]
}

_isolating_in := {key: spaces | some key, spaces in _isolating}

# Pods that a policy speaks of without isolating them, and no other policy isolates.
_off := [entry |
	some p, policy in network_policies.all
	some direction in policy.off
	entry := {
		"direction": direction,
		"ports": ["*", 1, 65535],
		"kind": policy.opens,
		"doubt": policy.doubt,
		"peers": network_classes.in_cluster[policy.cluster],
		"by": targets[p] - object.get(isolated, [[policy.cluster, direction]], set()),
		"sources": {[p, -1]},
	}
]

_spoken[key] contains p if {
	some p, policy in network_policies.all
	some direction in policy.off
	key := [policy.cluster, direction]
}

_spoken_of := {key: union({targets[p] | some p in found}) | some key, found in _spoken}

_found := array.concat(
	array.concat([plain | some plain in _ruled; is_array(plain.ports)], _resolved),
	array.concat(_unruled, _off),
)

# METADATA
# description: Every entry that lets something through, before the admin tiers have their say.
all := [entry |
	some entry in _found
	count(entry.by) > 0
	count(entry.peers) > 0
]

# METADATA
# title: Which deployments reach which
# description: |
#   Joins what is sent with what is taken, deployment by deployment. For one entry of either direction the
#   senders that the taker accepts and the takers that the sender may reach are a rectangle - each of them
#   reaches each. So no two pods are ever compared, and the work is bounded by rules and by what comes
#   out.
package lib.envpolicy.network_reach

import data.lib.envpolicy.network_classes
import data.lib.envpolicy.network_tiers
import data.lib.envpolicy.placement
import data.lib.envpolicy.ports

# METADATA
# description: The egress entries, as a list.
sending := [entry | some entry in network_tiers.all; entry.direction == "egress"]

# METADATA
# description: The ingress entries, as a list.
taking := [entry | some entry in network_tiers.all; entry.direction == "ingress"]

# METADATA
# description: The egress entries of each deployment, as `[place in sending, classes of the deployment]`.
sent := {name: found |
	some name, mine in network_classes.owned_by
	found := [[e, senders] |
		some e, entry in sending
		senders := entry.by & mine
		count(senders) > 0
	]
}

# By range of ports, so that only those are compared that have a port in common.
_accepted := {name: by_range |
	some name, mine in network_classes.owned_by
	open := [[i, peers] |
		some i, entry in taking
		peers := entry.peers & mine
		count(peers) > 0
	]
	by_range := {range: found |
		some range in {taking[i].ports | some [i, _] in open}
		found := [item | some item in open; taking[item[0]].ports == range]
	}
}

_common := {range: shared |
	some range in {entry.ports | some entry in sending}
	shared := {other: both |
		some other in {entry.ports | some entry in taking}
		both := ports.common(range, other)
	}
}

# METADATA
# description: |
#   `{"from", "egress", "ingress", "targets", "sources", "ports", "cause", "doubt"}`: pods of the classes
#   `sources`, which are the deployment's, reach pods of the classes `targets`, which are not. Egress and
#   ingress are places in `sending` and `taking`; `doubt` counts the facts that are missing.
hits := [hit |
	some name, mine in network_classes.owned_by
	some [e, senders] in sent[name]
	some range, found in _accepted[name]
	both := _common[sending[e].ports][range]
	some [i, peers] in found
	sources := senders & peers
	count(sources) > 0
	targets := (sending[e].peers & taking[i].by) - mine
	count(targets) > 0
	hit := {
		"from": name,
		"egress": e,
		"ingress": i,
		"sources": sources,
		"targets": targets,
		"ports": both,
		"cause": _cause[[sending[e].kind, taking[i].kind]],
		"doubt": count(sending[e].doubt | taking[i].doubt),
	}
]

# Of what opened the two sides, the most specific speaks.
_order := ["host", "tie", "accept", "shadow", "calico", "cilium", "block", "dns", "any", "wide"]

_cause := {[a, b]: cause |
	some a in {entry.kind | some entry in sending}
	some b in {entry.kind | some entry in taking}
	cause := _first_of(a, b)
}

_first_of(a, b) := "open" if {
	[a, b] == ["open", "open"]
} else := [cause | some cause in array.concat(_order, ["rule"]); cause in {a, b, "rule"}][0]

_owners := [class.owners | some class in network_classes.all]

# METADATA
# description: The pairs of each hit, as `[place of the hit, to]`.
links := [link |
	some n, hit in hits
	some to in {owner | some class in hit.targets; some owner in _owners[class]}
	to != hit.from
	link := [n, to]
]

_space := {name: [place.cluster, place.namespace] | some name, place in placement.places}

_ranked[key] contains rank if {
	some [n, to] in links
	key := [hits[n].from, to, _row(_space[hits[n].from], _space[to], hits[n].cause)]
	rank := [hits[n].doubt, n]
}

_row(a, b, cause) := "same" if {
	a == b
} else := cause

# METADATA
# description: |
#   For each pair of deployments and each cause the hit with the fewest doubts: `{"from", "to", "cause",
#   "hit", "source": class, "target": class}`. In one namespace the cause is `same`.
paths := [path |
	some key, ranks in _ranked
	hit := hits[min(ranks)[1]]
	path := {
		"from": key[0],
		"to": key[1],
		"cause": key[2],
		"hit": hit,
		"source": min(hit.sources),
		"target": min(hit.targets & network_classes.owned_by[key[1]]),
	}
]

# METADATA
# description: The ordered pairs of deployments for which some path is certain.
certain := {pair |
	some path in paths
	path.hit.doubt == 0
	pair := [path.from, path.to]
}

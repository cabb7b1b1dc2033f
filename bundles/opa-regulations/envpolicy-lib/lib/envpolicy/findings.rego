# METADATA
# title: Findings
# description: |
#   Turns what requirements lack into findings: one for each leak and place, for each shared place, for each gap in the
#   inventory, and for each thing that a block of a requirement said; with the requirements they stand against.
package lib.envpolicy.findings

import data.lib.envpolicy.grouping
import data.lib.envpolicy.isolation
import data.lib.envpolicy.leak_table
import data.lib.envpolicy.placement
import data.lib.envpolicy.rendering
import data.lib.envpolicy.waivers

# METADATA
# description: |
#   Why the pairs of a shortfall fall short: `{"type", "key", "verdict", "edges", "missing"?}` for each leak below the
#   level required, for the place that both share, for what the inventory leaves open, and for facts that are missing.
#   An edge is `[from, to, directed]`.
causes(shortfall) := array.concat(
	array.concat(_leaks(shortfall, shortfall.pairs), _placement(shortfall)),
	array.concat(_open(shortfall), _facts(shortfall)),
)

_leaks(shortfall, pairs) := [cause |
	some pair in pairs
	some hit in object.get(isolation.hits_of, [pair], set())
	leak_table.rows[hit.key[0]].channel != "contention"
	hit.cap < shortfall.required
	cause := {
		"type": "leak",
		"key": instance(hit.key),
		"edges": [[hit.edge.from, hit.edge.to, hit.edge.directed]],
		"verdict": _leak_verdict(shortfall, hit),
	}
]

_leak_verdict(shortfall, hit) := "fail" if {
	shortfall.verdict == "fail"
	hit.certain
} else := "unknown"

_placement(shortfall) := [{
	"type": "placement",
	"key": ["placement", place],
	"edges": _edges([pair | some pair, one in places; one == place]),
	"verdict": shortfall.verdict,
} |
	places := {pair: place_of(pair) |
		some pair in shortfall.pairs
		isolation.pairs[pair].nominal < shortfall.required
	}
	some place in {one | some one in places}
]

_edges(pairs) := [[pair[0], pair[1], false] | some pair in pairs]

_open(shortfall) := [{
	"type": key[0],
	"key": key,
	"edges": _edges([pair | some pair, keys in open; key in keys]),
	"verdict": "unknown",
} |
	shortfall.verdict == "unknown"
	open := {pair: _not_given(pair) | some pair in shortfall.pairs; _is_open(pair, shortfall.required)}
	some key in {one | some keys in open; some one in keys}
]

_is_open(pair, required) if {
	view := isolation.pairs[pair]
	view.nominal >= required
	view.lower < required
	count(isolation.open_channels[pair[0]] | isolation.open_channels[pair[1]]) > 0
}

# Kinds that a cluster does not list in full, objects that stand for others.
_not_given(pair) := array.concat(
	[["inventory", concat(" and ", clusters)] |
		clusters := sort({placement.places[name].cluster | some name in pair; name in isolation.unlisted})
		count(clusters) > 0
	],
	[["objects", concat(", ", sort(texts))] |
		texts := {text | some name in pair; some text in object.get(rendering.missing, name, set())}
		count(texts) > 0
	],
)

_facts(shortfall) := [{
	"type": "fact",
	"key": ["fact", concat(", ", sort(facts))],
	"edges": _edges(shortfall.pairs),
	"verdict": "unknown",
	"missing": missing(shortfall),
} |
	facts := {fact | some side in shortfall.lacks; some fact in side}
	count(facts) > 0
]

# METADATA
# description: The facts that the pairs of a shortfall lack, as `fact of deployment`.
missing(shortfall) := {text |
	some index, facts in shortfall.lacks
	count(facts) > 0
	some name in {pair[index] | some pair in shortfall.pairs}
	some fact in facts
	text := concat(" of ", [fact, name])
}

# METADATA
# description: What two deployments share by placement, in words.
place_of(pair) := _place(isolation.pairs[pair].nominal, placement.places[pair[0]])

_place(3, place) := sprintf("environment %v", [place.environment])

_place(2, place) := sprintf("cluster %v", [place.cluster])

_place(1, place) := sprintf("namespace %v/%v", [place.cluster, place.namespace])

_place(0, place) := sprintf("release %v/%v/%v", [place.cluster, place.namespace, place.release])

_place(4, place) := sprintf("nothing (environment %v)", [place.environment])

# METADATA
# description: |
#   A shortfall in parts, by what waives their pairs, as `[shortfall, ids of waivers]`; none where it stands.
by_waivers(requirement, shortfall) := [[shortfall, []]] if {
	count(waivers.active) == 0
} else := [[object.union(shortfall, {"pairs": pairs}), ids] |
	waived := {pair: sort({waiver.id | some waiver in _waived_by(requirement, shortfall, pair)}) |
		some pair in shortfall.pairs
	}
	some ids in {one | some one in waived}
	pairs := {pair | some pair, one in waived; one == ids}
]

# The waivers for the requirement that cover the pair; else, where placement alone would do and nothing is unknown,
# those for the leaks that cause it, if each has one.
_waived_by(requirement, shortfall, pair) := direct if {
	direct := waivers.of_requirement(requirement, pair, shortfall.against == "floor")
	count(direct) > 0
} else := found if {
	waivers.speak_of_leaks
	isolation.pairs[pair].nominal >= shortfall.required
	count(shortfall.lacks[0]) + count(shortfall.lacks[1]) == 0
	not _unseen(shortfall, pair)
	leaks := _leaks(shortfall, [pair])
	every cause in leaks {
		count(_leak_waivers(cause, shortfall, pair)) > 0
	}
	found := [waiver | some cause in leaks; some waiver in _leak_waivers(cause, shortfall, pair)]
} else := []

_unseen(shortfall, pair) if {
	shortfall.verdict == "unknown"
	_is_open(pair, shortfall.required)
}

_leak_waivers(cause, shortfall, pair) := waivers.of_leak(
	leak_table.rows[cause.key[0]].id,
	pair,
	shortfall.against == "floor",
)

# METADATA
# description: Whether a pair (names sorted) is told of; where the input wants one pair explained, only that is.
# scope: document
in_focus(_) if not input.explain

in_focus(pair) if pair == sort(input.explain)

# METADATA
# description: Whether the pairs of a shortfall are told of.
# scope: document
told_of(_) if not input.explain

told_of(shortfall) if shortfall.pairs == {sort(input.explain)}

# --- what a leak is, whoever it stands against

_keys := {hit.key | some hits in isolation.hits_of; some hit in hits}

_sites := {key: site(key) | some key in _keys}

# METADATA
# description: What a finding is made for, a leak and where it is; several keys in one place are one finding.
instance(key) := [key[0], _sites[key]]

# METADATA
# description: Every leak that some pair's nominal level does not tolerate, as the hits of each instance.
instances := grouping.by_key([[instance(hit.key), hit] |
	some pair, hits in isolation.hits_of
	in_focus(pair)
	some hit in hits
])

# METADATA
# description: The facts that prove a leak between two deployments.
facts_of(key, edge) := [fact |
	some fact in object.get(_held, [key], set())
	fact.deployment in {edge.from, edge.to}
] if {
	leak_table.rows[key[0]].kind == "shared"
} else := [fact |
	some fact in object.get(_reached, [key], set())
	fact.from == edge.from
	fact.to == edge.to
]

_held := grouping.by_key([[[leak, fact.key], fact] | some [leak, fact] in isolation.holds])

_reached := grouping.by_key([[[leak, fact.place], fact] | some [leak, fact] in isolation.reaches])

# METADATA
# description: |
#   Where a leak is, in words that are the same in every run: the place that a reach names, or the objects that hold the
#   key (the key itself may be a digest).
site(key) := key[1] if {
	leak_table.rows[key[0]].kind == "reach"
} else := concat(", ", sort({text |
	some fact in object.get(_held, [key], set())
	some witness in array.slice(fact.witness, 0, 1)
	object_of := [witness.kind, witness.cluster, witness.namespace, witness.name]
	text := sprintf("%v %v/%v/%v %v", array.concat(object_of, [_route(witness.path)]))
}))

_route(path) := concat(".", [sprintf("%v", [step]) | some step in path])

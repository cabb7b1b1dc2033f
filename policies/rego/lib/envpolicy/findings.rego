# METADATA
# title: Findings
# description: |
#   Turns what requirements lack into findings: one for each leak and place, for each shared place, for each gap in the
#   inventory, and for each thing that a block of a requirement said; with the requirements they stand against.
package lib.envpolicy.findings

import data.lib.envpolicy.isolation
import data.lib.envpolicy.leak_table
import data.lib.envpolicy.levels
import data.lib.envpolicy.placement
import data.lib.envpolicy.rendering
import data.lib.envpolicy.waivers

# METADATA
# description: |
#   Why a pair falls short: `{"key", "pair", "required", "verdict", "edge"?}` for each leak below the level required,
#   for the place that both share, for what the inventory leaves open, and for facts that are missing.
causes(shortfall) := array.concat(
	array.concat(_leaks(shortfall), _placement(shortfall)),
	array.concat(_open(shortfall), _facts(shortfall)),
)

_leaks(shortfall) := [cause |
	some hit in object.get(isolation.hits_of, [shortfall.pair], set())
	leak_table.rows[hit.key[0]].channel != "contention"
	hit.cap < shortfall.required
	cause := {
		"type": "leak",
		"key": instance(hit.key),
		"pair": shortfall.pair,
		"edge": hit.edge,
		"cap": hit.cap,
		"verdict": _leak_verdict(shortfall, hit),
	}
]

_leak_verdict(shortfall, hit) := "fail" if {
	shortfall.verdict == "fail"
	hit.certain
} else := "unknown"

_placement(shortfall) := [{
	"type": "placement",
	"key": ["placement", place_of(shortfall.pair)],
	"pair": shortfall.pair,
	"edge": {"from": shortfall.pair[0], "to": shortfall.pair[1], "directed": false},
	"verdict": shortfall.verdict,
}] if {
	isolation.pairs[shortfall.pair].nominal < shortfall.required
} else := []

_open(shortfall) := [{
	"type": key[0],
	"key": key,
	"pair": shortfall.pair,
	"edge": {"from": shortfall.pair[0], "to": shortfall.pair[1], "directed": false},
	"verdict": "unknown",
} |
	some key in _not_given(shortfall.pair)
] if {
	shortfall.verdict == "unknown"
	view := isolation.pairs[shortfall.pair]
	view.nominal >= shortfall.required
	view.lower < shortfall.required
	count(isolation.open_channels[shortfall.pair[0]] | isolation.open_channels[shortfall.pair[1]]) > 0
} else := []

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
	"key": ["fact", concat(", ", sort({split(text, " of ")[0] | some text in shortfall.missing}))],
	"pair": shortfall.pair,
	"edge": {"from": shortfall.pair[0], "to": shortfall.pair[1], "directed": false},
	"verdict": "unknown",
	"missing": shortfall.missing,
}] if {
	count(shortfall.missing) > 0
} else := []

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
#   The waivers that a shortfall is waived by, none where it stands: those for the requirement that cover the pair;
#   else, where placement alone would do and nothing is unknown, those for the leaks that cause it, if each has one.
waived_by(requirement, shortfall) := [] if {
	count(waivers.active) == 0
} else := direct if {
	direct := waivers.of_requirement(requirement, shortfall.pair, shortfall.against == "floor")
	count(direct) > 0
} else := found if {
	waivers.speak_of_leaks
	isolation.pairs[shortfall.pair].nominal >= shortfall.required
	leaks := _leaks(shortfall)
	count(_open(shortfall)) + count(_facts(shortfall)) == 0
	every cause in leaks {
		count(_leak_waivers(cause, shortfall)) > 0
	}
	found := [waiver | some cause in leaks; some waiver in _leak_waivers(cause, shortfall)]
} else := []

_leak_waivers(cause, shortfall) := waivers.of_leak(
	leak_table.rows[cause.key[0]].id,
	shortfall.pair,
	shortfall.against == "floor",
)

# METADATA
# description: Whether a pair (names sorted) is told of; where the input wants one pair explained, only that is.
# scope: document
in_focus(_) if not input.explain

in_focus(pair) if pair == sort(input.explain)

# --- what a leak is, whoever it stands against

_keys := {hit.key | some hits in isolation.hits_of; some hit in hits}

_sites := {key: site(key) | some key in _keys}

_instances[where] contains hit if {
	some pair, hits in isolation.hits_of
	in_focus(pair)
	some hit in hits
	where := instance(hit.key)
}

# METADATA
# description: What a finding is made for, a leak and where it is; several keys in one place are one finding.
instance(key) := [key[0], _sites[key]]

# METADATA
# description: Every leak that some pair's nominal level does not tolerate, as the hits of each instance.
instances := {where: hits | some where, hits in _instances}

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

_held_by_key[key] contains fact if {
	some [leak, fact] in isolation.holds
	key := [leak, fact.key]
}

_held := {key: facts | some key, facts in _held_by_key}

_reached_by_key[key] contains fact if {
	some [leak, fact] in isolation.reaches
	key := [leak, fact.place]
}

_reached := {key: facts | some key, facts in _reached_by_key}

# METADATA
# description: A level as people write it.
level_name(number) := levels.names[number]

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

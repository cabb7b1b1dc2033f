# METADATA
# title: Effective isolation
# description: |
#   Joins the facts that leak checks give, and says how far apart two deployments really stand: effective level =
#   min(nominal level, caps of the pair's leaks), as an interval where something is not known.
package lib.envpolicy.isolation

import data.lib.envpolicy.estate
import data.lib.envpolicy.grouping
import data.lib.envpolicy.leak_table
import data.lib.envpolicy.leaks
import data.lib.envpolicy.levels
import data.lib.envpolicy.placement
import data.lib.envpolicy.rendering

_exports := object.get(input, "exports", [])

# METADATA
# description: |
#   Every `[leak, fact]` of the sort "this deployment holds this key", from here and from other shards' exports.
holds := array.concat(
	[[leak, fact] | some channel, leak; some fact in leaks[channel][leak].holds],
	[item | some shard in _exports; some item in shard.holds],
)

# METADATA
# description: Every `[leak, fact]` of the sort "from this deployment to that one".
reaches := array.concat(
	[[leak, fact] | some channel, leak; some fact in leaks[channel][leak].reaches],
	[item | some shard in _exports; some item in shard.reaches],
)

# METADATA
# description: What a shard gives to the one that joins.
export := {"holds": holds, "reaches": reaches}

# --- shared: deployments that hold the same key. A fact may take a side; then a use meets the others' offers. Two facts
# that are `covered` by the same thing do not meet: of that, another check or another key speaks.

# What every level tolerates is told by itself: to join it would make a pair of any two.
_holders[key] contains fact if {
	some [leak, fact] in holds
	cap(leak, fact) < levels.number.environment
	key := [leak, fact.key]
}

_contended := {key: facts |
	some key, facts in _holders
	count({fact.deployment | some fact in facts}) > 1
	not _covered({object.get(fact, "covered", null) | some fact in facts})
}

_covered(values) if {
	count(values) == 1
	not null in values
}

# What each deployment's facts of one side come to, as a set of `[cap, certain, covered]`: mostly one.
_members(key, side) := {name: terms |
	some name in {holder.deployment | some holder in _contended[key]}
	terms := {term |
		some fact in _contended[key]
		fact.deployment == name
		object.get(fact, "side", "") == side
		term := [cap(key[0], fact), object.get(fact, "certain", true), object.get(fact, "covered", null)]
	}
	count(terms) > 0
}

_shared contains hit if {
	some key, _ in _contended
	members := _members(key, "")
	some a, one in members
	some b, other in members
	a < b
	some met in _met(one, other)
	hit := _hit(key, {"from": a, "to": b, "directed": false}, met)
}

_shared contains hit if {
	some key, _ in _contended
	offers := _members(key, "offers")
	some a, one in _members(key, "uses")
	some b, other in offers
	a != b
	some met in _met(one, other)
	hit := _hit(key, {"from": a, "to": b, "directed": true}, met)
}

# The lowest cap that is certain, and the lowest that is possible where that is lower, as `[cap, certain]`. Of the two
# caps of a leak the looser one holds, unless both sides meet the condition of the stricter.
_met(one, other) := {[min(caps), certain] |
	meetings := [[max([first[0], second[0]]), first[1] == true, second[1] == true] |
		some first in one
		some second in other
		not _covered({first[2], second[2]})
	]
	sure := [meeting[0] | some meeting in meetings; meeting[1]; meeting[2]]
	some [caps, certain] in [[sure, true], [_below(sure, [meeting[0] | some meeting in meetings]), false]]
	count(caps) > 0
}

_below([], caps) := caps

_below(sure, caps) := [value | some value in caps; value < min(sure)] if count(sure) > 0

_reached contains hit if {
	some [leak, fact] in reaches
	fact.from != fact.to
	most := cap(leak, fact)
	most < levels.number.environment
	edge := {"from": fact.from, "to": fact.to, "directed": true}
	hit := _hit([leak, fact.place], edge, [most, object.get(fact, "certain", true)])
}

_hit(key, edge, [most, certain]) := {
	"key": key,
	"pair": sort([edge.from, edge.to]),
	"edge": edge,
	"cap": most,
	"certain": certain == true,
}

# METADATA
# description: The cap of a leak, as a number; a fact may carry one that differs from its check's own.
cap(leak, fact) := levels.number[object.get(fact, "cap", leak_table.rows[leak].cap)]

_all_hits := _shared | _reached

# --- pairs

# METADATA
# description: The names of all deployments that have a place, sorted.
names := sort([name | some name, _ in placement.places])

_overlapping := estate.overlapping

# METADATA
# description: The nominal level of two deployments; those that claim the same objects are not apart at all.
nominal(a, b) := 0 if {
	sort([a, b]) in _overlapping
} else := levels.between(placement.places[a], placement.places[b])

# METADATA
# description: The hits that a pair's nominal level does not tolerate, by pair (names sorted).
hits_of := grouping.by_key([[hit.pair, hit] | some hit in _all_hits; hit.cap < _nominal[hit.pair]])

_nominal := {pair: nominal(a, b) |
	some i, a in names
	some b in array.slice(names, i + 1, count(names))
	pair := [a, b]
}

# --- what an inventory that is not complete leaves open

# By cluster: the channels whose leaks read a kind that is not listed in full, with these kinds.
_gaps := {cluster: gaps |
	some cluster, _ in input.clusters
	gaps := {channel: missing |
		some channel, kinds in leak_table.reads
		missing := [kind | some kind in kinds; not placement.listed_in_full(cluster, kind)]
		count(missing) > 0
	}
}

# A deployment of which objects are known to be missing leaves every channel open.
_blind := {name: channels |
	some name, _ in rendering.missing
	channels := object.keys(leak_table.reads)
}

# METADATA
# description: The deployments of whose clusters some kind is not listed in full.
unlisted := {name | some name, place in placement.places; count(object.get(_gaps, place.cluster, {})) > 0}

# METADATA
# description: The channels of a deployment in which nothing can be excluded.
open_channels := {name: channels |
	some name, place in placement.places
	channels := {channel | some channel, _ in object.get(_gaps, place.cluster, {})} | object.get(_blind, name, set())
}

# METADATA
# description: |
#   Every pair, by `[a, b]` with a < b: nominal level, the interval of the effective level, of availability, and of each
#   channel that is not at its nominal level.
pairs := {pair: _views[shape] | some pair, shape in _shapes}

# What a pair's view depends on. Many pairs have it in common, and so each view is made once.
_shapes := {pair: [level, terms, open] |
	some pair, level in _nominal
	terms := {[leak_table.rows[hit.key[0]].channel, hit.cap, hit.certain] |
		some hit in object.get(hits_of, [pair], set())
	}
	open := open_channels[pair[0]] | open_channels[pair[1]]
}

_views := {shape: _view(shape[0], shape[1], shape[2]) | some shape in {one | some one in _shapes}}

# METADATA
# description: The views that pairs have, each once.
views := {view | some view in _views}

_view(level, terms, open) := view if {
	count(terms) == 0
	count(open) == 0
	view := {"nominal": level, "lower": level, "upper": level, "availability": [level, level], "channels": {}}
} else := view if {
	channels := {channel: interval |
		some channel in ({term[0] | some term in terms} | open)
		interval := _interval(channel, level, terms, open)
		interval != [level, level]
	}
	separating := [interval | some channel, interval in channels; channel != "contention"]
	view := {
		"nominal": level,
		"lower": min(array.concat([level], [interval[0] | some interval in separating])),
		"upper": min(array.concat([level], [interval[1] | some interval in separating])),
		"availability": object.get(channels, "contention", [level, level]),
		"channels": channels,
	}
}

_interval(channel, level, terms, open) := [least, most] if {
	most := min(array.concat([level], [term[1] | some term in terms; term[0] == channel; term[2]]))
	least := min(array.concat([most, _unseen(channel, level, open)], [term[1] | some term in terms; term[0] == channel]))
}

# The least that an unseen leak of a channel could leave of a nominal level.
_unseen(channel, level, open) := min([level, least]) if {
	channel in open
	least := leak_table.least[channel][level]
} else := level

package lib.envpolicy.isolation_test

import data.lib.envpolicy.isolation

# Two deployments in two namespaces of one cluster; what checks would find comes in as another shard's exports.
_estate(facts, exports) := {
	"environments": [{"name": "prod"}],
	"clusters": {"prod/wc": {"facts": facts, "objects": {"ConfigMap": [_item("a"), _item("b")]}}},
	"deployments": [_deployment("a"), _deployment("b")],
	"exports": [exports],
}

_item(namespace) := {"kind": "ConfigMap", "metadata": {"name": "c", "namespace": namespace}}

_deployment(name) := {"name": name, "placement": {"environment": "prod", "cluster": "wc", "namespace": name}}

_reach(extra) := {"holds": [], "reaches": [["rbac_crossns_grant", object.union(
	{"from": "a", "to": "b", "place": "x", "witness": []},
	extra,
)]]}

_holds(first, second) := {"reaches": [], "holds": [
	["secret_same_value", object.union({"deployment": "a", "key": "k", "witness": []}, first)],
	["secret_same_value", object.union({"deployment": "b", "key": "k", "witness": []}, second)],
]}

_pair(facts, exports) := view if {
	views := isolation.pairs with input as _estate(facts, exports)
	view := views[["a", "b"]]
}

_interval(exports) := [view.lower, view.upper] if view := _pair({"inventory": "complete"}, exports)

_nothing := {"holds": [], "reaches": []}

test_nothing_found_leaves_the_nominal_level if _interval(_nothing) == [2, 2]

test_a_leak_caps_the_pair if _interval(_reach({})) == [1, 1]

test_an_uncertain_leak_makes_an_interval if _interval(_reach({"certain": false})) == [1, 2]

test_a_cap_at_or_above_the_nominal_level_is_tolerated if _interval(_reach({"cap": "namespace"})) == [2, 2]

test_a_key_held_on_both_sides_leaks if _interval(_holds({}, {})) == [1, 1]

test_other_keys_do_not_meet if _interval(_holds({}, {"key": "other"})) == [2, 2]

test_of_two_caps_the_looser_counts if _interval(_holds({"cap": "none"}, {})) == [1, 1]

test_one_uncertain_side_makes_it_uncertain if _interval(_holds({}, {"certain": false})) == [1, 2]

test_uses_meet_offers_only if {
	_interval(_holds({"side": "uses"}, {"side": "offers"})) == [1, 1]
	_interval(_holds({"side": "uses"}, {"side": "uses"})) == [2, 2]
	_interval(_holds({"side": "offers"}, {"side": "offers"})) == [2, 2]
}

test_what_is_not_listed_in_full_leaves_channels_open if {
	view := _pair({}, _nothing)
	view.lower < 2
	view.upper == 2
	count(view.channels) > 1
}

test_a_channel_is_kept_apart if {
	quiet := _pair({"inventory": "complete"}, _nothing)
	view := _pair({"inventory": "complete"}, _reach({}))
	view.channels == object.union(quiet.channels, {"identity": [1, 1]})
	view.availability == quiet.availability
	not quiet.channels.identity
}

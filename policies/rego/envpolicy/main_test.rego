package envpolicy.main_test

import data.envpolicy.main

# Two deployments in one namespace, one of them production.
_input := {
	"today": "2026-01-01",
	"profile": "default",
	"environments": [{"name": "e", "class": "production"}],
	"clusters": {"e/c": {"environment": "e", "name": "c", "role": "workload", "facts": {}, "objects": {}}},
	"deployments": [_deployment("a", "production"), _deployment("b", "testing")],
}

_deployment(name, stage) := {
	"name": name,
	"application": "shop",
	"stage": stage,
	"placement": {"environment": "e", "cluster": "c", "namespace": "n", "release": name},
}

test_one_report if {
	count(main.report) == 1 with input as _input
}

test_the_pair_stands_where_it_is_placed if {
	some pair in main.report[0].pairs with input as _input
	pair.deployments == ["a", "b"]
	pair.nominal == "release"
}

test_what_is_asked_for_and_is_not_there_is_undecided if {
	found := main.report[0].undecided with input as object.union(_input, {"requirements": ["nobody-wrote-it"]})
	found == ["nobody-wrote-it"]
}

test_only_what_is_asked_for_is_judged if {
	found := main.report[0].results with input as object.union(_input, {"requirements": ["nobody-wrote-it"]})
	found == []
}

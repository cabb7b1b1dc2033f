package lib.envpolicy.calico_selectors_test

import data.lib.envpolicy.calico_selectors

_nothing := {"matchLabels": {}, "matchExpressions": []}

_wants(expressions) := {"matchLabels": {}, "matchExpressions": expressions}

test_everything if {
	some text in ["", "all()", " all() "]
	calico_selectors.read(text, "") == {"pods": _nothing, "spaces": _nothing}
}

test_terms if {
	text := `app == "web" && tier != 'db' && has(team) && !has(old) && env in { "a", 'b' } && zone not in {"c"}`
	calico_selectors.read(text, "").pods == _wants([
		{"key": "app", "operator": "In", "values": ["web"]},
		{"key": "tier", "operator": "NotIn", "values": ["db"]},
		{"key": "team", "operator": "Exists", "values": []},
		{"key": "old", "operator": "DoesNotExist", "values": []},
		{"key": "env", "operator": "In", "values": ["a", "b"]},
		{"key": "zone", "operator": "NotIn", "values": ["c"]},
	])
}

test_namespace_of_a_pod if {
	text := "projectcalico.org/namespace == 'shop' && projectcalico.org/orchestrator == 'k8s'"
	calico_selectors.read(text, "has(stage)") == {
		"pods": _nothing,
		"spaces": _wants([
			{"key": "kubernetes.io/metadata.name", "operator": "In", "values": ["shop"]},
			{"key": "stage", "operator": "Exists", "values": []},
		]),
	}
}

test_not_understood if {
	every text in ["a == 'b' || c == 'd'", "(a == 'b')", "a starts with 'b'", "projectcalico.org/serviceaccount == 'x'"] {
		not calico_selectors.read(text, "")
	}
}

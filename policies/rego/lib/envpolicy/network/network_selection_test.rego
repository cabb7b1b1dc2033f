package lib.envpolicy.network_selection_test

import data.lib.envpolicy.labels
import data.lib.envpolicy.network_classes
import data.lib.envpolicy.network_selection

_pod(name, given) := {
	"apiVersion": "v1",
	"kind": "Pod",
	"metadata": {"name": name, "namespace": "a", "labels": given},
	"spec": {"containers": []},
}

_policy(name, selector) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "NetworkPolicy",
	"metadata": {"name": name, "namespace": "a"},
	"spec": {"podSelector": selector},
}

_selectors := [
	{},
	{"matchLabels": {"app": "x"}},
	{"matchLabels": {"app": "x", "tier": "web"}},
	{"matchExpressions": [{"key": "app", "operator": "In", "values": ["x", "y"]}]},
	{"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["x"]}]},
	{"matchExpressions": [{"key": "tier", "operator": "Exists"}]},
	{"matchExpressions": [{"key": "tier", "operator": "DoesNotExist"}]},
	{"matchLabels": {"app": "y"}, "matchExpressions": [{"key": "tier", "operator": "Exists"}]},
	{"matchExpressions": [{"key": "app", "operator": "Like", "values": ["x"]}]},
]

_estate := {
	"deployments": [],
	"clusters": {"e/c": {"facts": {}, "objects": {
		"Pod": [
			_pod("p", {"app": "x", "tier": "web", "other": "1"}),
			_pod("q", {"app": "x", "other": "2"}),
			_pod("r", {"app": "y", "tier": "db"}),
			_pod("s", {}),
			_pod("t", {"app": "x", "other": "3"}),
		],
		"NetworkPolicy.networking.k8s.io": [policy |
			some index, selector in _selectors
			policy := _policy(sprintf("np%v", [index]), selector)
		],
	}}},
}

test_labels_that_no_selector_asks_for_make_no_class if {
	count(network_classes.all) == 4 with input as _estate
}

# The index answers as the label selectors of the API machinery do, selector by selector.
test_every_selector_finds_what_it_matches if {
	selected := network_selection.selected with input as _estate
	count(selected) == count(_selectors)
	classes := network_classes.all with input as _estate
	every key, found in selected {
		found == {index | some index, class in classes; labels.matches(key[1], class.labels)}
	}
}

test_a_namespace_has_its_own_name_whatever_a_manifest_claims if {
	namespace := {"metadata": {"name": "a", "labels": {"kubernetes.io/metadata.name": "b", "team": "t"}}}
	estate := json.patch(_estate, [{"op": "add", "path": "/clusters/e~1c/objects/Namespace", "value": [namespace]}])
	spaces := network_selection.spaces with input as estate
	spaces == {["e/c", "a"]: {"kubernetes.io/metadata.name": "a", "team": "t"}}
}

package lib.envpolicy.access_test

import data.lib.envpolicy.access

_listed := {"facts": {"inventory": "complete"}, "objects": {}}

_estate(first, second, clusters) := {
	"clusters": clusters,
	"deployments": [
		{
			"name": "a",
			"administrators": first,
			"placement": {"environment": "prod", "cluster": "wc", "namespace": "a"},
		},
		{
			"name": "b",
			"administrators": second,
			"placement": {"environment": "test", "cluster": "wc", "namespace": "b"},
		},
	],
	"environments": [{"name": "prod"}, {"name": "test"}],
}

_editors(facts, namespace) := {"facts": facts, "objects": {"RoleBinding.rbac.authorization.k8s.io": [{
	"metadata": {"name": "editors", "namespace": namespace},
	"roleRef": {"kind": "ClusterRole", "name": "edit"},
	"subjects": [{"kind": "User", "name": "alice"}],
}]}}

test_declared_on_both_sides if {
	estate := _estate(["alice"], ["alice", "bob"], {"prod/wc": _listed, "test/wc": _listed})
	verdict := access.verdict("a", "b") with input as estate
	verdict.value == false
}

test_nobody_in_common if {
	estate := _estate(["alice"], ["bob"], {"prod/wc": _listed, "test/wc": _listed})
	verdict := access.verdict("a", "b") with input as estate
	verdict.value == true
}

test_nothing_known_of_one_side if {
	estate := _estate(["alice"], [], {"prod/wc": _listed, "test/wc": {"facts": {}, "objects": {}}})
	verdict := access.verdict("a", "b") with input as estate
	[verdict.value, verdict.missing] == [null, ["administrators of b", "inventory of test/wc"]]
}

test_one_name_at_one_issuer if {
	facts := {"inventory": "complete", "oidcIssuer": "https://id.example"}
	estate := _estate([], [], {"prod/wc": _editors(facts, "a"), "test/wc": _editors(facts, "b")})
	verdict := access.verdict("a", "b") with input as estate
	verdict.value == false
	count(verdict.witness) == 2
}

test_one_name_at_two_issuers if {
	first := {"inventory": "complete", "oidcIssuer": "https://one.example"}
	second := {"inventory": "complete", "oidcIssuer": "https://two.example"}
	estate := _estate([], [], {"prod/wc": _editors(first, "a"), "test/wc": _editors(second, "b")})
	verdict := access.verdict("a", "b") with input as estate
	verdict.value == true
}

test_one_name_and_no_issuer_known if {
	facts := {"inventory": "complete"}
	estate := _estate([], [], {"prod/wc": _editors(facts, "a"), "test/wc": _editors(facts, "b")})
	verdict := access.verdict("a", "b") with input as estate
	[verdict.value, verdict.missing] == [null, ["oidcIssuer of prod/wc", "oidcIssuer of test/wc"]]
}

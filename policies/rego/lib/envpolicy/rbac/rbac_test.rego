package lib.envpolicy.rbac_test

import data.lib.envpolicy.rbac

_group := "rbac.authorization.k8s.io"

_place(namespace) := {"environment": "prod", "cluster": "wc", "namespace": namespace}

_estate(objects) := {
	"clusters": {"prod/wc": {"facts": {"inventory": "complete"}, "objects": objects}},
	"deployments": [{"name": name, "placement": _place(name)} | some name in ["a", "b"]],
	"environments": [{"name": "prod", "class": "production"}],
}

_binding(namespace, kind, name) := {
	"metadata": {"name": name, "namespace": namespace},
	"roleRef": {"kind": kind, "name": name},
	"subjects": [{"kind": "ServiceAccount", "namespace": "a", "name": "web"}],
}

_role(namespace, name, rules) := {"metadata": {"name": name, "namespace": namespace}, "rules": rules}

_secrets := {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}

test_a_grant_across_namespaces_is_found_with_its_witness if {
	estate := _estate({
		"Role.rbac.authorization.k8s.io": [_role("b", "look", [_secrets])],
		"RoleBinding.rbac.authorization.k8s.io": [_binding("b", "Role", "look")],
	})
	found := rbac.found("rbac-secret-read") with input as estate
	count(found) == 1
	some fact in found
	[fact.from, fact.to, fact.place] == ["a", "b", "RoleBinding b/look"]
	[spot.kind | some spot in fact.witness] == [concat(".", ["RoleBinding", _group]), concat(".", ["Role", _group])]
}

test_a_role_that_nobody_is_bound_to_grants_nothing if {
	estate := _estate({"Role.rbac.authorization.k8s.io": [_role("b", "look", [_secrets])]})
	facts := rbac.by_row with input as estate
	count(facts) == 0
}

test_a_binding_without_its_role_grants_nothing if {
	estate := _estate({"RoleBinding.rbac.authorization.k8s.io": [_binding("b", "Role", "look")]})
	facts := rbac.by_row with input as estate
	count(facts) == 0
}

test_everything_is_said_once if {
	estate := _estate({"RoleBinding.rbac.authorization.k8s.io": [_binding("b", "ClusterRole", "cluster-admin")]})
	facts := rbac.by_row with input as estate
	object.keys(facts) == {"rbac-cluster-admin"}
}

package lib.envpolicy.checks.checks_test

import data.lib.envpolicy.checks.control_plane_nodes
import data.lib.envpolicy.checks.default_deny
import data.lib.envpolicy.checks.micro_segmentation
import data.lib.envpolicy.checks.service_accounts

_estate(facts, need, objects) := {
	"clusters": {"prod/wc": {"facts": facts, "objects": objects}},
	"deployments": [{
		"name": "a",
		"application": "shop",
		"protection": need,
		"placement": {"environment": "prod", "cluster": "wc", "namespace": "a"},
	}],
	"environments": [{"name": "prod", "class": "production"}],
}

_facts := {"inventory": "complete", "networkPolicyEnforced": true}

_policy(spec) := {"metadata": {"name": "policy", "namespace": "a"}, "spec": spec}

_deny := _policy({"podSelector": {}, "policyTypes": ["Ingress", "Egress"]})

_pod(spec) := {"metadata": {"name": "web", "namespace": "a", "labels": {"app": "web"}}, "spec": spec}

_policies(policies) := {"NetworkPolicy.networking.k8s.io": policies, "Pod": [_pod({"containers": []})]}

_verdicts(findings) := {finding.verdict | some finding in findings}

test_default_deny_in_both_directions if {
	estate := _estate(_facts, "normal", _policies([_deny]))
	findings := default_deny.findings with input as estate
	count(findings) == 0
}

test_default_deny_of_one_direction if {
	estate := _estate(_facts, "normal", _policies([_policy({"podSelector": {}})]))
	findings := default_deny.findings with input as estate
	[finding.message | some finding in findings] == ["egress is not denied by default"]
	_verdicts(findings) == {"fail"}
}

test_default_deny_undone_by_another_policy if {
	open := _policy({"podSelector": {}, "ingress": [{}]})
	estate := _estate(_facts, "normal", _policies([_deny, open]))
	findings := default_deny.findings with input as estate
	_verdicts(findings) == {"fail"}
}

test_default_deny_not_listed_or_not_enforced if {
	unlisted := _estate({"networkPolicyEnforced": true}, "normal", {})
	first := default_deny.findings with input as unlisted
	_verdicts(first) == {"unknown"}
	undeclared := _estate({"inventory": "complete"}, "normal", _policies([_deny]))
	second := default_deny.findings with input as undeclared
	{missing | some finding in second; some missing in finding.missing} == {"networkPolicyEnforced of prod/wc"}
	ignored := _estate({"inventory": "complete", "networkPolicyEnforced": false}, "normal", _policies([_deny]))
	third := default_deny.findings with input as ignored
	_verdicts(third) == {"fail"}
}

_own := {"serviceAccountName": "web", "automountServiceAccountToken": false}

test_an_account_of_its_own_without_a_token if {
	estate := _estate(_facts, "normal", {"Pod": [_pod(_own)]})
	findings := service_accounts.findings with input as estate
	count(findings) == 0
}

test_the_default_account_with_a_token if {
	estate := _estate(_facts, "normal", {"Pod": [_pod({})]})
	findings := service_accounts.findings with input as estate
	{finding.message | some finding in findings} == {
		"pods run as the account `default`",
		"a token is mounted, and the account holds no rights",
	}
}

_bound(name) := {
	"Pod": [_pod({"serviceAccountName": "web"})],
	"RoleBinding.rbac.authorization.k8s.io": [{
		"metadata": {"name": "web", "namespace": "a"},
		"roleRef": {"kind": "ClusterRole", "name": name},
		"subjects": [{"kind": "ServiceAccount", "namespace": "a", "name": "web"}],
	}],
}

test_a_token_that_is_needed if {
	estate := _estate(_facts, "normal", _bound("view"))
	findings := service_accounts.findings with input as estate
	count(findings) == 0
}

test_broad_rights if {
	estate := _estate(_facts, "normal", _bound("cluster-admin"))
	findings := service_accounts.findings with input as estate
	_verdicts(findings) == {"fail"}
}

_node(name, taints) := {
	"metadata": {"name": name, "labels": {"node-role.kubernetes.io/control-plane": ""}},
	"spec": {"taints": taints},
}

_taint := {"key": "node-role.kubernetes.io/control-plane", "effect": "NoSchedule"}

test_a_tainted_control_plane if {
	estate := _estate(_facts, "normal", {"Node": [_node("cp", [_taint])], "Pod": [_pod({})]})
	findings := control_plane_nodes.findings with input as estate
	count(findings) == 0
}

test_a_control_plane_that_takes_anybody if {
	estate := _estate(_facts, "normal", {"Node": [_node("cp", [])], "Pod": [_pod({})]})
	findings := control_plane_nodes.findings with input as estate
	_verdicts(findings) == {"fail"}
}

test_a_pod_that_tolerates_the_control_plane if {
	tolerant := _pod({"tolerations": [{"operator": "Exists"}]})
	estate := _estate(_facts, "normal", {"Node": [_node("cp", [_taint])], "Pod": [tolerant]})
	findings := control_plane_nodes.findings with input as estate
	_verdicts(findings) == {"fail"}
}

test_no_nodes_no_answer if {
	estate := _estate(_facts, "normal", {"Pod": [_pod({})]})
	findings := control_plane_nodes.findings with input as estate
	_verdicts(findings) == {"unknown"}
}

_narrow := _policy({
	"podSelector": {"matchLabels": {"app": "web"}},
	"ingress": [{"from": [{"podSelector": {"matchLabels": {"app": "front"}}}], "ports": [{"port": 8080}]}],
})

test_pods_and_ports_are_named if {
	estate := _estate(_facts, "high", _policies([_deny, _narrow]))
	findings := micro_segmentation.findings with input as estate
	count(findings) == 0
}

test_pods_are_not_named if {
	estate := _estate(_facts, "high", _policies([_deny]))
	findings := micro_segmentation.findings with input as estate
	[finding.message | some finding in findings] == ["no network policy names these pods"]
	_verdicts(findings) == {"fail"}
}

test_ports_are_not_named if {
	wide := _policy({
		"podSelector": {"matchLabels": {"app": "web"}},
		"ingress": [{"from": [{"podSelector": {}}]}],
	})
	estate := _estate(_facts, "very-high", _policies([wide]))
	findings := micro_segmentation.findings with input as estate
	[finding.message | some finding in findings] == ["a rule names no ports"]
}

test_normal_need_is_not_judged if {
	estate := _estate(_facts, "normal", _policies([]))
	micro_segmentation.applies == false with input as estate
	findings := micro_segmentation.findings with input as estate
	count(findings) == 0
}

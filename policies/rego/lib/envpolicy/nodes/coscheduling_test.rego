# METADATA
# title: Tests of who meets whom on a node, where no Node objects were given
package lib.envpolicy.coscheduling_test

import data.lib.envpolicy.coscheduling

_agent := {
	"nodeSelector": {"kubernetes.io/os": "linux"},
	"tolerations": [{"operator": "Exists"}],
	"containers": [],
}

_pod(name, spec) := {
	"metadata": {"name": "main", "namespace": name},
	"spec": object.union({"containers": []}, spec),
}

_deployment(name) := {
	"name": name,
	"application": name,
	"placement": {"environment": "prod", "cluster": "wc", "namespace": name},
}

_estate(agent, web) := {
	"environments": [{"name": "prod", "class": "production"}],
	"deployments": [_deployment("agents"), _deployment("web")],
	"clusters": {"prod/wc": {
		"environment": "prod",
		"name": "wc",
		"facts": {"inventory": ["Pod"], "podSecurity": {"enforce": "privileged"}},
		"objects": {"Pod": [_pod("agents", agent), _pod("web", web)]},
	}},
}

test_an_agent_of_linux_nodes_that_tolerates_everything_meets_everybody if {
	coscheduling.meets.agents.web == true with input as _estate(_agent, {})
	coscheduling.meets.agents.web == true with input as _estate(_agent, {"nodeSelector": {"pool": "web"}})
}

test_what_asks_for_another_system_is_elsewhere if {
	windows := {"nodeSelector": {"kubernetes.io/os": "windows"}}
	met := coscheduling.meets with input as _estate(_agent, windows)
	met == {"agents": {}, "web": {}}
}

test_what_asks_for_nodes_of_its_own_may_be_elsewhere if {
	pooled := object.union(_agent, {"nodeSelector": {"pool": "agents", "kubernetes.io/os": "linux"}})
	coscheduling.meets.agents.web == null with input as _estate(pooled, {})
}

# METADATA
# title: Tests of nodes of one's own
package lib.envpolicy.nodes_test

import data.lib.envpolicy.nodes

_deployment(name, dedicated) := {
	"name": name,
	"application": name,
	"stage": "production",
	"placement": object.union(
		{"environment": "prod", "cluster": "wc", "namespace": name},
		{"dedicatedNodes": dedicated},
	),
}

_pod(name, spec) := {"metadata": {"name": "main", "namespace": name}, "spec": object.union({"containers": []}, spec)}

_estate(vault, shop) := {
	"environments": [{"name": "prod", "class": "production"}],
	"deployments": [_deployment("vault", true), _deployment("shop", false)],
	"clusters": {"prod/wc": {
		"environment": "prod",
		"name": "wc",
		"facts": {"inventory": "complete"},
		"objects": {"Pod": [_pod("vault", vault), _pod("shop", shop)]},
	}},
}

test_the_plans_word_counts_where_no_pod_refutes_it if {
	nodes.dedicated("vault") == true with input as _estate({}, {})
	nodes.dedicated("shop") == false with input as _estate({}, {})
}

test_a_pod_that_tolerates_everything_refutes_it if {
	nodes.dedicated("vault") == false with input as _estate({}, {"tolerations": [{"operator": "Exists"}]})
}

test_one_that_asks_for_other_nodes_refutes_nothing if {
	shop := {"tolerations": [{"operator": "Exists"}], "nodeSelector": {"pool": "shop"}}
	nodes.dedicated("vault") == true with input as _estate({"nodeSelector": {"pool": "vault"}}, shop)
}

test_one_of_the_platform_refutes_nothing if {
	estate := _estate({}, {"tolerations": [{"operator": "Exists"}]})
	patch := [{"op": "add", "path": "/clusters/prod~1wc/facts/platformNamespaces", "value": ["shop"]}]
	nodes.dedicated("vault") == true with input as json.patch(estate, patch)
}

test_a_label_alone_leaves_it_open if {
	nodes.dedicated("vault") == null with input as _estate({"nodeSelector": {"pool": "vault"}}, {})
}

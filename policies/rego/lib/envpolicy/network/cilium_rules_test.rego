package lib.envpolicy.cilium_rules_test

import data.lib.envpolicy.cilium_rules

test_peer_of_the_own_namespace if {
	peer := cilium_rules.peer("c", "shop", {"matchLabels": {"k8s:app": "web"}}, "p")
	peer == ["pods", "c", "shop", {"matchLabels": {"app": "web"}, "matchExpressions": []}]
}

test_peer_of_another_namespace if {
	selector := {"matchLabels": {"k8s:io.kubernetes.pod.namespace": "other", "any:app": "web"}}
	peer := cilium_rules.peer("c", "shop", selector, "p")
	peer[2].matchLabels == {"kubernetes.io/metadata.name": "other"}
	peer[3].matchLabels == {"app": "web"}
}

test_peer_by_labels_of_namespaces if {
	expression := {"key": "io.cilium.k8s.namespace.labels.stage", "operator": "In", "values": ["prod"]}
	peer := cilium_rules.peer("c", "", {"matchExpressions": [expression]}, "p")
	peer[0] == "spaces"
	peer[2].matchExpressions == [{"key": "stage", "operator": "In", "values": ["prod"]}]
}

test_peer_by_account_is_not_understood if {
	selector := {"matchLabels": {"io.cilium.k8s.policy.serviceaccount": "web"}}
	cilium_rules.peer("c", "shop", selector, "p") == ["bad", "c", "p"]
}

test_ports if {
	cilium_rules.ports_of({}) == [["*", 1, 65535]]
	cilium_rules.ports_of({"toPorts": [{"ports": [{"port": "80", "protocol": "TCP"}]}]}) == [["TCP", 80, 80]]
	ranged := {"toPorts": [{"ports": [{"port": "80", "endPort": 90, "protocol": "UDP"}]}]}
	cilium_rules.ports_of(ranged) == [["UDP", 80, 90]]
	count(cilium_rules.ports_of({"toPorts": [{"ports": [{"port": "53", "protocol": "ANY"}]}]})) == 3
}

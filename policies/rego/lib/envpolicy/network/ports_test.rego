package lib.envpolicy.ports_test

import data.lib.envpolicy.network_ports
import data.lib.envpolicy.ports

test_ranges_have_in_common_what_both_hold if {
	ports.common(["TCP", 80, 90], ["TCP", 85, 100]) == ["TCP", 85, 90]
	ports.common(["*", 1, 65535], ["UDP", 53, 53]) == ["UDP", 53, 53]
	ports.common(["SCTP", 7, 7], ["*", 1, 65535]) == ["SCTP", 7, 7]
	not ports.common(["TCP", 80, 90], ["TCP", 91, 100])
	not ports.common(["TCP", 80, 80], ["UDP", 80, 80])
}

test_touching_ranges_are_joined if {
	ports.joined({["TCP", 1, 5], ["TCP", 6, 9], ["TCP", 3, 4], ["TCP", 11, 12], ["UDP", 1, 1]}) == [
		["TCP", 1, 9],
		["TCP", 11, 12],
		["UDP", 1, 1],
	]
}

test_every_protocol_in_full_is_everything if {
	ports.joined({["TCP", 1, 80], ["TCP", 80, 65535], ["UDP", 1, 65535], ["SCTP", 1, 65535]}) == [ports.everything]
	ports.joined({["TCP", 1, 1], ports.everything}) == [ports.everything]
}

test_no_list_an_empty_one_and_null_mean_every_port if {
	every rule in [{}, {"ports": []}, {"ports": null}] {
		network_ports.of_rule(rule, true) == [[ports.everything, ""]]
	}
}

test_end_port_is_in_doubt_where_nobody_knows_the_plugin if {
	rule := {"ports": [{"port": 80, "endPort": 90}]}
	network_ports.of_rule(rule, true) == [[["TCP", 80, 90], ""]]
	network_ports.of_rule(rule, false) == [[["TCP", 80, 80], ""]]
	network_ports.of_rule(rule, null) == [[["TCP", 80, 80], ""], [["TCP", 80, 90], "endPortSupported"]]
}

test_both_versions_of_the_admin_tiers_name_ports if {
	old := {"ports": [
		{"portNumber": {"protocol": "UDP", "port": 53}},
		{"portRange": {"protocol": "TCP", "start": 1, "end": 9}},
		{"namedPort": "http"},
	]}
	network_ports.of_admin_rule(old) == [
		["UDP", 53, 53],
		["TCP", 1, 9],
		{"name": "http", "protocol": "*"},
	]
	new := {"protocols": [
		{"udp": {"destinationPort": {"number": 53}}},
		{"tcp": {"destinationPort": {"range": {"start": 1, "end": 9}}}},
		{"sctp": {}},
		{"destinationNamedPort": "http"},
	]}
	network_ports.of_admin_rule(new) == [
		["UDP", 53, 53],
		["TCP", 1, 9],
		["SCTP", 1, 65535],
		{"name": "http", "protocol": "*"},
	]
}

# METADATA
# title: Rules of Calico's policies
# description: As the peers and ports that network_policies has; a peer that is not understood is a bad one.
package lib.envpolicy.calico_rules

import data.lib.envpolicy.calico_selectors
import data.lib.envpolicy.fields
import data.lib.envpolicy.network_facts

# METADATA
# description: |
#   The pods that a policy is about; `namespace` is where it stands, "" for a global one.
subject(cluster, namespace, spec, label) := ["bad", cluster, label] if {
	fields.text(spec, ["serviceAccountSelector"]) != ""
} else := _selected(cluster, namespace, fields.text(spec, ["selector"]), "") if {
	namespace != ""
} else := _selected(cluster, "", fields.text(spec, ["selector"]), fields.text(spec, ["namespaceSelector"])) if {
	namespace == ""
} else := ["bad", cluster, label]

_selected(cluster, namespace, pods, spaces) := ["pods", cluster, namespace, found.pods] if {
	namespace != ""
	spaces == ""
	found := calico_selectors.read(pods, "")
	count(found.spaces.matchExpressions) == 0
} else := ["spaces", cluster, found.spaces, found.pods] if {
	found := calico_selectors.read(pods, spaces)
}

_far := {"ingress": "source", "egress": "destination"}

_near := {"ingress": "destination", "egress": "source"}

# METADATA
# description: The peers of a rule.
peers(cluster, namespace, direction, rule, label) := [["bad", cluster, label]] if {
	not is_object(rule)
} else := [["bad", cluster, label]] if {
	_beyond(rule, direction)
} else := [["any", cluster]] if {
	not _names(rule, _far[direction])
} else := [["block", cluster, direction, cidr, holes] | some cidr in nets] if {
	far := _far[direction]
	nets := [cidr | some cidr in _blocks(fields.texts(rule, [far, "nets"])); network_facts.is_cidr(cidr)]
	count(fields.mapping(rule, [far])) - count(_harmless(rule, far)) == count(_given(rule, far, ["nets", "notNets"]))
	holes := [cidr | some cidr in fields.texts(rule, [far, "notNets"]); network_facts.is_cidr(cidr)]
} else := [] if {
	fields.text(rule, [_far[direction], "namespaceSelector"]) == "global()"
} else := [found] if {
	far := _far[direction]
	count(_given(rule, far, ["nets", "notNets"])) == 0
	pods := fields.text(rule, [far, "selector"])
	found := _selected(cluster, namespace, pods, fields.text(rule, [far, "namespaceSelector"]))
} else := [["bad", cluster, label]]

_blocks([]) := ["0.0.0.0/0", "::/0"]

_blocks(nets) := nets if count(nets) > 0

_given(rule, side, names) := {name | some name, value in fields.mapping(rule, [side]); name in names; value != []}

_harmless(rule, side) := {name |
	some name, value in fields.mapping(rule, [side])
	_says_nothing(name, value)
}

_says_nothing(_, value) if value in {null, ""}

_says_nothing(_, []) := true

_says_nothing("ports", _) := true

_names(rule, side) if {
	some name, value in fields.mapping(rule, [side])
	not _says_nothing(name, value)
}

# What a rule asks for beyond the far side's pods and addresses, and the near side's ports.
_beyond(rule, direction) if _names(rule, _near[direction])

_beyond(rule, direction) if {
	some name in ["notSelector", "serviceAccounts", "services", "notPorts", "domains"]
	value := object.get(rule, [_far[direction], name], null)
	not value in [null, "", [], {}]
}

_beyond(rule, _) if {
	some name in ["notProtocol", "notICMP", "http"]
	object.get(rule, name, null) != null
}

_beyond(rule, _) if {
	some side in ["source", "destination"]
	count(fields.list(rule, [side, "notPorts"])) > 0
}

# METADATA
# description: The ports of a rule; a rule for a protocol without ports (ICMP) has none.
ports_of(rule) := [] if {
	not is_object(rule)
} else := [] if {
	count(_protocols(rule)) == 0
} else := [[protocol, 1, 65535] | some protocol in _protocols(rule)] if {
	count(fields.list(rule, ["destination", "ports"])) == 0
} else := [port |
	some protocol in _protocols(rule)
	some given in fields.list(rule, ["destination", "ports"])
	port := _port(given, protocol)
]

_by_number := {"6": "TCP", "17": "UDP", "132": "SCTP"}

_protocols(rule) := ["*"] if {
	object.get(rule, "protocol", null) == null
} else := [upper(text)] if {
	text := sprintf("%v", [rule.protocol])
	upper(text) in {"TCP", "UDP", "SCTP"}
} else := [_by_number[sprintf("%v", [rule.protocol])]] if {
	_by_number[sprintf("%v", [rule.protocol])]
} else := []

_port(given, protocol) := [protocol, given, given] if {
	is_number(given)
} else := [protocol, to_number(given), to_number(given)] if {
	is_string(given)
	regex.match(`^[0-9]+$`, given)
} else := [protocol, to_number(split(given, ":")[0]), to_number(split(given, ":")[1])] if {
	is_string(given)
	regex.match(`^[0-9]+:[0-9]+$`, given)
} else := {"name": given, "protocol": protocol}

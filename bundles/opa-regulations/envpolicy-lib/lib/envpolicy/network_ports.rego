# METADATA
# title: The ports that rules of network policies name
# description: |
#   As ranges of ports, or `{"name", "protocol"}` for a named port, until a pod says what it means by it.
package lib.envpolicy.network_ports

import data.lib.envpolicy.ports

# METADATA
# description: |
#   The ports that a NetworkPolicy rule names, as `[range or named port, doubt]`. No list, an empty one
#   and null mean every port. A plugin that does not know endPort applies the first port alone, so the
#   rest of the range is in doubt where `supported` is null.
of_rule(rule, supported) := [[ports.everything, ""]] if {
	count(_list(rule, "ports")) == 0
} else := [port |
	some item in _list(rule, "ports")
	is_object(item)
	some port in _policy_port(item, _protocol(item), object.get(item, "port", null), supported)
]

_policy_port(_, protocol, null, _) := [[[protocol, 1, 65535], ""]]

_policy_port(_, protocol, port, _) := [[{"name": port, "protocol": protocol}, ""]] if {
	is_string(port)
}

_policy_port(item, protocol, port, supported) := found if {
	is_number(port)
	last := object.get(item, "endPort", null)
	found := _range(protocol, port, last, supported)
}

_range(protocol, first, last, supported) := [[[protocol, first, last], ""]] if {
	is_number(last)
	last > first
	supported == true
} else := [[[protocol, first, first], ""], [[protocol, first, last], "endPortSupported"]] if {
	is_number(last)
	last > first
	supported == null
} else := [[[protocol, first, first], ""]]

# METADATA
# description: |
#   The ports of a rule of an admin tier: `ports` in AdminNetworkPolicy (v1alpha1), `protocols` in
#   ClusterNetworkPolicy (v1alpha2). A named port there has the protocol `*`.
of_admin_rule(rule) := [ports.everything] if {
	count(_list(rule, "ports")) == 0
	count(_list(rule, "protocols")) == 0
} else := array.concat(
	[port | some item in _list(rule, "ports"); some port in _admin_port(item)],
	[port | some item in _list(rule, "protocols"); some port in _admin_protocol(item)],
)

_admin_port(item) := [[_protocol(item.portNumber), item.portNumber.port, item.portNumber.port]] if {
	is_number(item.portNumber.port)
}

_admin_port(item) := [[_protocol(item.portRange), item.portRange.start, item.portRange.end]] if {
	is_number(item.portRange.start)
	is_number(item.portRange.end)
}

_admin_port(item) := [{"name": item.namedPort, "protocol": "*"}] if is_string(item.namedPort)

_admin_protocol(item) := [{"name": item.destinationNamedPort, "protocol": "*"}] if {
	is_string(item.destinationNamedPort)
} else := [range |
	some key, protocol in {"tcp": "TCP", "udp": "UDP", "sctp": "SCTP"}
	is_object(item[key])
	range := _destination(protocol, object.get(item[key], "destinationPort", null))
]

_destination(protocol, port) := [protocol, port.number, port.number] if {
	is_number(port.number)
} else := [protocol, port.range.start, port.range.end] if {
	is_number(port.range.start)
	is_number(port.range.end)
} else := [protocol, 1, 65535]

# Kubernetes takes TCP where no protocol is given.
_protocol(item) := protocol if {
	protocol := object.get(item, "protocol", "TCP")
	is_string(protocol)
} else := "TCP"

_list(item, key) := value if {
	value := object.get(item, key, [])
	is_array(value)
} else := []

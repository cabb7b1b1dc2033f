# METADATA
# title: Ports
# description: |
#   A range of ports is `[protocol, first, last]`; the protocol `*` stands for all of them. A named port is
#   `{"name", "protocol"}` until a pod says what it means by it.
package lib.envpolicy.ports

# METADATA
# description: Every port of every protocol.
everything := ["*", 1, 65535]

protocols := ["SCTP", "TCP", "UDP"]

# METADATA
# description: |
#   The ports that a NetworkPolicy rule names, as `[range or named port, doubt]`. No list, an empty one and null mean every
#   port. A plugin that does not know endPort applies the first port alone, so the rest of the range is in doubt where
#   `supported` is null.
of_rule(rule, supported) := [[everything, ""]] if {
	count(_list(rule, "ports")) == 0
} else := [port |
	some item in _list(rule, "ports")
	is_object(item)
	some port in _policy_port(item, _protocol(item), object.get(item, "port", null), supported)
]

_policy_port(_, protocol, port, _) := [[[protocol, 1, 65535], ""]] if {
	port == null
}

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
#   The ports of a rule of an admin tier: `ports` in AdminNetworkPolicy (v1alpha1), `protocols` in ClusterNetworkPolicy
#   (v1alpha2). A named port there has the protocol `*`.
of_admin_rule(rule) := [everything] if {
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

# METADATA
# description: What two ranges have in common; undefined where they have nothing.
common(a, b) := [protocol, first, last] if {
	protocol := _common_protocol(a[0], b[0])
	first := max([a[1], b[1]])
	last := min([a[2], b[2]])
	first <= last
}

_common_protocol(a, b) := a if {
	a == b
} else := b if {
	a == "*"
} else := a if {
	b == "*"
}

# METADATA
# description: A range in words - `TCP 80`, `UDP 53-54`, `All Connections`.
text(range) := "All Connections" if {
	range == everything
} else := sprintf("%v %v", [range[0], span(range)])

# METADATA
# description: The numbers of a range - `80`, `8000-8080`.
span(range) := sprintf("%v", [range[1]]) if {
	range[1] == range[2]
} else := sprintf("%v-%v", [range[1], range[2]])

# METADATA
# description: |
#   Ranges joined where they touch, by protocol, sorted; `everything` alone where they leave no port out.
joined(ranges) := [everything] if {
	everything in ranges
} else := [everything] if {
	whole := {range | some range in _joined(ranges)}
	every protocol in protocols {
		[protocol, 1, 65535] in whole
	}
} else := _joined(ranges)

_joined(ranges) := [range |
	some protocol in protocols
	mine := {range | some range in ranges; range[0] in {protocol, "*"}}
	starts := sort({first |
		some [_, first, _] in mine
		every other in mine {
			not _reaches(other, first)
		}
	})
	ends := sort({last |
		some [_, _, last] in mine
		every other in mine {
			not _goes_on(other, last)
		}
	})
	some place, start in starts
	range := [protocol, start, ends[place]]
]

_reaches(range, first) if {
	range[1] < first
	range[2] >= first - 1
}

_goes_on(range, last) if {
	range[1] <= last + 1
	range[2] > last
}

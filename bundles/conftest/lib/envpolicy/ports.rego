# METADATA
# title: Ports
# description: |
#   A range of ports is `[protocol, first, last]`; the protocol `*` stands for all of them. A named port
#   is `{"name", "protocol"}` until a pod says what it means by it.
package lib.envpolicy.ports

# METADATA
# description: Every port of every protocol.
everything := ["*", 1, 65535]

protocols := ["SCTP", "TCP", "UDP"]

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

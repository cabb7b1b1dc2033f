# METADATA
# title: Open paths, as facts for the leak checks
# description: |
#   Each path from one deployment to another is told once, by the check of its cause - the most specific
#   thing that opened it.
package lib.envpolicy.network_leaks

import data.lib.envpolicy.network_reach
import data.lib.envpolicy.network_sides

_facts[cause] contains fact if {
	some path in network_reach.paths
	cause := path.cause
	fact := _fact(path)
}

_by_cause := {cause: facts | some cause, facts in _facts}

# METADATA
# description: |
#   The facts of a cause: `host`, `tie`, `accept`, `shadow`, `cilium`, `block`, `dns`, `any`, `wide`, `open` (both
#   sides), `rule` (the rest), `same` (any of these within one namespace).
found(cause) := object.get(_by_cause, cause, set())

_fact(path) := object.union(fact, _doubt(path.hit)) if {
	egress := network_sides.of[["egress", path.hit.egress, path.source, path.target]]
	ingress := network_sides.of[["ingress", path.hit.ingress, path.target, path.source]]
	source := network_sides.pod_of[path.source]
	target := network_sides.pod_of[path.target]
	words := [source.label, target.label, _ports(path.hit.ports), egress.text, ingress.text]
	fact := {
		"from": path.from,
		"to": path.to,
		"place": _place(path, egress, ingress),
		"witness": array.concat([source.witness, target.witness], array.concat(egress.witness, ingress.witness)),
		"message": sprintf("%v reaches %v on %v: %v; %v", words),
	}
}

_doubt(hit) := {"certain": false, "missing": sort([missing | some missing in missings])} if {
	missings := network_reach.sending[hit.egress].doubt | network_reach.taking[hit.ingress].doubt
	count(missings) > 0
} else := {}

# A path is told of at the side that its cause is on; else at the receiver's, unless only the sender has a
# rule.
_place(path, egress, ingress) := egress.place if {
	path.cause == network_reach.sending[path.hit.egress].kind
	path.cause != network_reach.taking[path.hit.ingress].kind
	path.cause != "open"
} else := egress.place if {
	path.cause == "rule"
	network_reach.taking[path.hit.ingress].kind == "open"
} else := ingress.place

_ports(range) := "every port" if {
	range == ["*", 1, 65535]
} else := sprintf("every port of %v", [range[0]]) if {
	[range[1], range[2]] == [1, 65535]
} else := sprintf("%v %v", [range[0], range[1]]) if {
	range[1] == range[2]
} else := sprintf("%v %v-%v", [range[0], range[1], range[2]])

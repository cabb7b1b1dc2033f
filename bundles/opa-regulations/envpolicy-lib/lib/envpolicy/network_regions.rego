# METADATA
# title: What a tier decides about the pods that are subject to it
# description: |
#   For each signature and each cell a tier divides all peers into those it may accept, those it may deny,
#   and those it may leave to the next tier. The three overlap where equal priorities or unknown addresses
#   leave the choice open.
package lib.envpolicy.network_regions

import data.lib.envpolicy.network_classes
import data.lib.envpolicy.network_entries
import data.lib.envpolicy.ports

# A function that other packages call reads rules of its own package only: the embedded engine loses sight
# of imported ones.
_on_host := network_classes.on_host

_means := network_entries.means

_in_cluster := network_classes.in_cluster

# METADATA
# description: |
#   How a tier (`Admin`, `Baseline`) divides the peers of a signature on a cell - `{"accept", "deny",
#   "rest", "sources"}`, the sources being the accepting rules.
divided(signature, tier, cell) := regions if {
	everyone := _in_cluster[signature.cluster]
	hits := [hit |
		some rule in signature.rules
		rule.tier == tier
		hit := {"rule": rule, "sure": _hit(signature, rule, cell, true), "may": _hit(signature, rule, cell, false)}
	]
	reached := {action: union({left |
		some hit in hits
		hit.rule.action == action
		left := hit.may - union({other.sure | some other in hits; _stops(other.rule, hit.rule)})
	}) |
		some action in ["Accept", "Deny", "Pass"]
	}
	regions := {
		"accept": reached.Accept,
		"deny": reached.Deny,
		"rest": ((reached.Pass - _passed_on(hits)) | (everyone - union(_decided(hits)))),
		"sources": {hit.rule.source | some hit in hits; hit.rule.action == "Accept"; count(hit.may) > 0},
	}
}

# What goes on to the next step is decided there.
_stops(other, rule) if {
	_before(other, rule)
	other.action != "Pass"
}

_stops(other, rule) if {
	_before(other, rule)
	other.step == rule.step
}

_decided(hits) := {hit.sure | some hit in hits; hit.rule.step == ""} | {sure |
	some hit in hits
	hit.rule.step != ""
	hit.rule.action in {"Accept", "Deny"}
	sure := hit.sure - union({other.may |
		some other in hits
		other.rule.action == "Pass"
		other.rule.step == hit.rule.step
		_before(other.rule, hit.rule)
	})
}

_passed_on(hits) := union({hit.may | some hit in hits; hit.rule.step != ""; hit.rule.action == "Pass"})

# Which of two policies of equal priority comes first is nobody's to know.
_before(a, b) if a.priority < b.priority

_before(a, b) if {
	a.source[0] == b.source[0]
	a.source[1] < b.source[1]
}

_hit(signature, rule, cell, sure) := union({classes |
	some port in rule.ports
	some item in rule.found
	_counts(item, sure)
	classes := _on(signature, port, cell, item)
})

_counts(item, sure) if {
	sure == true
	count(item.doubt) == 0
}

_counts(_, false) := true

_on(_, port, cell, item) := _peers(item) if {
	is_array(port)
	ports.common(port, cell)
}

_on(signature, port, cell, item) := _peers(item) & classes if {
	is_object(port)
	signature.direction == "egress"
	classes := union({found | some meaning, found in _means; _meant(port, meaning, cell)})
}

_on(signature, port, cell, item) := _peers(item) if {
	is_object(port)
	signature.direction == "ingress"
	some meaning in signature.named
	_meant(port, meaning, cell)
}

_peers(item) := item.classes if {
	item.kind == "block"
} else := item.classes - _on_host

_meant(port, meaning, cell) if {
	meaning[0] == port.name
	ports.common([meaning[1], meaning[2], meaning[2]], cell)
}

# METADATA
# title: What is worth knowing of a pair, and lowers none of its levels
# description: |
#   Facts between the two deployments that the input wants explained, of severity info or such as their level tolerates
#   (nodes in common, for one). To ask for an explanation is to ask for these; they stand beside the findings, and
#   nothing rests on them.
package lib.envpolicy.notices

import data.lib.envpolicy.findings
import data.lib.envpolicy.isolation
import data.lib.envpolicy.leak_table

_wanted := sort(input.explain)

_found := findings.instances

_rows := leak_table.rows

# METADATA
# description: As `findings.instances`, of notices.
instances := {where: hits | some where, hits in _by_place}

_by_place[where] contains hit if {
	some hit in (_reached | _shared)
	where := [hit.key[0], findings.site(hit.key)]
	not _found[where]
}

_is_info(leak, fact) if object.get(fact, "severity", _rows[leak].severity) == "info"

# What the pair's own level tolerates: nodes in common between namespaces, or a login of a registry.
_is_info(leak, fact) if isolation.cap(leak, fact) >= _nominal

_nominal := isolation.pairs[_wanted].nominal

_reached contains hit if {
	some [leak, fact] in isolation.reaches
	fact.from != fact.to
	sort([fact.from, fact.to]) == _wanted
	_is_info(leak, fact)
	hit := {
		"key": [leak, fact.place],
		"edge": {"from": fact.from, "to": fact.to, "directed": true},
		"cap": isolation.cap(leak, fact),
	}
}

_holders[key] contains fact if {
	some [leak, fact] in isolation.holds
	fact.deployment in _wanted
	key := [leak, fact.key]
}

_held := {key: facts | some key, facts in _holders}

_shared contains hit if {
	some key, facts in _held
	some one in facts
	some other in facts
	count([fact | some fact in [one, other]; _is_info(key[0], fact)]) > 0
	not _covered(one, other)
	edge := _edge(one, other)
	hit := {
		"key": key,
		"edge": edge,
		"cap": max([isolation.cap(key[0], one), isolation.cap(key[0], other)]),
	}
}

_edge(one, other) := {"from": one.deployment, "to": other.deployment, "directed": false} if {
	one.deployment < other.deployment
	{object.get(fact, "side", "") | some fact in [one, other]} == {""}
} else := {"from": one.deployment, "to": other.deployment, "directed": true} if {
	one.deployment != other.deployment
	object.get(one, "side", "") == "uses"
	object.get(other, "side", "") == "offers"
}

_covered(one, other) if {
	covered := object.get(one, "covered", null)
	covered != null
	covered == object.get(other, "covered", null)
}

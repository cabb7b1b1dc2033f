# METADATA
# title: Nodes that are meant for some pods
# description: |
#   How pods claim nodes for themselves, and which other pods may run there all the same: because they tolerate the
#   taint that keeps others out, or because there is none. Told class by class (see `coscheduling`), as pairs
#   `[one, other]`: pods of the first may run on nodes meant for the second.
package lib.envpolicy.dedication

import data.lib.envpolicy.coscheduling
import data.lib.envpolicy.placement

# METADATA
# description: Whether a label of nodes tells pools apart, and not machines, zones or systems.
is_pool(key) if {
	not startswith(key, "@")
	not _common(key)
}

_common(key) if {
	regex.match(`^([^/]+\.)?(kubernetes|k8s)\.io/`, key)
	not is_protected(key)
}

_common(key) if key in {"cloud.google.com/gke-spot", "eks.amazonaws.com/capacityType", "karpenter.sh/capacity-type"}

# METADATA
# description: Whether a kubelet is kept from giving itself a label (admission plugin NodeRestriction).
is_protected(key) if regex.match(`^([^/]+\.)?((node-restriction|node-role)\.kubernetes|kops\.k8s)\.io/`, key)

# METADATA
# description: |
#   The classes that ask for a pool in whichever way they may run, each with the labels that they ask for.
pinned := {number: keys |
	some number, class in coscheduling.classes
	count(class.demands.terms) > 0
	every term in class.demands.terms {
		count(_pools(term)) > 0
	}
	keys := {key | some term in class.demands.terms; some key in _pools(term)}
}

_pools(term) := {expression.key |
	some expression in term
	expression.operator in {"In", "Exists"}
	is_pool(expression.key)
}

# Classes that stand on nodes with taints only.
_confined := {number |
	some number, groups in coscheduling.hosts
	count(groups) > 0
	every group in groups {
		count(coscheduling.groups[group].shown.taints) > 0
	}
}

_tolerations(number) := coscheduling.classes[number].demands.tolerations

# METADATA
# description: Whether a toleration is for every taint there may be.
is_wildcard(toleration) if {
	toleration.operator == "Exists"
	toleration.key == ""
}

_tolerates_all(number) if {
	some toleration in _tolerations(number)
	is_wildcard(toleration)
	toleration.effect == ""
}

_tolerates_any(number) if {
	some toleration in _tolerations(number)
	is_wildcard(toleration)
}

_keyed(number) := {toleration.key | some toleration in _tolerations(number); toleration.key != ""}

# METADATA
# description: |
#   Pods that tolerate what keeps others off the nodes of the second class: true, or null where it takes Node objects to
#   be sure.
tolerating := object.union(_doubtful, _certain)

_certain := {pair: true | some pair in (_on_tainted | _against_plan)}

_on_tainted := {[one, other] |
	some other in _confined
	some group in coscheduling.hosts[other]
	some one in coscheduling.guests[group]
	one != other
	_intrudes(one, other)
}

_intrudes(one, _) if _tolerates_any(one)

_intrudes(one, _) if not one in _confined

# All its nodes have taints, but it asks for none of them, and has more than the other, which asks for its own.
_intrudes(one, other) if {
	pinned[other]
	not pinned[one]
	count(coscheduling.hosts[one] - coscheduling.hosts[other]) > 0
}

_doubtful := {[one, other]: null |
	some other, _ in pinned
	not coscheduling.classes[other].cluster in coscheduling.with_nodes
	keys := _keyed(other)
	count(keys) > 0
	some one, class in coscheduling.classes
	class.cluster == coscheduling.classes[other].cluster
	_reaches(one, keys)
	coscheduling.may_meet(one, other) != false
}

_reaches(number, _) if _tolerates_any(number)

_reaches(number, keys) if {
	not pinned[number]
	count(_keyed(number) & keys) > 0
}

# Whoever tolerates everything and asks for nothing may run on nodes that a plan gives to another.
_against_plan := {[one, other] |
	some other, class in coscheduling.classes
	not class.cluster in coscheduling.with_nodes
	some name in coscheduling.kept_for(other)
	some one in object.get(_everywhere, class.cluster, [])
	not name in coscheduling.kept_for(one)
}

_everywhere := {cluster: everywhere |
	some cluster in {class.cluster | some class in coscheduling.classes}
	everywhere := [number |
		some number, class in coscheduling.classes
		class.cluster == cluster
		class.demands.name == ""
		set() in class.demands.terms
		_tolerates_all(number)
	]
}

# METADATA
# description: |
#   Pods that nothing keeps off the nodes of the second class, which are claimed by labels alone.
unhindered := _by_nodes | _by_demands

_by_nodes := {[one, other] |
	some other, _ in pinned
	some group in coscheduling.hosts[other]
	count(coscheduling.groups[group].shown.taints) == 0
	some one in coscheduling.guests[group]
	not pinned[one]
}

# Pods that tolerate nothing stand on nodes without taints.
_by_demands := {[one, other] |
	some other, _ in pinned
	cluster := coscheduling.classes[other].cluster
	not cluster in coscheduling.with_nodes
	count(_tolerations(other)) == 0
	some one, class in coscheduling.classes
	class.cluster == cluster
	not pinned[one]
	coscheduling.may_meet(one, other) == true
}

# Pods of the platform, and pods of nobody, refute nothing.
_has_tenants(number) if {
	some names in coscheduling.owners[number]
	count(names) > 0
}

_refuted[name] contains answer if {
	some pair, certain in tolerating
	name := _harmed[pair]
	answer := _denied(certain)
}

_refuted[name] contains null if {
	some pair in unhindered
	name := _harmed[pair]
}

# By pair: a deployment whose nodes others may use, against the plan.
_harmed := {pair: name |
	some pair in (object.keys(tolerating) | unhindered)
	_has_tenants(pair[0])
	some name in coscheduling.kept_for(pair[1])
	not name in coscheduling.kept_for(pair[0])
}

_denied(true) := false

_denied(null) := null

_refutations := {name: answers | some name, answers in _refuted}

# METADATA
# description: |
#   Whether nodes of its own, as the plan declares them for a deployment, may be so: true, false where another's pods
#   tolerate everything, null where they are claimed by labels alone or a taint is tolerated that may be theirs.
credible(name) := false if {
	false in _refutations[name]
} else := null if {
	null in _refutations[name]
} else if {
	placement.deployments[name]
}

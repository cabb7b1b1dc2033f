# METADATA
# title: Which pods may meet on a node
# description: |
#   Never pod by pod: pods that ask the same of a node are one class, nodes that show the same to all of them one group.
#   Where Node objects are given they decide. Where there are none, two classes are apart when what they require
#   contradicts itself, together when whatever takes the one takes the other, and else it is not known.
package lib.envpolicy.coscheduling

import data.lib.envpolicy.admitted
import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.scheduling
import data.lib.envpolicy.workloads

# --- classes of pods

# What says where a pod may run, as it is written: most pods write the same, so each is read once.
_written := {index: [workload.cluster, workload.controller != null, placing, kept] |
	some index in admitted.indices
	workload := workloads.all[index]
	kept := {name | some name in workload.owners; _dedicated(name)}
	placing := object.filter(workload.spec, ["affinity", "nodeName", "nodeSelector", "runtimeClassName", "tolerations"])
}

# Deployments for which the plan declares nodes of their own.
_dedicated(name) if placement.deployments[name].placement.dedicatedNodes == true

_distinct := {written | some written in _written}

_key_of := {written: key |
	some written in _distinct
	[cluster, made, placing, kept] := written
	key := [cluster, _demands(cluster, _lasting(made, placing)), kept]
}

_demands(cluster, placing) := _with(scheduling.demands(placing), runtime) if {
	runtime := _scheduling[[cluster, object.get(placing, "runtimeClassName", "")]]
} else := scheduling.demands(placing)

# A pod that a controller made may be made again elsewhere: where it stands now says nothing.
_lasting(false, placing) := placing

_lasting(true, placing) := object.remove(placing, ["nodeName"]) if not _pinned(placing)

_lasting(true, placing) := object.remove(placing, ["nodeName", "affinity"]) if _pinned(placing)

# As the controller of a DaemonSet pins each of its pods.
_pinned(spec) if {
	some term in spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms
	count(term.matchFields) > 0
}

# What a RuntimeClass asks for is asked for by its pods (node.k8s.io/v1 Scheduling).
_scheduling := {key: found[0] |
	some key, several in _schedulings
	found := [one | some one in several]
}

_schedulings[key] contains found if {
	some entry in estate.all("RuntimeClass.node.k8s.io")
	key := [entry.cluster, entry.name]
	found := scheduling.demands(object.get(entry.object, "scheduling", {}))
}

_with(own, runtime) := {
	"name": own.name,
	"terms": {both | some one in own.terms; some other in runtime.terms; both := one | other},
	"tolerations": (own.tolerations | runtime.tolerations),
}

# METADATA
# description: "The classes, as `{\"cluster\", \"demands\"}`; a class's number is its place."
classes := [{"cluster": key[0], "demands": key[1]} | some key in _keys]

_keys := [key | some key in {one | some one in _key_of}]

_number := {key: number | some number, key in _keys}

# METADATA
# description: The class of each pod that can run, by its place in `workloads.all`.
class_of := {index: _number[_key_of[written]] | some index, written in _written}

_owners[number] contains workload.owners if {
	some index, number in class_of
	workload := workloads.all[index]
	not placement.is_platform(workload.cluster, workload.namespace)
}

# METADATA
# description: |
#   By class, who has pods of it: sets of the deployments that claim a pod (one name, as a rule; none for a pod that is
#   nobody's). The platform's own pods do not count.
owners := {number: found | some number, found in _owners}

_members[name] contains number if {
	some number, found in owners
	some names in found
	some name in names
}

# METADATA
# description: The classes of each deployment.
of_deployment := {name: members | some name, members in _members}

_alike[key] contains index if {
	some index, number in class_of
	workload := workloads.all[index]
	not placement.is_platform(workload.cluster, workload.namespace)
	some name in workload.owners
	key := [number, name]
}

# METADATA
# description: By class and deployment, one pod for all of them, of which the least is in doubt.
member := {key: least[1] |
	some key, indices in _alike
	least := min({[count(object.get(admitted.doubts, index, [])), index] | some index in indices})
}

# METADATA
# description: One pod of each deployment.
first := {name: min({member[[number, name]] | some number in own}) | some name, own in of_deployment}

_tenants[cluster] contains name if {
	some name, members in of_deployment
	some number in members
	cluster := classes[number].cluster
}

# --- groups of nodes

# METADATA
# description: The clusters whose Node objects were given.
with_nodes := {entry.cluster | some entry in estate.all("Node")}

_asked[cluster] contains key if {
	some class in classes
	cluster := class.cluster
	some term in class.demands.terms
	some expression in term
	key := expression.key
}

_named := {[class.cluster, class.demands.name] | some class in classes}

_asked_for := {cluster: keys | some cluster, keys in _asked}

# What tells one node from another, for the pods there are.
_shown(entry) := {
	"name": name,
	"labels": object.filter(shown.labels, object.get(_asked_for, entry.cluster, set())),
	"taints": shown.taints,
} if {
	shown := scheduling.view(entry.object)
	name := _mentioned(entry.cluster, shown.name)
}

_mentioned(cluster, name) := name if {
	[cluster, name] in _named
} else := ""

_nodes[group] contains index if {
	some index, entry in estate.all("Node")
	group := [entry.cluster, _shown(entry)]
}

# METADATA
# description: |
#   The groups of nodes, as `{"cluster", "shown", "nodes"}`, the nodes by their place in `estate.all("Node")`.
groups := [{"cluster": group[0], "shown": group[1], "nodes": nodes} | some group, nodes in _nodes]

_groups_of := {cluster: members |
	some cluster in with_nodes
	members := [number | some number, group in groups; group.cluster == cluster]
}

# METADATA
# description: By class, the groups of nodes where its pods may run.
hosts := [found |
	some class in classes
	found := {number |
		some number in object.get(_groups_of, class.cluster, [])
		scheduling.accepts(class.demands, groups[number].shown)
	}
]

_guests[group] contains number if {
	some number, found in hosts
	some group in found
}

# METADATA
# description: By group of nodes, the classes that may run there.
guests := {group: members | some group, members in _guests}

# --- who meets whom

# METADATA
# description: |
#   The deployments whose pods may stand on a node beside a pod of a class: `{name: true}`, or null where it is not
#   known. Nodes of one's own, as the plan declares them, count where no Node objects are given.
neighbours(number) := _neighbours[number]

_neighbours := {number: _around(number) | some number, _ in classes}

_around(number) := _by_nodes(number) if {
	classes[number].cluster in with_nodes
} else := _by_demands(number)

_by_nodes(number) := object.union(_possible(number), {name: true |
	some group in hosts[number]
	some guest in guests[group]
	some names in owners[guest]
	some name in names
})

# Nodes that were not given may take both.
_possible(number) := {} if {
	placement.listed_in_full(classes[number].cluster, "Node")
} else := _by_demands(number)

_by_demands(number) := {name: answer |
	some name in object.get(_tenants, classes[number].cluster, set())
	not _apart_by_plan(number, name)
	answers := {_meets(number, other) | some other in of_deployment[name]}
	answers != {false}
	answer := _any(answers)
}

_any(answers) if {
	true in answers
} else := null

# METADATA
# description: |
#   Whether a pod of one class may stand on a node beside another deployment's pod of the second: true, false, or null.
meet(one, other) if {
	_by_hosts(one, other)
} else := false if {
	_settled(one, other)
} else := _meets(one, other)

_by_hosts(one, other) if {
	some group in hosts[one]
	group in hosts[other]
}

_settled(one, other) if classes[one].cluster != classes[other].cluster

_settled(one, _) if {
	classes[one].cluster in with_nodes
	placement.listed_in_full(classes[one].cluster, "Node")
}

_settled(one, other) if {
	not classes[one].cluster in with_nodes
	one != other
	some number in [one, other]
	count(kept_for(number)) > 0
}

# METADATA
# description: The deployments for which the plan keeps the nodes of a class of pods.
kept_for(number) := _keys[number][2]

# METADATA
# description: The same by what the pods themselves ask for, whatever nodes there are.
may_meet(one, other) := _meets(one, other)

_apart_by_plan(number, name) if {
	_dedicated(name)
	not name in kept_for(number)
}

_apart_by_plan(number, name) if {
	count(kept_for(number)) > 0
	not name in kept_for(number)
}

# true, false, or null, without looking at any node.
_meets(one, other) if {
	one == other
} else := false if {
	_contradict(classes[one].demands, classes[other].demands)
} else if {
	_within(classes[one].demands, classes[other].demands)
} else if {
	_within(classes[other].demands, classes[one].demands)
} else := null

_contradict(one, other) if {
	one.name != ""
	other.name != ""
	one.name != other.name
}

_contradict(one, other) if {
	every mine in one.terms {
		every theirs in other.terms {
			_apart(mine, theirs)
		}
	}
}

_apart(mine, theirs) if {
	some expression in mine
	some against in theirs
	expression.key == against.key
	_excludes(expression, against)
}

_excludes(expression, against) if {
	expression.operator == "In"
	every value in expression.values {
		not scheduling.satisfies(against, {expression.key: value})
	}
}

_excludes(expression, against) if {
	against.operator == "In"
	every value in against.values {
		not scheduling.satisfies(expression, {against.key: value})
	}
}

_excludes(expression, against) if {expression.operator, against.operator} == {"Exists", "DoesNotExist"}

# Whatever node takes the one takes the other as well.
_within(one, other) if {
	one.name == other.name
	every toleration in one.tolerations {
		_covered(toleration, other.tolerations)
	}
	every mine in one.terms {
		some theirs in other.terms
		count((theirs - mine) - _everywhere) == 0
	}
}

# Each cluster has nodes that run Linux; what asks for another system contradicts these, and was told before.
_everywhere := {{"key": key, "operator": "In", "values": ["linux"]} |
	some key in ["kubernetes.io/os", "beta.kubernetes.io/os"]
}

_covered(toleration, others) if toleration in others

_covered(toleration, others) if {
	some other in others
	other.operator == "Exists"
	other.key in {"", toleration.key}
	other.effect in {"", toleration.effect}
}

# METADATA
# description: |
#   Whom each deployment meets on some node, `{deployment: {other: true or null}}`.
meets := {name: found |
	some name, members in of_deployment
	met := [neighbours(number) | some number in members]
	everyone := {other | some others in met; some other, _ in others; other != name}
	found := {other: answer |
		some other in everyone
		answer := _any({others[other] | some others in met})
	}
}

# METADATA
# description: What is missing where it is not known who meets whom in a cluster.
missing(cluster) := sprintf("Node objects of %v", [cluster])

# METADATA
# title: Every connection between workloads that the policies of a cluster allow
# description: |
#   The question of `envpolicy reach`. The answer is as large as it is: pairs of classes, with the
#   workloads of each class.
package lib.envpolicy.network_connections

import data.lib.envpolicy.network_classes
import data.lib.envpolicy.network_replicas
import data.lib.envpolicy.network_tiers
import data.lib.envpolicy.ports

_sends[number] contains index if {
	some index, entry in network_tiers.all
	entry.direction == "egress"
	some number in entry.by
}

_takes[number] contains index if {
	some index, entry in network_tiers.all
	entry.direction == "ingress"
	some number in entry.by
}

_from := {number: indices | some number, indices in _sends}

_to := {number: indices | some number, indices in _takes}

_classes_of[workload] contains class if {
	some index, workload in network_replicas.workload_of
	class := network_classes.class_of[index]
	network_classes.all[class].guess == ""
}

# Workloads with pods of the same classes are alike in all that they reach.
_alike[key] contains workload if {
	some workload, classes in _classes_of
	key := [workload.cluster, classes]
}

_groups := [{"classes": key[1], "cluster": key[0], "workloads": workloads} | some key, workloads in _alike]

# METADATA
# description: |
#   `[[sources, targets, ranges]]`, where each of the sources (workloads) may connect to each of the
#   targets on the ranges of ports; ranges are sorted and joined, `["*", 1, 65535]` alone is everything. A
#   workload's way to itself is not meant.
all := [[a.workloads, b.workloads, ports.joined(ranges)] |
	some a in _groups
	some b in _groups
	a.cluster == b.cluster
	ranges := {range | some source in a.classes; some target in b.classes; some range in between(source, target)}
	count(ranges) > 0
]

# METADATA
# description: |
#   The ranges of ports on which a pod of one class may connect to one of another, as they were found.
between(source, target) := {range |
	some e in object.get(_from, source, set())
	target in network_tiers.all[e].peers
	some i in object.get(_to, target, set())
	source in network_tiers.all[i].peers
	range := ports.common(network_tiers.all[e].ports, network_tiers.all[i].ports)
}

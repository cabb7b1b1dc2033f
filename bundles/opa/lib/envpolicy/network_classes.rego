# METADATA
# title: Classes of pods that no network policy can tell apart
# description: |
#   Ten thousand pods are a few hundred classes: same namespace, same values of the labels that some
#   selector asks for, same meaning of the named ports that some rule uses, same use of the host's
#   network, same owners.
package lib.envpolicy.network_classes

import data.lib.envpolicy.network_facts
import data.lib.envpolicy.network_pods
import data.lib.envpolicy.network_vocabulary

# METADATA
# description: |
#   Every pod that can be, with what a policy can see of it. The place in the list is the pod's number.
members := [member |
	some pod in network_pods.all
	keys := object.get(network_vocabulary.keys, pod.cluster, set())
	member := {
		"cluster": pod.cluster,
		"namespace": pod.namespace,
		"labels": object.filter(pod.labels, keys),
		"host": pod.host,
		"named": _named(pod.spec),
		"owners": pod.owners,
		"guess": pod.guess,
	}
]

# What the pod calls its ports, as far as a policy asks: names of `[name, protocol, number]`.
_named(spec) := set() if {
	count(network_vocabulary.port_names) == 0
} else := {[port.name, protocol, port.containerPort] |
	some container in network_pods.serving(spec)
	ports := object.get(container, "ports", [])
	is_array(ports)
	some port in ports
	port.name in network_vocabulary.port_names
	is_number(port.containerPort)
	protocol := object.get(port, "protocol", "TCP")
}

# METADATA
# description: The classes, as a list; a class's number is its place.
all := [class | some class in _distinct]

_distinct := {member | some member in members}

_number := {class: number | some number, class in all}

# METADATA
# description: The class of each pod, in the order of `network_pods.all`.
class_of := [_number[member] | some member in members]

_pods_of[class] contains index if some index, class in class_of

# METADATA
# description: The ids of the pods of each class.
pods_of := {class: indices | some class, indices in _pods_of}

_in_space[space] contains number if {
	some number, class in all
	space := [class.cluster, class.namespace]
}

# METADATA
# description: The classes in each namespace, by `[cluster, namespace]`.
in_space := {space: ids | some space, ids in _in_space}

_in_cluster[cluster] contains number if {
	some number, class in all
	cluster := class.cluster
}

# METADATA
# description: All classes of each cluster.
in_cluster := {cluster: ids | some cluster, ids in _in_cluster}

_owned_by[owner] contains number if {
	some number, class in all
	some owner in class.owners
}

# METADATA
# description: The classes of each deployment.
owned_by := {owner: ids | some owner, ids in _owned_by}

# METADATA
# description: The classes on the host's network.
on_host := {number | some number, class in all; class.host}

# METADATA
# description: The classes of pods whose labels are not all known.
guesses := {number | some number, class in all; class.guess != ""}

# METADATA
# description: |
#   Those that policies see as the node, so that no selector finds them and no policy isolates them.
as_node := {number |
	some number in on_host
	network_facts.host_network[all[number].cluster] == "node"
}

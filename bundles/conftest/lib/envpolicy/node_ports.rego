# METADATA
# title: Ports of nodes behind which a deployment's pods are
# description: |
#   Services with node ports, and containers with host ports: whoever reaches a node reaches the pods, and the
#   node's own pods take what comes from it whatever policies say.
package lib.envpolicy.node_ports

import data.lib.envpolicy.admitted
import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.workloads

_in_space[space] contains index if {
	some index in admitted.indices
	workload := workloads.all[index]
	count(workload.owners) > 0
	space := [workload.cluster, workload.namespace]
}

_pods := {space: indices | some space, indices in _in_space}

# Node ports that nobody chose come from this range.
_given := [30000, 32767]

# METADATA
# description: |
#   `{"deployment", "cluster", "range", "chosen", "place", "witness"}`; a range of more than one port stands for the
#   one in it that the cluster chose (then `chosen` says what is not known, else it is "").
all := array.concat(_of_services, _of_containers)

_of_services := [door |
	some entry in estate.all("Service")
	_has_node_ports(entry.object.spec)
	selector := object.get(entry.object.spec, "selector", {})
	is_object(selector)
	count(selector) > 0
	names := {name |
		some index in object.get(_pods, [[entry.cluster, entry.namespace]], set())
		labels.matches({"matchLabels": selector}, workloads.all[index].labels)
		some name in workloads.all[index].owners
	}
	count(names) > 0
	some at, port in _list(entry.object.spec, "ports")
	is_object(port)
	some range in _ranges(entry.object.spec, port)
	some name in names
	door := {
		"deployment": name,
		"cluster": entry.cluster,
		"range": range,
		"chosen": _chosen(entry, range),
		"place": sprintf("Service %v/%v of %v", [entry.namespace, entry.name, entry.cluster]),
		"witness": estate.witness(entry, ["spec", "ports", at]),
	}
]

_has_node_ports(spec) if spec.type == "NodePort"

_has_node_ports(spec) if spec.type == "LoadBalancer"

# A load balancer may do without node ports, but for those that were given by hand.
_ranges(spec, port) := [[_protocol(port), port.nodePort, port.nodePort]] if {
	is_number(port.nodePort)
	port.nodePort > 0
} else := [] if {
	spec.type == "LoadBalancer"
	spec.allocateLoadBalancerNodePorts == false
} else := [[_protocol(port), _given[0], _given[1]]]

_chosen(entry, range) := "" if {
	range[1] == range[2]
} else := sprintf("nodePort of Service %v/%v of %v", [entry.namespace, entry.name, entry.cluster])

_protocol(port) := protocol if {
	protocol := object.get(port, "protocol", "TCP")
	is_string(protocol)
} else := "TCP"

_of_containers := [door |
	some index in admitted.indices
	workload := workloads.all[index]
	count(workload.owners) > 0
	object.get(workload.spec, "hostNetwork", false) != true
	some item in workload.containers
	some at, port in _list(item.container, "ports")
	is_object(port)
	is_number(port.hostPort)
	port.hostPort > 0
	not _only_local(port)
	some name in workload.owners
	door := {
		"deployment": name,
		"cluster": workload.cluster,
		"range": [_protocol(port), port.hostPort, port.hostPort],
		"chosen": "",
		"place": sprintf("%v %v/%v of %v", [workload.kind, workload.namespace, workload.name, workload.cluster]),
		"witness": estate.witness(workload.entry, array.concat(workload.path, array.concat(item.path, ["ports", at]))),
	}
]

_only_local(port) if {
	is_string(port.hostIP)
	startswith(port.hostIP, "127.")
}

_only_local(port) if port.hostIP == "::1"

_list(item, key) := found if {
	found := object.get(item, key, [])
	is_array(found)
} else := []

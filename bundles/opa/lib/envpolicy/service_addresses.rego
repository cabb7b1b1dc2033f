# METADATA
# title: Addresses of Services, pods and nodes
package lib.envpolicy.service_addresses

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels

# METADATA
# description: |
#   `{"address", "entry", "path", "sort"}`: what is known of the addresses of Services, pods and nodes. The sort is
#   "inside" (of a Service or a pod, known in its cluster only), "edge" (of a load balancer: an address or a host
#   name), "claimed" (externalIPs), "node" or "pod".
all := [found |
	some item in array.concat(_of_services, array.concat(_of_pods, _of_nodes))
	is_string(item.address)
	item.address != ""
	found := object.union(item, {"address": lower(item.address)})
]

_by_address[key] contains item if {
	some item in all
	key := [item.entry.cluster, item.address]
}

# METADATA
# description: The same, by `[cluster, address]`.
known := {key: items | some key, items in _by_address}

_by_edge[address] contains item if {
	some item in all
	item.sort in {"edge", "claimed", "node", "pod"}
	address := item.address
}

# METADATA
# description: What can be known outside of its cluster, by address.
abroad := {address: items | some address, items in _by_edge}

_of_services := array.concat(_inside, array.concat(_edges, _claimed))

_inside := [{"address": address, "entry": entry, "path": ["spec", "clusterIP"], "sort": "inside"} |
	some entry in estate.all("Service")
	some address in ({fields.text(entry.object, ["spec", "clusterIP"])} | {ip |
		some ip in fields.texts(entry.object, ["spec", "clusterIPs"])
	})
	address != "None"
]

_claimed := [{"address": address, "entry": entry, "path": ["spec", "externalIPs", index], "sort": "claimed"} |
	some entry in estate.all("Service")
	some index, address in fields.list(entry.object, ["spec", "externalIPs"])
]

_edges := [{"address": address, "entry": edge.entry, "path": edge.path, "sort": "edge"} |
	some edge in array.concat(_asked, _given)
	some address in edge.addresses
]

_asking := [
	"io.cilium/lb-ipam-ips",
	"kube-vip.io/loadbalancerIPs",
	"lbipam.cilium.io/ips",
	"metallb.io/loadBalancerIPs",
	"metallb.universe.tf/loadBalancerIPs",
]

_asked := array.concat(
	[{"addresses": [address], "entry": entry, "path": ["spec", "loadBalancerIP"]} |
		some entry in estate.all("Service")
		address := fields.text(entry.object, ["spec", "loadBalancerIP"])
	],
	[{"addresses": addresses, "entry": entry, "path": ["metadata", "annotations", annotation]} |
		some entry in estate.all("Service")
		notes := labels.annotations(entry.object)
		count(notes) > 0
		some annotation in _asking
		text := object.get(notes, annotation, "")
		is_string(text)
		addresses := [trim_space(part) | some part in split(text, ",")]
	],
)

_given := [{"addresses": addresses, "entry": entry, "path": ["status", "loadBalancer", "ingress", index]} |
	some entry in estate.all("Service")
	some index, point in fields.list(entry.object, ["status", "loadBalancer", "ingress"])
	addresses := [fields.text(point, ["ip"]), fields.text(point, ["hostname"])]
]

# A pod on the host's network has its node's address.
_of_pods := [{"address": address, "entry": entry, "path": ["status", "podIP"], "sort": "pod"} |
	some entry in estate.all("Pod")
	object.get(entry.object, ["spec", "hostNetwork"], false) != true
	some address in ({fields.text(entry.object, ["status", "podIP"])} | {fields.text(item, ["ip"]) |
		some item in fields.list(entry.object, ["status", "podIPs"])
	})
]

_of_nodes := [{"address": address, "entry": entry, "path": ["status", "addresses", index], "sort": "node"} |
	some entry in estate.all("Node")
	some index, item in fields.list(entry.object, ["status", "addresses"])
	fields.text(item, ["type"]) in {"InternalIP", "ExternalIP"}
	address := fields.text(item, ["address"])
]

# METADATA
# title: Objects that lead to an address written by hand
# description: |
#   Services that are aliases (ExternalName), Services without a selector with the addresses in their Endpoints or
#   EndpointSlices, and what a mesh is told of servers outside of it.
package lib.envpolicy.pointers

import data.lib.envpolicy.addresses
import data.lib.envpolicy.destinations
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels

# METADATA
# description: |
#   `{"sort", "entry", "owners", "label", "host", "witness", "pod", "ports"}`: the sort is "alias", "endpoints" or
#   "mesh"; `pod` is `[namespace, name]` where the address names a pod, else null.
all := array.concat(aliases, array.concat(endpoints, mesh))

# METADATA
# description: Those of the sort "alias".
aliases := [pointer |
	some entry in estate.all("Service")
	count(entry.owners) > 0
	object.get(entry.object, ["spec", "type"], "") == "ExternalName"
	host := fields.text(entry.object, ["spec", "externalName"])
	host != ""
	pointer := {
		"sort": "alias",
		"entry": entry,
		"owners": entry.owners,
		"label": _label(entry),
		"host": trim_suffix(lower(host), "."),
		"witness": estate.witness(entry, ["spec", "externalName"]),
		"pod": null,
		"ports": set(),
	}
]

_label(entry) := sprintf("%v %v/%v", [split(entry.kind, ".")[0], entry.namespace, entry.name])

# METADATA
# description: Those of the sort "endpoints".
endpoints := [pointer |
	some item in array.concat(_of_endpoints, _of_slices)
	some service in _by_hand[addresses.service(item.entry.cluster, item.entry.namespace, item.service)]
	count(service.owners) > 0
	pointer := {
		"sort": "endpoints",
		"entry": item.entry,
		"owners": service.owners,
		"label": _label(service),
		"host": lower(item.host),
		"witness": estate.witness(item.entry, item.path),
		"pod": _pod(item.entry, item.target),
		"ports": item.ports,
	}
]

_by_hand := {name: entries |
	some name, found in destinations.services
	entries := {entry |
		some entry in found
		object.get(entry.object, ["spec", "selector"], {}) in [{}, null]
		object.get(entry.object, ["spec", "type"], "") != "ExternalName"
	}
	count(entries) > 0
}

_of_endpoints := [item |
	some entry in estate.all("Endpoints")
	some index, subset in fields.list(entry.object, ["subsets"])
	some field in ["addresses", "notReadyAddresses"]
	some place, address in fields.list(subset, [field])
	host := fields.text(address, ["ip"])
	host != ""
	item := {
		"entry": entry,
		"service": entry.name,
		"host": host,
		"target": fields.mapping(address, ["targetRef"]),
		"path": ["subsets", index, field, place],
		"ports": _ports(subset),
	}
]

_of_slices := [item |
	some entry in estate.all("EndpointSlice.discovery.k8s.io")
	service := object.get(labels.of(entry.object), "kubernetes.io/service-name", "")
	some index, endpoint in fields.list(entry.object, ["endpoints"])
	some place, host in fields.texts(endpoint, ["addresses"])
	item := {
		"entry": entry,
		"service": service,
		"host": host,
		"target": fields.mapping(endpoint, ["targetRef"]),
		"path": ["endpoints", index, "addresses", place],
		"ports": _ports(entry.object),
	}
]

_ports(item) := {number |
	some port in fields.list(item, ["ports"])
	is_object(port)
	number := object.get(port, "port", 0)
	is_number(number)
}

_pod(entry, target) := [object.get(target, "namespace", entry.namespace), object.get(target, "name", "")] if {
	object.get(target, "kind", "") == "Pod"
} else := null

# METADATA
# description: Those of the sort "mesh".
mesh := [pointer |
	some found in array.concat(_of_entries, _of_workloads)
	count(found.entry.owners) > 0
	is_string(found.host)
	pointer := {
		"sort": "mesh",
		"entry": found.entry,
		"owners": found.entry.owners,
		"label": _label(found.entry),
		"host": trim_suffix(lower(split(found.host, "/")[0]), "."),
		"witness": estate.witness(found.entry, found.path),
		"pod": null,
		"ports": set(),
	}
]

_of_entries := array.concat(
	[{"entry": entry, "host": host, "path": ["spec", field, index]} |
		some entry in estate.all("ServiceEntry.networking.istio.io")
		some field in ["hosts", "addresses"]
		some index, host in fields.list(entry.object, ["spec", field])
	],
	[{"entry": entry, "host": fields.text(endpoint, ["address"]), "path": ["spec", "endpoints", index, "address"]} |
		some entry in estate.all("ServiceEntry.networking.istio.io")
		some index, endpoint in fields.list(entry.object, ["spec", "endpoints"])
	],
)

# A CiliumExternalWorkload is named by the host name of what it stands for.
_of_workloads := array.concat(
	[{"entry": entry, "host": fields.text(entry.object, path), "path": path} |
		some kind, path in {
			"CiliumExternalWorkload.cilium.io": ["metadata", "name"],
			"WorkloadEntry.networking.istio.io": ["spec", "address"],
		}
		some entry in estate.all(kind)
	],
	[{"entry": entry, "host": fields.text(item, ["ip"]), "path": ["spec", "workloadIPs", index, "ip"]} |
		some entry in estate.all("ExternalWorkload.workload.linkerd.io")
		some index, item in fields.list(entry.object, ["spec", "workloadIPs"])
	],
)

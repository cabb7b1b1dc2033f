# METADATA
# title: NetworkPolicies, with the defaults that the API server fills in
# description: |
#   Reads networking.k8s.io/v1 NetworkPolicy. A peer becomes one of `["any", cluster]`, `["pods", cluster,
#   namespace, podSelector]`, `["spaces", cluster, namespaceSelector, podSelector]`, `["block", cluster,
#   direction, cidr, except]` and `["bad", cluster, policy]`, so that equal peers are equal values and are
#   looked at once. The policies of network_calico and network_cilium stand beside them.
package lib.envpolicy.network_policies

import data.lib.envpolicy.estate
import data.lib.envpolicy.network_calico
import data.lib.envpolicy.network_cilium
import data.lib.envpolicy.network_facts
import data.lib.envpolicy.network_ports

# METADATA
# description: |
#   `{"cluster", "label", "entry", "path", "subject": peer, "isolates": directions, "off": directions,
#   "rules": {"ingress": [...]}}`; `path` leads to the directions in the object, `rules` has those that the
#   policy applies to, and no other, `off` those that it has rules for without isolating anybody (`opens` says
#   what sort of opening that is); `doubt` is what is not known of all that it says.
all := array.concat(array.concat(_plain, network_cilium.policies), network_calico.policies)

_plain := [policy |
	some entry in estate.all("NetworkPolicy.networking.k8s.io")
	entry.cluster in network_facts.policed
	spec := _object(object.get(entry.object, "spec", {}))
	policy := {
		"cluster": entry.cluster,
		"label": sprintf("NetworkPolicy %v/%v", [entry.namespace, entry.name]),
		"entry": entry,
		"path": ["spec"],
		"subject": ["pods", entry.cluster, entry.namespace, selector(object.get(spec, "podSelector", {}))],
		"isolates": _directions(spec),
		"off": set(),
		"opens": "",
		"doubt": set(),
		"rules": {direction: rules |
			some direction in _directions(spec)
			rules := _rules(entry, direction, list(spec, direction))
		},
	}
]

# Without policyTypes a policy isolates ingress, and egress only where it has an egress rule.
_directions(spec) := {lower(name) | some name in types; name in {"Ingress", "Egress"}} if {
	types := list(spec, "policyTypes")
	count(types) > 0
} else := {"ingress", "egress"} if {
	count(list(spec, "egress")) > 0
} else := {"ingress"}

_rules(entry, direction, given) := [rule |
	some item in given
	read := _object(item)
	named := network_ports.of_rule(read, network_facts.end_port[entry.cluster])
	rule := {"ports": named, "peers": _peers(entry, direction, list(read, _far_side[direction])), "dns": _only_dns(named)}
]

_far_side := {"ingress": "from", "egress": "to"}

_only_dns(named) if {
	every port in named {
		port[0][1] == 53
		port[0][2] == 53
	}
} else := false

# No list, an empty one and null all mean every peer.
_peers(entry, direction, given) := [["any", entry.cluster]] if {
	count(given) == 0
} else := [_peer(entry, direction, _object(item)) | some item in given]

_peer(entry, direction, item) := ["block", entry.cluster, direction, block.cidr, [cidr | some cidr in except]] if {
	block := item.ipBlock
	not _given(item, "podSelector")
	not _given(item, "namespaceSelector")
	network_facts.is_cidr(block.cidr)
	except := list(block, "except")
	every cidr in except {
		network_facts.is_cidr(cidr)
	}
} else := ["spaces", entry.cluster, selector(item.namespaceSelector), pods] if {
	not _given(item, "ipBlock")
	_given(item, "namespaceSelector")
	pods := selector(object.get(item, "podSelector", {}))
} else := ["pods", entry.cluster, entry.namespace, selector(item.podSelector)] if {
	not _given(item, "ipBlock")
	_given(item, "podSelector")
} else := ["bad", entry.cluster, concat("/", [entry.namespace, entry.name])]

_given(item, key) if object.get(item, key, null) != null

# METADATA
# description: |
#   A label selector with both of its parts, so that equal ones are equal values. What is no expression
#   becomes one that matches nothing.
selector(given) := {
	"matchLabels": _object(object.get(_object(given), "matchLabels", {})),
	"matchExpressions": [_expression(_object(item)) | some item in list(_object(given), "matchExpressions")],
}

_expression(item) := {"key": item.key, "operator": item.operator, "values": list(item, "values")} if {
	is_string(item.key)
	is_string(item.operator)
} else := {"key": "", "operator": "", "values": []}

# METADATA
# description: A list in an object; none where it is missing, null or something else.
list(item, key) := value if {
	value := object.get(item, key, [])
	is_array(value)
} else := []

_object(value) := value if {
	is_object(value)
} else := {}

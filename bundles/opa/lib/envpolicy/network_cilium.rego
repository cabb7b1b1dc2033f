# METADATA
# title: Policies of Cilium
# description: |
#   Reads CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy. What they allow adds to what NetworkPolicies
#   allow; what they deny goes before everything, as a rule of the admin tier would. They isolate in a
#   direction that they have rules for, unless enableDefaultDeny says otherwise; a rule that names neither
#   peers nor ports lets nothing through.
package lib.envpolicy.network_cilium

import data.lib.envpolicy.cilium_rules
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.network_facts

# Plugins to which these are objects like any other.
_others := {"antrea", "calico", "canal", "flannel", "kindnet", "kube-router", "ovn-kubernetes", "weave", "weave-net"}

_counts(cluster) if {
	cluster in network_facts.policed
	not _other(cluster)
}

_other(cluster) if {
	plugin := network_facts.of(cluster, "cni")
	is_string(plugin)
	lower(plugin) in _others
}

_specs := [spec |
	some kind in ["CiliumNetworkPolicy.cilium.io", "CiliumClusterwideNetworkPolicy.cilium.io"]
	some entry in estate.all(kind)
	_counts(entry.cluster)
	some [path, rules] in _rules(entry.object)
	is_object(object.get(rules, "endpointSelector", null))
	label := sprintf("%v %v", [split(kind, ".")[0], _name(entry)])
	spec := {
		"entry": entry,
		"path": path,
		"rules": rules,
		"label": label,
		"subject": cilium_rules.peer(entry.cluster, entry.namespace, rules.endpointSelector, label),
	}
]

_rules(item) := array.concat(
	[[["spec"], item.spec] | is_object(item.spec)],
	[[["specs", at], rules] | some at, rules in fields.list(item, ["specs"]); is_object(rules)],
)

_name(entry) := concat("/", [entry.namespace, entry.name]) if {
	entry.namespace != ""
} else := entry.name

_directions := ["ingress", "egress"]

_denying := {"ingress": "ingressDeny", "egress": "egressDeny"}

_spoken(rules) := {direction |
	some direction in _directions
	some field in [direction, _denying[direction]]
	count(fields.list(rules, [field])) > 0
}

_isolates(spec) := {direction |
	spec.subject[0] != "bad"
	some direction in _directions
	object.get(spec.rules, ["enableDefaultDeny", direction], direction in _spoken(spec.rules)) == true
}

# METADATA
# description: What they allow, as network_policies has it.
policies := [policy |
	some spec in _specs
	policy := {
		"cluster": spec.entry.cluster,
		"label": spec.label,
		"entry": spec.entry,
		"path": spec.path,
		"subject": spec.subject,
		"isolates": _isolates(spec),
		"off": _spoken(spec.rules) - _isolates(spec),
		"opens": "cilium",
		"doubt": {sprintf("a selector that is understood of %v", [spec.label]) | spec.subject[0] == "bad"},
		"rules": {direction: allowed |
			some direction in (_spoken(spec.rules) | _isolates(spec))
			allowed := [rule |
				some item in fields.list(spec.rules, [direction])
				named := cilium_rules.ports_of(item)
				rule := {
					"ports": [[port, ""] | some port in named],
					"peers": _peers(spec, direction, item),
					"dns": _only_dns(named),
				}
			]
		},
	}
]

_only_dns(named) if {
	every port in named {
		port[1] == 53
		port[2] == 53
	}
} else := false

# METADATA
# description: What they deny, as network_admin has it; no two have one priority, so that none is a tie.
denials := [denial |
	some at, spec in _specs
	rules := {direction: found |
		some direction, field in _denying
		found := [{"action": "Deny", "ports": named, "peers": _peers(spec, direction, item)} |
			some item in fields.list(spec.rules, [field])
			named := [_either(port) | some port in cilium_rules.ports_of(item)]
		]
		count(found) > 0
	}
	count(rules) > 0
	denial := {
		"cluster": spec.entry.cluster,
		"name": spec.label,
		"entry": spec.entry,
		"tier": "Admin",
		"priority": -1 - at,
		"subject": spec.subject,
		"rules": rules,
	}
]

_either(port) := port if {
	is_array(port)
} else := {"name": port.name, "protocol": "*"}

# --- peers

_far := {
	"ingress": {
		"endpoints": "fromEndpoints",
		"entities": "fromEntities",
		"blocks": ["fromCIDR", "fromCIDRSet"],
		"others": ["fromNodes", "fromGroups"],
	},
	"egress": {
		"endpoints": "toEndpoints",
		"entities": "toEntities",
		"blocks": ["toCIDR", "toCIDRSet"],
		"others": ["toNodes", "toGroups", "toFQDNs", "toServices"],
	},
}

_named(item, field) if {
	is_object(item)
	is_array(object.get(item, field, null))
}

# Whether a rule names peers of any sort: an empty list names nobody.
_has_peers(direction, item) if {
	far := _far[direction]
	some field in array.concat(array.concat([far.endpoints, far.entities], far.blocks), far.others)
	_named(item, field)
}

_peers(spec, direction, item) := [["bad", spec.entry.cluster, spec.label]] if {
	spec.subject[0] == "bad"
} else := [["any", spec.entry.cluster]] if {
	not _has_peers(direction, item)
	count(fields.list(item, ["toPorts"])) > 0
} else := array.concat(array.concat(endpoints, entities), array.concat(blocks, services)) if {
	far := _far[direction]
	cluster := spec.entry.cluster
	endpoints := [peer |
		some selector in fields.list(item, [far.endpoints])
		peer := cilium_rules.peer(cluster, spec.entry.namespace, selector, spec.label)
	]
	entities := [peer | some name in fields.list(item, [far.entities]); some peer in _entity(cluster, name)]
	blocks := [["outside", cluster, block.cidr, block.except] |
		some field in far.blocks
		some given in fields.list(item, [field])
		some block in _block(given)
	]
	services := [["bad", cluster, spec.label] | some _ in fields.list(item, ["toServices"])]
}

_entity(cluster, name) := [["entity", cluster]] if {
	name in {"all", "cluster"}
} else := [["outside", cluster, "0.0.0.0/0", []]] if {
	name in {"world", "world-ipv4"}
} else := []

_block(given) := [{"cidr": given, "except": []}] if {
	network_facts.is_cidr(given)
} else := [{"cidr": given.cidr, "except": holes}] if {
	is_object(given)
	network_facts.is_cidr(given.cidr)
	holes := [hole | some hole in fields.list(given, ["except"]); network_facts.is_cidr(hole)]
} else := []

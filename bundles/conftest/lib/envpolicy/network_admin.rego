# METADATA
# title: Policies of the admin tiers
# description: |
#   Reads AdminNetworkPolicy and BaselineAdminNetworkPolicy (policy.networking.k8s.io/v1alpha1) and their
#   successor ClusterNetworkPolicy (v1alpha2). Actions are called Accept, Deny and Pass. Peers are the
#   values of network_policies, and `["networks", cluster, cidrs]`.
package lib.envpolicy.network_admin

import data.lib.envpolicy.estate
import data.lib.envpolicy.network_calico
import data.lib.envpolicy.network_cilium
import data.lib.envpolicy.network_facts
import data.lib.envpolicy.network_policies
import data.lib.envpolicy.network_ports

_kinds := {
	"AdminNetworkPolicy.policy.networking.k8s.io": "Admin",
	"BaselineAdminNetworkPolicy.policy.networking.k8s.io": "Baseline",
	"ClusterNetworkPolicy.policy.networking.k8s.io": "",
}

# METADATA
# description: |
#   `{"cluster", "name", "entry", "tier", "priority", "subject": peer, "rules": {"ingress": [{"action",
#   "ports", "peers"}]}}`.
all := array.concat(array.concat(network_cilium.denials, network_calico.ahead), _tiered)

_tiered := [policy |
	some kind, tier in _kinds
	some entry in estate.all(kind)
	entry.cluster in network_facts.policed
	spec := entry.object.spec
	is_object(spec)
	policy := {
		"cluster": entry.cluster,
		"name": entry.name,
		"entry": entry,
		"tier": _tier(tier, spec),
		"priority": object.get(spec, "priority", 0),
		"subject": _peer(entry.cluster, object.get(spec, "subject", {})),
		"rules": {direction: rules |
			some direction in ["ingress", "egress"]
			rules := [rule |
				some item in network_policies.list(spec, direction)
				is_object(item)
				rule := _rule(entry.cluster, direction, item)
			]
			count(rules) > 0
		},
	}
]

_tier(known, spec) := spec.tier if {
	known == ""
} else := known

_actions := {"Allow": "Accept", "Accept": "Accept", "Deny": "Deny", "Pass": "Pass"}

# A peer that nobody knows: what would accept accepts nothing, what would deny or pass denies everything.
_rule(cluster, direction, item) := {
	"action": "Deny",
	"ports": network_ports.of_admin_rule(item),
	"peers": [["any", cluster]],
} if {
	_actions[item.action] != "Accept"
	some peer in network_policies.list(item, _far_side[direction])
	_peer(cluster, peer) == ["none", cluster]
} else := {
	"action": object.get(_actions, item.action, "Deny"),
	"ports": network_ports.of_admin_rule(item),
	"peers": [_peer(cluster, peer) | some peer in network_policies.list(item, _far_side[direction])],
}

_far_side := {"ingress": "from", "egress": "to"}

_peer(cluster, item) := ["none", cluster] if {
	not is_object(item)
} else := ["bad", cluster, "AdminNetworkPolicy with sameLabels"] if {
	_by_likeness(item)
} else := ["spaces", cluster, _space_selector(item.namespaces), network_policies.selector({})] if {
	is_object(item.namespaces)
} else := ["spaces", cluster, spaces, pods] if {
	is_object(item.pods)
	given := object.get(item.pods, "namespaces", object.get(item.pods, "namespaceSelector", {}))
	spaces := _space_selector(given)
	pods := network_policies.selector(object.get(item.pods, "podSelector", {}))
} else := ["networks", cluster, [cidr | some cidr in item.networks; network_facts.is_cidr(cidr)]] if {
	is_array(item.networks)
} else := ["outside", cluster] if {
	some outside in ["nodes", "domainNames"]
	object.get(item, outside, null) != null
} else := ["none", cluster]

# The first releases of the API knew namespaces that are labelled as the subject's; later ones drop the fields.
_by_likeness(item) if {
	some path in [["namespaces"], ["pods", "namespaces"]]
	given := object.get(item, path, {})
	is_object(given)
	some field in ["sameLabels", "notSameLabels"]
	count(network_policies.list(given, field)) > 0
}

_space_selector(item) := network_policies.selector(object.get(item, "namespaceSelector", item))

# METADATA
# title: What the network policies ask about pods
# description: |
#   The selectors, label keys and port names that occur in some policy; nothing else about a pod matters
#   to them.
package lib.envpolicy.network_vocabulary

import data.lib.envpolicy.network_admin
import data.lib.envpolicy.network_policies

_peers := {peer |
	some policy in network_policies.all
	some rules in policy.rules
	some rule in rules
	some peer in rule.peers
} | {policy.subject | some policy in network_policies.all}

_admin_peers := {peer |
	some policy in network_admin.all
	some rules in policy.rules
	some rule in rules
	some peer in rule.peers
} | {policy.subject | some policy in network_admin.all}

# METADATA
# description: Every peer that occurs in a policy, of whatever tier.
peers := _peers | _admin_peers

# METADATA
# description: The pod selectors in use, as `[cluster, selector]`.
pod_selectors := {key |
	some peer in peers
	peer[0] in {"pods", "spaces"}
	key := [peer[1], peer[3]]
}

# METADATA
# description: The namespace selectors in use, as `[cluster, selector]`.
space_selectors := {key | some peer in peers; peer[0] == "spaces"; key := [peer[1], peer[2]]}

_keys[cluster] contains key if {
	some [cluster, selector] in pod_selectors
	some key, _ in selector.matchLabels
}

_keys[cluster] contains key if {
	some [cluster, selector] in pod_selectors
	some expression in selector.matchExpressions
	key := expression.key
}

# METADATA
# description: The label keys that some pod selector asks for, by cluster.
keys := {cluster: found | some cluster, found in _keys}

# METADATA
# description: The names of ports that some rule uses.
port_names := {port[0].name |
	some policy in network_policies.all
	some rules in policy.rules
	some rule in rules
	some port in rule.ports
	is_object(port[0])
} | {port.name |
	some policy in network_admin.all
	some rules in policy.rules
	some rule in rules
	some port in rule.ports
	is_object(port)
}

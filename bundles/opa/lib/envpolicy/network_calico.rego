# METADATA
# title: Policies of Calico
# description: |
#   Reads NetworkPolicy, GlobalNetworkPolicy and Tier of projectcalico.org. Tiers come by order, in them policies by
#   order; Pass goes on to the next tier, and the end of a tier denies to those whom it speaks of, unless its
#   defaultAction is Pass. NetworkPolicies of Kubernetes stand in the tier `default` at order 1000: what comes before
#   them is as a rule of the admin tier, what comes after adds to them. Staged policies do nothing.
package lib.envpolicy.network_calico

import data.lib.envpolicy.calico_policies
import data.lib.envpolicy.calico_rules
import data.lib.envpolicy.fields
import data.lib.envpolicy.ports

_before(policy) if policy.tier != "default"

_before(policy) if {
	policy.tier == "default"
	policy.order < 1000
}

_actions := {"allow": "Accept", "deny": "Deny", "pass": "Pass"}

# In the tier of the NetworkPolicies Pass leaves them behind as well.
_action(policy, rule) := "Accept" if {
	policy.tier == "default"
	lower(fields.text(rule, ["action"])) == "pass"
} else := object.get(_actions, lower(fields.text(rule, ["action"])), "Log")

_peers(policy, direction, rule) := [] if {
	_action(policy, rule) == "Log"
} else := [["bad", policy.entry.cluster, policy.label]] if {
	policy.unsure
} else := calico_rules.peers(policy.entry.cluster, policy.entry.namespace, direction, rule, policy.label)

# METADATA
# description: What comes before the NetworkPolicies, as network_admin has it.
ahead := array.concat(_ruling, _ends)

_ruling := [found |
	some at, policy in calico_policies.enforced
	_before(policy)
	rules := {direction: [rule |
		some item in fields.list(policy.entry.object, ["spec", direction])
		rule := {
			"action": _action(policy, item),
			"ports": [_either(port) | some port in calico_rules.ports_of(item)],
			"peers": _peers(policy, direction, item),
		}
	] |
		some direction in policy.types
	}
	found := _admin(policy, [policy.place, policy.order, policy.label, at], rules)
]

# The end of a tier.
_ends := [found |
	some at, policy in calico_policies.enforced
	policy.tier != "default"
	policy.end == "Deny"
	rules := {direction: [{"action": "Deny", "ports": [ports.everything], "peers": [_end(policy)]}] |
		some direction in policy.types
	}
	found := _admin(policy, [policy.place, "end", policy.label, at], rules)
]

_end(policy) := ["bad", policy.entry.cluster, policy.label] if {
	policy.unsure
} else := ["any", policy.entry.cluster]

_admin(policy, priority, rules) := {
	"cluster": policy.entry.cluster,
	"name": policy.entry.name,
	"entry": policy.entry,
	"tier": "Admin",
	"priority": priority,
	"step": policy.tier,
	"opens": "calico",
	"subject": policy.subject,
	"rules": rules,
}

_either(port) := port if {
	is_array(port)
} else := {"name": port.name, "protocol": "*"}

# METADATA
# description: |
#   What stands beside the NetworkPolicies, as network_policies has it: who is isolated, what is allowed after them, and
#   what leaves pods open that it speaks of.
policies := array.concat(_beside, _idle)

_beside := [found |
	some policy in calico_policies.enforced
	isolates := {direction | some direction in policy.types; policy.tier == "default"; not policy.unsure}
	off := {direction | some direction in policy.types; not direction in isolates; _opens(policy)}
	found := _plain(policy, isolates, off, {direction: rules |
		some direction in policy.types
		rules := [rule |
			some item in fields.list(policy.entry.object, ["spec", direction])
			rule := {
				"ports": [[port, _doubt(policy)] | some port in calico_rules.ports_of(item)],
				"peers": _added(policy, direction, item),
				"dns": false,
			}
		]
	})
]

_opens(policy) if policy.end == "Pass"

_opens(policy) if policy.unsure

_added(policy, direction, rule) := _peers(policy, direction, rule) if {
	not _before(policy)
	lower(fields.text(rule, ["action"])) in {"allow", "pass"}
} else := []

# A rule that denies, somewhere after the NetworkPolicies, may come first.
_doubt(policy) := "order of Calico's rules" if {
	policy.entry.cluster in _denying
} else := ""

_denying := {policy.entry.cluster |
	some policy in calico_policies.enforced
	not _before(policy)
	some direction in policy.types
	some rule in fields.list(policy.entry.object, ["spec", direction])
	lower(fields.text(rule, ["action"])) == "deny"
}

_idle := [_plain(policy, set(), policy.types, {direction: [] | some direction in policy.types}) |
	some policy in calico_policies.staged
]

_plain(policy, isolates, off, rules) := {
	"cluster": policy.entry.cluster,
	"label": policy.label,
	"entry": policy.entry,
	"path": ["spec"],
	"subject": policy.subject,
	"isolates": isolates,
	"off": off,
	"opens": "calico",
	"doubt": {sprintf("a selector that is understood of %v", [policy.label]) | policy.unsure},
	"rules": rules,
}

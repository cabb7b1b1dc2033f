# METADATA
# title: Calico's policies and tiers, with their defaults
package lib.envpolicy.calico_policies

import data.lib.envpolicy.calico_rules
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.network_facts

_groups := ["projectcalico.org", "crd.projectcalico.org"]

# Plugins to which these are objects like any other.
_others := {"antrea", "cilium", "flannel", "kindnet", "kube-router", "ovn-kubernetes", "weave", "weave-net"}

_other(cluster) if {
	plugin := network_facts.of(cluster, "cni")
	is_string(plugin)
	lower(plugin) in _others
}

_entries(kind) := [entry |
	some group in _groups
	some entry in estate.all(concat(".", [kind, group]))
	entry.cluster in network_facts.policed
	not _other(entry.cluster)
]

_tier[key] contains entry if {
	some entry in _entries("Tier")
	key := [entry.cluster, entry.name]
}

_tiers := {key: [entry | some entry in entries][0] | some key, entries in _tier}

_last := 1000000000

_order(value) := value if {
	is_number(value)
} else := _last

# METADATA
# description: |
#   `{"entry", "label", "tier", "place": order of the tier, "order", "end", "types", "subject", "unsure"}`; unsure says
#   that it is not known whom the policy is about, or where its tier comes.
enforced := [policy |
	some kind in ["NetworkPolicy", "GlobalNetworkPolicy"]
	some entry in _entries(kind)
	spec := fields.mapping(entry.object, ["spec"])
	not _of_hosts(spec)
	tier := _name(spec)
	policy := object.union(_read(entry, kind, spec), {
		"tier": tier,
		"place": _order(object.get(_tiers, [[entry.cluster, tier], "object", "spec", "order"], null)),
		"order": _order(object.get(spec, "order", null)),
		"end": _end(entry.cluster, tier),
		"unsure": _unsure(entry, kind, spec),
	})
]

_name(spec) := found if {
	found := fields.text(spec, ["tier"])
	found != ""
} else := "default"

_of_hosts(spec) if {
	some field in ["doNotTrack", "preDNAT"]
	spec[field] == true
}

_of_hosts(spec) if fields.text(spec, ["namespaceSelector"]) == "global()"

_end(cluster, tier) := "Pass" if {
	tier != "default"
	object.get(_tiers, [[cluster, tier], "object", "spec", "defaultAction"], "Deny") == "Pass"
} else := "Deny"

_read(entry, kind, spec) := {
	"entry": entry,
	"label": _label(entry, kind),
	"types": _types(spec),
	"subject": calico_rules.subject(entry.cluster, entry.namespace, spec, _label(entry, kind)),
}

_label(entry, kind) := sprintf("Calico's %v %v", [kind, concat("/", [part |
	some part in [entry.namespace, entry.name]
	part != ""
])])

_types(spec) := {lower(name) | some name in fields.texts(spec, ["types"])} if {
	count(fields.texts(spec, ["types"])) > 0
} else := {"egress"} if {
	count(fields.list(spec, ["egress"])) > 0
	count(fields.list(spec, ["ingress"])) == 0
} else := {"ingress", "egress"} if {
	count(fields.list(spec, ["egress"])) > 0
} else := {"ingress"}

_unsure(entry, kind, spec) if {
	calico_rules.subject(entry.cluster, entry.namespace, spec, _label(entry, kind))[0] == "bad"
} else if {
	_name(spec) != "default"
	not _tiers[[entry.cluster, _name(spec)]]
} else := false

# METADATA
# description: |
#   Policies that are only staged, and would isolate if they were not, as `{"entry", "label", "types",
#   "subject", "unsure"}`.
staged := [policy |
	some kind in ["StagedNetworkPolicy", "StagedGlobalNetworkPolicy"]
	some entry in _entries(kind)
	spec := fields.mapping(entry.object, ["spec"])
	not lower(fields.text(spec, ["stagedAction"])) in {"delete", "ignore"}
	read := _read(entry, kind, spec)
	read.subject[0] != "bad"
	policy := object.union(read, {"unsure": false})
]

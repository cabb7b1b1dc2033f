# METADATA
# title: Why one side of a connection is open, in words and with a witness
# description: |
#   For a class of pods and an entry that it is subject to - the rule that lets it through, or what is
#   missing to stop it.
package lib.envpolicy.network_sides

import data.lib.envpolicy.estate
import data.lib.envpolicy.network_admin
import data.lib.envpolicy.network_classes
import data.lib.envpolicy.network_entries
import data.lib.envpolicy.network_peers
import data.lib.envpolicy.network_pods
import data.lib.envpolicy.network_policies
import data.lib.envpolicy.network_reach
import data.lib.envpolicy.network_signatures
import data.lib.envpolicy.workloads

# Each side that occurs, as `[direction, entry, class, class of the other side]`.
_asked := {key |
	some path in network_reach.paths
	key := ["egress", path.hit.egress, path.source, path.target]
} | {key |
	some path in network_reach.paths
	key := ["ingress", path.hit.ingress, path.target, path.source]
}

_entry("egress", index) := network_reach.sending[index]

_entry("ingress", index) := network_reach.taking[index]

# METADATA
# description: |
#   `{"place", "text", "witness"}` of each side, by `[direction, entry, class, class of the other side]`;
#   the witness is empty where the manifests hold nothing to point at.
of := {key: side |
	some key in _asked
	side := _side(_entry(key[0], key[1]), network_classes.all[key[2]], key)
}

_side(entry, class, key) := {"place": place, "text": place, "witness": object.get(_namespace, [space], [])} if {
	entry.kind != "host"
	count(entry.sources) == 0
	space := [class.cluster, class.namespace]
	place := sprintf("no policy isolates %v in namespace %v", [entry.direction, class.namespace])
} else := {"place": place, "text": place, "witness": []} if {
	entry.kind == "host"
	workload := pod_of[key[2]]
	place := sprintf("no policy reaches %v, which is on the host's network", [workload.label])
} else := {"place": place, "text": text, "witness": array.concat([witness], rivals.witness)} if {
	object.get(entry, "admin", false)
	source := _accepting(entry, key)
	rivals := _rivals(entry, source[0], key[2])
	policy := network_admin.all[source[0]]
	witness := estate.witness(policy.entry, ["spec", entry.direction, source[1]])
	place := sprintf("%v %v %v[%v]", [_short(policy.entry.kind), policy.name, entry.direction, source[1]])
	text := sprintf("%v accepts it before any NetworkPolicy is asked%v", [place, rivals.text])
} else := {"place": place, "text": text, "witness": [witness]} if {
	source := _letting(key)
	policy := network_policies.all[source[0]]
	source[1] >= 0
	witness := estate.witness(policy.entry, array.concat(policy.path, [entry.direction, source[1]]))
	place := sprintf("%v %v[%v]", [policy.label, entry.direction, source[1]])
	text := sprintf("%v allows %v", [place, _words[entry.kind]])
} else := {"place": place, "text": text, "witness": [witness]} if {
	policy := network_policies.all[_letting(key)[0]]
	witness := estate.witness(policy.entry, array.concat(policy.path, _open_field[policy.opens]))
	place := sprintf("%v", [policy.label])
	text := sprintf("%v leaves %v open to whom no other policy isolates", [place, entry.direction])
}

_open_field := {"calico": [], "cilium": ["enableDefaultDeny"]}

# The policies that select each class, and the rules of each entry by policy.
_selecting[class] contains p if {
	some p, classes in network_entries.targets
	some class in classes
}

_policies_of := {class: found | some class, found in _selecting}

_rules_of := {key: rules |
	some key in {[asked[0], asked[1]] | some asked in _asked}
	entry := _entry(key[0], key[1])
	not object.get(entry, "admin", false)
	rules := {p: min({source[1] | some source in entry.sources; source[0] == p}) |
		some p in {source[0] | some source in entry.sources}
	}
}

_letting(key) := [p, rules[p]] if {
	rules := _rules_of[[key[0], key[1]]]
	p := min(_policies_of[key[2]] & object.keys(rules))
}

_words := {
	"any": "every peer",
	"calico": "it",
	"cilium": "every pod of the cluster",
	"block": "a block of addresses with pods in it",
	"dns": "every peer on port 53",
	"rule": "it",
	"shadow": "it, so that the Baseline tier's denial is never asked for",
	"tie": "it",
	"wide": "namespaces that it does not name",
}

# Those of equal priority, which of them comes first being nobody's to know.
_rivals(entry, p, class) := {"text": text, "witness": witness} if {
	entry.kind == "tie"
	accepting := network_admin.all[p]
	found := [rival |
		some q in network_signatures.ruling[[class, entry.direction]]
		q != p
		rival := network_admin.all[q]
		[rival.tier, rival.priority] == [accepting.tier, accepting.priority]
	]
	count(found) > 0
	text := sprintf(", unless %v of equal priority comes first", [concat(" or ", [rival.name | some rival in found])])
	witness := [estate.witness(rival.entry, ["spec", "priority"]) | some rival in found]
} else := {"text": "", "witness": []}

# The first accepting rule that means the other side at all.
_accepting(entry, key) := min({accepting |
	some accepting in entry.sources
	rule := network_admin.all[accepting[0]].rules[entry.direction][accepting[1]]
	some peer in rule.peers
	some item in network_peers.found[network_peers.number[peer]]
	key[3] in item.classes
})

_short(kind) := split(kind, ".")[0]

_spaces[space] contains found if {
	some entry in estate.all("Namespace")
	space := [entry.cluster, entry.name]
	found := estate.witness(entry, [])
}

_namespace := {space: [min(found)] | some space, found in _spaces}

# METADATA
# description: |
#   A pod of each class, `{"label": "Deployment ns/name", "witness", "index"}`, with the way to its
#   template.
pod_of := {class: found |
	some class, ids in network_classes.pods_of
	pod := network_pods.all[min(ids)]
	workload := workloads.all[pod.index]
	found := {
		"label": sprintf("%v %v/%v", [_short(workload.kind), workload.namespace, workload.name]),
		"witness": estate.witness(workload.entry, workload.path),
	}
}

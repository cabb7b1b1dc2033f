# METADATA
# title: Whom a peer of a policy means
# description: |
#   Every distinct peer is answered once, with the sort of opening it is: `any` (no peer named), `wide` (a
#   namespace selector that finds more than a policy's author names), `block` (addresses), `cilium` (one of
#   Cilium's entities that every pod is part of), `rule` (anything narrower).
package lib.envpolicy.network_peers

import data.lib.envpolicy.network_blocks
import data.lib.envpolicy.network_classes
import data.lib.envpolicy.network_selection
import data.lib.envpolicy.network_vocabulary

# METADATA
# description: The distinct peers; a peer's number is its place.
all := [peer | some peer in network_vocabulary.peers]

# METADATA
# description: The number of each peer.
number := {peer: index | some index, peer in all}

# METADATA
# description: |
#   What each peer finds, by number - a list of `{"classes", "kind", "doubt"}`; doubt is the set of
#   missing facts without which it is not known that the peer finds them.
found := [_found(peer) | some peer in all]

_found(peer) := [{"classes": _everyone(peer[1]), "kind": "any", "doubt": set()}] if {
	peer[0] == "any"
} else := [{"classes": _everyone(peer[1]), "kind": "cilium", "doubt": set()}] if {
	peer[0] == "entity"
} else := [{"classes": classes, "kind": "rule", "doubt": set()}] if {
	peer[0] == "pods"
	space := object.get(network_classes.in_space, [[peer[1], peer[2]]], set())
	classes := space & network_selection.selected[[peer[1], peer[3]]]
} else := [{"classes": classes, "kind": _width(peer), "doubt": set()}] if {
	peer[0] == "spaces"
	classes := network_selection.in_selected_spaces[[peer[1], peer[2]]] & network_selection.selected[[peer[1], peer[3]]]
} else := [{"classes": item.classes, "kind": "block", "doubt": item.doubt} |
	some item in network_blocks.of_rule(peer[1], peer[2], peer[3], peer[4])
] if {
	peer[0] == "block"
} else := [{"classes": item.classes, "kind": "block", "doubt": item.doubt} |
	some cidr in peer[2]
	some item in network_blocks.of_admin_rule(peer[1], cidr)
] if {
	peer[0] == "networks"
} else := [{"classes": _everyone(peer[1]), "kind": "rule", "doubt": {sprintf("a valid peer of %v", [peer[2]])}}] if {
	peer[0] == "bad"
} else := []

_everyone(cluster) := object.get(network_classes.in_cluster, cluster, set())

# A selector is wide that asks for nothing, or only for what is absent, or finds several namespaces
# without naming them.
_width(peer) := "rule" if {
	_names_spaces(peer[2])
} else := "wide" if {
	count(network_selection.spaces_selected[[peer[1], peer[2]]]) > 1
} else := "wide" if {
	count(peer[2].matchLabels) == 0
	every expression in peer[2].matchExpressions {
		expression.operator in {"NotIn", "DoesNotExist"}
	}
} else := "rule"

_names_spaces(selector) if is_string(selector.matchLabels["kubernetes.io/metadata.name"])

_names_spaces(selector) if {
	some expression in selector.matchExpressions
	expression.key == "kubernetes.io/metadata.name"
	expression.operator == "In"
}

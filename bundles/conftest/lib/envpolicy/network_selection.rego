# METADATA
# title: What selectors find, as sets of classes
# description: |
#   Each selector that some policy uses is answered once, from an index of label values. Selectors never
#   find a pod that policies see as its node.
package lib.envpolicy.network_selection

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.network_classes
import data.lib.envpolicy.network_vocabulary

_valued[where] contains number if {
	some number, class in network_classes.all
	not number in network_classes.as_node
	some key, value in class.labels
	where := [class.cluster, key, value]
}

_with_value := {where: ids | some where, ids in _valued}

_keyed[where] contains number if {
	some number, class in network_classes.all
	not number in network_classes.as_node
	some key, _ in class.labels
	where := [class.cluster, key]
}

_with_key := {where: ids | some where, ids in _keyed}

_selectable := {cluster: ids |
	some cluster, everyone in network_classes.in_cluster
	ids := everyone - network_classes.as_node
}

# METADATA
# description: The classes of a cluster that each pod selector in use matches, by `[cluster, selector]`.
selected := {key: ids |
	some key in network_vocabulary.pod_selectors
	ids := _select(key[0], key[1], object.get(_selectable, key[0], set()))
}

_select(cluster, selector, everyone) := intersection({everyone} | (by_value | expressed)) if {
	by_value := _equal(cluster, selector)
	expressed := _expressed(cluster, selector, everyone)
}

_equal(cluster, selector) := {object.get(_with_value, [[cluster, key, value]], set()) |
	some key, value in object.get(selector, "matchLabels", {})
}

_expressed(cluster, selector, everyone) := {_expression(cluster, expression, everyone) |
	some expression in object.get(selector, "matchExpressions", [])
}

_expression(cluster, expression, everyone) := _any_of(cluster, expression) if {
	expression.operator == "In"
} else := everyone - _any_of(cluster, expression) if {
	expression.operator == "NotIn"
} else := object.get(_with_key, [[cluster, expression.key]], set()) if {
	expression.operator == "Exists"
} else := everyone - object.get(_with_key, [[cluster, expression.key]], set()) if {
	expression.operator == "DoesNotExist"
} else := set()

_any_of(cluster, expression) := union({object.get(_with_value, [[cluster, expression.key, value]], set()) |
	some value in object.get(expression, "values", [])
})

# --- namespaces

_declared[space] contains found if {
	some entry in estate.all("Namespace")
	space := [entry.cluster, entry.name]
	found := labels.of(entry.object)
}

# METADATA
# description: |
#   The labels of each namespace that has pods; the control plane sets kubernetes.io/metadata.name to the
#   namespace's own name, whatever a manifest claims.
spaces := {space: object.union(declared, {"kubernetes.io/metadata.name": space[1]}) |
	some space, _ in network_classes.in_space
	declared := object.union_n([found | some found in object.get(_declared, [space], set())])
}

# METADATA
# description: The namespaces that each namespace selector in use matches, by `[cluster, selector]`.
spaces_selected := {key: found |
	some key in network_vocabulary.space_selectors
	found := {space |
		some space, given in spaces
		space[0] == key[0]
		labels.matches(key[1], given)
	}
}

# METADATA
# description: |
#   The classes in the namespaces that each namespace selector in use matches, by `[cluster, selector]`.
in_selected_spaces := {key: ids |
	some key, found in spaces_selected
	ids := union({network_classes.in_space[space] | some space in found}) - network_classes.as_node
}

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

# What selectors look through, by `[sort, cluster]` and then by key and value: classes of pods, and namespaces.
_labelled[where] contains [number, class.labels] if {
	some number, class in network_classes.all
	not number in network_classes.as_node
	where := ["pods", class.cluster]
}

_labelled[where] contains [space, given] if {
	some space, given in spaces
	where := ["spaces", space[0]]
}

_valued[where] contains one if {
	some within, several in _labelled
	some [one, given] in several
	some key, value in given
	where := [within, key, value]
}

_with_value := {where: found | some where, found in _valued}

_keyed[where] contains one if {
	some within, several in _labelled
	some [one, given] in several
	some key, _ in given
	where := [within, key]
}

_with_key := {where: found | some where, found in _keyed}

_selectable := {within: everyone | some within, several in _labelled; everyone := {entry[0] | some entry in several}}

# METADATA
# description: The classes of a cluster that each pod selector in use matches, by `[cluster, selector]`.
selected := {key: ids |
	some key in network_vocabulary.pod_selectors
	ids := _select(["pods", key[0]], key[1])
}

# METADATA
# description: The namespaces that each namespace selector in use matches, by `[cluster, selector]`.
spaces_selected := {key: found |
	some key in network_vocabulary.space_selectors
	found := _select(["spaces", key[0]], key[1])
}

_select(within, selector) := intersection({everyone} | (by_value | expressed)) if {
	everyone := object.get(_selectable, [within], set())
	by_value := _equal(within, selector)
	expressed := _expressed(within, selector, everyone)
}

_equal(within, selector) := {object.get(_with_value, [[within, key, value]], set()) |
	some key, value in object.get(selector, "matchLabels", {})
}

_expressed(within, selector, everyone) := {_expression(within, expression, everyone) |
	some expression in object.get(selector, "matchExpressions", [])
}

_expression(within, expression, everyone) := _any_of(within, expression) if {
	expression.operator == "In"
} else := everyone - _any_of(within, expression) if {
	expression.operator == "NotIn"
} else := object.get(_with_key, [[within, expression.key]], set()) if {
	expression.operator == "Exists"
} else := everyone - object.get(_with_key, [[within, expression.key]], set()) if {
	expression.operator == "DoesNotExist"
} else := set()

_any_of(within, expression) := union({object.get(_with_value, [[within, expression.key, value]], set()) |
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
# description: |
#   The classes in the namespaces that each namespace selector in use matches, by `[cluster, selector]`.
in_selected_spaces := {key: ids |
	some key, found in spaces_selected
	ids := union({network_classes.in_space[space] | some space in found}) - network_classes.as_node
}

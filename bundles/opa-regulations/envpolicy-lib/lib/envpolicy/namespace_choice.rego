# METADATA
# title: Which namespaces of deployments something chooses
# description: |
#   Controllers choose namespaces by label, by name or by a pattern. A namespace whose object was not given has no label
#   but its name where all namespaces were given; else its labels are not known.
package lib.envpolicy.namespace_choice

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement

_name := "kubernetes.io/metadata.name"

_labels := {[entry.cluster, entry.name]: object.union(labels.of(entry.object), {_name: entry.name}) |
	some entry in estate.all("Namespace")
}

_whole := {cluster | some cluster, _ in input.clusters; placement.listed_in_full(cluster, "Namespace")}

# METADATA
# description: "The namespaces with deployments in them, by cluster."
inhabited := {cluster: namespaces |
	some cluster, _ in input.clusters
	namespaces := {where[1] | some where, _ in placement.residents; where[0] == cluster}
}

# METADATA
# description: |
#   Whether a label selector chooses a namespace: true, false, or null where its labels are not known. No selector
#   chooses nothing, an empty one everything.
selects(cluster, namespace, selector) := false if {
	not is_object(selector)
} else := _meets(selector, _labels[[cluster, namespace]]) if {
	_labels[[cluster, namespace]]
} else := _meets(selector, {_name: namespace}) if {
	_is_told(cluster, selector)
} else := null

_meets(selector, found) if {
	labels.matches(selector, found)
} else := false

_is_told(cluster, _) if cluster in _whole

_is_told(_, selector) if {
	every key in _keys(selector) {
		key == _name
	}
}

_keys(selector) := array.concat(
	[key | some key, _ in fields.mapping(selector, ["matchLabels"])],
	[fields.text(expression, ["key"]) | some expression in fields.list(selector, ["matchExpressions"])],
)

# METADATA
# description: "Of several answers: true where one is true, else null where one is null."
any(answers) if {
	true in answers
} else := null if {
	null in answers
} else := false

# METADATA
# scope: document
# description: "What a fact says where a choice is not known."
doubt(true, _, _) := {}

doubt(null, cluster, namespace) := {
	"certain": false,
	"missing": [sprintf("labels of namespace %v of %v", [namespace, cluster])],
}

# METADATA
# description: Whether a pattern (a regular expression for the whole name) chooses a namespace; null where it is none.
fits(pattern, namespace) := regex.match(whole, namespace) if {
	whole := sprintf("^(?:%v)$", [pattern])
	regex.is_valid(whole)
} else := null

# METADATA
# description: "A label selector out of its text, such as `team=shop,stage!=prod`; undefined for other forms."
written(text) := {"matchExpressions": expressions} if {
	expressions := [expression |
		some part in split(text, ",")
		expression := _expression(trim_space(part))
	]
	count(expressions) == count(split(text, ","))
	not regex.match(`[()]`, text)
}

_expression(part) := {"key": trim_space(sides[0]), "operator": "NotIn", "values": [trim_space(sides[1])]} if {
	sides := split(part, "!=")
	count(sides) == 2
} else := {"key": trim_space(sides[0]), "operator": "In", "values": [trim_space(sides[1])]} if {
	sides := split(replace(part, "==", "="), "=")
	count(sides) == 2
} else := {"key": trim_prefix(part, "!"), "operator": "DoesNotExist"} if {
	startswith(part, "!")
} else := {"key": part, "operator": "Exists"} if {
	part != ""
}

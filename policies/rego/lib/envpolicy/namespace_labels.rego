# METADATA
# title: Labels of namespaces
# description: |
#   `kubernetes.io/metadata.name` is always the namespace's own name. The other labels of a namespace whose object was
#   not given are not known, unless Namespaces are listed in full.
package lib.envpolicy.namespace_labels

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement

_name := "kubernetes.io/metadata.name"

_labels := {[entry.cluster, entry.name]: labels.of(entry.object) | some entry in estate.all("Namespace")}

# METADATA
# description: Whether a label selector matches a namespace of a cluster; null where nobody knows.
matched(cluster, namespace, selector) := _matches(selector, found) if {
	found := object.union(_labels[[cluster, namespace]], {_name: namespace})
} else := _matches(selector, {_name: namespace}) if {
	placement.listed_in_full(cluster, "Namespace")
} else := _matches(selector, {_name: namespace}) if {
	_keys(selector) - {_name} == set()
} else := null

_matches(selector, found) if {
	labels.matches(selector, found)
} else := false

_keys(selector) := object.keys(fields.mapping(selector, ["matchLabels"])) | {key |
	some expression in fields.list(selector, ["matchExpressions"])
	key := fields.text(expression, ["key"])
}

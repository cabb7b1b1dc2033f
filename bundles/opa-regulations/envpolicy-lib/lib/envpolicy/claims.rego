# METADATA
# title: Which deployment an object belongs to
# description: |
#   By placement: a selector of the deployment's own; else its release, read from the ownership marks that Helm,
#   Argo CD and Flux leave; else, for a deployment that is alone in its namespace, everything there that carries
#   no mark of another release. A deployment without release and selector takes what its neighbours leave.
package lib.envpolicy.claims

import data.lib.envpolicy.labels
import data.lib.envpolicy.placement

_release_labels := [
	"app.kubernetes.io/instance",
	"argocd.argoproj.io/instance",
	"kustomize.toolkit.fluxcd.io/name",
	"helm.toolkit.fluxcd.io/name",
]

# METADATA
# description: The names of the releases that an object's labels and annotations say it is part of.
marks(item) := found if {
	own := labels.of(item)
	notes := labels.annotations(item)
	found := union({
		{mark | some key in _release_labels; mark := own[key]},
		{mark | mark := notes["meta.helm.sh/release-name"]},
		{mark | mark := _tracked(notes["argocd.argoproj.io/tracking-id"])},
		_template_marks(item),
	})
}

# Argo CD's tracking id is `application:group/kind:namespace/name`; the application may carry its namespace and `_`.
_tracked(id) := regex.replace(split(id, ":")[0], `^.*_`, "") if is_string(id)

# The release label on the pods that a workload makes.
_template_marks(item) := {mark |
	some path in _template_labels
	mark := object.get(item, path, null)
	mark != null
}

_template_labels := [
	["spec", "template", "metadata", "labels", "app.kubernetes.io/instance"],
	["spec", "jobTemplate", "spec", "template", "metadata", "labels", "app.kubernetes.io/instance"],
]

# METADATA
# description: |
#   The deployments that claim an object of a namespace (`namespace` is "" for cluster-scoped objects, which are
#   claimed by their release's mark alone, or by where Helm says that the release stands). Usually one; none for what
#   nobody claims; two where selectors or releases overlap.
owners(cluster, kind, namespace, item) := {name | some name in placement.residents[[cluster, item.metadata.name]]} if {
	kind == "Namespace"
} else := _named(cluster, item) if {
	namespace == ""
} else := set() if {
	not placement.residents[[cluster, namespace]]
} else := whole if {
	whole := _undivided[[cluster, namespace]]
} else := claimed if {
	everyone := placement.residents[[cluster, namespace]]
	found := marks(item)
	by_name := {name | some name in everyone; _claims(placement.places[name], item, found)}
	claimed := _or_rest(by_name, everyone, found)
}

# Namespaces whose deployments all go without a release or selector: each takes everything there.
_undivided := {space: names |
	some space, names in placement.residents
	every name in names {
		_takes_rest(name, set(), set())
	}
}

_or_rest(by_name, everyone, found) := by_name if {
	count(by_name) > 0
} else := {name | some name in everyone; _takes_rest(name, everyone, found)}

_claims(place, item, _) if {
	place.selector != null
	some candidate in _label_sets(item)
	labels.matches(place.selector, candidate)
}

_claims(place, _, found) if {
	place.selector == null
	place.release in found
}

# What stands in a namespace and is nobody's by name goes to the deployment without a name, or to the only one there.
_takes_rest(name, _, _) if {
	place := placement.places[name]
	place.selector == null
	place.release == ""
}

_takes_rest(name, everyone, found) if {
	count(everyone) == 1
	placement.places[name].selector == null
	count(found) == 0
}

_named(cluster, item) := names if {
	found := marks(item)
	count(found) > 0
	notes := labels.annotations(item)
	names := {name | some name in placement.tenants[cluster]; _releases(placement.places[name], found, notes)}
	count(names) > 0
} else := names if {
	home := labels.annotations(item)["meta.helm.sh/release-namespace"]
	names := {name | some name in placement.residents[[cluster, home]]; _takes_rest(name, set(), set())}
} else := set()

_releases(place, found, notes) if {
	place.release in found
	object.get(notes, "meta.helm.sh/release-namespace", place.namespace) == place.namespace
}

_label_sets(item) := [labels.of(item)] if {
	object.get(item, ["spec", "template"], null) == null
} else := [labels.of(item), labels.of(item.spec.template)]

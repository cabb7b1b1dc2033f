# METADATA
# title: Which deployment an object belongs to
# description: |
#   By placement: a selector of the deployment's own; else its release, read from the ownership marks that Helm, Argo CD and
#   Flux leave; else, for a deployment that is alone in its namespace, everything there that carries no mark of another
#   release. A deployment without release and selector takes what its neighbours leave.
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
marks(item) := (({mark |
	some key in _release_labels
	mark := labels.of(item)[key]
} | {mark |
	some mark in template_marks(item)
}) | {mark |
	mark := labels.annotations(item)["meta.helm.sh/release-name"]
}) | {mark |
	tracking := labels.annotations(item)["argocd.argoproj.io/tracking-id"]
	is_string(tracking)
	application := split(tracking, ":")[0]
	mark := regex.replace(application, `^.*_`, "")
}

# METADATA
# description: The release label on the pods that a workload makes.
template_marks(item) := {mark |
	some path in [["spec", "template"], ["spec", "jobTemplate", "spec", "template"]]
	template := object.get(item, path, null)
	is_object(template)
	mark := labels.of(template)["app.kubernetes.io/instance"]
}

# METADATA
# description: |
#   The deployments that claim an object of a namespace (`namespace` is "" for cluster-scoped objects, which are claimed by
#   their release's mark alone). Usually one; none for what nobody claims; two where selectors or releases overlap.
owners(cluster, kind, namespace, item) := {name | some name in placement.residents[[cluster, item.metadata.name]]} if {
	kind == "Namespace"
} else := _named(cluster, item) if {
	namespace == ""
} else := claimed if {
	claimed := {name |
		some name in placement.residents[[cluster, namespace]]
		_claims(placement.places[name], item, marks(item))
	}
	count(claimed) > 0
} else := {name |
	some name in placement.residents[[cluster, namespace]]
	_takes_rest(name, placement.residents[[cluster, namespace]], marks(item))
}

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

_named(cluster, item) := {name |
	some name in placement.tenants[cluster]
	place := placement.places[name]
	place.release != ""
	place.release in marks(item)
	object.get(labels.annotations(item), "meta.helm.sh/release-namespace", place.namespace) == place.namespace
}

_label_sets(item) := [labels.of(item)] if {
	not object.get(item, ["spec", "template"], null)
} else := [labels.of(item), labels.of(item.spec.template)]

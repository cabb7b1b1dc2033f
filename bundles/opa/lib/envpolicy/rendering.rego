# METADATA
# title: Objects that stand for others which were not given
# description: |
#   A HelmRelease, a Kustomization of Flux, an Application of Argo CD or a Template of OpenShift says what is to be
#   made, not what it is. Where nothing is given of what is made of it, nothing is known of the deployment.
package lib.envpolicy.rendering

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

# `{"entry", "space", "release"}`: the namespace that it fills, as `[cluster, namespace]`, and the name of the release,
# "" of what has none.
_orders := array.concat(_releases, _applications)

_kinds := {
	"HelmRelease.helm.toolkit.fluxcd.io",
	"HelmChart.helm.cattle.io",
	"Kustomization.kustomize.toolkit.fluxcd.io",
	"Template.template.openshift.io",
}

_releases := [{"entry": entry, "space": [entry.cluster, namespace], "release": release} |
	some kind in _kinds
	some entry in estate.all(kind)
	count(fields.mapping(entry.object, ["spec", "kubeConfig"])) == 0
	target := fields.text(entry.object, ["spec", "targetNamespace"])
	namespace := [name | some name in [target, entry.namespace]; name != ""][0]
	release := _release(kind, entry, target)
]

_release("HelmRelease.helm.toolkit.fluxcd.io", entry, target) := [name |
	some name in [
		fields.text(entry.object, ["spec", "releaseName"]),
		concat("-", [part | some part in [target, entry.name]; part != ""]),
	]
	name != ""
][0]

_release("HelmChart.helm.cattle.io", entry, _) := entry.name

_release(kind, _, _) := "" if kind in {"Kustomization.kustomize.toolkit.fluxcd.io", "Template.template.openshift.io"}

# Those of another cluster are told of there: nothing of the deployment was given, or it was.
_applications := [{"entry": entry, "space": [entry.cluster, namespace], "release": ""} |
	some entry in estate.all("Application.argoproj.io")
	destination := fields.mapping(entry.object, ["spec", "destination"])
	namespace := fields.text(destination, ["namespace"])
	namespace != ""
	_is_here(destination)
]

_is_here(destination) if fields.text(destination, ["server"]) == "https://kubernetes.default.svc"

_is_here(destination) if fields.text(destination, ["name"]) == "in-cluster"

# What runs in a namespace, by the words that may name the release: labels, annotations, and names up to a dash.
_runs[space] contains word if {
	count(_orders) > 0
	some workload in workloads.all
	space := [workload.cluster, workload.namespace]
	some word in _words(workload.entry)
}

_words(entry) := union({
	{""},
	{value | some value in labels.of(entry.object)},
	{value | some value in labels.annotations(entry.object)},
	{concat("-", array.slice(parts, 0, size)) |
		parts := split(entry.name, "-")
		some size in numbers.range(1, count(parts))
	},
})

_running := {space: words | some space, words in _runs}

_is_made(order) if order.release in object.get(_running, [order.space], set())

_is_made(order) if {
	order.release != ""
	order.entry.name in object.get(_running, [order.space], set())
}

_missing[name] contains text if {
	some order in _orders
	not _is_made(order)
	some name in placement.residents[order.space]
	_is_of(placement.places[name], order)
	text := sprintf("objects of %v %v/%v", [split(order.entry.kind, ".")[0], order.entry.namespace, order.entry.name])
}

_missing[name] contains text if {
	some name in estate.empty
	text := concat(" of ", ["objects", name])
}

_is_of(place, order) if {
	place.release in {"", order.release, order.entry.name}
	place.selector == null
}

_is_of(place, order) if order.release == place.release

# METADATA
# description: |
#   What was not given of a deployment, as texts "objects of ...", by name: everything of one without a single object,
#   and what its releases and applications stand for.
missing := {name: texts | some name, texts in _missing}

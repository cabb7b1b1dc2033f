# METADATA
# title: Which deployments an Application of Argo CD deploys
# description: |
#   By its destination: the deployments that stand in that namespace of that cluster; where several do, the ones whose
#   release is called like the Application (or its Helm release), else those that have no release.
package lib.envpolicy.argocd_deployments

import data.lib.envpolicy.argocd_clusters
import data.lib.envpolicy.argocd_objects
import data.lib.envpolicy.fields
import data.lib.envpolicy.placement

_in_namespace[namespace] contains name if {
	some name, place in placement.places
	namespace := place.namespace
}

_by_namespace := {namespace: names | some namespace, names in _in_namespace}

_places := placement.places

_everybody := object.keys(_places)

_residents := placement.residents

_targets := [argocd_objects.destination_of(application) | some application in argocd_objects.applications]

# By destination as written: the clusters that it may mean, with what is missing to tell.
_meanings := {[from, target.server, target.name]: meant |
	some n, application in argocd_objects.applications
	from := application.cluster
	target := _targets[n]
	meant := {to: missing |
		some to, _ in input.clusters
		missing := _means(from, to, target.server, target.name)
	}
}

_means(_, _, server, _) := set() if contains(server, "{{")

_means(_, _, _, name) := set() if contains(name, "{{")

_means(from, to, _, name) := set() if name in argocd_clusters.names[from][to]

_means(from, to, server, _) := set() if {
	server != ""
	argocd_clusters.normal(server) in argocd_clusters.servers[from][to]
}

_means(from, to, server, _) := {concat(" of ", ["apiServer", to])} if {
	server != ""
	not contains(server, "{{")
	to in argocd_clusters.undeclared
	every _, known in argocd_clusters.servers[from] {
		not argocd_clusters.normal(server) in known
	}
}

# METADATA
# description: |
#   `[application, deployment, missing]`: the Application's place in `argocd_objects.applications`, a deployment that it
#   deploys, and the names of the facts that are missing to be certain.
deploys := [found |
	some n, application in argocd_objects.applications
	target := _targets[n]
	meant := _meanings[[application.cluster, target.server, target.name]]
	some name in _candidates(target.namespace)
	place := _places[name]
	missing := meant[place.cluster] | _templated(application, target)
	_takes(application, name, [place.cluster, place.namespace], target.namespace)
	found := [n, name, missing]
]

_candidates(namespace) := _everybody if {
	namespace == ""
} else := _everybody if {
	contains(namespace, "{{")
} else := object.get(_by_namespace, namespace, set())

_templated(application, target) := {sprintf("what ApplicationSet %v/%v makes", words)} if {
	some part in target
	contains(part, "{{")
	words := [application.namespace, application.entry.name]
} else := set()

_takes(application, name, _, _) if _called(application, name)

_takes(_, _, _, namespace) if contains(namespace, "{{")

_takes(application, name, space, namespace) if {
	namespace != ""
	residents := _residents[space]
	not _claimed(application, residents)
	_rest(name, residents)
}

_claimed(application, residents) if {
	some resident in residents
	_called(application, resident)
}

_rest(_, residents) if count(residents) == 1

_rest(name, _) if _places[name].release == ""

_called(application, name) if _places[name].release in _releases(application)

_releases(application) := {text |
	some text in array.concat([application.name], _helm_names(application))
	text != ""
}

_helm_names(application) := [fields.text(source, ["helm", "releaseName"]) |
	some [_, source] in argocd_objects.sources(application)
]

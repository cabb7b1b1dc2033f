# METADATA
# title: Where an Argo CD looks for Applications
# description: |
#   Its own namespace, where an Application may be of any project, and, since version 2.5, the namespaces that it is
#   told to (`--application-namespaces`, fact controllers.argocd.applicationNamespaces; upstream has none), where it may
#   be of the projects that list the namespace in `sourceNamespaces`. Both lists hold globs, or regular expressions
#   between slashes.
package lib.envpolicy.argocd_namespaces

import data.lib.envpolicy.argocd_objects
import data.lib.envpolicy.argocd_projects
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

_flags := {cluster: fields.mapping(controllers, ["argocd"]) |
	some cluster, facts in placement.facts
	controllers := object.get(facts, "controllers", {})
}

_projects := estate.all("AppProject.argoproj.io")

# By cluster: the namespaces of the Argo CD itself: the declared one, else the usual one and those of its projects.
_control := {cluster: _or_usual(cluster, fields.text(flags, ["namespace"])) | some cluster, flags in _flags}

_or_usual(_, name) := {name} if name != ""

_or_usual(cluster, "") := {"argocd"} | {entry.namespace | some entry in _projects; entry.cluster == cluster}

# By cluster: the patterns for namespaces that Applications are taken from; null where something sets them that is not
# declared.
_patterns := {cluster: _listed(object.get(flags, "applicationNamespaces", null), cluster) |
	some cluster, flags in _flags
}

_listed(declared, cluster) := null if {
	not is_array(declared)
	_hinted(cluster)
} else := {text | some line in declared; some text in _texts(line)} if {
	is_array(declared)
} else := set()

_hinted(cluster) if {
	some entry in estate.all("ConfigMap")
	entry.cluster == cluster
	entry.name == "argocd-cmd-params-cm"
	view := fields.mapping(entry.object, ["data", "application.namespaces"])
	object.get(view, "digests", []) != []
}

_hinted(cluster) if {
	some workload in workloads.all
	workload.cluster == cluster
	some item in workload.containers
	some view in fields.list(item.container, ["args"])
	is_object(view)
	object.get(view, "setting", "") == "application-namespaces"
}

_hinted(cluster) if {
	some application in argocd_objects.applications
	application.cluster == cluster
	not application.namespace in _control[cluster]
	[cluster, application.project, application.namespace] in _listing
}

_texts(line) := [trim_space(text) | some text in split(line, ",")] if {
	is_string(line)
	not startswith(line, "/")
} else := [line]

# --- namespaces that the lists take in, each pattern looked at once

_spaces[cluster] contains namespace if {
	some [cluster, namespace], _ in placement.residents
}

_elsewhere := {cluster: others |
	some cluster, namespaces in _spaces
	others := namespaces - _control[cluster]
}

_sources := {[entry.cluster, pattern] |
	some entry in _projects
	some pattern in fields.texts(entry.object, ["spec", "sourceNamespaces"])
}

_taken := {[cluster, pattern]: _matching(cluster, pattern) | some [cluster, pattern] in _sources}

_heeded_spaces := {cluster: union({_matching(cluster, pattern) | some pattern in listed}) |
	some cluster, listed in _patterns
	listed != null
}

_matching(cluster, pattern) := {namespace |
	some namespace in object.get(_elsewhere, cluster, set())
	_matches(pattern, namespace)
}

# Some expressions of Argo CD (those that look ahead) are none here: they may take in anything.
_matches(pattern, namespace) if {
	not _is_expression(pattern)
	glob.match(pattern, null, namespace)
}

_matches(pattern, namespace) if {
	_is_expression(pattern)
	expression := trim_suffix(trim_prefix(pattern, "/"), "/")
	_allows(expression, namespace)
}

_is_expression(pattern) if {
	startswith(pattern, "/")
	endswith(pattern, "/")
	count(pattern) > 2
}

_allows(expression, namespace) if {
	regex.is_valid(expression)
	regex.match(expression, namespace)
}

_allows(expression, _) if not regex.is_valid(expression)

_listing := {[entry.cluster, entry.name, namespace] |
	some entry in _projects
	some pattern in fields.texts(entry.object, ["spec", "sourceNamespaces"])
	some namespace in _taken[[entry.cluster, pattern]]
}

# Whether Applications are taken from a namespace at all, as what is missing to tell.
_heeded(cluster, namespace) := set() if {
	namespace in _heeded_spaces[cluster]
} else := {concat(" of ", ["controllers.argocd.applicationNamespaces", cluster])} if {
	_patterns[cluster] == null
}

# METADATA
# description: |
#   By `[cluster, project]`: the deployments in whose namespace Applications may be of the project, as `{deployment:
#   missing}`.
tenants := {key: found |
	some key in {[cluster, project] | some [cluster, project, _] in _listing}
	found := {name: missing |
		some [cluster, project, namespace] in _listing
		[cluster, project] == key
		missing := _heeded(cluster, namespace)
		some name in placement.residents[[cluster, namespace]]
	}
}

# METADATA
# description: |
#   By `[cluster, project]`: what a project says that lets its Applications write Applications of any project, those in
#   the namespace of the Argo CD itself, as the places of its destinations (by name: a pattern for everything is
#   cd-project-wildcard's).
controlling := {[project.cluster, project.name]: found |
	some project in argocd_projects.all
	found := [index |
		some index, item in project.items
		item.namespace in _control[project.cluster]
		project.cluster in argocd_projects.clusters_of(project.cluster, item)
	]
	count(found) > 0
	not _denied(project)
}

_denied(project) if {
	some item in project.items
	startswith(item.namespace, "!")
	some namespace in _control[project.cluster]
	glob.match(trim_prefix(item.namespace, "!"), null, namespace)
}

# METADATA
# title: What a project of Argo CD lets its Applications deploy to
# description: |
#   A destination is permitted where some item of the project matches it, server or name and namespace, as globs, and no
#   item's denial (`!`) is hit. The project `default` permits everything unless somebody redefines it.
package lib.envpolicy.argocd_projects

import data.lib.envpolicy.argocd_clusters
import data.lib.envpolicy.argocd_deployments
import data.lib.envpolicy.argocd_objects
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.placement

_kind := "AppProject.argoproj.io"

_everybody := object.keys(placement.places)

_in_cluster := placement.tenants

_in_namespace[namespace] contains name if {
	some name, place in placement.places
	namespace := place.namespace
}

_by_namespace := {namespace: names | some namespace, names in _in_namespace}

_given := [project |
	some entry in estate.all(_kind)
	project := {
		"cluster": entry.cluster,
		"name": entry.name,
		"items": [_item(item) |
			not _scoped_to_nothing(entry)
			some item in fields.list(entry.object, ["spec", "destinations"])
		],
		"spec": fields.mapping(entry.object, ["spec"]),
		"witness": [estate.witness(entry, ["spec", "destinations"])],
		"entry": entry,
		"missing": {sprintf("clusters of AppProject %v of %v", [entry.name, entry.cluster]) | _is_scoped(entry)},
	}
]

# Only clusters whose Secret names the project; which one it names is a value that nobody sees.
_is_scoped(entry) if object.get(entry.object, ["spec", "permitOnlyProjectScopedClusters"], false) == true

_scoped_to_nothing(entry) if {
	_is_scoped(entry)
	placement.listed_in_full(entry.cluster, "Secret")
	not entry.cluster in argocd_clusters.scoping
}

_item(item) := {part: fields.text(item, [part]) | some part in ["server", "name", "namespace"]}

_named_given := {[project.cluster, project.name] | some project in _given}

# The project that Argo CD makes by itself.
_made := [project |
	some cluster in argocd_clusters.controlling
	not [cluster, "default"] in _named_given
	project := {
		"cluster": cluster,
		"name": "default",
		"items": [{"server": "*", "name": "", "namespace": "*"}],
		"spec": {"clusterResourceWhitelist": [{"group": "*", "kind": "*"}]},
		"witness": [],
		"entry": null,
		"missing": {sprintf("inventory of %v", [cluster]) | not placement.listed_in_full(cluster, _kind)},
	}
]

# METADATA
# description: |
#   Every project: `{"cluster", "name", "items", "spec", "witness", "entry", "missing"}`; `entry` is null for the
#   project `default` that stands nowhere.
all := array.concat(_given, _made)

# METADATA
# description: "The words for a project, which are also part of keys: `AppProject name of cluster`."
label(project) := sprintf("AppProject %v of %v", [project.name, project.cluster])

# --- items, each looked at once

_distinct := {[project.cluster, item] | some project in all; some item in project.items}

# What an item says of each cluster and namespace: the deployments whose server, name, namespace it matches, surely and
# perhaps.
_read := {[from, item]: found |
	some [from, item] in _distinct
	servers := _matched_servers(from, item.server)
	by_name := _clusters_named(from, item.name)
	spaces := _spaces(item.namespace)
	found := {
		"surely": (_tenants_of(servers.surely) | _tenants_of(by_name)) & spaces,
		"perhaps": (_tenants_of(servers.perhaps) | _tenants_of(by_name)) & spaces,
		"clusters": (servers.perhaps | by_name),
		"sure_clusters": (servers.surely | by_name),
		"beyond": union({
			_unless_denied(item.server, _tenants_of(servers.surely)),
			_unless_denied(item.name, _tenants_of(by_name)),
			_unless_denied(item.namespace, spaces),
		}),
	}
}

# METADATA
# description: The clusters that an item of a project names or may name.
clusters_of(from, item) := _read[[from, item]].clusters

# Whom a denial keeps out: those that its field does not match.
_unless_denied(pattern, matched) := _everybody - matched if {
	startswith(pattern, "!")
} else := set()

_tenants_of(clusters) := union({object.get(_in_cluster, cluster, set()) | some cluster in clusters})

_matched_servers(_, "") := {"surely": set(), "perhaps": set()}

_matched_servers(from, pattern) := {"surely": surely, "perhaps": (surely | _unknown(from, pattern))} if {
	pattern != ""
	surely := {cluster |
		some cluster, addresses in argocd_clusters.servers[from]
		_matches_one(argocd_clusters.normal(pattern), addresses)
	} | {cluster | some cluster, _ in input.clusters; pattern == "*"}
}

# Clusters that a pattern for servers may mean, since nobody says where they answer.
_unknown(from, pattern) := argocd_clusters.undeclared - {from} if {
	startswith(pattern, "!")
} else := argocd_clusters.undeclared if {
	regex.match(_meta, pattern)
} else := argocd_clusters.undeclared if {
	argocd_clusters.normal(pattern) != "https://kubernetes.default.svc"
	not _matches_some(from, pattern)
} else := set()

_matches_some(from, pattern) if {
	some addresses in argocd_clusters.servers[from]
	argocd_clusters.normal(pattern) in addresses
}

_clusters_named(_, "") := set()

_clusters_named(from, pattern) := {cluster |
	some cluster, names in argocd_clusters.names[from]
	_matches_one(pattern, names)
} if {
	pattern != ""
}

_spaces(pattern) := union({names | some namespace, names in _by_namespace; _matches_one(pattern, {namespace})})

# A denial must hold of every name that something goes by.
_matches_one("*", _) := true

_matches_one(pattern, texts) if {
	pattern != "*"
	not startswith(pattern, "!")
	some text in texts
	glob.match(pattern, null, text)
}

_matches_one(pattern, texts) if {
	startswith(pattern, "!")
	every text in texts {
		not glob.match(trim_prefix(pattern, "!"), null, text)
	}
}

_meta := `[*?\[{!]`

# METADATA
# description: |
#   For each project, by its place: the deployments that it permits by patterns, where Argo CD manages their cluster, as
#   `{deployment: missing}`.
wide := [_permitted(project, true) | some project in all]

# METADATA
# description: |
#   For each project, by its place, the deployments that it permits by name, as `{deployment: missing}`.
named := [_permitted(project, false) | some project in all]

_permitted(project, is_wide) := {name: missing |
	denied := _kept_out(project)
	some item in project.items
	_is(item, is_wide)
	some name in (_read[[project.cluster, item]].perhaps - denied)
	missing := _missing(project, name, is_wide)
}

_kept_out(project) := union({denied |
	some item in project.items
	read := _read[[project.cluster, item]]
	denied := read.beyond - read.surely
})

# Whether an item says more than one place by name.
_is(item, true) if _has_meta(item)

_is(item, false) if not _has_meta(item)

_has_meta(item) if {
	some part in item
	regex.match(_meta, part)
}

_missing(project, name, is_wide) := (project.missing | managed) | server if {
	cluster := placement.places[name].cluster
	managed := argocd_clusters.managed[project.cluster][cluster]
	server := {concat(" of ", ["apiServer", cluster]) | not _surely(project, name, is_wide)}
}

_surely(project, name, is_wide) if {
	some item in project.items
	_is(item, is_wide)
	name in _read[[project.cluster, item]].surely
}

# METADATA
# description: |
#   For each project, by its place: the deployments in clusters for which it permits cluster-scoped resources that open
#   every namespace, as `{deployment: missing}`.
over_clusters := [_over_clusters(project) | some project in all]

_over_clusters(project) := {name: missing |
	_permits_binding(project.spec)
	some item in project.items
	some cluster in _read[[project.cluster, item]].clusters
	managed := argocd_clusters.managed[project.cluster][cluster]
	some name in _in_cluster[cluster]
	server := {concat(" of ", ["apiServer", cluster]) | not _cluster_sure(project, cluster)}
	missing := (project.missing | managed) | server
}

_cluster_sure(project, cluster) if {
	some item in project.items
	cluster in _read[[project.cluster, item]].sure_clusters
}

# Kinds that reach past namespaces.
_opening := [
	{"group": "rbac.authorization.k8s.io", "kind": "ClusterRoleBinding"},
	{"group": "admissionregistration.k8s.io", "kind": "MutatingWebhookConfiguration"},
]

_permits_binding(spec) if {
	some kind in _opening
	_lists(spec, "clusterResourceWhitelist", kind)
	not _lists(spec, "clusterResourceBlacklist", kind)
}

_lists(spec, list, kind) if {
	some item in fields.list(spec, [list])
	_matches_one(fields.text(item, ["group"]), {kind.group})
	_matches_one(fields.text(item, ["kind"]), {kind.kind})
}

# --- whose Applications are in a project

_used[key] contains use if {
	some [n, name, missing] in argocd_deployments.deploys
	application := argocd_objects.applications[n]
	key := [application.cluster, application.project]
	use := [name, estate.witness(application.entry, array.concat(application.path, ["project"])), missing]
}

# METADATA
# description: |
#   The same by `[cluster, name of the project]`, also for projects that stand nowhere.
uses := {key: found | some key, found in _used}

# METADATA
# description: |
#   For each project, by its place, the deployments with an Application in it, as `[deployment, witness, missing]`.
users := [object.get(uses, [[project.cluster, project.name]], set()) | some project in all]

# METADATA
# title: Clusters, as an Argo CD knows them
# description: |
#   Argo CD names a cluster by its API server or by a name. Its own cluster is `in-cluster`; any other has a Secret of
#   its own there. The names are taken to be those of the plan; the API servers are facts.
package lib.envpolicy.argocd_clusters

import data.lib.envpolicy.argocd_objects
import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement

_objects := argocd_objects.everything

_secrets := estate.all("Secret")

# METADATA
# description: The clusters in which an Argo CD works.
controlling := {entry.cluster | some entry in _objects}

# METADATA
# description: |
#   The names of each cluster, seen from each that controls, as `{controlling: {cluster: names}}`.
names := {from: found |
	some from in controlling
	found := {id: known |
		some id, cluster in input.clusters
		known := {cluster.name, id} | _own_name(from, id)
	}
}

_own_name(from, id) := {"in-cluster"} if {
	from == id
} else := set()

# METADATA
# description: The API servers of each cluster, seen from each that controls; no entry where they are not known.
servers := {from: found |
	some from in controlling
	found := {id: known |
		some id, _ in input.clusters
		known := _own_server(from, id) | _declared[id]
		count(known) > 0
	}
}

_own_server(from, id) := {"https://kubernetes.default.svc"} if {
	from == id
} else := set()

_declared := {id: _address(placement.cluster_fact(id, "apiServer")) | some id, _ in input.clusters}

_address(server) := {normal(server)} if {
	is_string(server)
} else := set()

# METADATA
# description: The clusters whose API server nobody declares.
undeclared := {id | some id, found in _declared; count(found) == 0}

# METADATA
# description: An API server's address without what makes equal ones differ.
normal(server) := regex.replace(trim_suffix(lower(server), "/"), `:443$|\.cluster\.local(:443)?$`, "")

_keys[from] contains address if {
	some entry in _secrets
	labels.of(entry.object)["argocd.argoproj.io/secret-type"] == "cluster"
	from := entry.cluster
	some field in ["data", "stringData"]
	view := object.get(entry.object, [field, "server"], {})
	is_object(view)
	some url in object.get(view, "urls", [])
	address := normal(sprintf("https://%v:%v", [url.host, url.port]))
}

_registered := {from: addresses | some from, addresses in _keys}

# METADATA
# description: The clusters with an Argo CD that keeps a cluster for some project only.
scoping := {entry.cluster |
	some entry in _secrets
	labels.of(entry.object)["argocd.argoproj.io/secret-type"] == "cluster"
	some field in ["data", "stringData"]
	object.get(entry.object, [field, "project"], null) != null
}

# METADATA
# description: |
#   Whether an Argo CD in one cluster may deploy into another, as what is missing to tell: `{from: {to: missing}}`. No
#   entry means that it does not.
managed := {from: found |
	some from in controlling
	found := {to: missing |
		some to, _ in input.clusters
		missing := _missing(from, to)
	}
}

_missing(from, to) := set() if {
	from == to
} else := set() if {
	is_manager(from, to)
} else := set() if {
	some server in _declared[to]
	server in _registered[from]
} else := set() if {
	some target in argocd_objects.targets
	target[0] == from
	_meant(from, to, target[1], target[2])
} else := {sprintf("managementCluster of %v", [to])} if {
	placement.cluster_fact(to, "managementCluster") == null
	not _excluded(from, to)
}

# METADATA
# scope: document
# description: Whether a cluster is declared to manage another one.
is_manager(from, to) if _managers[to] == from

# A name alone is that of a cluster of the same Environment, if there is one.
_managers := {to: manager |
	some to, cluster in input.clusters
	name := placement.cluster_fact(to, "managementCluster")
	is_string(name)
	manager := _meant_by(name, cluster.environment)
}

_meant_by(name, environment) := name if {
	contains(name, "/")
} else := near if {
	near := concat("/", [environment, name])
	input.clusters[near]
} else := far if {
	some far, cluster in input.clusters
	cluster.name == name
	count([other | some other in input.clusters; other.name == name]) == 1
}

_meant(_, to, server, _) if normal(server) in _declared[to]

_meant(from, to, _, name) if {
	name != ""
	name in names[from][to]
}

# Every cluster has its Secret, and none of them is this one's.
_excluded(from, to) if {
	placement.listed_in_full(from, "Secret")
	not to in undeclared
}

_excluded(from, _) if {
	placement.listed_in_full(from, "Secret")
	count(object.get(_registered, from, set()) - _all_declared) == 0
}

_all_declared := union({addresses | some addresses in _declared})

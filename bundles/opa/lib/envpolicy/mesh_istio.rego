# METADATA
# title: What Istio joins
# description: |
#   A remote Secret lets the control plane find what runs in the other cluster; meshes of one id and one root
#   certificate trust each other. As facts of the sort "this deployment holds this key".
package lib.envpolicy.mesh_istio

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.mesh_members
import data.lib.envpolicy.placement

_key(parts) := concat(" ", parts)

_remotes := [found |
	some entry in estate.all("Secret")
	labels.of(entry.object)["istio/multiCluster"] == "true"
	some field in ["data", "stringData"]
	some name, view in fields.mapping(entry.object, field)
	some target in _targets(entry, name, view)
	found := object.union(target, {"from": entry.cluster, "witness": estate.witness(entry, [])})
]

_targets(entry, name, view) := known if {
	known := [{"to": id, "doubt": {}} |
		some id, _ in input.clusters
		id != entry.cluster
		_means(entry, name, view, id)
	]
	count(known) > 0
} else := [{"to": id, "doubt": {"certain": false, "missing": [concat(" of ", ["apiServer", id])]}} |
	some id, _ in input.clusters
	id != entry.cluster
	placement.cluster_fact(id, "apiServer") == null
]

_means(_, name, _, id) if input.clusters[id].name == name

_means(entry, _, _, id) if labels.annotations(entry.object)["networking.istio.io/cluster"] == input.clusters[id].name

_means(_, _, view, id) if {
	is_object(view)
	server := placement.cluster_fact(id, "apiServer")
	is_string(server)
	some url in object.get(view, "urls", [])
	url.scheme == "https"
	_address(server) == sprintf("%v:%v", [url.host, url.port])
}

_address(text) := concat(":", [lower(parts[0]), array.concat(parts, ["443"])[1]]) if {
	rest := split(trim_prefix(text, "https://"), "/")[0]
	parts := split(rest, ":")
}

# METADATA
# description: Whom a remote Secret joins.
remote := {fact |
	some found in _remotes
	some [side, cluster] in [["uses", found.from], ["offers", found.to]]
	some name in mesh_members.of_cluster(cluster)
	fact := object.union(found.doubt, {
		"deployment": name,
		"key": _key(["Istio of", found.from, "in", found.to]),
		"side": side,
		"covered": cluster,
		"witness": [found.witness],
	})
}

# Equal meshes with one root trust each other.
_meshes[cluster] contains {"id": id, "witness": estate.witness(entry, ["spec", "values", "global", "meshID"])} if {
	some kind in ["IstioOperator.install.istio.io", "Istio.sailoperator.io"]
	some entry in estate.all(kind)
	cluster := entry.cluster
	id := fields.text(entry.object, ["spec", "values", "global", "meshID"])
	id != ""
}

_roots[cluster] contains digest if {
	some kind, name in {"Secret": "cacerts", "ConfigMap": "istio-ca-root-cert"}
	some entry in estate.all(kind)
	entry.name == name
	some field in ["data", "stringData"]
	view := object.get(entry.object, [field, "root-cert.pem"], null)
	is_object(view)
	digest := view.digests[0]
	cluster := entry.cluster
}

# METADATA
# description: Whom a common root joins.
trust := {fact |
	some cluster, meshes in _meshes
	some mesh in meshes
	some digest in _roots[cluster]
	some name in mesh_members.of_cluster(cluster)
	fact := {
		"deployment": name,
		"key": _key(["Istio mesh", mesh.id, digest]),
		"covered": cluster,
		"witness": [mesh.witness],
	}
}

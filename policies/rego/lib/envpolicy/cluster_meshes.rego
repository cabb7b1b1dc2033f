# METADATA
# title: What joins the networks of clusters
# description: |
#   Cilium's cluster mesh, Istio's remote Secrets and shared root, Linkerd's links and Submariner: as facts of the sort
#   "this deployment holds this key". Two deployments of one cluster never meet.
package lib.envpolicy.cluster_meshes

import data.lib.envpolicy.cluster_sets
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.mesh_members
import data.lib.envpolicy.network_outside
import data.lib.envpolicy.placement

_key(parts) := concat(" ", parts)

_named := {cluster.name: {id | some id, other in input.clusters; other.name == cluster.name} | some cluster in input.clusters}

_holders(entry) := entry.owners if {
	count(entry.owners) > 0
} else := object.get(placement.residents, [[entry.cluster, entry.namespace]], set())

_is(notes, names, value) if {
	some name in names
	is_string(notes[name])
	lower(notes[name]) == value
}

# --- Cilium: Services of one name that are declared global in both clusters

_globals := [use |
	some entry in estate.all("Service")
	notes := labels.annotations(entry.object)
	_is(notes, ["service.cilium.io/global", "io.cilium/global-service"], "true")
	some name in _holders(entry)
	some side in _cilium_sides(notes)
	use := {
		"deployment": name,
		"cluster": entry.cluster,
		"what": sprintf("global Service %v/%v", [entry.namespace, entry.name]),
		"witness": [estate.witness(entry, ["metadata", "annotations"])],
		"side": side,
	}
]

_cilium_sides(notes) := ["uses"] if {
	_is(notes, ["service.cilium.io/shared", "io.cilium/shared-service"], "false")
} else := ["uses", "offers"]

# The Secret of the mesh has a key for each cluster that this one is connected to.
_connected[cluster] contains other if {
	some entry in estate.all("Secret")
	entry.name == "cilium-clustermesh"
	some field in ["data", "stringData"]
	some name, _ in fields.mapping(entry.object, field)
	some other in _named[name]
	cluster := entry.cluster
}

_joined contains pair if {
	some cluster, others in _connected
	some other in others
	cluster != other
	pair := sort([cluster, other])
}

_cilium := {fact |
	some use in _globals
	some fact in cluster_sets.facts(use, use.side)
} | {fact |
	some use in _globals
	some pair in _joined
	use.cluster in pair
	fact := {
		"deployment": use.deployment,
		"key": _key(array.concat(pair, [use.what])),
		"side": use.side,
		"covered": use.cluster,
		"witness": use.witness,
	}
}

# --- Istio: a remote Secret lets the control plane find what runs in the other cluster

_remotes := [remote |
	some entry in estate.all("Secret")
	labels.of(entry.object)["istio/multiCluster"] == "true"
	some field in ["data", "stringData"]
	some name, view in fields.mapping(entry.object, field)
	some target in _targets(entry, name, view)
	remote := object.union(target, {"from": entry.cluster, "witness": estate.witness(entry, [])})
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

_istio := {fact |
	some remote in _remotes
	some [side, cluster] in [["uses", remote.from], ["offers", remote.to]]
	some name in mesh_members.of_cluster(cluster)
	fact := object.union(remote.doubt, {
		"deployment": name,
		"key": _key(["Istio of", remote.from, "in", remote.to]),
		"side": side,
		"covered": cluster,
		"witness": [remote.witness],
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
	some entry in estate.all("Secret")
	entry.name == "cacerts"
	some field in ["data", "stringData"]
	view := object.get(entry.object, [field, "root-cert.pem"], null)
	is_object(view)
	digest := view.digests[0]
	cluster := entry.cluster
}

_trust := {fact |
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

# --- Linkerd: a link mirrors the Services that the other cluster exports

_exported := [export |
	some entry in estate.all("Service")
	labels.of(entry.object)["mirror.linkerd.io/exported"] in {"true", "remote-discovery"}
	some name in _holders(entry)
	export := {"entry": entry, "deployment": name}
]

_links := [link |
	some entry in estate.all("Link.multicluster.linkerd.io")
	link := {"from": entry.cluster, "target": fields.text(entry.object, ["spec", "targetClusterName"]), "entry": entry}
]

_mirrored := {[entry.cluster, entry.namespace, entry.name] |
	some entry in estate.all("Service")
	labels.of(entry.object)["mirror.linkerd.io/mirrored-service"] == "true"
}

_linkerd := {fact |
	some link in _links
	some export in _exported
	export.entry.cluster != link.from
	_mirrors(link, export.entry)
	some fact in array.concat(
		[_linked(link, export, export.deployment, "offers", export.entry.cluster)],
		[_linked(link, export, name, "uses", link.from) | some name in _users(link.from, export.entry.namespace)],
	)
}

_mirrors(link, entry) if entry.cluster in _named[link.target]

_mirrors(link, entry) if {
	not _named[link.target]
	[link.from, entry.namespace, concat("-", [entry.name, link.target])] in _mirrored
}

# Whoever stands in the namespace of that name, where the mirror is, or may send out to it.
_users(cluster, namespace) := {name |
	some name in placement.tenants[cluster]
	_may(name, namespace)
}

_may(name, namespace) if placement.places[name].namespace == namespace

_may(name, _) if [name, "egress"] in network_outside.open

_linked(link, export, name, side, cluster) := {
	"deployment": name,
	"key": _key(["Linkerd of", link.from, "to", export.entry.cluster, export.entry.namespace, export.entry.name]),
	"side": side,
	"covered": cluster,
	"witness": [estate.witness(link.entry, []), estate.witness(export.entry, [])],
}

# --- Submariner: clusters of one broker have one network

_submariner := {fact |
	some entry in estate.all("Submariner.submariner.io")
	broker := fields.text(entry.object, ["spec", "brokerK8sApiServer"])
	broker != ""
	some name in object.get(placement.tenants, entry.cluster, set())
	fact := {
		"deployment": name,
		"key": _key(["Submariner", broker, fields.text(entry.object, ["spec", "brokerK8sRemoteNamespace"])]),
		"covered": entry.cluster,
		"witness": [estate.witness(entry, ["spec", "brokerK8sApiServer"])],
	}
}

# METADATA
# description: All of these facts.
facts := (((_cilium | _istio) | _trust) | _linkerd) | _submariner

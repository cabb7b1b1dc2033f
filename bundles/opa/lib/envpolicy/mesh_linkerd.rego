# METADATA
# title: What Linkerd joins
# description: |
#   A link mirrors the Services that the other cluster exports. As facts of the sort "this deployment holds
#   this key".
package lib.envpolicy.mesh_linkerd

import data.lib.envpolicy.cluster_sets
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.network_outside
import data.lib.envpolicy.placement

_exported := [export |
	some entry in estate.all("Service")
	labels.of(entry.object)["mirror.linkerd.io/exported"] in {"true", "remote-discovery"}
	some name in cluster_sets.holders(entry)
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

# METADATA
# description: Whom a link joins.
facts := {fact |
	some link in _links
	some export in _exported
	export.entry.cluster != link.from
	_mirrors(link, export.entry)
	some fact in array.concat(
		[_linked(link, export, export.deployment, "offers", export.entry.cluster)],
		[_linked(link, export, name, "uses", link.from) | some name in _users(link.from, export.entry.namespace)],
	)
}

_mirrors(link, entry) if entry.cluster in cluster_sets.named[link.target]

_mirrors(link, entry) if {
	not cluster_sets.named[link.target]
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
	"key": concat(" ", ["Linkerd of", link.from, "to", export.entry.cluster, export.entry.namespace, export.entry.name]),
	"side": side,
	"covered": cluster,
	"witness": [estate.witness(link.entry, []), estate.witness(export.entry, [])],
}

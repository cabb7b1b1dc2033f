# METADATA
# title: What Flux reconciles, and for which deployments
# description: |
#   Reads Kustomization (kustomize.toolkit.fluxcd.io) and HelmRelease (helm.toolkit.fluxcd.io). One belongs to the
#   deployments that stand in its target namespace, else to those of its own namespace, else to the only deployment
#   whose objects carry its name as their mark. With a kubeConfig it works in the cluster that the Secret opens. What is
#   suspended is not reconciled.
package lib.envpolicy.flux

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement

_kinds := {
	"Kustomization.kustomize.toolkit.fluxcd.io": "kustomize.toolkit.fluxcd.io",
	"HelmRelease.helm.toolkit.fluxcd.io": "helm.toolkit.fluxcd.io",
}

_controllers := {
	"Kustomization.kustomize.toolkit.fluxcd.io": "kustomize-controller",
	"HelmRelease.helm.toolkit.fluxcd.io": "helm-controller",
}

_residents := placement.residents

_places := placement.places

# METADATA
# description: |
#   `{"entry", "cluster", "namespace", "name", "spec", "remote", "label", "controller"}` for each object that Flux
#   reconciles.
reconcilers := [reconciler |
	some kind, _ in _kinds
	some entry in estate.all(kind)
	spec := fields.mapping(entry.object, ["spec"])
	object.get(spec, "suspend", false) != true
	reconciler := {
		"entry": entry,
		"cluster": entry.cluster,
		"namespace": entry.namespace,
		"name": entry.name,
		"spec": spec,
		"remote": count(fields.mapping(spec, ["kubeConfig"])) > 0,
		"controller": _controllers[kind],
		"label": sprintf("%v %v/%v of %v", [split(kind, ".")[0], entry.namespace, entry.name, entry.cluster]),
	}
]

# --- the cluster that each works in

_wanted(reconciler) := [
	reconciler.cluster,
	reconciler.namespace,
	fields.text(reconciler.spec, ["kubeConfig", "secretRef", "name"]),
]

_keys := {_wanted(reconciler) | some reconciler in reconcilers; reconciler.remote}

_opened[spot] contains address if {
	some entry in estate.all("Secret")
	spot := [entry.cluster, entry.namespace, entry.name]
	spot in _keys
	some field in ["data", "stringData"]
	some view in fields.mapping(entry.object, [field])
	is_object(view)
	some url in object.get(view, "urls", [])
	url.scheme == "https"
	address := sprintf("%v:%v", [url.host, url.port])
}

_servers_of := {spot: addresses | some spot, addresses in _opened}

_answering := {id: _address(placement.cluster_fact(id, "apiServer")) | some id, _ in input.clusters}

_address(server) := concat(":", [host, port]) if {
	is_string(server)
	parts := split(split(trim_prefix(lower(server), "https://"), "/")[0], ":")
	host := parts[0]
	port := array.concat(parts, ["443"])[1]
} else := ""

# METADATA
# description: "The clusters that each reconciler works in, by its place, as `{cluster: missing}`."
works_in := [_clusters(reconciler) | some reconciler in reconcilers]

_clusters(reconciler) := {reconciler.cluster: set()} if not reconciler.remote

_clusters(reconciler) := found if {
	reconciler.remote
	spot := _wanted(reconciler)
	_servers_of[spot]
	found := {id: missing |
		some id, address in _answering
		missing := _opens(_servers_of[spot], id, address)
	}
}

_clusters(reconciler) := found if {
	reconciler.remote
	spot := _wanted(reconciler)
	not _servers_of[spot]
	missing := sprintf("server of Secret %v/%v of %v", [spot[1], spot[2], spot[0]])
	found := {id: {missing} | some id, _ in input.clusters; id != reconciler.cluster}
}

_opens(servers, _, address) := set() if address in servers

_opens(servers, id, "") := {concat(" of ", ["apiServer", id])} if count(servers - _all_answering) > 0

_all_answering := {address | some address in _answering}

# --- the deployments that each works for

# METADATA
# description: "The deployments that each reconciler works for, by its place, as `{deployment: missing}`."
works_for := [_holders(n, reconciler) | some n, reconciler in reconcilers]

_holders(n, reconciler) := {name: missing |
	some cluster, missing in works_in[n]
	some name in _meant(reconciler, cluster)
}

_meant(reconciler, cluster) := _narrowed(reconciler, object.get(_residents, [[cluster, target]], set())) if {
	target := fields.text(reconciler.spec, ["targetNamespace"])
	target != ""
} else := reconciler.entry.owners if {
	not reconciler.remote
	count(reconciler.entry.owners) > 0
} else := _narrowed(reconciler, _residents[[cluster, reconciler.namespace]]) if {
	_residents[[cluster, reconciler.namespace]]
} else := made if {
	made := _made_by[[reconciler.entry.kind, reconciler.cluster, reconciler.namespace, reconciler.name]]
	count(made) == 1
} else := set()

# Of several in a namespace, the one whose release is called like it.
_narrowed(reconciler, names) := called if {
	called := {name |
		some name in names
		_places[name].release in ({reconciler.name, fields.text(reconciler.spec, ["releaseName"])} - {""})
	}
	count(called) > 0
} else := {name | some name in names; _places[name].release == ""} if {
	count(names) > 1
} else := names

_made[key] contains name if {
	count(reconcilers) > 0
	some entries in estate.of_kind
	some entry in entries
	some kind, group in _kinds
	marks := labels.of(entry.object)
	key := [kind, entry.cluster, marks[sprintf("%v/namespace", [group])], marks[sprintf("%v/name", [group])]]
	some name in entry.owners
}

_made_by := {key: names | some key, names in _made}

# METADATA
# title: Issuers of cert-manager, who uses them, and what they sign or prove with
package lib.envpolicy.issuers

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement
import data.lib.envpolicy.references
import data.lib.envpolicy.workloads

_group := "cert-manager.io"

# --- who uses which; an issuer is `[kind, cluster, namespace, name]`, the namespace "" for a ClusterIssuer

# METADATA
# description: |
#   `{"deployment", "issuer", "entry", "path"}` for each Certificate, and each Ingress and Gateway that asks for one.
uses := [use |
	some found in array.concat(_by_certificate, _by_annotation)
	some name in found.entry.owners
	use := object.union(found, {"deployment": name})
]

_by_certificate := [{"entry": entry, "issuer": issuer, "path": ["spec", "issuerRef"]} |
	some entry in estate.all("Certificate.cert-manager.io")
	reference := fields.mapping(entry.object, ["spec", "issuerRef"])
	fields.text(reference, ["group"]) in {"", _group}
	issuer := _issuer(fields.text(reference, ["kind"]), entry, fields.text(reference, ["name"]))
]

_annotations := {"cert-manager.io/cluster-issuer": "ClusterIssuer", "cert-manager.io/issuer": "Issuer"}

_by_annotation := [{"entry": entry, "issuer": issuer, "path": ["metadata", "annotations", annotation]} |
	some kind in ["Ingress.networking.k8s.io", "Gateway.gateway.networking.k8s.io"]
	some entry in estate.all(kind)
	some annotation, sort_of in _annotations
	name := labels.annotations(entry.object)[annotation]
	issuer := _issuer(sort_of, entry, name)
]

_issuer("ClusterIssuer", entry, name) := ["ClusterIssuer", entry.cluster, "", name]

_issuer(kind, entry, name) := ["Issuer", entry.cluster, entry.namespace, name] if kind in {"", "Issuer"}

# --- what each works with

_given := [{"issuer": [kind, entry.cluster, namespace, entry.name], "entry": entry, "homes": homes} |
	some kind in ["ClusterIssuer", "Issuer"]
	some entry in estate.all(concat(".", [kind, _group]))
	namespace := {"ClusterIssuer": "", "Issuer": entry.namespace}[kind]
	homes := {"ClusterIssuer": _homes(entry.cluster), "Issuer": {entry.namespace}}[kind]
]

# Where the Secrets of ClusterIssuers stand.
_homes(cluster) := (object.get(_controllers, cluster, set()) | {"cert-manager"}) | platform if {
	platform := object.get(placement.platform_namespaces, cluster, set())
}

_controller[cluster] contains workload.namespace if {
	some workload in workloads.all
	cluster := workload.cluster
	some item in workload.containers
	image := object.get(item.container, "image", "")
	is_string(image)
	contains(image, "cert-manager-controller")
}

_controllers := {cluster: found | some cluster, found in _controller}

# METADATA
# description: |
#   `{"key", "witness"}` by issuer: digests of keys and credentials, names of roles, places of an authority elsewhere.
means := {issuer: found | some issuer, found in _means}

_means[issuer] contains one if {
	some given in _given
	issuer := given.issuer
	some wish in _wishes(given.entry)
	some namespace in given.homes
	some entry in object.get(references.objects, [["Secret", given.entry.cluster, namespace, wish.name]], [])
	some field in ["data", "stringData"]
	some key, view in fields.mapping(entry.object, [field])
	wish.key in {"", key}
	is_object(view)
	view.credential
	some digest in view.digests
	one := {"key": digest, "witness": estate.witness(given.entry, wish.path)}
}

_means[issuer] contains one if {
	some given in _given
	issuer := given.issuer
	some told in array.concat(_of_vault(given.entry), _of_roles(given.entry))
	one := {"key": told.key, "witness": estate.witness(given.entry, told.path)}
}

# The Secrets that an issuer names: `{"name", "key", "path"}`.
_wishes(entry) := array.concat(
	[{"name": name, "key": "tls.key", "path": ["spec", "ca", "secretName"]} |
		name := fields.text(entry.object, ["spec", "ca", "secretName"])
		name != ""
	],
	[{"name": name, "key": fields.text(reference.value, ["key"]), "path": reference.path} |
		some provider in _providers(entry)
		some reference in _secret_references(provider)
		name := fields.text(reference.value, ["name"])
		name != ""
	],
)

_providers(entry) := [{"name": name, "value": value, "path": ["spec", "acme", "solvers", index, "dns01", name]} |
	some index, solver in fields.list(entry.object, ["spec", "acme", "solvers"])
	some name, value in fields.mapping(solver, ["dns01"])
	is_object(value)
]

_secret_references(provider) := array.concat(
	[{"value": value, "path": array.concat(provider.path, [field])} |
		some field, value in provider.value
		endswith(field, "SecretRef")
	],
	[{"value": value, "path": array.concat(provider.path, ["config", field])} |
		some field, value in fields.mapping(provider.value, ["config"])
		endswith(lower(field), "secretref")
	],
)

# The mount is the authority; a server that is named inside the cluster is another one in each.
_of_vault(entry) := [{"key": ["vault", place, server, mount], "path": ["spec", "vault", "path"]} |
	server := trim_suffix(lower(fields.text(entry.object, ["spec", "vault", "server"])), "/")
	server != ""
	mount := split(trim_prefix(fields.text(entry.object, ["spec", "vault", "path"]), "/"), "/sign")[0]
	place := _place(entry, server)
]

_place(entry, server) := entry.cluster if {
	regex.match(`^(?:https?://)?(?:[^./:]+|[^/:]+\.svc(?:\.[^/:]+)?)(?:[:/]|$)`, server)
} else := ""

# Identities of a cloud that are named, not kept.
_roles := {
	"route53": [["role"], ["accessKeyID"]],
	"azureDNS": [["clientID"], ["managedIdentity", "clientID"]],
}

_of_roles(entry) := [{"key": [provider.name, text], "path": array.concat(provider.path, way)} |
	some provider in _providers(entry)
	some way in object.get(_roles, provider.name, [])
	text := fields.text(provider.value, way)
	text != ""
]

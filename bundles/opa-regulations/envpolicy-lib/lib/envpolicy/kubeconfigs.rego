# METADATA
# title: Secrets that are keys to a cluster, and which cluster each opens
# description: |
#   A kubeconfig (a key `kubeconfig`, Cluster API's <name>-kubeconfig), an Argo CD cluster, an Istio remote secret, a
#   kubeConfig of Flux. Its server is compared with the API servers of the clusters (fact apiServer).
package lib.envpolicy.kubeconfigs

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement

_flux contains [entry.cluster, entry.namespace, name] if {
	some kind in ["Kustomization.kustomize.toolkit.fluxcd.io", "HelmRelease.helm.toolkit.fluxcd.io"]
	some entry in estate.all(kind)
	name := object.get(entry.object, ["spec", "kubeConfig", "secretRef", "name"], null)
	is_string(name)
}

_is_key(entry) if labels.of(entry.object)["argocd.argoproj.io/secret-type"] == "cluster"

_is_key(entry) if labels.of(entry.object)["istio/multiCluster"] == "true"

_is_key(entry) if endswith(entry.name, "-kubeconfig")

_is_key(entry) if [entry.cluster, entry.namespace, entry.name] in _flux

_is_key(entry) if {
	some field in ["data", "stringData"]
	some name in ["kubeconfig", "kubeconfig.yaml", "config.kubeconfig"]
	object.get(entry.object, [field, name], null) != null
}

# METADATA
# description: The Secrets that are keys to a cluster, as entries.
keys := {entry | some entry in estate.all("Secret"); _is_key(entry)}

_servers(entry) := {server |
	some field in ["data", "stringData"]
	values := object.get(entry.object, field, {})
	is_object(values)
	some view in values
	is_object(view)
	some url in object.get(view, "urls", [])
	url.scheme == "https"
	server := sprintf("%v:%v", [url.host, url.port])
}

_address(text) := concat(":", [host, port]) if {
	is_string(text)
	rest := split(trim_prefix(text, "https://"), "/")[0]
	parts := split(rest, ":")
	host := parts[0]
	port := array.concat(parts, ["443"])[1]
}

# METADATA
# description: |
#   What whoever holds a key may open, as parts of facts with a `key` that is also among `offers`. A server that is not
#   to be seen may be any; where a cluster's API server is not declared, any key may be for it.
uses(entry) := array.concat(
	array.concat(
		[{"key": server} | some server in _servers(entry)],
		[{
			"key": "server not known",
			"certain": false,
			"missing": [sprintf("server of Secret %v/%v of %v", [entry.namespace, entry.name, entry.cluster])],
		} |
			count(_servers(entry)) == 0
		],
	),
	[{"key": "cluster not known"}],
)

# METADATA
# description: The deployments by the clusters that keys may open, as parts of facts; none where there is no key.
offers := array.concat(_declared, _undeclared)

_declared := [{"deployment": name, "key": key} |
	count(keys) > 0
	some name, place in placement.places
	server := _address(placement.cluster_fact(place.cluster, "apiServer"))
	some key in [server, "server not known"]
]

_undeclared := [offer |
	count(keys) > 0
	some name, place in placement.places
	not _address(placement.cluster_fact(place.cluster, "apiServer"))
	some key in ["server not known", "cluster not known"]
	offer := {
		"deployment": name,
		"key": key,
		"certain": false,
		"missing": [concat(" of ", ["apiServer", place.cluster])],
	}
]

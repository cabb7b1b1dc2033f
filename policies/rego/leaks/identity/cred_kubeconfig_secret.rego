# METADATA
# title: A Secret holds the key to another cluster
# description: |
#   A Secret that a deployment holds, or that it may read, is a kubeconfig or a cluster credential (a
#   key `kubeconfig`, Cluster API's <name>-kubeconfig, an Argo CD cluster, an Istio remote secret, a
#   Flux kubeConfig) whose server is the API server of a cluster (fact apiServer) that another
#   deployment stands in. Where the server or the fact is not known, so is this. In a management cluster
#   that is tolerated up to clusters of their own.
# custom:
#   id: cred-kubeconfig-secret
#   kind: shared
#   channel: identity
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: critical
#   remediation: Remove the credential, or move it where no deployment can read it.
#   reads:
#     - Secret
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/
#     - Flux, remote clusters, https://fluxcd.io/flux/components/kustomize/kustomizations/
#   examples:
#     leaks:
#       - note: A kubeconfig of the other cluster
#         facts: {apiServer: "https://api.prod.example:6443"}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc:
#             facts: {apiServer: "https://api.test.example:6443"}
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: deployer, namespace: shop-staging}
#                 stringData:
#                   kubeconfig: "clusters: [{cluster: {server: https://api.prod.example:6443 }}]"
#       - note: A cluster of Argo CD
#         facts: {apiServer: "https://api.prod.example:6443"}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc:
#             facts: {apiServer: "https://api.test.example:6443"}
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata:
#                   name: prod
#                   namespace: shop-staging
#                   labels: {argocd.argoproj.io/secret-type: cluster}
#                 stringData: {name: prod, server: "https://api.prod.example:6443"}
#       - note: A kubeconfig, and the API server of the other cluster is not known
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: deployer, namespace: shop-staging}
#                 stringData:
#                   kubeconfig: "clusters: [{cluster: {server: https://api.prod.example:6443 }}]"
#     innocent:
#       - note: A kubeconfig of a third cluster
#         facts: {apiServer: "https://api.prod.example:6443"}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc:
#             facts: {apiServer: "https://api.test.example:6443"}
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: deployer, namespace: shop-staging}
#                 stringData:
#                   kubeconfig: "clusters: [{cluster: {server: https://api.lab.example:6443 }}]"
#       - note: A URL that is no credential for a cluster
#         facts: {apiServer: "https://api.prod.example:6443"}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc:
#             facts: {apiServer: "https://api.test.example:6443"}
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: links, namespace: shop-staging}
#                 stringData: {status: "https://api.prod.example:6443"}
package lib.envpolicy.leaks.identity.cred_kubeconfig_secret

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_direct
import data.lib.envpolicy.rbac_grants
import data.lib.envpolicy.rbac_powers
import data.lib.envpolicy.references

# --- Secrets that are keys to a cluster

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

_keys := {entry | some entry in estate.all("Secret"); _is_key(entry)}

# --- who holds one

_holders contains [entry, name] if {
	some item in references.held("Secret")
	item.entry in _keys
	entry := item.entry
	name := item.deployment
}

_holders contains [entry, name] if {
	some grant in rbac_grants.all
	some met in rbac_powers.meets[[grant.role, grant.namespaces == null]]
	met.row in {"rbac-secret-read", "rbac-cluster-admin"}
	some entry in _keys
	entry.cluster == grant.cluster
	_covers(grant, met, entry)
	some name in rbac_direct.holders(grant.identity)
}

_covers(grant, met, entry) if {
	_inside(grant, entry.namespace)
	count(met.names - {entry.name}) == 0
}

_covers(grant, met, entry) if {
	_inside(grant, entry.namespace)
	entry.name in met.names
}

_inside(grant, _) if grant.namespaces == null

_inside(grant, namespace) if namespace in grant.namespaces

# --- which cluster it opens

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

_cap(name) := "cluster" if {
	object.get(input.clusters, [placement.places[name].cluster, "role"], "") == "management"
} else := "release"

_address(text) := concat(":", [host, port]) if {
	is_string(text)
	rest := split(trim_prefix(text, "https://"), "/")[0]
	parts := split(rest, ":")
	host := parts[0]
	port := array.concat(parts, ["443"])[1]
}

holds contains fact if {
	some [entry, name] in _holders
	some server in _servers(entry)
	fact := {
		"deployment": name,
		"key": server,
		"side": "uses",
		"cap": _cap(name),
		"witness": [estate.witness(entry, [])],
	}
}

# The server is not to be seen: any cluster is possible.
holds contains fact if {
	some [entry, name] in _holders
	count(_servers(entry)) == 0
	fact := {
		"deployment": name,
		"key": "server not known",
		"side": "uses",
		"cap": _cap(name),
		"witness": [estate.witness(entry, [])],
		"certain": false,
		"missing": [sprintf("server of Secret %v/%v of %v", [entry.namespace, entry.name, entry.cluster])],
	}
}

# The API server of a cluster is not declared: any key may be for it.
holds contains fact if {
	some [entry, name] in _holders
	fact := {
		"deployment": name,
		"key": "cluster not known",
		"side": "uses",
		"cap": _cap(name),
		"witness": [estate.witness(entry, [])],
		"certain": false,
		"missing": [],
	}
}

holds contains fact if {
	count(_keys) > 0
	some name, place in placement.places
	server := _address(placement.cluster_fact(place.cluster, "apiServer"))
	some key in [server, "server not known"]
	fact := {"deployment": name, "key": key, "side": "offers", "witness": []}
}

holds contains fact if {
	count(_keys) > 0
	some name, place in placement.places
	not _address(placement.cluster_fact(place.cluster, "apiServer"))
	some key in ["server not known", "cluster not known"]
	fact := {
		"deployment": name,
		"key": key,
		"side": "offers",
		"witness": [],
		"certain": false,
		"missing": [concat(" of ", ["apiServer", place.cluster])],
	}
}

# METADATA
# title: A Secret holds the key to another cluster
# description: |
#   A Secret that a deployment holds, or that it may read, is a kubeconfig or a cluster credential (a
#   key `kubeconfig`, Cluster API's <name>-kubeconfig, an Argo CD cluster, an Istio remote secret, a
#   Flux kubeConfig) whose server is the API server of a cluster (fact apiServer) that another
#   deployment stands in. Where the server or the fact is not known, so is this. In a management cluster
#   that is tolerated up to clusters of their own. What a runner of pipelines has in its pods is
#   ci-runner-bridge's.
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

import data.lib.envpolicy.ci_runners
import data.lib.envpolicy.estate
import data.lib.envpolicy.kubeconfigs
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_direct
import data.lib.envpolicy.rbac_grants
import data.lib.envpolicy.rbac_powers
import data.lib.envpolicy.references

_holders contains [entry, name] if {
	some item in references.held("Secret")
	item.entry in kubeconfigs.keys
	entry := item.entry
	name := item.deployment
	not [entry.cluster, entry.namespace, entry.name] in object.get(ci_runners.keys, name, set())
}

_holders contains [entry, name] if {
	some grant in rbac_grants.all
	some met in rbac_powers.meets[[grant.role, grant.namespaces == null]]
	met.row in {"rbac-secret-read", "rbac-cluster-admin"}
	some entry in kubeconfigs.keys
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

_cap(name) := "cluster" if {
	object.get(input.clusters, [placement.places[name].cluster, "role"], "") == "management"
} else := "release"

holds contains fact if {
	some [entry, name] in _holders
	some use in kubeconfigs.uses(entry)
	fact := object.union(use, {
		"deployment": name,
		"side": "uses",
		"cap": _cap(name),
		"witness": [estate.witness(entry, [])],
	})
}

holds contains fact if {
	some offer in kubeconfigs.offers
	fact := object.union(offer, {"side": "offers", "witness": []})
}

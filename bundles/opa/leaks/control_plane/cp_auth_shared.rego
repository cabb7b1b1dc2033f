# METADATA
# title: One login opens clusters of two Environments
# description: |
#   Clusters of two Environments trust the same issuer with the same client id (facts oidcIssuer, oidcClientId),
#   and a group of that issuer is bound where both deployments stand: its members are in both with one login, and
#   a token for the one is a token for the other. Without a common group it is told, no more. Whoever may change
#   something on both sides is named by rbac-shared-operator too, whatever the client.
# custom:
#   id: cp-auth-shared
#   kind: shared
#   channel: control-plane
#   boundary: [environment]
#   cap: cluster
#   severity: medium
#   remediation: Register a client for each Environment, and bind groups of its own.
#   reads:
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - https://kubernetes.io/docs/reference/access-authn-authz/authentication/#openid-connect-tokens
#   scanners: []
#   examples:
#     leaks:
#       - note: One issuer, one client, one group
#         facts: {oidcIssuer: "https://login.example", oidcClientId: kubernetes}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - &binding
#             apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: readers}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: readers}]
#         clusters:
#           test/test-wc: {facts: {oidcIssuer: "https://login.example", oidcClientId: kubernetes}, add: [*binding]}
#       - note: One issuer and one group, and nobody knows the client of staging
#         facts: {oidcIssuer: "https://login.example", oidcClientId: kubernetes}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add: [*binding]
#         clusters: {test/test-wc: {facts: {oidcIssuer: "https://login.example"}, add: [*binding]}}
#       - note: One group, and nobody knows anything of the issuers
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add: [*binding]
#         clusters: {test/test-wc: {add: [*binding]}}
#     innocent:
#       - note: A client for each Environment
#         facts: {oidcIssuer: "https://login.example", oidcClientId: prod}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add: [*binding]
#         clusters: {test/test-wc: {facts: {oidcIssuer: "https://login.example", oidcClientId: test}, add: [*binding]}}
#       - note: Two issuers
#         facts: {oidcIssuer: "https://prod.example", oidcClientId: kubernetes}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add: [*binding]
#         clusters: {test/test-wc: {facts: {oidcIssuer: "https://test.example"}, add: [*binding]}}
#       - note: A group that Kubernetes itself has in every cluster
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - &masters
#             apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: nodes}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:nodes"}]
#         clusters: {test/test-wc: {add: [*masters]}}
package lib.envpolicy.leaks.control_plane.cp_auth_shared

import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_direct
import data.lib.envpolicy.rbac_grants

# Groups that are bound where a deployment stands, with one binding of each that says so.
_bound[where] contains spot if {
	some grant in rbac_grants.all
	parts := split(grant.identity, "|")
	parts[0] == "group"
	grant.entry.index != null
	group := concat("|", array.slice(parts, 2, count(parts)))
	not startswith(group, "system:")
	some name in rbac_direct.reached(grant)
	where := [name, group]
	spot := estate.witness(grant.entry, ["subjects", grant.subject])
}

# --- by which provider a cluster lets people in

_fact(cluster, name) := found if {
	found := placement.cluster_fact(cluster, name)
	is_string(found)
} else := null

_without := {"", "none"}

# What to compare, and the side and certainty of it.
_providers := {cluster: keys |
	some cluster, _ in input.clusters
	keys := _keys(cluster, _fact(cluster, "oidcIssuer"), _fact(cluster, "oidcClientId"))
}

_keys(cluster, issuer, client) := [] if {
	issuer in _without
	is_object(input.clusters[cluster])
} else := [
	[["issuer and client", issuer, client], {}],
	[["of the issuer", issuer], {"side": "offers"}],
	[["of some issuer"], {"side": "offers"}],
] if {
	not null in [issuer, client]
} else := [
	[["of the issuer", "itself", issuer], unsure],
	[["of the issuer", issuer], object.union(unsure, {"side": "uses"})],
	[["of some issuer"], {"side": "offers"}],
] if {
	issuer != null
	unsure := _unsure(cluster, ["oidcClientId"])
} else := [
	[["of some issuer", "itself"], unsure],
	[["of some issuer"], object.union(unsure, {"side": "uses"})],
] if {
	unsure := _unsure(cluster, ["oidcIssuer"])
}

_unsure(cluster, facts) := {
	"certain": false,
	"missing": [concat(" of ", [fact, cluster]) | some fact in facts],
}

holds contains fact if {
	some [name, group], spots in _bound
	place := placement.places[name]
	some [provider, more] in _providers[place.cluster]
	fact := object.union(more, {
		"deployment": name,
		"key": array.concat(["group", group], provider),
		"covered": place.environment,
		"message": sprintf("members of the group %v are let in on both sides", [group]),
		"witness": [[spot | some spot in spots][0]],
	})
}

# No group in common: told, no more.
holds contains fact if {
	some name, place in placement.places
	some [provider, more] in _providers[place.cluster]
	more == {}
	fact := {
		"deployment": name,
		"key": provider,
		"covered": place.environment,
		"cap": "environment",
		"severity": "info",
		"witness": [],
	}
}

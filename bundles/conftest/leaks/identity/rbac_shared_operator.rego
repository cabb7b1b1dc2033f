# METADATA
# title: The same person or pipeline may change things on both sides
# description: |
#   A user, a group, or an account that is no deployment's own (a pipeline's) holds rights to change
#   something where both deployments stand, by bindings or because the plan declares it an administrator
#   of both. In one cluster names are compared as they are, across clusters where the identity provider
#   (oidcIssuer) is the same; a plan speaks of people by one set of names. Whom the plan declares as
#   administrator of the cluster or the Environment is the platform's, and tolerated inside it; so is an
#   account bound for the whole cluster, and whoever is bound to everything there.
#   Tolerated one level below what the placement promises. Of a group that one
#   client of an identity provider lets into two Environments cp-auth-shared speaks.
# custom:
#   id: rbac-shared-operator
#   kind: shared
#   channel: identity
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: medium
#   remediation: Give each side operators of its own; declare the platform's as administrators of the cluster.
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - RBAC good practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   examples:
#     leaks:
#       - note: One group edits in both namespaces
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
#       - note: One pipeline deploys to both namespaces
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{kind: ServiceAccount, name: deployer, namespace: ci}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{kind: ServiceAccount, name: deployer, namespace: ci}]
#       - note: Declared on both sides
#         deployments: {shop-prod: {administrators: [alice]}, shop-staging: {administrators: [alice,
#           bob]}}
#       - note: One name in two clusters, and the issuer is not known
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: rbac.authorization.k8s.io/v1
#                 kind: RoleBinding
#                 metadata: {name: team, namespace: shop-staging}
#                 roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#                 subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
#       - note: One administrator of clusters in two Environments
#         facts: {oidcIssuer: "https://login.example"}
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: platform-administrators}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: platform}]
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc:
#             facts: {oidcIssuer: "https://login.example"}
#             add:
#               - apiVersion: rbac.authorization.k8s.io/v1
#                 kind: ClusterRoleBinding
#                 metadata: {name: platform-administrators}
#                 roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
#                 subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: platform}]
#       - note: One group of one identity provider in two Environments, by a client for each
#         facts: {oidcIssuer: "https://login.example", oidcClientId: prod}
#         add:
#           - &group
#             apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: team}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc: {facts: {oidcIssuer: "https://login.example", oidcClientId: test}, add: [*group]}
#       - note: One group edits in two clusters of one Environment
#         facts: {oidcIssuer: "https://login.example"}
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
#         deployments: {shop-staging: {placement: {environment: prod, cluster: staging-wc,
#           namespace: shop-staging}}}
#         clusters:
#           prod/staging-wc:
#             facts: {oidcIssuer: "https://login.example"}
#             add:
#               - apiVersion: rbac.authorization.k8s.io/v1
#                 kind: RoleBinding
#                 metadata: {name: team, namespace: shop-staging}
#                 roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#                 subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
#     innocent:
#       - note: Two groups
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: operations}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
#       - note: A controller that is bound for the whole cluster
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: controller}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{kind: ServiceAccount, name: controller, namespace: operators}]
#       - note: The cluster's administrators
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: platform-administrators}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: platform}]
#       - note: One group reads in both namespaces
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
#       - note: A group that one client of one identity provider lets into both Environments
#         facts: {oidcIssuer: "https://login.example", oidcClientId: kubernetes}
#         add:
#           - &binding
#             apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: team}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc: {facts: {oidcIssuer: "https://login.example", oidcClientId: kubernetes}, add: [*binding]}
#       - note: One name at two identity providers
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
#         facts: {oidcIssuer: "https://prod.example"}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc:
#             facts: {oidcIssuer: "https://test.example"}
#             add:
#               - apiVersion: rbac.authorization.k8s.io/v1
#                 kind: RoleBinding
#                 metadata: {name: team, namespace: shop-staging}
#                 roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#                 subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
#       - note: A group in one namespace, a user of that name in the other
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: shop-prod}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: deploy}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: team, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
#             subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: deploy}]
package lib.envpolicy.leaks.identity.rbac_shared_operator

import data.lib.envpolicy.access
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_identities

# Whoever is declared somewhere operates where declared only; a binding elsewhere is a grant like any.
_people := {key |
	some words in access.own
	some word in words
	key := ["name", word]
}

_owned := {concat("/", [parts[2], parts[3]]) |
	some identity, _ in rbac_identities.owners
	parts := split(identity, "|")
}

_operators contains [name, subject] if {
	some name, found in access.subjects
	some subject in found
	not _somebodys(name, subject)
}

_somebodys(_, subject) if {
	subject.key[0] == "account"
	subject.key[1] in _owned
}

# Bound for the whole cluster, it is a controller: the platform's.
_somebodys(_, subject) if {
	subject.key[0] == "account"
	startswith(subject.spot.kind, "ClusterRoleBinding")
}

_somebodys(name, subject) if {
	subject.key in _people
	not subject.key[1] in access.own[name]
}

# Bound in a namespace above, and inherited: rbac-hnc-inherit speaks of that.
_inherited(name, subject) if {
	is_object(subject.spot)
	not subject.spot.namespace in {"", placement.places[name].namespace}
}

# --- in clusters of one Environment, and anywhere

_scales(place) := [[["environment", place.environment], "namespace"], [["estate"], "cluster"]]

_tolerated(name, subject, cap) if {
	cap == "namespace"
	subject.key[1] in access.platform[name]
}

_tolerated(_, subject, cap) if {
	cap == "namespace"
	subject.everything == true
}

# The plan's own names, the identity provider's, or those of an identity provider that is not known.
_providers(name, subject) := [[["plan"], {}]] if {
	subject.key[1] in (access.own[name] | access.platform[name])
} else := [
	[["issuer", issuer], {}],
	[["not known"], {"certain": false, "side": "offers"}],
] if {
	issuer := placement.cluster_fact(placement.places[name].cluster, "oidcIssuer")
	is_string(issuer)
} else := [
	[["not known", "here"], _unsure(name)],
	[["not known"], object.union(_unsure(name), {"side": "uses"})],
]

_unsure(name) := {
	"certain": false,
	"missing": [concat(" of ", ["oidcIssuer", placement.places[name].cluster])],
}

# A plan does not say whether a name is a person's or a group's: it is what bindings call it, and one by itself.
_sorts(subject) := {subject.key[0]} if {
	subject.key[0] != "name"
} else := {sort_of | some sort_of in _sorts_bound(subject.is_group)} if {
	is_boolean(object.get(subject, "is_group", null))
} else := found if {
	found := object.get(_called, [subject.key[1]], set())
	count(found) > 0
} else := {"user"}

_bound[name] contains sort_of if {
	some [_, subject] in _operators
	is_boolean(object.get(subject, "is_group", null))
	some sort_of in _sorts_bound(subject.is_group)
	name := subject.key[1]
}

_sorts_bound(true) := ["group"]

_sorts_bound(false) := ["user"]

_called := {name: sorts | some name, sorts in _bound}

_fact(name, subject, sort_of, scale, cap) := {
	"deployment": name,
	"key": concat(" ", array.concat(scale, [sort_of, subject.key[1]])),
	"cap": cap,
	"witness": [subject.spot | subject.spot != null],
}

# In one cluster.
holds contains fact if {
	some [name, subject] in _operators
	not _inherited(name, subject)
	not subject.everything
	not subject.key[1] in access.platform[name]
	some sort_of in _sorts(subject)
	fact := _fact(name, subject, sort_of, ["cluster", placement.places[name].cluster], "release")
}

holds contains fact if {
	some [name, subject] in _operators
	subject.key[0] == "name"
	some [scale, cap] in _scales(placement.places[name])
	not _tolerated(name, subject, cap)
	some [provider, more] in _providers(name, subject)
	apart := {"covered": _covered(name, subject, scale)}
	some sort_of in _sorts(subject)
	fact := object.union(_fact(name, subject, sort_of, array.concat(scale, provider), cap), object.union(apart, more))
}

# Within a cluster the first rule speaks, within one client of an identity provider another check.
_covered(name, subject, scale) := client if {
	scale == ["estate"]
	object.get(subject, "is_group", false)
	client := placement.cluster_fact(placement.places[name].cluster, "oidcClientId")
	is_string(client)
	not client in {"", "none"}
} else := placement.places[name].cluster

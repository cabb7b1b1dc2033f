# METADATA
# title: Accounts of equal names are one identity in two clusters
# description: |
#   Two clusters share a workload identity pool (fact workloadIdentityPool), or the issuer of service
#   account tokens (serviceAccountIssuer): accounts of equal namespace and name are then one identity,
#   without any annotation. Where a cluster does not declare these facts and the other has an account of
#   that name, this is not known; an empty pool says that there is none. The default issuer of self-
#   managed clusters names no cluster and proves nothing. An account that a binding names, and that
#   stands only in a cluster of the same issuer, counts as well.
# custom:
#   id: iam-identity-sameness
#   kind: shared
#   channel: identity
#   boundary: [cluster, environment]
#   cap: release
#   severity: high
#   remediation: Use a pool, and an issuer, for each cluster; or namespaces of different names.
#   reads: [ServiceAccount]
#   sources:
#     - https://cloud.google.com/kubernetes-engine/fleet-management/docs/use-workload-identity
#   examples:
#     leaks:
#       - note: One pool, equal names
#         facts: {workloadIdentityPool: shop.svc.id.goog, serviceAccountIssuer: "https://a.example"}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-prod}}}
#         clusters:
#           test/test-wc:
#             facts: {workloadIdentityPool: shop.svc.id.goog, serviceAccountIssuer: "https://b.example"}
#             add:
#               - apiVersion: v1
#                 kind: ServiceAccount
#                 metadata: {name: web, namespace: shop-prod}
#               - apiVersion: apps/v1
#                 kind: Deployment
#                 metadata: {name: web, namespace: shop-prod, labels: {app: web}}
#                 spec:
#                   selector: {matchLabels: {app: web}}
#                   template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main,
#                       image: "registry.example/main:1"}], serviceAccountName: web}}
#       - note: One issuer, equal names
#         facts: {workloadIdentityPool: "", serviceAccountIssuer: "https://a.example"}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-prod}}}
#         clusters:
#           test/test-wc:
#             facts: {workloadIdentityPool: "", serviceAccountIssuer: "https://a.example"}
#             add:
#               - apiVersion: v1
#                 kind: ServiceAccount
#                 metadata: {name: web, namespace: shop-prod}
#               - apiVersion: apps/v1
#                 kind: Deployment
#                 metadata: {name: web, namespace: shop-prod, labels: {app: web}}
#                 spec:
#                   selector: {matchLabels: {app: web}}
#                   template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main,
#                       image: "registry.example/main:1"}], serviceAccountName: web}}
#       - note: Equal names, and nobody says which pool
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-prod}}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ServiceAccount
#                 metadata: {name: web, namespace: shop-prod}
#               - apiVersion: apps/v1
#                 kind: Deployment
#                 metadata: {name: web, namespace: shop-prod, labels: {app: web}}
#                 spec:
#                   selector: {matchLabels: {app: web}}
#                   template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main,
#                       image: "registry.example/main:1"}], serviceAccountName: web}}
#     innocent:
#       - note: No pool, and two issuers
#         facts: {workloadIdentityPool: "", serviceAccountIssuer: "https://a.example"}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-prod}}}
#         clusters:
#           test/test-wc:
#             facts: {workloadIdentityPool: "", serviceAccountIssuer: "https://b.example"}
#             add:
#               - apiVersion: v1
#                 kind: ServiceAccount
#                 metadata: {name: web, namespace: shop-prod}
#               - apiVersion: apps/v1
#                 kind: Deployment
#                 metadata: {name: web, namespace: shop-prod, labels: {app: web}}
#                 spec:
#                   selector: {matchLabels: {app: web}}
#                   template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main,
#                       image: "registry.example/main:1"}], serviceAccountName: web}}
#       - note: One pool, but other names
#         facts: {workloadIdentityPool: shop.svc.id.goog}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc:
#             facts: {workloadIdentityPool: shop.svc.id.goog}
package lib.envpolicy.leaks.identity.iam_identity_sameness

import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_direct
import data.lib.envpolicy.rbac_grants
import data.lib.envpolicy.rbac_identities

_facts := ["workloadIdentityPool", "serviceAccountIssuer"]

# What says that there is nothing to share, and issuers that many unrelated clusters have.
_nothing := {
	"", "none",
	"https://kubernetes.default.svc",
	"https://kubernetes.default.svc.cluster.local",
	"kubernetes/serviceaccount",
}

_accounts := [account |
	some identity, names in rbac_identities.owners
	parts := split(identity, "|")
	some name in names
	account := {
		"name": name,
		"cluster": parts[1],
		"account": concat("/", [parts[2], parts[3]]),
		"spots": _spots(identity),
	}
]

_spots(identity) := [estate.witness(entry, ["metadata", "name"]) |
	some entry in rbac_identities.objects[identity]
]

_seen[account] contains [item.cluster, item.name] if {
	some item in _accounts
	account := item.account
}

_alike[holders] contains account if {
	some account, holders in _seen
	count({holder[0] | some holder in holders}) > 1
}

# Names that stand in several clusters; where a fact is missing, one speaks for all that the same deployments have, and
# best one of which there is an object to show.
_repeated := {_spokesman(accounts) | some accounts in _alike}

_spokesman(accounts) := min(accounts & _given) if {
	count(accounts & _given) > 0
} else := min(accounts)

_given := {account.account | some account in _accounts; count(account.spots) > 0}

_key(fact, value, account) := concat(" ", [fact, value, account])

# --- facts that are not declared

_unsure(item, fact, key, side) := object.union(side, {
	"deployment": item.name,
	"key": _key(fact, key, item.account),
	"witness": item.spots,
	"certain": false,
	"missing": [concat(" of ", [fact, item.cluster])],
})

holds contains found if {
	some item in _accounts
	some fact in _facts
	value := placement.cluster_fact(item.cluster, fact)
	is_string(value)
	not value in _nothing
	found := {"deployment": item.name, "key": _key(fact, value, item.account), "witness": item.spots}
}

holds contains found if {
	some item in _accounts
	item.account in _repeated
	some fact in _facts
	placement.cluster_fact(item.cluster, fact) == null
	some found in [_unsure(item, fact, "not known", {}), _unsure(item, fact, "not known here", {"side": "uses"})]
}

holds contains found if {
	some item in _accounts
	item.account in _repeated
	some fact in _facts
	value := placement.cluster_fact(item.cluster, fact)
	is_string(value)
	not value in {"", "none"}

	# What is declared here does not lack: the other side names what does.
	found := object.union(_unsure(item, fact, "not known here", {"side": "offers"}), {"missing": []})
}

# A binding that names an account of another cluster.
holds contains found if {
	some item in _accounts
	issuer := placement.cluster_fact(item.cluster, "serviceAccountIssuer")
	is_string(issuer)
	not issuer in _nothing
	found := {
		"deployment": item.name,
		"key": _key("granted by", issuer, item.account),
		"side": "uses",
		"witness": item.spots,
	}
}

holds contains found if {
	some grant in rbac_grants.all
	not rbac_identities.owners[grant.identity]
	count(rbac_direct.rows(grant)) > 0
	parts := split(grant.identity, "|")
	parts[0] == "account"
	issuer := placement.cluster_fact(grant.cluster, "serviceAccountIssuer")
	is_string(issuer)
	not issuer in _nothing
	some name in rbac_direct.reached(grant)
	found := {
		"deployment": name,
		"key": _key("granted by", issuer, concat("/", [parts[2], parts[3]])),
		"side": "offers",
		"witness": [estate.witness(grant.entry, ["subjects", grant.subject])],
	}
}

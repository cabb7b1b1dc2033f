# METADATA
# title: Both deployments are in one project of Argo CD, or one role may sync both
# description: |
#   Applications of both stand in one AppProject, or the project of one names the destination of the other as well (by
#   name: of patterns cd-project-wildcard speaks), or roles of two projects give the same group the right to sync. What
#   the project permits, and whoever its roles are given to, reaches both. Tolerated one level below what the placement
#   promises: from clusters of their own on it is a leak, inside a cluster it is none.
# custom:
#   id: cd-project-shared
#   kind: shared
#   channel: delivery
#   boundary: [cluster, environment]
#   cap: namespace
#   severity: medium
#   remediation: Give each stage a project and groups of its own.
#   reads:
#     - Application.argoproj.io
#     - ApplicationSet.argoproj.io
#     - AppProject.argoproj.io
#   sources:
#     - Argo CD, projects, https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
#     - Argo CD, RBAC, https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/
#   examples:
#     leaks:
#       - note: One project names both clusters and namespaces, and has Applications of both
#         facts: {apiServer: "https://prod.example:6443"}
#         deployments: {shop-staging: {placement: {environment: prod, cluster: staging-wc,
#           namespace: shop-staging}}}
#         clusters: {prod/staging-wc: {facts: {apiServer: "https://staging.example:6443"}}}
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: shop, namespace: argocd}
#             spec:
#               destinations:
#                 - {server: "https://kubernetes.default.svc", namespace: shop-prod}
#                 - {server: "https://staging.example:6443", namespace: shop-staging}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-prod, namespace: argocd}
#             spec:
#               project: shop
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-prod}
#               source: {repoURL: "https://git.example/shop", path: prod, targetRevision: v1.0.0}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               project: shop
#               destination: {server: "https://staging.example:6443", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#       - note: Staging's project names production's namespace too
#         facts: {apiServer: "https://prod.example:6443"}
#         deployments: {shop-staging: {placement: {environment: test, cluster: staging-wc,
#           namespace: shop-staging}}}
#         clusters: {test/staging-wc: {facts: {apiServer: "https://staging.example:6443"}}}
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: staging, namespace: argocd}
#             spec:
#               destinations:
#                 - {name: in-cluster, namespace: shop-prod}
#                 - {name: staging-wc, namespace: shop-staging}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               project: staging
#               destination: {name: staging-wc, namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#       - note: Two projects, but one group may sync in both
#         facts: {apiServer: "https://prod.example:6443"}
#         deployments: {shop-staging: {placement: {environment: prod, cluster: staging-wc,
#           namespace: shop-staging}}}
#         clusters: {prod/staging-wc: {facts: {apiServer: "https://staging.example:6443"}}}
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: prod, namespace: argocd}
#             spec:
#               destinations: [{server: "https://kubernetes.default.svc", namespace: shop-prod}]
#               roles:
#                 - name: release
#                   policies: ["p, proj:prod:release, applications, sync, prod/*, allow"]
#                   groups: [shop-developers]
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: staging, namespace: argocd}
#             spec:
#               destinations: [{server: "https://staging.example:6443", namespace: shop-staging}]
#               roles:
#                 - name: developer
#                   policies: ["p, proj:staging:developer, applications, *, staging/*, allow"]
#                   groups: [shop-developers]
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-prod, namespace: argocd}
#             spec:
#               project: prod
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-prod}
#               source: {repoURL: "https://git.example/shop", path: prod, targetRevision: v1.0.0}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               project: staging
#               destination: {server: "https://staging.example:6443", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#     innocent:
#       - note: A project for each
#         facts: {apiServer: "https://prod.example:6443"}
#         deployments: {shop-staging: {placement: {environment: prod, cluster: staging-wc,
#           namespace: shop-staging}}}
#         clusters: {prod/staging-wc: {facts: {apiServer: "https://staging.example:6443"}}}
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-prod, namespace: argocd}
#             spec:
#               project: prod
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-prod}
#               source: {repoURL: "https://git.example/shop", path: prod, targetRevision: v1.0.0}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               project: staging
#               destination: {server: "https://staging.example:6443", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#       - note: The group may sync in one project, and only look in the other
#         facts: {apiServer: "https://prod.example:6443"}
#         deployments: {shop-staging: {placement: {environment: prod, cluster: staging-wc,
#           namespace: shop-staging}}}
#         clusters: {prod/staging-wc: {facts: {apiServer: "https://staging.example:6443"}}}
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: prod, namespace: argocd}
#             spec:
#               destinations: [{server: "https://kubernetes.default.svc", namespace: shop-prod}]
#               roles:
#                 - name: watch
#                   policies: ["p, proj:prod:watch, applications, get, prod/*, allow"]
#                   groups: [shop-developers]
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: staging, namespace: argocd}
#             spec:
#               destinations: [{server: "https://staging.example:6443", namespace: shop-staging}]
#               roles:
#                 - name: developer
#                   policies: ["p, proj:staging:developer, applications, *, staging/*, allow"]
#                   groups: [shop-developers]
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-prod, namespace: argocd}
#             spec:
#               project: prod
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-prod}
#               source: {repoURL: "https://git.example/shop", path: prod, targetRevision: v1.0.0}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               project: staging
#               destination: {server: "https://staging.example:6443", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#       - note: A pattern takes in the other, which cd-project-wildcard tells of
#         facts: {apiServer: "https://prod.example:6443"}
#         deployments: {shop-staging: {placement: {environment: prod, cluster: staging-wc,
#           namespace: shop-staging}}}
#         clusters: {prod/staging-wc: {facts: {apiServer: "https://staging.example:6443"}}}
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: shop, namespace: argocd}
#             spec: {destinations: [{server: "*", namespace: "shop-*"}]}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-prod, namespace: argocd}
#             spec:
#               project: shop
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-prod}
#               source: {repoURL: "https://git.example/shop", path: prod, targetRevision: v1.0.0}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               project: shop
#               destination: {server: "https://staging.example:6443", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
package lib.envpolicy.leaks.delivery.cd_project_shared

import data.lib.envpolicy.argocd_projects
import data.lib.envpolicy.argocd_roles
import data.lib.envpolicy.doubts
import data.lib.envpolicy.placement

# What is tolerated one level below: in the same Environment, and across Environments.
_scales(name) := [[placement.places[name].environment, "namespace"], ["any Environment", "cluster"]]

_places := {[project.cluster, project.name]: n | some n, project in argocd_projects.all}

_wide(key) := {name | some name, missing in argocd_projects.wide[_places[key]]; missing == set()} if {
	_places[key]
} else := set()

_members contains member if {
	some key, found in argocd_projects.uses
	some [name, witness, missing] in found
	member := {
		"deployment": name,
		"key": sprintf("AppProject %v of %v", [key[1], key[0]]),
		"side": "uses",
		"missing": missing,
		"witness": witness,
		"wide": name in _wide(key),
	}
}

_named contains member if {
	some key, found in argocd_projects.uses
	project := argocd_projects.all[_places[key]]
	users := {name | some [name, _, _] in found}
	some name, missing in argocd_projects.named[_places[key]]
	not name in (users | _wide(key))
	member := {
		"deployment": name,
		"key": argocd_projects.label(project),
		"side": "offers",
		"missing": missing,
		"witness": project.witness[0],
	}
}

_fact(member, scale, cap) := object.union(doubts.of(member.missing), {
	"deployment": member.deployment,
	"key": sprintf("%v in %v", [member.key, scale]),
	"cap": cap,
	"witness": [member.witness],
})

# Both have Applications in it.
holds contains fact if {
	some member in _members
	not member.wide
	some [scale, cap] in _scales(member.deployment)
	fact := _fact(member, scale, cap)
}

# One has, and the other's destination is named.
holds contains fact if {
	some member in (_members | _named)
	some [scale, cap] in _scales(member.deployment)
	fact := object.union(_fact(member, sprintf("%v, by name", [scale]), cap), {"side": member.side})
}

# Several projects whose roles one group has.
holds contains fact if {
	some right in argocd_roles.syncs
	some [name, _, missing] in object.get(argocd_projects.uses, [right.project], set())
	member := {"deployment": name, "key": right.group, "missing": missing, "witness": right.witness}
	some [scale, cap] in _scales(name)
	fact := object.union(_fact(member, scale, cap), {"covered": concat(" of ", [right.project[1], right.project[0]])})
}

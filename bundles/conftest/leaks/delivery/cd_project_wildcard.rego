# METADATA
# title: A project of Argo CD lets one deployment's Application write into another
# description: |
#   The AppProject of a deployment's Application permits, by a pattern, the destination of another deployment: any item
#   that matches (server or name, and namespace, as globs) unless a denial (`!`) is hit. The project `default` permits
#   everything unless it is redefined. Whoever writes the one's sources can then deploy into the other. A project that
#   permits cluster-scoped resources reaches every namespace of the clusters it names; that alone is of medium severity.
#   Argo CD manages its own cluster, those that an Application or a cluster Secret of its own names, and those whose
#   fact managementCluster says so.
# custom:
#   id: cd-project-wildcard
#   kind: shared
#   channel: delivery
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: high
#   remediation: Give each stage a project that names its own server and namespace, and no cluster-scoped resources.
#   reads:
#     - Application.argoproj.io
#     - ApplicationSet.argoproj.io
#     - AppProject.argoproj.io
#     - Secret
#   sources:
#     - Argo CD, projects, https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
#   examples:
#     leaks:
#       - note: The project default, which nobody redefined
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               project: default
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#       - note: A pattern for namespaces takes in production's
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: staging, namespace: argocd}
#             spec:
#               destinations: [{server: "https://kubernetes.default.svc", namespace: "shop-*"}]
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               project: staging
#               destination: {name: in-cluster, namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#       - note: Any server, and the other cluster is managed from here
#         facts: {apiServer: "https://prod.example:6443"}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc:
#             facts: {apiServer: "https://test.example:6443", managementCluster: prod-wc}
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: prod, namespace: argocd}
#             spec: {destinations: [{server: "*", namespace: "*"}]}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-prod, namespace: argocd}
#             spec:
#               project: prod
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-prod}
#               source: {repoURL: "https://git.example/shop", path: prod, targetRevision: v1.0.0}
#       - note: Its own namespace only, but cluster-scoped resources
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: staging, namespace: argocd}
#             spec:
#               destinations: [{server: "https://kubernetes.default.svc", namespace: shop-staging}]
#               clusterResourceWhitelist: [{group: "*", kind: "*"}]
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               project: staging
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#     innocent:
#       - note: Each stage's project names its own namespace
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: staging, namespace: argocd}
#             spec:
#               destinations: [{server: "https://kubernetes.default.svc", namespace: "shop-staging*"}]
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               project: staging
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#       - note: Everything, but a denial keeps production out
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: staging, namespace: argocd}
#             spec:
#               destinations:
#                 - {server: "https://kubernetes.default.svc", namespace: "*"}
#                 - {server: "*", namespace: "!shop-prod"}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               project: staging
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#       - note: Any cluster that is kept for the project, and none is
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: staging, namespace: argocd}
#             spec:
#               permitOnlyProjectScopedClusters: true
#               destinations: [{server: "*", namespace: "*"}]
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               project: staging
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#       - note: The project default, redefined to permit nothing
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: default, namespace: argocd}
#             spec: {sourceRepos: [], destinations: []}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#       - note: Any server, but this Argo CD knows no other cluster
#         facts: {apiServer: "https://prod.example:6443"}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters: {test/test-wc: {facts: {apiServer: "https://test.example:6443"}}}
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-prod, namespace: argocd}
#             spec:
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-prod}
#               source: {repoURL: "https://git.example/shop", path: prod, targetRevision: v1.0.0}
package lib.envpolicy.leaks.delivery.cd_project_wildcard

import data.lib.envpolicy.argocd_namespaces
import data.lib.envpolicy.argocd_projects
import data.lib.envpolicy.doubts

# Who may write Applications of the project in its own namespace: cd-source-namespaces tells of that.
_keys(project, name) := [_cluster_scoped(project)] if {
	argocd_namespaces.tenants[[project.cluster, project.name]][name] == set()
} else := [argocd_projects.label(project), _cluster_scoped(project)]

holds contains fact if {
	some n, project in argocd_projects.all
	some [name, witness, missing] in argocd_projects.users[n]
	some key in _keys(project, name)
	fact := object.union(doubts.of(missing), {
		"deployment": name,
		"key": key,
		"side": "uses",
		"witness": [witness],
	})
}

holds contains fact if {
	some n, project in argocd_projects.all
	argocd_projects.users[n] != set()
	some name, missing in argocd_projects.wide[n]
	fact := object.union(doubts.of(missing), {
		"deployment": name,
		"key": argocd_projects.label(project),
		"side": "offers",
		"witness": project.witness,
		"message": sprintf("%v permits the destination of %v", [argocd_projects.label(project), name]),
	})
}

holds contains fact if {
	some n, project in argocd_projects.all
	argocd_projects.users[n] != set()
	some name, missing in argocd_projects.over_clusters[n]
	not argocd_projects.wide[n][name]
	fact := object.union(doubts.of(missing), {
		"deployment": name,
		"key": _cluster_scoped(project),
		"side": "offers",
		"severity": "medium",
		"witness": project.witness,
		"message": sprintf("%v permits cluster-scoped resources", [argocd_projects.label(project)]),
	})
}

_cluster_scoped(project) := sprintf("cluster-scoped resources by %v", [argocd_projects.label(project)])

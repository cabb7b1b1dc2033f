# METADATA
# title: Applications in one deployment's namespace may deploy into another
# description: |
#   Argo CD takes Applications from the namespace of one deployment (fact controllers.argocd.applicationNamespaces), a
#   project lists that namespace among its sourceNamespaces, and permits the destination of another: whoever deploys
#   into the one namespace can write an Application that deploys into the other. As far goes a project of a deployment's
#   Application that names the namespace of the Argo CD itself as a destination: Applications that stand there may be of
#   any project.
# custom:
#   id: cd-source-namespaces
#   kind: shared
#   channel: delivery
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: high
#   remediation: List in sourceNamespaces only namespaces that may deploy to all the project's destinations.
#   reads:
#     - Application.argoproj.io
#     - ApplicationSet.argoproj.io
#     - AppProject.argoproj.io
#     - Secret
#   sources:
#     - https://argo-cd.readthedocs.io/en/stable/operator-manual/app-any-namespace/
#   examples:
#     leaks:
#       - note: Staging's namespace may write Applications that deploy into production's
#         facts: {controllers: {argocd: {applicationNamespaces: ["shop-*"]}}}
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: shop, namespace: argocd}
#             spec:
#               sourceNamespaces: [shop-staging]
#               destinations:
#                 - {server: "https://kubernetes.default.svc", namespace: shop-staging}
#                 - {server: "https://kubernetes.default.svc", namespace: shop-prod}
#       - note: Patterns on both sides; a ConfigMap tells Argo CD where to look, which is all that is known
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: argocd-cmd-params-cm, namespace: argocd}
#             data: {application.namespaces: "shop-staging, shop-test"}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: shop, namespace: argocd}
#             spec:
#               sourceNamespaces: ["/^shop-(staging|test)$/"]
#               destinations: [{name: in-cluster, namespace: "*"}]
#       - note: Staging's project names the namespace of the Argo CD
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: staging, namespace: argocd}
#             spec:
#               destinations:
#                 - {server: "https://kubernetes.default.svc", namespace: shop-staging}
#                 - {server: "https://kubernetes.default.svc", namespace: argocd}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               project: staging
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#     innocent:
#       - note: Argo CD takes Applications from no other namespace
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: shop, namespace: argocd}
#             spec:
#               sourceNamespaces: [shop-staging]
#               destinations: [{server: "https://kubernetes.default.svc", namespace: shop-prod}]
#       - note: It takes them from another namespace only
#         facts: {controllers: {argocd: {applicationNamespaces: [shop-test]}}}
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: shop, namespace: argocd}
#             spec:
#               sourceNamespaces: ["shop-*"]
#               destinations: [{server: "https://kubernetes.default.svc", namespace: "shop-*"}]
#       - note: Each namespace has a project that permits itself
#         facts: {controllers: {argocd: {applicationNamespaces: ["*"]}}}
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: prod, namespace: argocd}
#             spec:
#               sourceNamespaces: [shop-prod]
#               destinations: [{server: "https://kubernetes.default.svc", namespace: shop-prod}]
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: staging, namespace: argocd}
#             spec:
#               sourceNamespaces: [shop-staging]
#               destinations: [{server: "https://kubernetes.default.svc", namespace: shop-staging}]
#       - note: Everything but production's namespace
#         facts: {controllers: {argocd: {applicationNamespaces: [shop-staging]}}}
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: AppProject
#             metadata: {name: shop, namespace: argocd}
#             spec:
#               sourceNamespaces: [shop-staging]
#               destinations:
#                 - {server: "*", namespace: "*"}
#                 - {server: "*", namespace: "!shop-prod"}
package lib.envpolicy.leaks.delivery.cd_source_namespaces

import data.lib.envpolicy.argocd_clusters
import data.lib.envpolicy.argocd_namespaces
import data.lib.envpolicy.argocd_projects
import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.placement

_places := {[project.cluster, project.name]: n | some n, project in argocd_projects.all}

_tenants := argocd_namespaces.tenants

_controlling := argocd_namespaces.controlling

_witness(key, path) := [estate.witness(project.entry, path)] if {
	project := argocd_projects.all[_places[key]]
	project.entry != null
} else := []

_writers[key] contains [name, missing] if {
	some key, _ in _controlling
	some [name, _, missing] in object.get(argocd_projects.uses, [key], set())
}

_writers[key] contains [name, missing] if {
	some key, _ in _controlling
	some name, missing in _tenants[key]
}

holds contains fact if {
	some key, found in _tenants
	some name, missing in found
	fact := object.union(doubts.of(missing), {
		"deployment": name,
		"key": concat(" of ", ["destinations", key[1], key[0]]),
		"side": "uses",
		"witness": _witness(key, ["spec", "sourceNamespaces"]),
		"message": sprintf("AppProject %v of %v takes Applications from its namespace", [key[1], key[0]]),
	})
}

holds contains fact if {
	some key, _ in _tenants
	some permitted in [argocd_projects.wide, argocd_projects.named]
	some name, missing in permitted[_places[key]]
	fact := object.union(doubts.of(missing), {
		"deployment": name,
		"key": concat(" of ", ["destinations", key[1], key[0]]),
		"side": "offers",
		"witness": _witness(key, ["spec", "destinations"]),
		"message": sprintf("AppProject %v of %v permits its destination", [key[1], key[0]]),
	})
}

# By way of the Argo CD's own namespace.
holds contains fact if {
	some key, found in _writers
	some [name, missing] in found
	fact := object.union(doubts.of(missing), {
		"deployment": name,
		"key": concat(" of ", ["Argo CD", key[1], key[0]]),
		"side": "uses",
		"witness": _witness(key, ["spec", "destinations", _controlling[key][0]]),
		"message": sprintf("AppProject %v of %v permits the namespace of the Argo CD", [key[1], key[0]]),
	})
}

holds contains fact if {
	some key, _ in _writers
	some cluster, missing in argocd_clusters.managed[key[0]]
	some name in placement.tenants[cluster]
	not argocd_projects.wide[_places[key]][name]
	fact := object.union(doubts.of(missing), {
		"deployment": name,
		"key": concat(" of ", ["Argo CD", key[1], key[0]]),
		"side": "offers",
		"witness": [],
	})
}

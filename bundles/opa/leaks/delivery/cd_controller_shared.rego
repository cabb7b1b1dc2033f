# METADATA
# title: One delivery controller deploys into both Environments
# description: |
#   One Argo CD, or one Flux, delivers deployments of two Environments. Its controllers may do everything in each
#   cluster that they deploy to, so that whoever takes it over holds both. Inside one Environment that is tolerated.
#   Where the plan says that the cluster it stands in manages both (fact managementCluster), it is that management
#   cluster that they share, and told of there.
# custom:
#   id: cd-controller-shared
#   kind: shared
#   channel: delivery
#   boundary: [environment]
#   cap: cluster
#   severity: medium
#   remediation: Run a delivery controller in each Environment.
#   reads:
#     - Application.argoproj.io
#     - ApplicationSet.argoproj.io
#     - HelmRelease.helm.toolkit.fluxcd.io
#     - Kustomization.kustomize.toolkit.fluxcd.io
#   sources:
#     - Argo CD, security, https://argo-cd.readthedocs.io/en/stable/operator-manual/security/
#     - Flux, multi-tenancy, https://fluxcd.io/flux/installation/configuration/multitenancy/
#   scanners:
#     - kubescape C-0187 (single)
#   examples:
#     leaks:
#       - note: Argo CD in production's cluster deploys to the test Environment as well
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters: {test/test-wc: {facts: {apiServer: "https://test.example:6443"}}}
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
#               destination: {server: "https://test.example:6443", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#       - note: Flux with the kubeconfig of the other Environment's cluster, in a third cluster
#         facts: {apiServer: "https://prod.example:6443"}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc: {facts: {apiServer: "https://test.example:6443"}}
#           tools/hub:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: prod, namespace: fleet}
#                 stringData: {value: "server: https://prod.example:6443"}
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: test, namespace: fleet}
#                 stringData: {value: "server: https://test.example:6443"}
#               - apiVersion: kustomize.toolkit.fluxcd.io/v1
#                 kind: Kustomization
#                 metadata: {name: prod, namespace: fleet}
#                 spec: {targetNamespace: shop-prod, path: ./prod, kubeConfig: {secretRef: {name: prod}},
#                   sourceRef: {kind: GitRepository, name: shop}}
#               - apiVersion: kustomize.toolkit.fluxcd.io/v1
#                 kind: Kustomization
#                 metadata: {name: test, namespace: fleet}
#                 spec: {targetNamespace: shop-staging, path: ./test, kubeConfig: {secretRef: {name: test}},
#                   sourceRef: {kind: GitRepository, name: shop}}
#     innocent:
#       - note: An Argo CD in each of them
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop, namespace: argocd}
#             spec:
#               project: shop
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-prod}
#               source: {repoURL: "https://git.example/shop", path: prod, targetRevision: v1.0.0}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: argoproj.io/v1alpha1
#                 kind: Application
#                 metadata: {name: shop, namespace: argocd}
#                 spec:
#                   project: shop
#                   destination: {server: "https://kubernetes.default.svc", namespace: shop-staging}
#                   source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#       - note: It deploys to another namespace of the other Environment's cluster
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters: {test/test-wc: {facts: {apiServer: "https://test.example:6443"}}}
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
#             metadata: {name: monitoring, namespace: argocd}
#             spec:
#               project: platform
#               destination: {server: "https://test.example:6443", namespace: monitoring}
#               source: {repoURL: "https://git.example/platform", path: monitoring, targetRevision: v1.0.0}
#       - note: The management cluster that both share, as the plan says, runs it
#         facts: {apiServer: "https://prod.example:6443", managementCluster: hub}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         clusters:
#           test/test-wc: {facts: {apiServer: "https://test.example:6443", managementCluster: prod/hub}}
#           prod/hub:
#             add:
#               - apiVersion: argoproj.io/v1alpha1
#                 kind: Application
#                 metadata: {name: shop-prod, namespace: argocd}
#                 spec:
#                   project: prod
#                   destination: {server: "https://prod.example:6443", namespace: shop-prod}
#                   source: {repoURL: "https://git.example/shop", path: prod, targetRevision: v1.0.0}
#               - apiVersion: argoproj.io/v1alpha1
#                 kind: Application
#                 metadata: {name: shop-staging, namespace: argocd}
#                 spec:
#                   project: staging
#                   destination: {server: "https://test.example:6443", namespace: shop-staging}
#                   source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
package lib.envpolicy.leaks.delivery.cd_controller_shared

import data.lib.envpolicy.argocd_clusters
import data.lib.envpolicy.argocd_deployments
import data.lib.envpolicy.argocd_objects
import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.flux
import data.lib.envpolicy.placement

# By `[controller, cluster that it stands in, deployment]`: what it is ordered by, as `[missing, witness, label]`.
_ordered[key] contains order if {
	some [n, name, missing] in argocd_deployments.deploys
	application := argocd_objects.applications[n]
	key := ["Argo CD", application.cluster, name]
	label := sprintf("Application %v/%v", [application.namespace, application.name])
	order := [sort(missing), estate.witness(application.entry, array.concat(application.path, ["destination"])), label]
}

_ordered[key] contains order if {
	some n, reconciler in flux.reconcilers
	some name, missing in flux.works_for[n]
	key := ["Flux", reconciler.cluster, name]
	order := [sort(missing), estate.witness(reconciler.entry, ["spec"]), reconciler.label]
}

# The order with the least missing speaks for all.
holds contains fact if {
	some [controller, cluster, name], orders in _ordered
	[missing, witness, label] := min(orders)
	fact := object.union_n([doubts.of(missing), _covered(cluster, name), {
		"deployment": name,
		"key": sprintf("%v of %v", [controller, cluster]),
		"witness": [witness],
		"message": sprintf("%v of %v deploys it, by %v", [controller, cluster, label]),
	}])
}

_covered(from, name) := {"covered": sprintf("management cluster %v", [from])} if {
	argocd_clusters.is_manager(from, placement.places[name].cluster)
} else := {}

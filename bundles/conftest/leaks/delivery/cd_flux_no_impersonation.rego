# METADATA
# title: Flux carries out a deployment's sources with rights over the whole cluster
# description: |
#   A Kustomization or HelmRelease of a deployment names no serviceAccountName, and Flux has no default service
#   account (fact controllers.flux.defaultServiceAccount, or the controller's own argument --default-service-account;
#   upstream has none), so that it acts as the controller itself, which is cluster-admin. Whoever writes the sources
#   can write into every namespace, whatever targetNamespace says. One with a kubeConfig acts as that Secret lets it,
#   and is told of there.
# custom:
#   id: cd-flux-no-impersonation
#   kind: shared
#   channel: delivery
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Set spec.serviceAccountName, or run the controllers with --default-service-account.
#   reads:
#     - HelmRelease.helm.toolkit.fluxcd.io
#     - Kustomization.kustomize.toolkit.fluxcd.io
#   sources:
#     - Flux, multi-tenancy, https://fluxcd.io/flux/installation/configuration/multitenancy/
#   examples:
#     leaks:
#       - note: A Kustomization without an account
#         add:
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: shop-staging}
#             spec: {sourceRef: {kind: GitRepository, name: shop}, path: ./staging}
#       - note: A HelmRelease of the platform's namespace that deploys into staging's
#         add:
#           - apiVersion: helm.toolkit.fluxcd.io/v2
#             kind: HelmRelease
#             metadata: {name: shop, namespace: flux-system}
#             spec:
#               targetNamespace: shop-staging
#               chart: {spec: {chart: shop, version: 1.0.0, sourceRef: {kind: HelmRepository, name: shop}}}
#     innocent:
#       - note: It acts as an account of the namespace
#         add:
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: shop-staging}
#             spec: {sourceRef: {kind: GitRepository, name: shop}, path: ./staging, serviceAccountName: web}
#       - note: Flux has a default account
#         facts: {controllers: {flux: {defaultServiceAccount: default}}}
#         add:
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: shop-staging}
#             spec: {sourceRef: {kind: GitRepository, name: shop}, path: ./staging}
#       - note: The controller's own arguments name an account
#         add:
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: helm-controller, namespace: flux-system}
#             spec:
#               template:
#                 spec:
#                   containers:
#                     - name: manager
#                       image: ghcr.io/fluxcd/helm-controller:v1.1.0
#                       args: ["--default-service-account=default"]
#           - apiVersion: helm.toolkit.fluxcd.io/v2
#             kind: HelmRelease
#             metadata: {name: shop, namespace: shop-staging}
#             spec: {chart: {spec: {chart: shop, version: 1.0.0, sourceRef: {kind: HelmRepository, name: shop}}}}
#       - note: One of the platform's that works for no deployment
#         add:
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: infrastructure, namespace: flux-system}
#             spec: {sourceRef: {kind: GitRepository, name: fleet}, path: ./infrastructure}
package lib.envpolicy.leaks.delivery.cd_flux_no_impersonation

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.flux
import data.lib.envpolicy.flux_flags
import data.lib.envpolicy.placement

_privileged := [n |
	some n, reconciler in flux.reconcilers
	not reconciler.remote
	fields.text(reconciler.spec, ["serviceAccountName"]) == ""
	flux_flags.of(reconciler.cluster, reconciler.controller, "defaultServiceAccount") in {null, "", "none"}
	flux_flags.of(reconciler.cluster, reconciler.controller, "installed") in {null, true}
]

holds contains fact if {
	some n in _privileged
	reconciler := flux.reconcilers[n]
	some name, _ in flux.works_for[n]
	fact := {
		"deployment": name,
		"key": sprintf("Flux of %v", [reconciler.cluster]),
		"side": "uses",
		"witness": [estate.witness(reconciler.entry, ["spec"])],
		"message": sprintf("%v acts as the controller, which may do everything", [reconciler.label]),
	}
}

holds contains fact if {
	some cluster in {flux.reconcilers[n].cluster | some n in _privileged}
	some name in placement.tenants[cluster]
	fact := {"deployment": name, "key": sprintf("Flux of %v", [cluster]), "side": "offers", "witness": []}
}

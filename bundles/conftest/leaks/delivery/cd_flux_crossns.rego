# METADATA
# title: Flux deploys one deployment from a source in another's namespace
# description: |
#   A Kustomization or HelmRelease of a deployment takes its source or its chart from, or depends on, an object in the
#   namespace of another deployment, and nothing says that Flux refuses such references (fact
#   controllers.flux.crossNamespace: false, or the controller's own argument --no-cross-namespace-refs; upstream allows
#   them). Whoever writes the source there writes what is deployed here.
# custom:
#   id: cd-flux-crossns
#   kind: reach
#   channel: delivery
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Give each namespace a source of its own, and run the controllers with --no-cross-namespace-refs=true.
#   reads:
#     - HelmRelease.helm.toolkit.fluxcd.io
#     - Kustomization.kustomize.toolkit.fluxcd.io
#   sources:
#     - Flux, multi-tenancy, https://fluxcd.io/flux/installation/configuration/multitenancy/
#   examples:
#     leaks:
#       - note: Production is deployed from a source in staging's namespace
#         add:
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: shop-prod}
#             spec:
#               sourceRef: {kind: GitRepository, name: shop, namespace: shop-staging}
#               serviceAccountName: web
#       - note: A chart from production's namespace
#         add:
#           - apiVersion: helm.toolkit.fluxcd.io/v2
#             kind: HelmRelease
#             metadata: {name: shop, namespace: shop-staging}
#             spec:
#               serviceAccountName: web
#               chart:
#                 spec:
#                   chart: shop
#                   version: 1.0.0
#                   sourceRef: {kind: HelmRepository, name: shop, namespace: shop-prod}
#       - note: Production waits for staging's
#         add:
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: shop-prod}
#             spec:
#               sourceRef: {kind: GitRepository, name: shop}
#               dependsOn: [{name: shop, namespace: shop-staging}]
#               serviceAccountName: web
#     innocent:
#       - note: The source stands in its own namespace
#         add:
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: shop-prod}
#             spec:
#               sourceRef: {kind: GitRepository, name: shop, namespace: shop-prod}
#               serviceAccountName: web
#       - note: Flux refuses references across namespaces
#         facts: {controllers: {flux: {crossNamespace: false}}}
#         add:
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: shop-prod}
#             spec:
#               sourceRef: {kind: GitRepository, name: shop, namespace: shop-staging}
#               serviceAccountName: web
#       - note: The controller's own arguments refuse them
#         add:
#           - apiVersion: apps/v1
#             kind: Deployment
#             metadata: {name: kustomize-controller, namespace: flux-system}
#             spec:
#               template:
#                 spec:
#                   containers:
#                     - name: manager
#                       image: ghcr.io/fluxcd/kustomize-controller:v1.4.0
#                       args: [--watch-all-namespaces=true, --no-cross-namespace-refs=true]
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: shop-prod}
#             spec:
#               sourceRef: {kind: GitRepository, name: shop, namespace: shop-staging}
#               serviceAccountName: web
#       - note: A source of the platform's
#         add:
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: shop-prod}
#             spec:
#               sourceRef: {kind: GitRepository, name: fleet, namespace: flux-system}
#               serviceAccountName: web
package lib.envpolicy.leaks.delivery.cd_flux_crossns

import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.flux
import data.lib.envpolicy.flux_flags
import data.lib.envpolicy.placement

_references := [
	["sourceRef"],
	["chart", "spec", "sourceRef"],
	["chartRef"],
]

# `[place of the reconciler, path, namespace]` for each reference that names a namespace.
_named contains [n, array.concat(["spec"], path), namespace] if {
	some n, reconciler in flux.reconcilers
	some path in _references
	namespace := fields.text(reconciler.spec, array.concat(path, ["namespace"]))
	namespace != ""
}

_named contains [n, ["spec", "dependsOn", index], namespace] if {
	some n, reconciler in flux.reconcilers
	some index, item in fields.list(reconciler.spec, ["dependsOn"])
	namespace := fields.text(item, ["namespace"])
	namespace != ""
}

reaches contains fact if {
	some [n, path, namespace] in _named
	reconciler := flux.reconcilers[n]
	flux_flags.of(reconciler.cluster, reconciler.controller, "crossNamespace") != false
	flux_flags.of(reconciler.cluster, reconciler.controller, "installed") != false
	some name, missing in flux.works_for[n]
	place := placement.places[name]
	place.cluster == reconciler.cluster
	place.namespace != namespace
	some other in placement.residents[[reconciler.cluster, namespace]]
	fact := object.union(doubts.of(missing), {
		"from": other,
		"to": name,
		"place": reconciler.label,
		"witness": array.concat([estate.witness(reconciler.entry, path)], _referred(reconciler.entry, path, namespace)),
		"message": sprintf("%v refers to namespace %v", [reconciler.label, namespace]),
	})
}

# What is referred to, where it was given.
_referred(entry, path, namespace) := [estate.witness(found, []) |
	kind := fields.text(entry.object, array.concat(path, ["kind"]))
	name := fields.text(entry.object, array.concat(path, ["name"]))
	some found in object.get(_objects, [[entry.cluster, _kind(kind, entry), namespace, name]], [])
]

_kind("", entry) := split(entry.kind, ".")[0]

_kind(kind, _) := kind if kind != ""

_kinds := [
	"Bucket.source.toolkit.fluxcd.io",
	"GitRepository.source.toolkit.fluxcd.io",
	"HelmChart.source.toolkit.fluxcd.io",
	"HelmRelease.helm.toolkit.fluxcd.io",
	"HelmRepository.source.toolkit.fluxcd.io",
	"Kustomization.kustomize.toolkit.fluxcd.io",
	"OCIRepository.source.toolkit.fluxcd.io",
]

_object[where] contains entry if {
	some kind in _kinds
	some entry in estate.all(kind)
	where := [entry.cluster, split(kind, ".")[0], entry.namespace, entry.name]
}

_objects := {where: entries | some where, entries in _object}

# METADATA
# title: Both deployments follow the same moving revision
# description: |
#   Applications of Argo CD, or Kustomizations and HelmReleases of Flux, follow one branch (or HEAD, a moving tag, a
#   bucket) of one repository at the same path with the same settings, or a chart by the same range of versions. What
#   changes there changes both at once, so that nothing can be verified on one side before it reaches the other.
#   Paths or settings of their own keep them apart; so does a tag that is a full version, a commit or a digest. For a
#   chart settings do not count, since a new version reaches whatever they are.
# custom:
#   id: cd-same-revision
#   kind: shared
#   channel: delivery
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: medium
#   remediation: Let production follow a tag, or a path of its own, that is moved once the other stage has passed.
#   reads:
#     - Application.argoproj.io
#     - ApplicationSet.argoproj.io
#     - Bucket.source.toolkit.fluxcd.io
#     - GitRepository.source.toolkit.fluxcd.io
#     - HelmRelease.helm.toolkit.fluxcd.io
#     - HelmRepository.source.toolkit.fluxcd.io
#     - Kustomization.kustomize.toolkit.fluxcd.io
#     - OCIRepository.source.toolkit.fluxcd.io
#   sources:
#     - Argo CD, tracking strategies, https://argo-cd.readthedocs.io/en/stable/user-guide/tracking_strategies/
#     - Flux, Git repositories, https://fluxcd.io/flux/components/source/gitrepositories/
#   examples:
#     leaks:
#       - note: Two Applications follow one branch and path, written in two ways
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-prod, namespace: argocd}
#             spec:
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-prod}
#               source: {repoURL: "https://git.example/team/shop.git", path: deploy, targetRevision: main}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-staging}
#               source: {repoURL: "git@git.example:team/shop", path: ./deploy/, targetRevision: refs/heads/main}
#       - note: One chart by one range, with values of their own
#         add:
#           - apiVersion: source.toolkit.fluxcd.io/v1
#             kind: HelmRepository
#             metadata: {name: charts, namespace: flux-system}
#             spec: {url: "https://charts.example"}
#           - apiVersion: helm.toolkit.fluxcd.io/v2
#             kind: HelmRelease
#             metadata: {name: shop, namespace: shop-prod}
#             spec:
#               values: {replicas: 3}
#               chart:
#                 spec:
#                   {chart: shop, version: ">=1.0.0", sourceRef: {kind: HelmRepository, name: charts,
#                     namespace: flux-system}}
#           - apiVersion: helm.toolkit.fluxcd.io/v2
#             kind: HelmRelease
#             metadata: {name: shop, namespace: shop-staging}
#             spec:
#               values: {replicas: 1}
#               chart:
#                 spec:
#                   {chart: shop, version: ">=1.0.0", sourceRef: {kind: HelmRepository, name: charts,
#                     namespace: flux-system}}
#       - note: Two clusters whose Flux follows one branch and path
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         add:
#           - apiVersion: source.toolkit.fluxcd.io/v1
#             kind: GitRepository
#             metadata: {name: shop, namespace: shop-prod}
#             spec: {url: "https://git.example/shop", ref: {branch: main}}
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: shop-prod}
#             spec: {sourceRef: {kind: GitRepository, name: shop}, path: ./deploy}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: source.toolkit.fluxcd.io/v1
#                 kind: GitRepository
#                 metadata: {name: shop, namespace: shop-staging}
#                 spec: {url: "ssh://git@git.example/shop.git", ref: {branch: main}}
#               - apiVersion: kustomize.toolkit.fluxcd.io/v1
#                 kind: Kustomization
#                 metadata: {name: shop, namespace: shop-staging}
#                 spec: {sourceRef: {kind: GitRepository, name: shop}, path: deploy}
#       - note: An OCI chart by a range, and the same chart of a repository
#         add:
#           - apiVersion: source.toolkit.fluxcd.io/v1
#             kind: OCIRepository
#             metadata: {name: shop, namespace: flux-system}
#             spec: {url: "oci://registry.example/charts/shop", ref: {semver: ">=1.0.0"}}
#           - apiVersion: helm.toolkit.fluxcd.io/v2
#             kind: HelmRelease
#             metadata: {name: shop, namespace: shop-prod}
#             spec: {chartRef: {kind: OCIRepository, name: shop, namespace: flux-system}, values: {replicas: 3}}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-staging}
#               source: {repoURL: registry.example/charts, chart: shop, targetRevision: ">=1.0.0"}
#     innocent:
#       - note: Production's is suspended
#         add:
#           - apiVersion: source.toolkit.fluxcd.io/v1
#             kind: GitRepository
#             metadata: {name: shop, namespace: flux-system}
#             spec: {url: "https://git.example/shop", ref: {branch: main}}
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: shop-prod}
#             spec:
#               {sourceRef: {kind: GitRepository, name: shop, namespace: flux-system}, path: ./deploy, suspend: true}
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: shop-staging}
#             spec: {sourceRef: {kind: GitRepository, name: shop, namespace: flux-system}, path: ./deploy}
#       - note: One branch, but a path for each stage
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-prod, namespace: argocd}
#             spec:
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-prod}
#               source: {repoURL: "https://git.example/shop", path: overlays/prod, targetRevision: main}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: overlays/staging, targetRevision: main}
#       - note: The same tag
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-prod, namespace: argocd}
#             spec:
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-prod}
#               source: {repoURL: "https://git.example/shop", path: deploy, targetRevision: v1.4.2}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: deploy, targetRevision: v1.4.2}
#       - note: One path, but values of their own
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-prod, namespace: argocd}
#             spec:
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-prod}
#               source:
#                 {repoURL: "https://git.example/shop", path: chart, targetRevision: main,
#                   helm: {valueFiles: [values-prod.yaml]}}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: shop-staging, namespace: argocd}
#             spec:
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-staging}
#               source:
#                 {repoURL: "https://git.example/shop", path: chart, targetRevision: main,
#                   helm: {valueFiles: [values-staging.yaml]}}
#       - note: Production follows the newest release, staging the branch
#         add:
#           - apiVersion: source.toolkit.fluxcd.io/v1
#             kind: GitRepository
#             metadata: {name: shop, namespace: shop-prod}
#             spec: {url: "https://git.example/shop", ref: {semver: ">=1.0.0"}}
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: shop-prod}
#             spec: {sourceRef: {kind: GitRepository, name: shop}, path: ./deploy}
#           - apiVersion: source.toolkit.fluxcd.io/v1
#             kind: GitRepository
#             metadata: {name: shop, namespace: shop-staging}
#             spec: {url: "https://git.example/shop", ref: {branch: main}}
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: shop-staging}
#             spec: {sourceRef: {kind: GitRepository, name: shop}, path: ./deploy}
package lib.envpolicy.leaks.delivery.cd_same_revision

import data.lib.envpolicy.delivered
import data.lib.envpolicy.doubts

holds contains fact if {
	some source in delivered.all
	source.reference != ""
	source.repository != ""
	not contains(concat("", [source.repository, source.reference, source.path]), "{{")
	fact := object.union(doubts.of(source.missing), {
		"deployment": source.deployment,
		"key": concat(" ", array.concat([source.kind, source.repository, source.reference, source.path], _settings(source))),
		"witness": [source.witness],
		"message": sprintf("%v follows %v of %v", [source.label, source.reference, source.repository]),
	})
}

_settings(source) := [source.settings] if {
	source.kind != "chart"
} else := []

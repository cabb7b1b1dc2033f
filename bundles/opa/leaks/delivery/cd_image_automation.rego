# METADATA
# title: New images reach both deployments by themselves
# description: |
#   An ImageUpdateAutomation of Flux that one deployment claims pushes to a branch and path of Git that another
#   deployment is delivered from; or the Argo CD Image Updater updates one image in Applications of both, taking the
#   same new tags. What is pushed to the registry reaches the other side without a decision there. A branch of its own,
#   a path of its own, or another choice of tags keeps them apart; so does `suspend`. What the platform runs is
#   tolerated.
# custom:
#   id: cd-image-automation
#   kind: shared
#   channel: delivery
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: medium
#   remediation: Let automation write to one stage's path or branch, and choose production's tags apart.
#   reads:
#     - Application.argoproj.io
#     - ApplicationSet.argoproj.io
#     - GitRepository.source.toolkit.fluxcd.io
#     - HelmRelease.helm.toolkit.fluxcd.io
#     - ImageUpdateAutomation.image.toolkit.fluxcd.io
#     - Kustomization.kustomize.toolkit.fluxcd.io
#   sources:
#     - Flux, image update automations, https://fluxcd.io/flux/components/image/imageupdateautomations/
#     - Argo CD Image Updater, https://argocd-image-updater.readthedocs.io/en/stable/
#   examples:
#     leaks:
#       - note: Staging's automation writes to the whole repository, production follows its branch
#         add:
#           - apiVersion: source.toolkit.fluxcd.io/v1
#             kind: GitRepository
#             metadata: {name: shop, namespace: shop-prod}
#             spec: {url: "https://git.example/shop", ref: {branch: main}}
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: shop-prod}
#             spec: {sourceRef: {kind: GitRepository, name: shop}, path: ./prod, serviceAccountName: web}
#           - apiVersion: source.toolkit.fluxcd.io/v1
#             kind: GitRepository
#             metadata: {name: shop, namespace: shop-staging}
#             spec: {url: "ssh://git@git.example/shop.git", ref: {branch: main}}
#           - apiVersion: image.toolkit.fluxcd.io/v1beta2
#             kind: ImageUpdateAutomation
#             metadata: {name: shop, namespace: shop-staging}
#             spec:
#               sourceRef: {kind: GitRepository, name: shop}
#               git: {commit: {author: {email: flux@example.com}}}
#               update: {strategy: Setters}
#       - note: The updater takes any new tag of one image on both sides
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata:
#               name: shop-prod
#               namespace: argocd
#               annotations:
#                 argocd-image-updater.argoproj.io/image-list: web=registry.example/web
#                 argocd-image-updater.argoproj.io/web.update-strategy: newest-build
#             spec:
#               project: prod
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-prod}
#               source: {repoURL: "https://git.example/shop", path: prod, targetRevision: v1.0.0}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata:
#               name: shop-staging
#               namespace: argocd
#               annotations:
#                 argocd-image-updater.argoproj.io/image-list: "registry.example/other:1.0.0, app=registry.example/web"
#                 argocd-image-updater.argoproj.io/app.update-strategy: newest-build
#             spec:
#               project: staging
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#       - note: One ImageUpdater for both
#         add:
#           - apiVersion: argocd-image-updater.argoproj.io/v1alpha1
#             kind: ImageUpdater
#             metadata: {name: shop, namespace: argocd}
#             spec:
#               applicationRefs:
#                 - namePattern: "shop-*"
#                   images: [{alias: web, imageName: "registry.example/web:1.x"}]
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
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#     innocent:
#       - note: Staging's automation writes below staging's path only
#         add:
#           - apiVersion: source.toolkit.fluxcd.io/v1
#             kind: GitRepository
#             metadata: {name: shop, namespace: shop-prod}
#             spec: {url: "https://git.example/shop", ref: {branch: main}}
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: shop-prod}
#             spec: {sourceRef: {kind: GitRepository, name: shop}, path: ./prod, serviceAccountName: web}
#           - apiVersion: source.toolkit.fluxcd.io/v1
#             kind: GitRepository
#             metadata: {name: shop, namespace: shop-staging}
#             spec: {url: "https://git.example/shop", ref: {branch: main}}
#           - apiVersion: image.toolkit.fluxcd.io/v1
#             kind: ImageUpdateAutomation
#             metadata: {name: shop, namespace: shop-staging}
#             spec:
#               sourceRef: {kind: GitRepository, name: shop}
#               update: {path: ./staging, strategy: Setters}
#       - note: It pushes to a branch that production does not follow
#         add:
#           - apiVersion: source.toolkit.fluxcd.io/v1
#             kind: GitRepository
#             metadata: {name: shop, namespace: shop-prod}
#             spec: {url: "https://git.example/shop", ref: {branch: main}}
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: shop-prod}
#             spec: {sourceRef: {kind: GitRepository, name: shop}, path: ./prod, serviceAccountName: web}
#           - apiVersion: source.toolkit.fluxcd.io/v1
#             kind: GitRepository
#             metadata: {name: shop, namespace: shop-staging}
#             spec: {url: "https://git.example/shop", ref: {branch: main}}
#           - apiVersion: image.toolkit.fluxcd.io/v1
#             kind: ImageUpdateAutomation
#             metadata: {name: shop, namespace: shop-staging}
#             spec:
#               sourceRef: {kind: GitRepository, name: shop}
#               git: {checkout: {ref: {branch: main}}, push: {branch: image-updates}}
#               update: {path: ./, strategy: Setters}
#       - note: The updater takes other tags for production
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata:
#               name: shop-prod
#               namespace: argocd
#               annotations:
#                 argocd-image-updater.argoproj.io/image-list: "web=registry.example/web:~1.4"
#             spec:
#               project: prod
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-prod}
#               source: {repoURL: "https://git.example/shop", path: prod, targetRevision: v1.0.0}
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata:
#               name: shop-staging
#               namespace: argocd
#               annotations:
#                 argocd-image-updater.argoproj.io/image-list: web=registry.example/web
#                 argocd-image-updater.argoproj.io/web.update-strategy: newest-build
#             spec:
#               project: staging
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
#       - note: Only staging's Application is updated
#         add:
#           - apiVersion: argocd-image-updater.argoproj.io/v1alpha1
#             kind: ImageUpdater
#             metadata: {name: shop, namespace: argocd}
#             spec:
#               applicationRefs:
#                 - namePattern: "*-staging"
#                   images: [{alias: web, imageName: "registry.example/web:1.x"}]
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
#               destination: {server: "https://kubernetes.default.svc", namespace: shop-staging}
#               source: {repoURL: "https://git.example/shop", path: staging, targetRevision: v1.0.0}
package lib.envpolicy.leaks.delivery.cd_image_automation

import data.lib.envpolicy.argocd_images
import data.lib.envpolicy.doubts
import data.lib.envpolicy.flux_images

# Argo CD may leave it to the repository which branch it follows: main or master, mostly.
_ways(branch) := {branch: set(), "HEAD": {sprintf("whether %v is the default branch", [branch])}}

_written contains [n, source, missing] if {
	some n, automation in flux_images.automations
	some branch in automation.branches
	some reference, unsure in _ways(branch)
	some source in object.get(flux_images.followed, [[automation.repository, reference]], set())
	_meet(automation.path, source.path)
	missing := source.missing | unsure
}

# One lies in the other; "." is the whole repository.
_meet(one, other) if "." in {one, other}

_meet(one, other) if one == other

_meet(one, other) if startswith(one, concat("", [other, "/"]))

_meet(one, other) if startswith(other, concat("", [one, "/"]))

holds contains fact if {
	some n in {place | some [place, _, _] in _written}
	automation := flux_images.automations[n]
	some name in automation.owners
	fact := {
		"deployment": name,
		"key": automation.label,
		"side": "uses",
		"witness": [automation.witness],
		"message": sprintf("%v pushes to %v", [automation.label, automation.repository]),
	}
}

holds contains fact if {
	some [n, source, missing] in _written
	automation := flux_images.automations[n]
	not source.deployment in automation.owners
	fact := object.union(doubts.of(missing), {
		"deployment": source.deployment,
		"key": automation.label,
		"side": "offers",
		"witness": [source.witness],
		"message": sprintf("%v follows %v of %v", [source.label, source.reference, source.repository]),
	})
}

holds contains fact if {
	some read in argocd_images.updated
	fact := object.union(doubts.of(read.missing), {
		"deployment": read.deployment,
		"key": concat(" ", ["image updater", read.image, read.rule]),
		"witness": [read.witness],
		"message": sprintf("new tags of %v are put into %v", [read.image, read.label]),
	})
}

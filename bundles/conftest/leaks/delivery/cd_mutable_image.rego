# METADATA
# title: Both deployments run one image by a tag that moves
# description: |
#   Containers of both name the same image by the same tag, without a digest, and the tag is one that moves: `latest`
#   (also where no tag is named), the name of a branch or a flavour, a snapshot. Whoever pushes it changes both at once,
#   so that nothing can be verified on one side before it reaches the other. A tag with a version, a date or a commit in
#   it is taken for fixed, and so is a flavour of an official image of Docker Hub (`redis:alpine`), which neither side
#   pushes. A name alone that is no official image (`image: frontend`) stands for one that a build tool puts there. Pods
#   that Pod Security refuses do not count.
# custom:
#   id: cd-mutable-image
#   kind: shared
#   channel: delivery
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: medium
#   remediation: Name the image by its digest, or by a tag that is pushed once.
#   reads:
#     - CronJob.batch
#     - DaemonSet.apps
#     - Deployment.apps
#     - Job.batch
#     - Pod
#     - StatefulSet.apps
#   sources:
#     - Images, https://kubernetes.io/docs/concepts/containers/images/
#   scanners:
#     - kubescape C-0075, C-0306 (single)
#     - kube-linter latest-tag
#     - checkov CKV_K8S_14, CKV_K8S_43
#     - trivy KSV-0013
#     - polaris tagNotSpecified
#   examples:
#     leaks:
#       - note: No tag on one side, latest on the other, and two ways to write the registry
#         add:
#           - apiVersion: batch/v1
#             kind: CronJob
#             metadata: {name: report, namespace: shop-prod}
#             spec: {schedule: "0 1 * * *", jobTemplate: {spec: {template: {spec:
#               {restartPolicy: Never, securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}},
#                 containers: [{name: report, image: team/report,
#                   securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]}}}}}
#           - apiVersion: batch/v1
#             kind: Job
#             metadata: {name: report, namespace: shop-staging}
#             spec: {template: {spec:
#               {restartPolicy: Never, securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}},
#                 containers: [{name: report, image: "docker.io/team/report:latest",
#                   securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]}}}
#       - note: A branch's tag, on one side in an init container, in two clusters
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: batch, namespace: shop-prod}
#             spec: {containers: [{name: batch, image: "registry.example:5000/batch:main"}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Namespace
#                 metadata: {name: shop-staging}
#               - apiVersion: apps/v1
#                 kind: StatefulSet
#                 metadata: {name: batch, namespace: shop-staging}
#                 spec:
#                   selector: {matchLabels: {app: batch}}
#                   template:
#                     metadata: {labels: {app: batch}}
#                     spec:
#                       initContainers: [{name: first, image: "registry.example:5000/batch:main"}]
#                       containers: [{name: batch, image: "registry.example/other:1.0.0"}]
#     innocent:
#       - note: The same version of it
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod}
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: batch, namespace: shop-prod}
#             spec: {containers: [{name: batch, image: "registry.example/batch:v1.4"}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: batch, namespace: shop-staging}
#             spec: {containers: [{name: batch, image: "registry.example/batch:v1.4"}]}
#       - note: latest, but a digest says which
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod}
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: batch, namespace: shop-prod}
#             spec: {containers: [{name: batch, image: "registry.example/batch:latest@sha256:0123456789abcdef"}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: batch, namespace: shop-staging}
#             spec: {containers: [{name: batch, image: "registry.example/batch:latest"}]}
#       - note: latest of two registries
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod}
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: batch, namespace: shop-prod}
#             spec: {containers: [{name: batch, image: "prod.registry.example/batch:latest"}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: batch, namespace: shop-staging}
#             spec: {containers: [{name: batch, image: "test.registry.example/batch:latest"}]}
#       - note: A branch's tag for each stage
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod}
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: batch, namespace: shop-prod}
#             spec: {containers: [{name: batch, image: "registry.example/batch:stable"}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: batch, namespace: shop-staging}
#             spec: {containers: [{name: batch, image: "registry.example/batch:develop"}]}
#       - note: A pod that Pod Security refuses
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: batch, namespace: shop-prod}
#             spec: {hostNetwork: true, containers: [{name: batch, image: "registry.example/batch:latest"}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: batch, namespace: shop-staging}
#             spec: {hostNetwork: true, containers: [{name: batch, image: "registry.example/batch:latest"}]}
#       - note: Names for which a build tool puts the real ones, and a flavour of an official image
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod}
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: batch, namespace: shop-prod}
#             spec: {containers: [{name: batch, image: checkout}, {name: cache, image: "redis:alpine"}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: batch, namespace: shop-staging}
#             spec: {containers: [{name: batch, image: checkout}, {name: cache, image: "redis:alpine"}]}
package lib.envpolicy.leaks.delivery.cd_mutable_image

import data.lib.envpolicy.admitted
import data.lib.envpolicy.estate
import data.lib.envpolicy.images
import data.lib.envpolicy.workloads

_moving := {reference: image |
	some reference, image in images.of_pods
	not images.stands_for_another(reference)
	images.moves(image)
}

# By `[deployment, repository, tag]`: where it is named.
_named[key] contains spot if {
	some index in admitted.indices
	workload := workloads.all[index]
	some item in workload.containers
	image := _moving[object.get(item.container, "image", null)]
	some name in workload.owners
	key := [name, image.repository, image.tag]
	spot := estate.witness(workload.entry, array.concat(workload.path, array.concat(item.path, ["image"])))
}

holds contains fact if {
	some [name, repository, tag], spots in _named
	fact := {
		"deployment": name,
		"key": sprintf("%v:%v", [repository, tag]),
		"witness": [sort([spot | some spot in spots])[0]],
		"message": sprintf("%v:%v is whatever was pushed last", [repository, tag]),
	}
}

# METADATA
# title: One login pushes images for both sides
# description: |
#   Two deployments hold the same password of the same registry, and at least one of them has it where images are
#   pushed from: as a file or environment of its pods, among the secrets of an account, as the push secret of a build.
#   Who holds it there can replace what the other runs. Of logins that both only pull with, another check speaks.
# custom:
#   id: registry-push-shared
#   kind: shared
#   channel: delivery
#   boundary: [environment]
#   cap: cluster
#   severity: medium
#   remediation: Give each Environment's pipeline a login of its own, limited to its own repositories,
#     and pull with another.
#   reads: [Secret]
#   sources:
#     - own analysis
#   scanners: []
#   examples:
#     leaks:
#       - note: Two builders mount one login
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: push, namespace: shop-prod}
#             type: kubernetes.io/dockerconfigjson
#             stringData: {.dockerconfigjson: '{"auths":{"r.example":{"password":"hunter22hunter"}}}'}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: kaniko, namespace: shop-prod}
#             spec: {containers: [{name: main, image: "registry.example/kaniko:1"}], volumes: [{name: config,
#               secret: {secretName: push}}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: login, namespace: shop-staging}
#                 stringData: {config.json: '{"auths":{"https://r.example/v1/":{"auth":"cjpodW50ZXIyMmh1bnRlcg=="}}}'}
#               - apiVersion: batch/v1
#                 kind: Job
#                 metadata: {name: build, namespace: shop-staging}
#                 spec: {template: {spec: {containers: [{name: main, image: "registry.example/buildah:1"}], volumes:
#                   [{name: config, projected: {sources: [{secret: {name: login}}]}}]}}}
#       - note: One builds with what the other pulls with
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: pull, namespace: shop-prod}
#             type: kubernetes.io/dockerconfigjson
#             stringData: {.dockerconfigjson: '{"auths":{"r.example":{"password":"hunter22hunter"}}}'}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: push, namespace: shop-staging}
#                 type: kubernetes.io/dockerconfigjson
#                 stringData: {.dockerconfigjson: '{"auths":{"r.example":{"password":"hunter22hunter"}}}'}
#               - apiVersion: shipwright.io/v1beta1
#                 kind: Build
#                 metadata: {name: web, namespace: shop-staging}
#                 spec: {output: {image: r.example/web, pushSecret: push}}
#       - note: Runs of Tekton have one login among their workspaces
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: push, namespace: shop-prod}
#             type: kubernetes.io/dockerconfigjson
#             stringData: {.dockerconfigjson: '{"auths":{"r.example":{"password":"hunter22hunter"}}}'}
#           - apiVersion: tekton.dev/v1
#             kind: PipelineRun
#             metadata: {name: build, namespace: shop-prod}
#             spec: {pipelineRef: {name: build}, workspaces: [{name: config, secret: {secretName: push}}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: push, namespace: shop-staging}
#                 type: kubernetes.io/dockerconfigjson
#                 stringData: {.dockerconfigjson: '{"auths":{"r.example":{"password":"hunter22hunter"}}}'}
#               - apiVersion: tekton.dev/v1
#                 kind: PipelineRun
#                 metadata: {name: build, namespace: shop-staging}
#                 spec: {pipelineRef: {name: build}, workspaces: [{name: config, secret: {secretName: push}}]}
#     innocent:
#       - note: A login for each builder
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: push, namespace: shop-prod}
#             stringData: {config.json: '{"auths":{"r.example":{"password":"hunter22hunter"}}}'}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: kaniko, namespace: shop-prod}
#             spec: {containers: [{name: main, image: "registry.example/kaniko:1", envFrom: [{secretRef:
#               {name: push}}]}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: push, namespace: shop-staging}
#                 stringData: {config.json: '{"auths":{"r.example":{"password":"another22hunter"}}}'}
#               - apiVersion: v1
#                 kind: Pod
#                 metadata: {name: kaniko, namespace: shop-staging}
#                 spec: {containers: [{name: main, image: "registry.example/kaniko:1", envFrom: [{secretRef:
#                   {name: push}}]}]}
#       - note: One login that both only pull with
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: pull, namespace: shop-prod}
#             type: kubernetes.io/dockerconfigjson
#             stringData: {.dockerconfigjson: '{"auths":{"r.example":{"password":"hunter22hunter"}}}'}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: job, namespace: shop-prod}
#             spec: {imagePullSecrets: [{name: pull}], containers: [{name: main, image: "r.example/main:1"}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: pull, namespace: shop-staging}
#                 type: kubernetes.io/dockerconfigjson
#                 stringData: {.dockerconfigjson: '{"auths":{"r.example":{"password":"hunter22hunter"}}}'}
package lib.envpolicy.leaks.delivery.registry_push_shared

import data.lib.envpolicy.registry_logins

holds contains fact if {
	some login in registry_logins.all
	login.mounted
	fact := {
		"deployment": login.deployment,
		"key": [login.registry, login.auth],
		"side": "uses",
		"witness": [login.witness],
	}
}

holds contains fact if {
	some login in registry_logins.all
	fact := {
		"deployment": login.deployment,
		"key": [login.registry, login.auth],
		"side": "offers",
		"witness": [login.witness],
	}
}

# METADATA
# title: Both sides pull images with the same login
# description: |
#   Image pull secrets of two deployments, by their pods, their service accounts or because they claim them,
#   hold the same password for the same registry. Tolerated up to clusters of their own, since pulling gives
#   nothing away but the images; between Environments it is a credential in common.
# custom:
#   id: pullsecret-shared
#   kind: shared
#   channel: secret
#   boundary: [environment]
#   cap: cluster
#   severity: low
#   remediation: Give each Environment a login of its own that may only pull.
#   reads: [Secret]
#   sources:
#     - https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
#   scanners: []
#   examples:
#     leaks:
#       - note: One login in two Environments, in Secrets of other names
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: pull, namespace: shop-prod}
#             type: kubernetes.io/dockerconfigjson
#             stringData: {.dockerconfigjson:
#               '{"auths":{"r.example":{"password":"hunter22hunter"}}}'}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: regcred, namespace: shop-staging}
#                 type: kubernetes.io/dockerconfigjson
#                 stringData: {.dockerconfigjson:
#                   '{"auths":{"r.example":{"auth":"cjpodW50ZXIyMmh1bnRlcg=="}}}'}
#       - note: One login among several
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: pull, namespace: shop-prod}
#             type: kubernetes.io/dockerconfigjson
#             stringData: {.dockerconfigjson:
#               '{"auths":{"r.example":{"password":"hunter22hunter"}}}'}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: pull, namespace: shop-staging}
#             type: kubernetes.io/dockerconfigjson
#             stringData: {.dockerconfigjson:
#               '{"auths":{"r.example":{"password":"hunter22hunter"},
#               "o.example":{"password":"another22hunter"}}}'}
#     innocent:
#       - note: One robot with a password for each
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: pull, namespace: shop-prod}
#             type: kubernetes.io/dockerconfigjson
#             stringData: {.dockerconfigjson:
#               '{"auths":{"r.example":{"password":"hunter22hunter"}}}'}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: pull, namespace: shop-staging}
#             type: kubernetes.io/dockerconfigjson
#             stringData: {.dockerconfigjson:
#               '{"auths":{"r.example":{"password":"another22hunter"}}}'}
#       - note: One password for two registries is no login in common
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: pull, namespace: shop-prod}
#             type: kubernetes.io/dockerconfigjson
#             stringData: {.dockerconfigjson:
#               '{"auths":{"r.example":{"password":"hunter22hunter"}}}'}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: pull, namespace: shop-staging}
#             type: kubernetes.io/dockerconfigjson
#             stringData: {.dockerconfigjson:
#               '{"auths":{"o.example":{"password":"hunter22hunter"}}}'}
package lib.envpolicy.leaks.secret.pullsecret_shared

import data.lib.envpolicy.registry_logins

holds contains fact if {
	some login in registry_logins.all
	not login.mounted
	fact := {
		"deployment": login.deployment,
		"key": [login.registry, login.auth],
		"witness": [login.witness],
	}
}

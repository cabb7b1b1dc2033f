# METADATA
# title: Two releases mount one claim
# description: |
#   Pods of two deployments in one namespace mount the same PersistentVolumeClaim, or one mounts a claim that
#   the other has made: they share its files.
# custom:
#   id: pvc-shared
#   kind: shared
#   channel: storage
#   boundary: [release]
#   cap: none
#   severity: high
#   remediation: Give each release a claim of its own.
#   reads: [PersistentVolumeClaim]
#   sources:
#     - https://kubernetes.io/docs/concepts/storage/persistent-volumes/
#   scanners: [kubescape C-0257 (single)]
#   examples:
#     leaks:
#       - note: One claim in pods of both
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: staging}}}
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: one, namespace: shop-prod}
#             spec: {containers: [{name: main, image: main}],
#               volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: two, namespace: shop-prod, labels: {app.kubernetes.io/instance: staging}}
#             spec: {containers: [{name: main, image: main}],
#               volumes: [{name: files, persistentVolumeClaim: {claimName: data, readOnly: true}}]}
#       - note: A claim that a StatefulSet of the other has made
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: staging}}}
#         add:
#           - apiVersion: apps/v1
#             kind: StatefulSet
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               template: {spec: {containers: [{name: main, image: main}]}}
#               volumeClaimTemplates: [{metadata: {name: data}}]
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: two, namespace: shop-prod, labels: {app.kubernetes.io/instance: staging}}
#             spec: {containers: [{name: main, image: main}],
#               volumes: [{name: files, persistentVolumeClaim: {claimName: data-db-0}}]}
#     innocent:
#       - note: Equal names in two namespaces
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: one, namespace: shop-prod}
#             spec: {containers: [{name: main, image: main}],
#               volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: one, namespace: shop-staging}
#             spec: {containers: [{name: main, image: main}],
#               volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]}
#       - note: A volume of the same name on another claim
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: staging}}}
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: one, namespace: shop-prod}
#             spec: {containers: [{name: main, image: main}],
#               volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: two, namespace: shop-prod, labels: {app.kubernetes.io/instance: staging}}
#             spec: {containers: [{name: main, image: main}],
#               volumes: [{name: data, persistentVolumeClaim: {claimName: data-staging}}]}
package lib.envpolicy.leaks.storage.pvc_shared

import data.lib.envpolicy.estate
import data.lib.envpolicy.volumes

holds contains fact if {
	some claim in volumes.claims
	fact := {"deployment": claim.deployment, "key": claim.key, "witness": [claim.witness]}
}

# The claims that a StatefulSet makes.
holds contains fact if {
	some key in _keys
	some template in volumes.templates_of(key)
	some name in template.entry.owners
	fact := {"deployment": name, "key": key, "witness": [estate.witness(template.entry, template.path)]}
}

_keys := {claim.key | some claim in volumes.claims}

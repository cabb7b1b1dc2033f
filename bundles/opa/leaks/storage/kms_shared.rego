# METADATA
# title: One key encrypts the data of two Environments
# description: |
#   Volumes of two deployments come from storage classes with the same key of a key management service, both are told
#   the same key by their settings, or the API servers of their clusters encrypt with the same key: whoever may use or
#   delete it has both in hand. Inside an Environment this is tolerated. Keys that a provider keeps by default
#   (alias/aws/...) do not count; of recipients of SOPS another check speaks.
# custom:
#   id: kms-shared
#   kind: shared
#   channel: storage
#   boundary: [environment]
#   cap: cluster
#   severity: medium
#   remediation: Make a key for each Environment, and let only its own identities use it.
#   reads: [StorageClass.storage.k8s.io, PersistentVolumeClaim]
#   sources:
#     - own analysis
#   scanners: []
#   examples:
#     leaks:
#       - note: Storage classes of two names with one key
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: storage.k8s.io/v1
#             kind: StorageClass
#             metadata: {name: fast}
#             provisioner: ebs.csi.aws.com
#             parameters: {encrypted: "true", kmsKeyId: "arn:aws:kms:eu-north-1:111111111111:key/0b1c"}
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-prod}
#             spec: {storageClassName: fast}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: storage.k8s.io/v1
#                 kind: StorageClass
#                 metadata: {name: gp3, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
#                 provisioner: ebs.csi.aws.com
#                 parameters: {encrypted: "true", kmsKeyId: "arn:aws:kms:eu-north-1:111111111111:key/0b1c"}
#               - apiVersion: apps/v1
#                 kind: StatefulSet
#                 metadata: {name: db, namespace: shop-staging}
#                 spec: {template: {spec: {containers: [{name: main, image: "registry.example/main:1"}]}},
#                   volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce]}}]}
#       - note: Both are told one key for what they store
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: job, namespace: shop-prod}
#             spec: {containers: [{name: main, image: "registry.example/main:1", env: [{name: S3_KMS_KEY_ID, value:
#               "arn:aws:kms:eu-north-1:111111111111:key/0b1c"}]}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: backup, namespace: shop-staging}
#                 data: {SSE_KMS_KEY: "arn:aws:kms:eu-north-1:111111111111:key/0b1c"}
#       - note: The API servers of both encrypt with one key
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - &kept
#             apiVersion: apiserver.config.k8s.io/v1
#             kind: EncryptionConfiguration
#             metadata: {name: encryptionconfiguration}
#             resources:
#               - resources: [secrets]
#                 providers:
#                   - aescbc: {keys: [{name: one, secret: {digests: [one], credential: true}}]}
#                   - identity: {}
#         clusters: {test/test-wc: {add: [*kept]}}
#       - note: One key, by its ARN on the one side and by its number on the other
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: storage.k8s.io/v1
#             kind: StorageClass
#             metadata: {name: fast}
#             provisioner: ebs.csi.aws.com
#             parameters: {kmsKeyId: "arn:aws:kms:eu-north-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"}
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-prod}
#             spec: {storageClassName: fast}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: storage.k8s.io/v1
#                 kind: StorageClass
#                 metadata: {name: slow}
#                 provisioner: ebs.csi.aws.com
#                 parameters: {kmsKeyId: 1234abcd-12ab-34cd-56ef-1234567890ab}
#               - apiVersion: v1
#                 kind: PersistentVolumeClaim
#                 metadata: {name: data, namespace: shop-staging}
#                 spec: {storageClassName: slow}
#     innocent:
#       - note: The API servers encrypt with keys of their own, whose names are the same
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add: [*kept]
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: apiserver.config.k8s.io/v1
#                 kind: EncryptionConfiguration
#                 metadata: {name: encryptionconfiguration}
#                 resources:
#                   - resources: [secrets]
#                     providers: [{aescbc: {keys: [{name: one, secret: {digests: [two], credential: true}}]}}]
#       - note: A key for each, and the provider's own
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: storage.k8s.io/v1
#             kind: StorageClass
#             metadata: {name: fast}
#             provisioner: ebs.csi.aws.com
#             parameters: {encrypted: "true", kmsKeyId: "arn:aws:kms:eu-north-1:111111111111:key/0b1c"}
#           - apiVersion: storage.k8s.io/v1
#             kind: StorageClass
#             metadata: {name: slow}
#             provisioner: ebs.csi.aws.com
#             parameters: {encrypted: "true", kmsKeyId: alias/aws/ebs}
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-prod}
#             spec: {storageClassName: fast}
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: logs, namespace: shop-prod}
#             spec: {storageClassName: slow}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: storage.k8s.io/v1
#                 kind: StorageClass
#                 metadata: {name: fast}
#                 provisioner: ebs.csi.aws.com
#                 parameters: {encrypted: "true", kmsKeyId: "arn:aws:kms:eu-north-1:222222222222:key/0b1c"}
#               - apiVersion: storage.k8s.io/v1
#                 kind: StorageClass
#                 metadata: {name: slow}
#                 provisioner: ebs.csi.aws.com
#                 parameters: {encrypted: "true", kmsKeyId: alias/aws/ebs}
#               - apiVersion: v1
#                 kind: PersistentVolumeClaim
#                 metadata: {name: data, namespace: shop-staging}
#                 spec: {storageClassName: fast}
#               - apiVersion: v1
#                 kind: PersistentVolumeClaim
#                 metadata: {name: logs, namespace: shop-staging}
#                 spec: {storageClassName: slow}
#       - note: The other has no volume of the class with the same key
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: storage.k8s.io/v1
#             kind: StorageClass
#             metadata: {name: fast}
#             provisioner: ebs.csi.aws.com
#             parameters: {kmsKeyId: "arn:aws:kms:eu-north-1:111111111111:key/0b1c"}
#           - apiVersion: v1
#             kind: PersistentVolumeClaim
#             metadata: {name: data, namespace: shop-prod}
#             spec: {storageClassName: fast}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: storage.k8s.io/v1
#                 kind: StorageClass
#                 metadata: {name: fast, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
#                 provisioner: ebs.csi.aws.com
#                 parameters: {kmsKeyId: "arn:aws:kms:eu-north-1:111111111111:key/0b1c"}
#               - apiVersion: v1
#                 kind: PersistentVolumeClaim
#                 metadata: {name: data, namespace: shop-staging}
#                 spec: {storageClassName: ""}
package lib.envpolicy.leaks.storage.kms_shared

import data.lib.envpolicy.encryption_keys
import data.lib.envpolicy.settings

holds contains fact if {
	some holder in encryption_keys.all
	fact := object.union(holder.extra, {
		"deployment": holder.deployment,
		"key": holder.key,
		"witness": holder.witness,
	})
}

holds contains fact if {
	some group in settings.groups
	some setting in group.settings
	some digest in object.get(setting.view, ["says", "kms-key"], [])
	some name in group.owners
	fact := {"deployment": name, "key": ["setting", digest], "witness": [setting.witness]}
}

# METADATA
# title: One key decrypts the secrets of two Environments
# description: |
#   Objects of two deployments are encrypted with SOPS for a recipient in common (age, PGP, a key of a cloud or of
#   Vault), or Flux decrypts for both with the same key: whoever has it reads both. Inside an Environment this is
#   tolerated.
# custom:
#   id: sops-shared-recipient
#   kind: shared
#   channel: secret
#   boundary: [environment]
#   cap: cluster
#   severity: medium
#   remediation: Encrypt for keys of each Environment's own, and rotate what the other could read.
#   reads: []
#   sources:
#     - https://fluxcd.io/flux/components/kustomize/kustomizations/#decryption
#     - https://getsops.io/docs/
#   scanners: []
#   examples:
#     leaks:
#       - note: One recipient of age among several
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {password: "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]"}
#             sops: {age: [{recipient: age1prod}, {recipient: age1team}], lastmodified: "2026-01-01T00:00:00Z"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: db, namespace: shop-staging}
#                 stringData: {password: "ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]"}
#                 sops: {key_groups: [{age: [{recipient: age1team}], pgp: [{fp: "0123"}]}]}
#       - note: Flux decrypts with one key in both
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: sops-age, namespace: flux-system}
#             stringData: {age.agekey: AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ}
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: flux-system}
#             spec: {targetNamespace: shop-prod, decryption: {provider: sops, secretRef: {name: sops-age}}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: keys, namespace: flux-system}
#                 stringData: {keys.agekey: AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ}
#               - apiVersion: kustomize.toolkit.fluxcd.io/v1
#                 kind: Kustomization
#                 metadata: {name: shop, namespace: flux-system}
#                 spec: {targetNamespace: shop-staging, decryption: {provider: sops, secretRef: {name: keys}}}
#     innocent:
#       - note: A recipient for each
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {password: "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]"}
#             sops: {kms: [{arn: "arn:aws:kms:eu-north-1:111111111111:key/a"}], age: []}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: db, namespace: shop-staging}
#                 stringData: {password: "ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]"}
#                 sops: {kms: [{arn: "arn:aws:kms:eu-north-1:222222222222:key/a"}], age: []}
#       - note: Secrets of one name with two keys
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: sops-age, namespace: flux-system}
#             stringData: {age.agekey: AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ}
#           - apiVersion: kustomize.toolkit.fluxcd.io/v1
#             kind: Kustomization
#             metadata: {name: shop, namespace: flux-system}
#             spec: {targetNamespace: shop-prod, decryption: {provider: sops, secretRef: {name: sops-age}}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: sops-age, namespace: flux-system}
#                 stringData: {age.agekey: AGE-SECRET-KEY-1PPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPP}
#               - apiVersion: kustomize.toolkit.fluxcd.io/v1
#                 kind: Kustomization
#                 metadata: {name: shop, namespace: flux-system}
#                 spec: {targetNamespace: shop-staging, decryption: {provider: sops, secretRef: {name: sops-age}}}
#       - note: One recipient in two namespaces of one cluster
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {password: "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]"}
#             sops: {age: [{recipient: age1team}], lastmodified: "2026-01-01T00:00:00Z"}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-staging}
#             stringData: {password: "ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]"}
#             sops: {age: [{recipient: age1team}], lastmodified: "2026-01-01T00:00:00Z"}
package lib.envpolicy.leaks.secret.sops_shared_recipient

import data.lib.envpolicy.placement
import data.lib.envpolicy.sops

holds contains fact if {
	some holder in sops.all
	fact := object.union(holder.extra, {
		"deployment": holder.deployment,
		"key": holder.key,
		"covered": placement.places[holder.deployment].environment,
		"witness": [holder.witness],
	})
}

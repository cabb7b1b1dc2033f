# METADATA
# title: Both sides fetch one secret from a store outside
# description: |
#   ExternalSecrets, SecretProviderClasses,
#     VaultStaticSecrets or annotations of the Vault agent of two deployments name
#   the same secret in the same backend: the same key, part and version,
#     or one the whole secret of which the other takes
#   a part. Backends are compared by where they are, not by the name of the store: two stores with one name may
#   lead to two places, and two names to one. A store that reads Secrets of a namespace of this cluster opens them.
# custom:
#   id: eso-same-remote-ref
#   kind: shared
#   channel: secret
#   boundary: [release, namespace, cluster, environment]
#   cap: release
#   severity: high
#   remediation: Keep a secret of its own for each side, under a path that only this side may read.
#   reads: [ExternalSecret.external-secrets.io, SecretStore.external-secrets.io]
#   sources:
#     - https://external-secrets.io/latest/api/externalsecret/
#     - https://secrets-store-csi-driver.sigs.k8s.io/concepts
#     - https://developer.hashicorp.com/vault/docs/platform/k8s/vso/api-reference
#   scanners: []
#   examples:
#     leaks:
#       - note: Stores of two names lead to one key of one Vault
#         add:
#           - apiVersion: external-secrets.io/v1
#             kind: SecretStore
#             metadata: {name: vault, namespace: shop-prod}
#             spec: {provider: {vault: {server: "https://vault.example.com:8200", path: secret, version: v2, auth:
#               {kubernetes: {mountPath: kubernetes, role: prod}}}}}
#           - apiVersion: external-secrets.io/v1beta1
#             kind: SecretStore
#             metadata: {name: store, namespace: shop-staging}
#             spec: {provider: {vault: {server: "https://vault.example.com", auth:
#               {kubernetes: {mountPath: kubernetes, role: staging}}}}}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: db, namespace: shop-prod}
#             spec: {secretStoreRef: {name: vault}, data: [{secretKey: password, remoteRef: {key: shop/db, property:
#               password}}]}
#           - apiVersion: external-secrets.io/v1beta1
#             kind: ExternalSecret
#             metadata: {name: database, namespace: shop-staging}
#             spec: {secretStoreRef: {name: store, kind: SecretStore}, dataFrom: [{extract:
#               {key: secret/data/shop/db}}]}
#       - note: The CSI driver mounts what an ExternalSecret fetches, in two Environments
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: external-secrets.io/v1
#             kind: SecretStore
#             metadata: {name: keys, namespace: shop-prod}
#             spec: {provider: {azurekv: {vaultUrl: "https://shop.vault.azure.net/", tenantId: t,
#               authType: WorkloadIdentity}}}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: db, namespace: shop-prod}
#             spec: {secretStoreRef: {name: keys}, data: [{secretKey: password, remoteRef: {key: secret/db-password}}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: secrets-store.csi.x-k8s.io/v1
#                 kind: SecretProviderClass
#                 metadata: {name: keys, namespace: shop-staging}
#                 spec: {provider: azure, parameters: {keyvaultName: shop, tenantId: t, objects:
#                   "array:\n  - |\n    objectName: db-password\n    objectType: secret\n"}}
#       - note: Whether two clusters use one account of AWS is not told
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: external-secrets.io/v1
#             kind: ClusterSecretStore
#             metadata: {name: aws}
#             spec: {provider: {aws: {service: SecretsManager, region: eu-north-1}}}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: db, namespace: shop-prod}
#             spec: {secretStoreRef: {name: aws, kind: ClusterSecretStore}, dataFrom: [{extract: {key: shop/db}}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: external-secrets.io/v1
#                 kind: ClusterSecretStore
#                 metadata: {name: aws}
#                 spec: {provider: {aws: {service: SecretsManager, region: eu-north-1}}}
#               - apiVersion: external-secrets.io/v1
#                 kind: ExternalSecret
#                 metadata: {name: db, namespace: shop-staging}
#                 spec: {secretStoreRef: {name: aws, kind: ClusterSecretStore}, dataFrom: [{extract: {key: shop/db}}]}
#       - note: The operator of HashiCorp and the agent fetch one path
#         add:
#           - apiVersion: secrets.hashicorp.com/v1beta1
#             kind: VaultStaticSecret
#             metadata: {name: db, namespace: shop-prod}
#             spec: {mount: secret, type: kv-v2, path: shop/db}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: job, namespace: shop-staging, annotations: {vault.hashicorp.com/role: staging,
#               vault.hashicorp.com/agent-inject: "true",
#               vault.hashicorp.com/agent-inject-secret-db: secret/data/shop/db}}
#             spec: {containers: [{name: main, image: "registry.example/main:1"}]}
#       - note: A store reads the Secrets of the other's namespace
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {password: correct-horse-battery}
#           - apiVersion: external-secrets.io/v1
#             kind: SecretStore
#             metadata: {name: prod, namespace: shop-staging}
#             spec: {provider: {kubernetes: {remoteNamespace: shop-prod, server: {url: "https://kubernetes.default"}}}}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: db, namespace: shop-staging}
#             spec: {secretStoreRef: {name: prod}, data: [{secretKey: password, remoteRef: {key: db,
#               property: password}}]}
#       - note: One secret of one project of Google's, mounted by both
#         add:
#           - apiVersion: secrets-store.csi.x-k8s.io/v1
#             kind: SecretProviderClass
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               provider: gcp
#               parameters:
#                 secrets: |
#                   - {resourceName: projects/shop/secrets/db/versions/latest, path: password}
#           - apiVersion: secrets-store.csi.x-k8s.io/v1
#             kind: SecretProviderClass
#             metadata: {name: db, namespace: shop-staging}
#             spec:
#               provider: gcp
#               parameters:
#                 secrets: |
#                   - {resourceName: projects/shop/secrets/db/versions/latest, path: password}
#     innocent:
#       - note: One key in two Vaults
#         add:
#           - apiVersion: external-secrets.io/v1
#             kind: SecretStore
#             metadata: {name: vault, namespace: shop-prod}
#             spec: {provider: {vault: {server: "https://vault.prod.example.com", path: secret}}}
#           - apiVersion: external-secrets.io/v1
#             kind: SecretStore
#             metadata: {name: vault, namespace: shop-staging}
#             spec: {provider: {vault: {server: "https://vault.test.example.com", path: secret}}}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: db, namespace: shop-prod}
#             spec: {secretStoreRef: {name: vault}, dataFrom: [{extract: {key: shop/db}}]}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: db, namespace: shop-staging}
#             spec: {secretStoreRef: {name: vault}, dataFrom: [{extract: {key: shop/db}}]}
#       - note: One store, a path for each, and two parts of a third
#         add:
#           - apiVersion: external-secrets.io/v1
#             kind: ClusterSecretStore
#             metadata: {name: vault}
#             spec: {provider: {vault: {server: "https://vault.example.com", path: secret}}}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: db, namespace: shop-prod}
#             spec: {secretStoreRef: {name: vault, kind: ClusterSecretStore}, dataFrom: [{extract: {key: prod/db}}],
#               data: [{secretKey: a, remoteRef: {key: both, property: prod}}]}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: db, namespace: shop-staging}
#             spec: {secretStoreRef: {name: vault, kind: ClusterSecretStore}, dataFrom: [{extract: {key: staging/db}}],
#               data: [{secretKey: a, remoteRef: {key: both, property: staging}}]}
#       - note: One key in two accounts of AWS, and in two Vaults inside their clusters
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: external-secrets.io/v1
#             kind: SecretStore
#             metadata: {name: aws, namespace: shop-prod}
#             spec: {provider: {aws: {service: SecretsManager, region: eu-north-1,
#               role: "arn:aws:iam::111111111111:role/shop"}}}
#           - apiVersion: external-secrets.io/v1
#             kind: SecretStore
#             metadata: {name: vault, namespace: shop-prod}
#             spec: {provider: {vault: {server: "http://vault.vault.svc:8200", path: secret}}}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: db, namespace: shop-prod}
#             spec: {secretStoreRef: {name: aws}, dataFrom: [{extract: {key: shop/db}}, {extract: {key: shop/db},
#               sourceRef:
#               {storeRef: {name: vault}}}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: external-secrets.io/v1
#                 kind: SecretStore
#                 metadata: {name: aws, namespace: shop-staging}
#                 spec: {provider: {aws: {service: SecretsManager, region: eu-north-1,
#                   role: "arn:aws:iam::222222222222:role/shop"}}}
#               - apiVersion: external-secrets.io/v1
#                 kind: SecretStore
#                 metadata: {name: vault, namespace: shop-staging}
#                 spec: {provider: {vault: {server: "http://vault.vault.svc:8200", path: secret}}}
#               - apiVersion: external-secrets.io/v1
#                 kind: ExternalSecret
#                 metadata: {name: db, namespace: shop-staging}
#                 spec: {secretStoreRef: {name: aws}, dataFrom: [{extract: {key: shop/db}}, {extract: {key: shop/db},
#                   sourceRef:
#                   {storeRef: {name: vault}}}]}
#       - note: Secrets of one name in two projects of Google's
#         add:
#           - apiVersion: secrets-store.csi.x-k8s.io/v1
#             kind: SecretProviderClass
#             metadata: {name: db, namespace: shop-prod}
#             spec:
#               provider: gcp
#               parameters:
#                 secrets: |
#                   - {resourceName: projects/shop-prod/secrets/db/versions/latest, path: password}
#           - apiVersion: secrets-store.csi.x-k8s.io/v1
#             kind: SecretProviderClass
#             metadata: {name: db, namespace: shop-staging}
#             spec:
#               provider: gcp
#               parameters:
#                 secrets: |
#                   - {resourceName: projects/shop-staging/secrets/db/versions/latest, path: password}
package lib.envpolicy.leaks.secret.eso_same_remote_ref

import data.lib.envpolicy.doubts
import data.lib.envpolicy.placeholders
import data.lib.envpolicy.remote_secrets

holds contains fact if {
	some reference in remote_secrets.all
	some name in reference.owners
	fact := object.union(_extra(reference), {
		"deployment": name,
		"key": [reference.backend, reference.key, reference.part, reference.version],
		"witness": [reference.witness],
	})
}

# Who takes the whole has every part.
holds contains fact if {
	some reference in remote_secrets.all
	object.get(reference.extra, "side", "") == ""
	some name in reference.owners
	fact := object.union(_extra(reference), {
		"deployment": name,
		"key": [reference.backend, reference.key, "whole", reference.version],
		"side": _side(reference.part),
		"witness": [reference.witness],
	})
}

# Secrets of a namespace that a store leads to.
holds contains fact if {
	some reference in remote_secrets.all
	startswith(reference.backend, "kubernetes ")
	some name in reference.owners
	fact := {
		"deployment": name,
		"key": [reference.backend, reference.key],
		"side": "uses",
		"witness": [reference.witness],
	}
}

holds contains fact if {
	some secret in remote_secrets.opened
	some name in secret.owners
	fact := {
		"deployment": name,
		"key": [secret.backend, secret.key],
		"side": "offers",
		"witness": [secret.witness],
	}
}

_extra(reference) := object.union(reference.extra, doubts.of(missing | unfilled)) if {
	missing := {text | some text in object.get(reference.extra, "missing", [])}
	unfilled := placeholders.missing([reference.backend, reference.key], "settings", reference.witness)
	count(unfilled) > 0
} else := reference.extra

_side("") := "uses"

_side(part) := "offers" if part != ""

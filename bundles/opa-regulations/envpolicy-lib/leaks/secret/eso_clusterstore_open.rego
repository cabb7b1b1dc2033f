# METADATA
# title: A store for the whole cluster opens one side's secrets to the other
# description: |
#   A ClusterSecretStore without conditions, or with conditions that admit the namespaces of both deployments,
#     is used by
#   ExternalSecrets of one of them,
#     or somebody of it may create these: the store's login reads whatever it may for both,
#   as External Secrets cannot restrict keys by namespace. A store that logs in with a Secret or an account of the
#   namespace that asks opens nothing.
# custom:
#   id: eso-clusterstore-open
#   kind: shared
#   channel: secret
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Give each namespace a SecretStore of its own, or admit it to its own ClusterSecretStore by conditions.
#   reads: [ClusterSecretStore.external-secrets.io, ExternalSecret.external-secrets.io]
#   sources:
#     - https://external-secrets.io/latest/api/clustersecretstore/
#     - https://external-secrets.io/latest/guides/multi-tenancy/
#   scanners: []
#   examples:
#     leaks:
#       - note: No conditions, and ExternalSecrets on both sides
#         add:
#           - apiVersion: external-secrets.io/v1
#             kind: ClusterSecretStore
#             metadata: {name: vault}
#             spec: {provider: {vault: {server: "https://vault.example.com", auth: {tokenSecretRef: {name: token,
#               namespace: eso, key: token}}}}}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: db, namespace: shop-prod}
#             spec: {secretStoreRef: {name: vault, kind: ClusterSecretStore}, dataFrom: [{extract: {key: prod/db}}]}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: db, namespace: shop-staging}
#             spec: {secretStoreRef: {name: vault, kind: ClusterSecretStore}, dataFrom: [{extract: {key: staging/db}}]}
#       - note: Conditions that admit both, one by name and one by label; staging may create ExternalSecrets
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {team: shop}}
#           - apiVersion: external-secrets.io/v1beta1
#             kind: ClusterSecretStore
#             metadata: {name: aws}
#             spec: {conditions: [{namespaces: [shop-prod]}, {namespaceSelector: {matchLabels: {team: shop}}}],
#               provider: {aws: {service: SecretsManager, region: eu-north-1}}}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: secrets, namespace: shop-staging}
#             rules: [{apiGroups: [external-secrets.io], resources: [externalsecrets], verbs: [get, create]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: secrets, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: secrets}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: A condition on a label that only sounds like a credential
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {secrets: azure}}
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {secrets: azure}}
#           - apiVersion: external-secrets.io/v1
#             kind: ClusterSecretStore
#             metadata: {name: azure}
#             spec: {conditions: [{namespaceSelector: {matchLabels: {secrets: azure}}}], provider: {azurekv: {vaultUrl:
#               "https://shop.vault.azure.net", serviceAccountRef: {name: eso, namespace: eso}}}}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: db, namespace: shop-staging}
#             spec: {secretStoreRef: {name: azure, kind: ClusterSecretStore}, dataFrom: [{extract: {key: staging}}]}
#     innocent:
#       - note: Conditions that admit one of both
#         add:
#           - apiVersion: external-secrets.io/v1
#             kind: ClusterSecretStore
#             metadata: {name: vault}
#             spec: {conditions: [{namespaceRegexes: ["^shop-prod$"]}], provider: {vault:
#               {server: "https://vault.example.com"}}}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: db, namespace: shop-prod}
#             spec: {secretStoreRef: {name: vault, kind: ClusterSecretStore}, dataFrom: [{extract: {key: prod/db}}]}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: db, namespace: shop-staging}
#             spec: {secretStoreRef: {name: vault, kind: ClusterSecretStore}, dataFrom: [{extract: {key: staging/db}}]}
#       - note: Nobody but the platform has ExternalSecrets
#         add:
#           - apiVersion: external-secrets.io/v1
#             kind: ClusterSecretStore
#             metadata: {name: vault}
#             spec: {conditions: [], provider: {vault: {server: "https://vault.example.com"}}}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: wildcard, namespace: ingress}
#             spec: {secretStoreRef: {name: vault, kind: ClusterSecretStore}, dataFrom: [{extract: {key: tls}}]}
#       - note: Who asks logs in as itself
#         add:
#           - apiVersion: external-secrets.io/v1
#             kind: ClusterSecretStore
#             metadata: {name: vault}
#             spec: {provider: {vault: {server: "https://vault.example.com", caProvider: {type: Secret, name: ca,
#               namespace: eso,
#               key: ca.crt}, auth: {kubernetes: {mountPath: kubernetes, role: shop, serviceAccountRef:
#                 {name: vault}}}}}}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: db, namespace: shop-staging}
#             spec: {secretStoreRef: {name: vault, kind: ClusterSecretStore}, dataFrom: [{extract: {key: staging/db}}]}
#       - note: Stores of their own, with the name of the one for the cluster
#         add:
#           - apiVersion: external-secrets.io/v1
#             kind: ClusterSecretStore
#             metadata: {name: vault}
#             spec: {provider: {vault: {server: "https://vault.example.com"}}}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: db, namespace: shop-staging}
#             spec: {secretStoreRef: {name: vault}, dataFrom: [{extract: {key: staging/db}}]}
package lib.envpolicy.leaks.secret.eso_clusterstore_open

import data.lib.envpolicy.cluster_secret_stores
import data.lib.envpolicy.estate
import data.lib.envpolicy.placement

holds contains fact if {
	some spot, users in cluster_secret_stores.users
	some user in users
	outlook := cluster_secret_stores.admitted[spot][placement.places[user.deployment].namespace]
	fact := object.union(outlook, {
		"deployment": user.deployment,
		"key": [spot[0], spot[3]],
		"side": "uses",
		"witness": [user.witness, estate.witness(cluster_secret_stores.entries[spot], ["spec"])],
	})
}

holds contains fact if {
	some spot, _ in cluster_secret_stores.users
	some namespace, outlook in cluster_secret_stores.admitted[spot]
	some name in placement.residents[[spot[0], namespace]]
	fact := object.union(outlook, {
		"deployment": name,
		"key": [spot[0], spot[3]],
		"side": "offers",
		"witness": [estate.witness(cluster_secret_stores.entries[spot], ["spec"])],
	})
}

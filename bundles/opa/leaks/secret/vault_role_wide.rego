# METADATA
# title: Both sides log in to Vault by one role
# description: |
#   Two deployments take the same role of the same login method of one Vault: in VaultAuths, in the stores of their
#   namespaces, in SecretProviderClasses or in annotations of the Vault agent. What the role may read, both may read;
#   a policy that is templated by namespace cannot be seen here. Of one ClusterSecretStore that both use, another check
#   speaks.
# custom:
#   id: vault-role-wide
#   kind: shared
#   channel: secret
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: high
#   remediation: Make a role for each side, bound to its own accounts and namespace, and a mount for each cluster.
#   reads: [SecretStore.external-secrets.io]
#   sources:
#     - https://developer.hashicorp.com/vault/docs/auth/kubernetes
#     - https://external-secrets.io/latest/provider/hashicorp-vault/
#     - https://developer.hashicorp.com/vault/docs/platform/k8s/injector/annotations
#   scanners: []
#   examples:
#     leaks:
#       - note: Two stores, one role
#         add:
#           - apiVersion: external-secrets.io/v1
#             kind: SecretStore
#             metadata: {name: vault, namespace: shop-prod}
#             spec: {provider: {vault: {server: "https://vault.example.com", path: prod, auth: {kubernetes:
#               {mountPath: kubernetes, role: shop}}}}}
#           - apiVersion: external-secrets.io/v1beta1
#             kind: SecretStore
#             metadata: {name: other, namespace: shop-staging}
#             spec: {provider: {vault: {server: "https://vault.example.com", path: staging, auth: {kubernetes:
#               {mountPath: auth/kubernetes, role: shop}}}}}
#       - note: One role in the annotations of pods and in a VaultAuth
#         add:
#           - apiVersion: secrets.hashicorp.com/v1beta1
#             kind: VaultAuth
#             metadata: {name: default, namespace: shop-prod}
#             spec: {method: kubernetes, mount: kubernetes, kubernetes: {role: shop, serviceAccount: web}}
#           - apiVersion: batch/v1
#             kind: CronJob
#             metadata: {name: report, namespace: shop-staging}
#             spec: {schedule: "0 3 * * *", jobTemplate: {spec: {template: {metadata: {annotations:
#               {vault.hashicorp.com/agent-inject: "true", vault.hashicorp.com/role: shop}},
#               spec: {containers: [{name: main, image: "registry.example/main:1"}]}}}}}
#       - note: Stores for the cluster, in two Environments
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: external-secrets.io/v1
#             kind: ClusterSecretStore
#             metadata: {name: vault}
#             spec: {provider: {vault: {server: "https://vault.example.com", auth: {kubernetes: {mountPath: k8s,
#               role: eso,
#               serviceAccountRef: {name: eso, namespace: eso}}}}}}
#           - apiVersion: external-secrets.io/v1
#             kind: ExternalSecret
#             metadata: {name: db, namespace: shop-prod}
#             spec: {secretStoreRef: {name: vault, kind: ClusterSecretStore}, dataFrom: [{extract: {key: prod/db}}]}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: external-secrets.io/v1
#                 kind: ClusterSecretStore
#                 metadata: {name: vault}
#                 spec: {provider: {vault: {server: "https://vault.example.com", auth: {kubernetes: {mountPath: k8s,
#                   role: eso,
#                   serviceAccountRef: {name: eso, namespace: eso}}}}}}
#               - apiVersion: external-secrets.io/v1
#                 kind: ExternalSecret
#                 metadata: {name: db, namespace: shop-staging}
#                 spec: {secretStoreRef: {name: vault, kind: ClusterSecretStore}, dataFrom: [{extract:
#                   {key: staging/db}}]}
#     innocent:
#       - note: A role for each
#         add:
#           - apiVersion: external-secrets.io/v1
#             kind: SecretStore
#             metadata: {name: vault, namespace: shop-prod}
#             spec: {provider: {vault: {server: "https://vault.example.com", auth: {kubernetes: {mountPath: kubernetes,
#               role: shop-prod}}}}}
#           - apiVersion: external-secrets.io/v1
#             kind: SecretStore
#             metadata: {name: vault, namespace: shop-staging}
#             spec: {provider: {vault: {server: "https://vault.example.com", auth: {kubernetes: {mountPath: kubernetes,
#               role: shop-staging}}}}}
#       - note: One name of a role, under the mounts of two clusters
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: secrets.hashicorp.com/v1beta1
#             kind: VaultConnection
#             metadata: {name: default, namespace: shop-prod}
#             spec: {address: "https://vault.example.com"}
#           - apiVersion: secrets.hashicorp.com/v1beta1
#             kind: VaultAuth
#             metadata: {name: default, namespace: shop-prod}
#             spec: {method: kubernetes, mount: prod, kubernetes: {role: shop, serviceAccount: web}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: secrets.hashicorp.com/v1beta1
#                 kind: VaultConnection
#                 metadata: {name: default, namespace: shop-staging}
#                 spec: {address: "https://vault.example.com"}
#               - apiVersion: secrets.hashicorp.com/v1beta1
#                 kind: VaultAuth
#                 metadata: {name: default, namespace: shop-staging}
#                 spec: {method: kubernetes, mount: test, kubernetes: {role: shop, serviceAccount: web}}
#       - note: One role in annotations, and no agent on one side
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata:
#               name: job
#               namespace: shop-prod
#               annotations: {vault.hashicorp.com/agent-inject: "true", vault.hashicorp.com/role: shop}
#             spec: {containers: [{name: main, image: main}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata:
#               name: job
#               namespace: shop-staging
#               annotations: {vault.hashicorp.com/agent-inject: "false", vault.hashicorp.com/role: shop}
#             spec: {containers: [{name: main, image: main}]}
package lib.envpolicy.leaks.secret.vault_role_wide

import data.lib.envpolicy.estate
import data.lib.envpolicy.external_secrets
import data.lib.envpolicy.fields
import data.lib.envpolicy.secret_provider_classes
import data.lib.envpolicy.secret_stores
import data.lib.envpolicy.vault_clients

holds contains fact if {
	some logins in [vault_clients.logins, secret_provider_classes.logins]
	some login in logins
	some name in login.owners
	fact := object.union(login.extra, {
		"deployment": name,
		"key": [login.server, login.mount, login.role],
		"witness": [login.witness],
	})
}

holds contains fact if {
	some spot, store in secret_stores.all
	store.sort in {"vault", "openbao"}
	some [path, mount, role] in _logins(store.settings)
	some found in secret_stores.backends[spot]
	some user in _users(spot, store)
	fact := object.union(object.union(found.extra, _cover(spot)), {
		"deployment": user.deployment,
		"key": [found.backend, mount, role],
		"witness": array.concat(
			[estate.witness(store.entry, array.concat(["spec", "provider", store.sort], path))],
			user.witness,
		),
	})
}

_logins(settings) := [[path, mount, role] |
	some [way, at, standard, word] in [
		["kubernetes", "mountPath", "kubernetes", "role"],
		["jwt", "path", "jwt", "role"],
		["iam", "path", "aws", "vaultRole"],
		["appRole", "path", "approle", "roleId"],
		["gcp", "path", "gcp", "role"],
	]
	login := fields.mapping(settings, ["auth", way])
	role := fields.text(login, [word])
	role != ""
	mount := vault_clients.mounted_at(fields.text(login, [at]), standard)
	path := ["auth", way, word]
]

_users(_, store) := [{"deployment": name, "witness": []} | some name in store.entry.owners] if {
	store.entry.kind == "SecretStore.external-secrets.io"
}

_users(spot, store) := [{"deployment": user.deployment, "witness": [user.witness]} |
	some user in object.get(external_secrets.users, [spot], set())
] if {
	store.entry.kind == "ClusterSecretStore.external-secrets.io"
}

# One store that both use is one fact, and no two.
_cover(spot) := {"covered": concat("/", spot)} if {
	spot[1] == "ClusterSecretStore"
} else := {}

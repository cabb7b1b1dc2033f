# METADATA
# title: A sealed Secret opens in every namespace, or in another cluster
# description: |
#   A SealedSecret of one deployment is sealed for the whole cluster (annotation sealedsecrets.bitnami.com/cluster-wide
#   on the object itself): whoever may create SealedSecrets in another namespace can open it there. One that is sealed
#   for its namespace opens in no other. Or the controllers of two clusters have the same sealing key, so that what is
#   sealed for the one opens in the other.
# custom:
#   id: sealed-secret-wide
#   kind: shared
#   channel: secret
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: medium
#   remediation: Seal it again for its name and namespace, give each cluster a sealing key of its own,
#     change the secret.
#   reads: [SealedSecret.bitnami.com]
#   sources:
#     - https://github.com/bitnami-labs/sealed-secrets#scopes
#   scanners: []
#   examples:
#     leaks:
#       - note: Sealed for the whole cluster
#         add:
#           - apiVersion: bitnami.com/v1alpha1
#             kind: SealedSecret
#             metadata: {name: db, namespace: shop-prod, annotations: {sealedsecrets.bitnami.com/cluster-wide: "true"}}
#             spec: {encryptedData: {password: AgBy3i4OJSWK}}
#       - note: One sealing key in two Environments
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: bitnami.com/v1alpha1
#             kind: SealedSecret
#             metadata: {name: db, namespace: shop-prod}
#             spec: {encryptedData: {password: AgBy3i4OJSWK}}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: sealed-secrets-keyabc, namespace: kube-system, labels:
#               {sealedsecrets.bitnami.com/sealed-secrets-key: active}}
#             type: kubernetes.io/tls
#             stringData: {tls.key: "-----BEGIN PRIVATE KEY-----\nMIIabcdefg\n-----END PRIVATE KEY-----\n"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: bitnami.com/v1alpha1
#                 kind: SealedSecret
#                 metadata: {name: db, namespace: shop-staging}
#                 spec: {encryptedData: {password: AgCcc3i4OJSWK}}
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: sealed-secrets-keyxyz, namespace: sealed-secrets, labels:
#                   {sealedsecrets.bitnami.com/sealed-secrets-key: compromised}}
#                 type: kubernetes.io/tls
#                 stringData: {tls.key: "-----BEGIN PRIVATE KEY-----\nMIIabcdefg\n-----END PRIVATE KEY-----\n"}
#     innocent:
#       - note: Sealed for its namespace, and for the cluster in the template only
#         add:
#           - apiVersion: bitnami.com/v1alpha1
#             kind: SealedSecret
#             metadata: {name: db, namespace: shop-prod, annotations:
#               {sealedsecrets.bitnami.com/namespace-wide: "true"}}
#             spec: {encryptedData: {password: AgBy3i4OJSWK}, template: {metadata: {annotations:
#               {sealedsecrets.bitnami.com/cluster-wide: "true"}}}}
#       - note: Sealed for the whole cluster, and the other stands in another one with a key of its own
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: bitnami.com/v1alpha1
#             kind: SealedSecret
#             metadata: {name: db, namespace: shop-prod, annotations: {sealedsecrets.bitnami.com/cluster-wide: "true"}}
#             spec: {encryptedData: {password: AgBy3i4OJSWK}}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: sealed-secrets-keyabc, namespace: kube-system, labels:
#               {sealedsecrets.bitnami.com/sealed-secrets-key: active}}
#             type: kubernetes.io/tls
#             stringData: {tls.key: "-----BEGIN PRIVATE KEY-----\nMIIabcdefg\n-----END PRIVATE KEY-----\n"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: bitnami.com/v1alpha1
#                 kind: SealedSecret
#                 metadata: {name: db, namespace: shop-staging}
#                 spec: {encryptedData: {password: AgCcc3i4OJSWK}}
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: sealed-secrets-keyabc, namespace: kube-system, labels:
#                   {sealedsecrets.bitnami.com/sealed-secrets-key: active}}
#                 type: kubernetes.io/tls
#                 stringData: {tls.key: "-----BEGIN PRIVATE KEY-----\nMIIijklmnop\n-----END PRIVATE KEY-----\n"}
package lib.envpolicy.leaks.secret.sealed_secret_wide

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement

_mark := "sealedsecrets.bitnami.com/cluster-wide"

_wide := [entry |
	some entry in estate.all("SealedSecret.bitnami.com")
	count(entry.owners) > 0
	labels.annotations(entry.object)[_mark] == "true"
]

# The keys of the controllers.
_sealing contains [entry.cluster, digest, witness] if {
	some entry in estate.all("Secret")
	object.get(labels.of(entry.object), "sealedsecrets.bitnami.com/sealed-secrets-key", "") in {"active", "compromised"}
	some field in ["data", "stringData"]
	view := fields.mapping(entry.object, [field, "tls.key"])
	some digest in object.get(view, "digests", [])
	witness := estate.witness(entry, [field, "tls.key"])
}

_sealers[cluster] contains name if {
	count(_sealing) > 0
	some entry in estate.all("SealedSecret.bitnami.com")
	some name in entry.owners
	cluster := entry.cluster
}

_sealers_of := {cluster: names | some cluster, names in _sealers}

holds contains fact if {
	some entry in _wide
	some name in entry.owners
	fact := {
		"deployment": name,
		"key": ["scope", entry.cluster],
		"side": "offers",
		"witness": [estate.witness(entry, ["metadata", "annotations", _mark])],
	}
}

# Whoever deploys elsewhere in the cluster can have it opened.
holds contains fact if {
	some cluster in {entry.cluster | some entry in _wide}
	some name in placement.tenants[cluster]
	fact := {"deployment": name, "key": ["scope", cluster], "side": "uses", "witness": []}
}

# Inside a cluster one key is no news.
holds contains fact if {
	some [cluster, digest, witness] in _sealing
	some name in _sealers_of[cluster]
	fact := {"deployment": name, "key": ["key", digest], "covered": cluster, "witness": [witness]}
}

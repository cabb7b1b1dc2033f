# METADATA
# title: A credential of both sides stands in plain text
# description: |
#   A credential that both deployments hold stands, on at least one side, in plain text: as a literal in the
#   environment, a command or arguments of a container, or in a ConfigMap. Whoever may look at workloads reads it
#   there. What the shared value itself lets through, secret-same-value says; a literal that only one side has connects
#   nobody.
# custom:
#   id: secret-in-plain
#   kind: shared
#   channel: secret
#   boundary: [namespace, cluster, environment]
#   cap: environment
#   severity: info
#   remediation: Move the value into a Secret of its own for each side, and change it.
#   reads: []
#   sources:
#     - https://kubernetes.io/docs/concepts/configuration/secret/
#   scanners: [kubescape C-0012 (single), trivy KSV-0109 (single)]
#   examples:
#     leaks:
#       - note: A literal, and the same value in a Secret
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {password: correct-horse-battery}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: job, namespace: shop-staging}
#             spec: {containers: [{name: main, image: "registry.example/main:1", env: [{name: DB_PASSWORD,
#               value: correct-horse-battery}]}]}
#       - note: In a ConfigMap and among arguments
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: settings, namespace: shop-prod}
#             data: {DB_PASSWORD: correct-horse-battery}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: job, namespace: shop-staging}
#             spec: {containers: [{name: main, image: "registry.example/main:1",
#               args: ["--password=correct-horse-battery"]}]}
#     innocent:
#       - note: A literal that only one side has
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: job, namespace: shop-staging}
#             spec: {containers: [{name: main, image: "registry.example/main:1", env: [{name: DB_PASSWORD,
#               value: correct-horse-battery}]}]}
#       - note: The same value, in Secrets only
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {password: correct-horse-battery}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: database, namespace: shop-staging}
#             stringData: {DB_PASS: correct-horse-battery, user: shop}
package lib.envpolicy.leaks.secret.secret_in_plain

import data.lib.envpolicy.credentials

holds contains fact if {
	some credential in credentials.all
	credential.witness.kind != "Secret"
	some digest in credential.view.digests
	fact := {
		"deployment": credential.deployment,
		"key": digest,
		"side": "uses",
		"witness": [credential.witness],
	}
}

holds contains fact if {
	some credential in credentials.all
	some digest in credential.view.digests
	fact := {
		"deployment": credential.deployment,
		"key": digest,
		"side": "offers",
		"witness": [credential.witness],
	}
}

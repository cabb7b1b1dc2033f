# METADATA
# title: A credential of both sides stands in plain text
# description: |
#   A credential that both deployments hold stands in plain text: as a literal in the environment, a command or
#   arguments of a container, or in a ConfigMap. Whoever may look at workloads reads it there. Where one of the two has
#   it in a Secret, secret-same-value says what the shared value lets through, and this is told beside it, without
#   effect. A literal that only one side has connects nobody.
# custom:
#   id: secret-in-plain
#   kind: shared
#   channel: secret
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: medium
#   remediation: Move the value into a Secret of its own for each side, and change it.
#   reads: [ConfigMap]
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
#       - note: A literal on both sides
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: job, namespace: shop-prod}
#             spec: {containers: [{name: main, image: "registry.example/main:1", env: [{name: DB_PASSWORD,
#               value: correct-horse-battery}]}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: job, namespace: shop-staging}
#             spec: {containers: [{name: main, image: "registry.example/main:1", env: [{name: PGPASSWORD,
#               value: correct-horse-battery}]}]}
#     innocent:
#       - note: A literal on both sides, each with a value of its own
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: job, namespace: shop-prod}
#             spec: {containers: [{name: main, image: "registry.example/main:1", env: [{name: DB_PASSWORD,
#               value: correct-horse-battery}]}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: job, namespace: shop-staging}
#             spec: {containers: [{name: main, image: "registry.example/main:1", env: [{name: DB_PASSWORD,
#               value: another-horse-battery}]}]}
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

# In plain text on both sides.
holds contains fact if {
	some credential in credentials.all
	_plain(credential)
	credential.sort != "service"
	some digest in credential.view.digests
	fact := {
		"deployment": credential.deployment,
		"key": digest,
		"covered": credential.sort,
		"witness": [credential.witness],
	}
}

# In plain text on one side: what the shared value lets through is another check's.
holds contains fact if {
	some credential in credentials.all
	_plain(credential)
	some digest in credential.view.digests
	fact := {
		"deployment": credential.deployment,
		"key": _beside(digest),
		"side": "uses",
		"cap": "environment",
		"severity": "info",
		"witness": [credential.witness],
	}
}

holds contains fact if {
	some credential in credentials.all
	_elsewhere(credential)
	some digest in credential.view.digests
	fact := {
		"deployment": credential.deployment,
		"key": _beside(digest),
		"side": "offers",
		"cap": "environment",
		"severity": "info",
		"witness": [credential.witness],
	}
}

_beside(digest) := concat(" ", ["beside", digest])

_plain(credential) if credential.witness.kind != "Secret"

_elsewhere(credential) if credential.witness.kind == "Secret"

_elsewhere(credential) if credential.sort == "service"

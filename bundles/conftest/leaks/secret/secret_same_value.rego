# METADATA
# title: The same secret value is held on both sides
# description: |
#   A credential value (digested with a key of the run) stands in Secrets, ConfigMaps, environment literals or
#   arguments of two deployments: the value itself, the value without surrounding white space, what one layer of
#   base64 hides, or the password inside a URL. Who holds one side can act as the other. User names, ports, flags,
#   certificates, CA bundles and values shorter than eight bytes count for nothing. Of a login of a registry, a TLS key,
#   a key of SOPS or of somebody else's service on both sides, of Secrets equal as a whole, and of what stands in plain
#   text on both sides, other checks speak.
# custom:
#   id: secret-same-value
#   kind: shared
#   channel: secret
#   boundary: [release, namespace, cluster, environment]
#   cap: release
#   severity: high
#   remediation: Give each side a credential of its own, and revoke the shared one.
#   reads: [Secret, ConfigMap]
#   sources:
#     - https://kubernetes.io/docs/concepts/configuration/secret/
#   scanners: []
#   examples:
#     leaks:
#       - note: the same password under two names, once with a trailing newline
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {password: correct-horse-battery}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: database, namespace: shop-staging}
#             stringData: {DB_PASS: "correct-horse-battery\n"}
#       - note: a password in a connection URL, and on its own
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {url: "postgres://shop:correct-horse-battery@db:5432/shop"}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-staging}
#             stringData: {password: correct-horse-battery}
#       - note: the key of a service, which one side does not call so
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: mail, namespace: shop-prod}
#             stringData: {SMTP_PASSWORD: correct-horse-battery}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: mail, namespace: shop-staging}
#             stringData: {password: correct-horse-battery}
#       - note: The configuration of a Redis, and a variable
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: redis, namespace: shop-prod}
#             data:
#               redis.conf: |
#                 appendonly yes
#                 requirepass hunter22hunter
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: redis, namespace: shop-prod}
#             spec:
#               containers: [{name: main, image: main}]
#               volumes: [{name: conf, configMap: {name: redis}}]
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: redis, namespace: shop-staging}
#             stringData: {REDIS_PASSWORD: hunter22hunter}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: main, namespace: shop-staging}
#             spec: {containers: [{name: main, image: main, envFrom: [{secretRef: {name: redis}}]}]}
#     innocent:
#       - note: in plain text on both sides, of which another check speaks
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: settings, namespace: shop-prod}
#             data: {DB_PASSWORD: correct-horse-battery}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: settings, namespace: shop-staging}
#             data: {DB_PASSWORD: correct-horse-battery}
#       - note: Secrets equal as a whole, of which another check speaks
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {password: correct-horse-battery}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-staging}
#             stringData: {password: correct-horse-battery}
#       - note: the same name and key with another value
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {password: correct-horse-battery}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-staging}
#             stringData: {password: another-horse-battery}
#       - note: the same user name
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {username: webshop-user}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-staging}
#             stringData: {username: webshop-user}
package lib.envpolicy.leaks.secret.secret_same_value

import data.lib.envpolicy.credentials

holds contains fact if {
	some credential in credentials.all
	some digest in credential.view.digests
	fact := {
		"deployment": credential.deployment,
		"key": digest,
		"covered": _covered(credential),
		"witness": [credential.witness],
	}
}

# Of what stands in plain text on both sides, secret-in-plain speaks.
_covered(credential) := "plain" if {
	credential.witness.kind != "Secret"
	credential.sort != "service"
} else := credential.sort

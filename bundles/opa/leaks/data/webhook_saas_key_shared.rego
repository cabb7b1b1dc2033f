# METADATA
# title: The same key of an outside service is held on both sides
# description: |
#   Both deployments hold the same key of somebody else's service: what a name says is the password of a mail server, a
#   key of a payment or messaging provider and the like, a token of a form that its provider marks, a URL of an outside
#   host with a password or a random path in it. What one side does there is done in the other's name.
# custom:
#   id: webhook-saas-key-shared
#   kind: shared
#   channel: data
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: high
#   remediation: Use an account or a key of its own for each side; a test key where the provider has one.
#   reads: [Secret, ConfigMap]
#   sources:
#     - own analysis
#   scanners: []
#   examples:
#     leaks:
#       - note: One password of the mail server, in a Secret and as a literal
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: mail, namespace: shop-prod}
#             stringData: {SMTP_PASSWORD: correct-horse-battery}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: mailer, namespace: shop-staging}
#             spec: {containers: [{name: main, image: "registry.example/main:1", env: [{name: MAIL_PASSWORD,
#               value: correct-horse-battery}]}]}
#       - note: One webhook in two Environments
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: alerts, namespace: shop-prod}
#             stringData: {url: "https://hooks.chat.example/services/T000/XXXXabcd1234efgh5678ZZqq"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: messages, namespace: shop-staging}
#                 stringData: {HOOK: "https://hooks.chat.example/services/T000/XXXXabcd1234efgh5678ZZqq"}
#     innocent:
#       - note: One provider, two keys
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: mail, namespace: shop-prod}
#             stringData: {SMTP_PASSWORD: correct-horse-battery}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: mail, namespace: shop-staging}
#             stringData: {SMTP_PASSWORD: another-horse-battery}
#       - note: One address of a provider without a key in it
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: mail, namespace: shop-prod}
#             stringData: {SMTP_URL: "smtps://mail.example.com:465", STRIPE_URL: "https://api.pay.example/v1"}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: mail, namespace: shop-staging}
#             stringData: {SMTP_URL: "smtps://mail.example.com:465", STRIPE_URL: "https://api.pay.example/v1"}
package lib.envpolicy.leaks.data.webhook_saas_key_shared

import data.lib.envpolicy.credentials

holds contains fact if {
	some credential in credentials.all
	credential.sort == "service"
	some digest in credential.view.digests
	fact := {
		"deployment": credential.deployment,
		"key": digest,
		"witness": [credential.witness],
	}
}

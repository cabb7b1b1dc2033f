# METADATA
# title: Both sides are one client of an identity provider
# description: |
#   Settings of two deployments name the same client of the same issuer (OpenID Connect, OAuth 2): a token made for
#   the one is good for the other. With the same client secret named as well they are one to the provider, whatever
#   their level. An issuer's host means what it means in its cluster. Where no issuer is named that is not known,
#   unless the client id is one of its kind.
# custom:
#   id: data-same-oauth-client
#   kind: shared
#   channel: data
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: medium
#   remediation: Register a client of its own for each side, at an issuer of its own where the stage has one.
#   reads: [ConfigMap, Secret]
#   sources:
#     - own analysis
#   scanners: []
#   examples:
#     leaks:
#       - note: One client of one issuer, in arguments and in variables, in two Environments
#         deployments: &apart
#           shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: proxy, namespace: shop-prod}
#             spec:
#               containers:
#                 - name: proxy
#                   image: proxy
#                   args: ["--oidc-issuer-url=https://id.example.com/realms/shop", "--client-id=web"]
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: web, namespace: shop-staging}
#                 data: {OIDC_ISSUER: "https://id.example.com/realms/shop/", OIDC_CLIENT_ID: web}
#       - note: No issuer is named, but the id is one of its kind
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {GOOGLE_CLIENT_ID: 123-abc.apps.googleusercontent.com}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {GOOGLE_CLIENT_ID: 123-abc.apps.googleusercontent.com}
#       - note: Only one of them names the issuer
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {OIDC_ISSUER: "https://id.example.com/realms/shop/", OIDC_CLIENT_ID: web}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {OIDC_CLIENT_ID: web}
#       - note: One client with one secret
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: web, namespace: shop-prod}
#             stringData:
#               OIDC_ISSUER: "https://id.example.com/realms/shop"
#               OIDC_CLIENT_ID: web
#               OIDC_CLIENT_SECRET: correct-horse-battery
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: login, namespace: shop-staging}
#             stringData:
#               OIDC_ISSUER: "https://id.example.com/realms/shop"
#               OIDC_CLIENT_ID: web
#               OIDC_CLIENT_SECRET: correct-horse-battery
#     innocent:
#       - note: One client id, two issuers
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {OIDC_ISSUER: "https://id.example.com/realms/prod", OIDC_CLIENT_ID: web}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {OIDC_ISSUER: "https://id.example.com/realms/test", OIDC_CLIENT_ID: web}
#       - note: Two clients of one issuer
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {OIDC_ISSUER: "https://id.example.com/realms/shop", OIDC_CLIENT_ID: web}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {OIDC_ISSUER: "https://id.example.com/realms/shop", OIDC_CLIENT_ID: web-staging}
#       - note: The issuer of each cluster has the same local name
#         deployments: *apart
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {KEYCLOAK_URL: "http://keycloak.id.svc", KEYCLOAK_REALM: shop, KEYCLOAK_CLIENT_ID: web}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: web, namespace: shop-staging}
#                 data: {KEYCLOAK_URL: "http://keycloak.id.svc", KEYCLOAK_REALM: shop, KEYCLOAK_CLIENT_ID: web}
#       - note: The client of a broker
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {MQTT_CLIENT_ID: web}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-staging}
#             data: {MQTT_CLIENT_ID: web}
package lib.envpolicy.leaks.data.data_same_oauth_client

import data.lib.envpolicy.oauth_clients

# One client.
holds contains fact if {
	some client in oauth_clients.all
	some issuer in client.issuers
	some name in client.owners
	fact := object.union(issuer.extra, {
		"deployment": name,
		"key": ["client", issuer.key, client.id],
		"cap": "namespace",
		"witness": [client.witness, issuer.witness],
	})
}

# One client with one secret.
holds contains fact if {
	some client in oauth_clients.all
	some issuer in client.issuers
	some secret in client.secrets
	some name in client.owners
	fact := object.union(issuer.extra, {
		"deployment": name,
		"key": ["secret", issuer.key, client.id, secret],
		"witness": [client.witness, issuer.witness],
	})
}

# No issuer is named: it may be any.
holds contains fact if {
	some client in oauth_clients.all
	count(client.issuers) == 0
	some name in client.owners
	some side in [{}, {"side": "offers"}]
	fact := object.union(object.union(_doubt(client), side), {
		"deployment": name,
		"key": ["any", client.id],
		"cap": "namespace",
		"witness": [client.witness],
	})
}

holds contains fact if {
	some client in oauth_clients.all
	client.issuers[0]
	some name in client.owners
	fact := {
		"deployment": name,
		"key": ["any", client.id],
		"side": "uses",
		"cap": "namespace",
		"witness": [client.witness],
	}
}

_doubt(client) := {} if {
	client.unique
} else := {"certain": false, "missing": ["issuer of the client"]}

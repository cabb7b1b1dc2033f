# METADATA
# title: Both sides use one account of somebody else's service
# description: |
#   Settings of two deployments name the same account, webhook, queue or topic of a service outside of their
#   clusters: what the one does there the other sees, or receives. A key in common is told by
#   `webhook-saas-key-shared`, a client of an identity provider and servers of data by checks of their own.
#   Addresses inside of a cluster mean what they mean there. Whether the account has a mode for tests cannot be
#   seen.
# custom:
#   id: data-same-third-party
#   kind: shared
#   channel: data
#   boundary: [cluster, environment]
#   cap: namespace
#   severity: medium
#   remediation: Give each side an account, a webhook or a queue of its own.
#   reads: [ConfigMap, Secret]
#   sources:
#     - own analysis
#   scanners: []
#   examples:
#     leaks:
#       - note: One queue, as a URL and as a name of the provider's
#         deployments: &apart
#           shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {ORDERS: "https://sqs.eu-north-1.amazonaws.com/123456789012/orders"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: web, namespace: shop-staging}
#                 data: {ORDERS: "arn:aws:sqs:eu-north-1:123456789012:orders"}
#       - note: One account
#         deployments: *apart
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {STRIPE_ACCOUNT_ID: acct_shop}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Pod
#                 metadata: {name: web, namespace: shop-staging}
#                 spec: {containers: [{name: main, image: main, env: [{name: STRIPE_ACCOUNT_ID, value: acct_shop}]}]}
#       - note: One webhook
#         deployments: *apart
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {ALERT_WEBHOOK_URL: "https://chat.example.com/hooks/shop-alerts"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: web, namespace: shop-staging}
#                 data: {ALERT_WEBHOOK_URL: "https://chat.example.com/hooks/shop-alerts"}
#     innocent:
#       - note: Two accounts, two queues
#         deployments: *apart
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {STRIPE_ACCOUNT_ID: acct_shop, Q: "https://sqs.eu-north-1.amazonaws.com/123456789012/orders"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: web, namespace: shop-staging}
#                 data: {STRIPE_ACCOUNT_ID: acct_test, Q: "https://sqs.eu-north-1.amazonaws.com/123456789012/tests"}
#       - note: A webhook inside of each cluster
#         deployments: *apart
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {WEBHOOK_URL: "http://notify.tools.svc/hooks/shop"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: web, namespace: shop-staging}
#                 data: {WEBHOOK_URL: "http://notify.tools.svc/hooks/shop"}
#       - note: The name of an application is no account
#         deployments: *apart
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: web, namespace: shop-prod}
#             data: {APP_ID: shop, PROJECT_ID: shop, PAY_URL: "https://api.pay.example/v1"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: web, namespace: shop-staging}
#                 data: {APP_ID: shop, PROJECT_ID: shop, PAY_URL: "https://api.pay.example/v1"}
package lib.envpolicy.leaks.data.data_same_third_party

import data.lib.envpolicy.addresses
import data.lib.envpolicy.front_doors
import data.lib.envpolicy.settings

holds contains fact if {
	some group in settings.groups
	some setting in group.settings
	not setting.view.credential
	some key in _keys(group, setting.view)
	some name in group.owners
	fact := {"deployment": name, "key": key, "witness": [setting.witness]}
}

_keys(group, view) := [["queue", digest] | some digest in object.get(view, ["says", "queue"], [])] if {
	view.says.queue
} else := [["account", digest] | some digest in object.get(view, ["says", "account"], [])] if {
	view.says.account
	view.about == "service"
} else := [["resource", digest] |
	every host in view.hosts {
		_is_elsewhere(group, host)
	}
	some url in view.urls
	url.path != ""
	some digest in object.get(view, ["says", "resource"], [])
]

# Neither in the cluster nor on a private network, nor what a deployment answers to.
_is_elsewhere(group, host) if {
	addresses.canonical(group.cluster, group.namespace, host).scope == "world"
	count({owner | some door in front_doors.of(host); some owner in door.owners}) == 0
}

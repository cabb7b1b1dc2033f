# METADATA
# title: An outage of one deployment keeps the other from changing anything
# description: |
#   An admission webhook that a deployment answers is called for objects of another, and its failurePolicy is
#   Fail (the default; of v1beta1 it was Ignore): while the one is down, the API server refuses the other's
#   objects, its pods among them. This lowers availability only.
# custom:
#   id: cp-webhook-fail-closed
#   kind: reach
#   channel: contention
#   boundary: [namespace]
#   cap: release
#   severity: medium
#   remediation: Limit the webhook to its own namespace, or set failurePolicy to Ignore.
#   patch: narrow-webhook
#   reads:
#     - MutatingWebhookConfiguration.admissionregistration.k8s.io
#     - ValidatingWebhookConfiguration.admissionregistration.k8s.io
#   sources:
#     - https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
#   scanners: []
#   examples:
#     leaks:
#       - note: No failurePolicy, so Fail
#         add:
#           - apiVersion: admissionregistration.k8s.io/v1
#             kind: ValidatingWebhookConfiguration
#             metadata: {name: hooks}
#             webhooks:
#               - name: hook.shop.example
#                 clientConfig: {service: {namespace: shop-staging, name: web}}
#                 rules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]
#       - note: Fail, for pods
#         add:
#           - apiVersion: admissionregistration.k8s.io/v1beta1
#             kind: MutatingWebhookConfiguration
#             metadata: {name: hooks}
#             webhooks:
#               - name: hook.shop.example
#                 failurePolicy: Fail
#                 clientConfig: {service: {namespace: shop-staging, name: web}}
#                 rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
#     innocent:
#       - note: Ignored while it is down
#         add:
#           - apiVersion: admissionregistration.k8s.io/v1
#             kind: ValidatingWebhookConfiguration
#             metadata: {name: hooks}
#             webhooks:
#               - name: hook.shop.example
#                 failurePolicy: Ignore
#                 clientConfig: {service: {namespace: shop-staging, name: web}}
#                 rules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]
#       - note: Fail, in its own namespace
#         add:
#           - apiVersion: admissionregistration.k8s.io/v1
#             kind: ValidatingWebhookConfiguration
#             metadata: {name: hooks}
#             webhooks:
#               - name: hook.shop.example
#                 failurePolicy: Fail
#                 namespaceSelector:
#                   matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [shop-staging]}]
#                 clientConfig: {service: {namespace: shop-staging, name: web}}
#                 rules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]
package lib.envpolicy.leaks.contention.cp_webhook_fail_closed

import data.lib.envpolicy.webhooks

reaches contains edge if {
	some call in webhooks.calls
	_policy(call.hook) == "Fail"
	edge := call.fact
}

_policy(hook) := policy if {
	policy := object.get(hook.webhook, "failurePolicy", null)
	is_string(policy)
} else := "Ignore" if {
	hook.first
} else := "Fail"

# METADATA
# title: A webhook of one deployment sees or changes the other's objects
# description: |
#   An admission webhook is answered by a deployment (its Service, or a URL that leads there) and is called for
#   a kind of object that another deployment has in its namespace. What selectors leave out counts: a webhook
#   without namespaceSelector is called for every namespace. Webhooks of the platform's namespaces are the
#   platform's. Conditions in CEL that do more than compare the namespace are not read: unknown.
# custom:
#   id: cp-webhook-in-stage
#   kind: reach
#   channel: control-plane
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Limit the webhook to its own namespace by namespaceSelector, or run it on the platform.
#   patch: narrow-webhook
#   reads:
#     - MutatingWebhookConfiguration.admissionregistration.k8s.io
#     - ValidatingWebhookConfiguration.admissionregistration.k8s.io
#   sources:
#     - https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
#   scanners: [kubescape C-0036, C-0039 (single)]
#   examples:
#     leaks:
#       - note: No selector, so every namespace
#         add:
#           - apiVersion: admissionregistration.k8s.io/v1
#             kind: MutatingWebhookConfiguration
#             metadata: {name: hooks}
#             webhooks:
#               - name: hook.shop.example
#                 clientConfig: {service: {namespace: shop-staging, name: web, path: /mutate}}
#                 rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
#       - note: A selector that leaves out another namespace than the one meant, and a URL
#         add:
#           - apiVersion: admissionregistration.k8s.io/v1
#             kind: ValidatingWebhookConfiguration
#             metadata: {name: hooks}
#             webhooks:
#               - name: hook.shop.example
#                 clientConfig: {url: "https://web.shop-staging.svc:8443/validate"}
#                 namespaceSelector:
#                   matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system]}]
#                 rules: [{apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*/*"], scope: "*"}]
#       - note: A condition that nobody can read here
#         add:
#           - apiVersion: admissionregistration.k8s.io/v1
#             kind: ValidatingWebhookConfiguration
#             metadata: {name: hooks}
#             webhooks:
#               - name: hook.shop.example
#                 clientConfig: {service: {namespace: shop-staging, name: web}}
#                 matchConditions: [{name: some, expression: "object.spec.replicas > 3"}]
#                 rules: [{apiGroups: [apps], apiVersions: [v1], operations: [UPDATE], resources: [deployments/scale]}]
#     innocent:
#       - note: Its own namespace only
#         add:
#           - apiVersion: admissionregistration.k8s.io/v1
#             kind: MutatingWebhookConfiguration
#             metadata: {name: hooks}
#             webhooks:
#               - name: hook.shop.example
#                 clientConfig: {service: {namespace: shop-staging, name: web}}
#                 namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop-staging}}
#                 rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
#       - note: A kind that the other has none of, and one that stands in no namespace
#         add:
#           - apiVersion: admissionregistration.k8s.io/v1
#             kind: ValidatingWebhookConfiguration
#             metadata: {name: hooks}
#             webhooks:
#               - name: hook.shop.example
#                 clientConfig: {service: {namespace: shop-staging, name: web}}
#                 rules:
#                   - {apiGroups: [networking.k8s.io], apiVersions: [v1], operations: [CREATE], resources: [ingresses]}
#                   - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [pods]}
#                   - {apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*"], scope: Cluster}
#       - note: The platform's webhook
#         facts: {platformNamespaces: [policy-system]}
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: hook, namespace: policy-system}
#             spec: {selector: {app: hook}, ports: [{port: 443}]}
#           - apiVersion: admissionregistration.k8s.io/v1
#             kind: ValidatingWebhookConfiguration
#             metadata: {name: hooks}
#             webhooks:
#               - name: hook.shop.example
#                 clientConfig: {service: {namespace: policy-system, name: hook}}
#                 rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
#       - note: Objects with a label that the other does not carry, or a namespace that a condition keeps out
#         add:
#           - apiVersion: admissionregistration.k8s.io/v1
#             kind: ValidatingWebhookConfiguration
#             metadata: {name: hooks}
#             webhooks:
#               - name: one.shop.example
#                 clientConfig: {service: {namespace: shop-staging, name: web}}
#                 objectSelector: {matchLabels: {hooked: "true"}}
#                 rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
#               - name: two.shop.example
#                 clientConfig: {service: {namespace: shop-staging, name: web}}
#                 matchConditions: [{name: own, expression: "request.namespace == 'shop-staging'"}]
#                 rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
package lib.envpolicy.leaks.control_plane.cp_webhook_in_stage

import data.lib.envpolicy.webhooks

reaches contains edge if {
	some call in webhooks.calls
	edge := call.fact
}

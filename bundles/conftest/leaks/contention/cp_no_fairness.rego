# METADATA
# title: No FlowSchema keeps the requests of the two apart
# description: |
#   Accounts of both deployments ask the API server, and no FlowSchema gives either a priority level of its own:
#   they queue together, each account for itself. Rarely matters; for information.
# custom:
#   id: cp-no-fairness
#   kind: shared
#   channel: contention
#   boundary: [namespace]
#   cap: environment
#   severity: info
#   remediation: Give production's accounts a FlowSchema and a priority level of their own.
#   reads: []
#   sources:
#     - https://kubernetes.io/docs/concepts/cluster-administration/flow-control/
#   scanners: []
#   examples:
#     leaks:
#       - note: Both ask the API server
#         add:
#           - &prod
#             apiVersion: v1
#             kind: Pod
#             metadata: {name: client, namespace: shop-prod}
#             spec: {serviceAccountName: web, automountServiceAccountToken: true,
#               containers: [{name: main, image: main}]}
#           - &staging
#             apiVersion: v1
#             kind: Pod
#             metadata: {name: client, namespace: shop-staging}
#             spec: {serviceAccountName: web, automountServiceAccountToken: true,
#               containers: [{name: main, image: main}]}
#       - note: One FlowSchema for both
#         add:
#           - *prod
#           - *staging
#           - apiVersion: flowcontrol.apiserver.k8s.io/v1
#             kind: FlowSchema
#             metadata: {name: shop}
#             spec:
#               priorityLevelConfiguration: {name: shop}
#               rules:
#                 - subjects:
#                     - {kind: ServiceAccount, serviceAccount: {namespace: shop-prod, name: "*"}}
#                     - {kind: Group, group: {name: "system:serviceaccounts:shop-staging"}}
#     innocent:
#       - note: A level of production's own
#         add:
#           - *prod
#           - *staging
#           - apiVersion: flowcontrol.apiserver.k8s.io/v1
#             kind: FlowSchema
#             metadata: {name: shop}
#             spec:
#               priorityLevelConfiguration: {name: shop}
#               rules: [{subjects: [{kind: ServiceAccount, serviceAccount: {namespace: shop-prod, name: web}}]}]
#       - note: Staging never asks
#         add: [*prod]
package lib.envpolicy.leaks.contention.cp_no_fairness

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_identities

# Accounts as `[cluster, namespace, name]`; the name `*` stands for all of a namespace.
_levels[account] contains level if {
	some entry in estate.all("FlowSchema.flowcontrol.apiserver.k8s.io")
	level := fields.text(entry.object, ["spec", "priorityLevelConfiguration", "name"])
	some rule in fields.list(entry.object, ["spec", "rules"])
	some subject in fields.list(rule, ["subjects"])
	account := array.concat([entry.cluster], _named(subject))
}

_level_of := {account: found | some account, found in _levels}

_named(subject) := [account.namespace, account.name] if {
	subject.kind == "ServiceAccount"
	account := subject.serviceAccount
} else := [trim_prefix(group, "system:serviceaccounts:"), "*"] if {
	subject.kind == "Group"
	group := subject.group.name
	startswith(group, "system:serviceaccounts:")
}

holds contains fact if {
	some name, identities in rbac_identities.accounts
	asking := identities & rbac_identities.mounted
	count(asking) > 0
	some identity in asking
	parts := split(identity, "|")
	account := array.slice(parts, 1, 4)
	everybody := array.concat(array.slice(parts, 1, 3), ["*"])
	levels := object.get(_level_of, [account], set()) | object.get(_level_of, [everybody], set())
	fact := {
		"deployment": name,
		"key": [placement.places[name].cluster, sort(levels)],
		"covered": placement.places[name].namespace,
		"witness": [estate.witness(entry, ["metadata", "name"]) | some entry in rbac_identities.objects[identity]],
	}
}

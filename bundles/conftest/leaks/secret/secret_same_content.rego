# METADATA
# title: Secrets of both sides are equal as a whole
# description: |
#   The data of a Secret that one deployment holds is, as a map, equal to that of a Secret of another: one was
#   copied, or both were filled from one template. Secrets without a credential in them do not count, nor does
#   one Secret that both refer to.
# custom:
#   id: secret-same-content
#   kind: shared
#   channel: secret
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: critical
#   remediation: Make new credentials for one side, and revoke the old ones there.
#   reads: [Secret]
#   sources:
#     - https://kubernetes.io/docs/concepts/configuration/secret/
#   scanners: []
#   examples:
#     leaks:
#       - note: A copy under another name
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {username: shop, password: correct-horse-battery}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: database, namespace: shop-staging}
#             stringData: {username: shop, password: correct-horse-battery}
#       - note: A copy in another Environment, written as base64
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {password: correct-horse-battery}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: db, namespace: shop-staging}
#                 data: {password: Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5}
#     innocent:
#       - note: The same names with another password
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {username: shop, password: correct-horse-battery}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-staging}
#             stringData: {username: shop, password: another-horse-battery}
#       - note: Equal, and nothing in them is a credential
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: settings, namespace: shop-prod}
#             stringData: {username: shop, host: db.example.com, port: "5432"}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: settings, namespace: shop-staging}
#             stringData: {username: shop, host: db.example.com, port: "5432"}
#       - note: The copy is held by nobody
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {password: correct-horse-battery}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: elsewhere}
#             stringData: {password: correct-horse-battery}
#       - note: A copy that Reflector keeps, of which another check speaks
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod, annotations:
#               {reflector.v1.k8s.emberstack.com/reflection-allowed: "true"}}
#             stringData: {password: correct-horse-battery}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-staging, annotations:
#               {reflector.v1.k8s.emberstack.com/reflects: shop-prod/db}}
#             stringData: {password: correct-horse-battery}
package lib.envpolicy.leaks.secret.secret_same_content

import data.lib.envpolicy.credentials
import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.references

holds contains fact if {
	some item in references.held("Secret")
	digest := object.get(item.entry.object, "dataDigest", "")
	digest != ""
	_counts(item.entry)
	fact := {
		"deployment": item.deployment,
		"key": digest,
		"covered": concat("/", [item.entry.cluster, _origin(item.entry)]),
		"witness": [estate.witness(item.entry, [])],
	}
}

# A copy that a controller keeps says what it is a copy of: of that, secret-replicated speaks.
_origin(entry) := origin if {
	some name in ["reflector.v1.k8s.emberstack.com/reflects", "replicator.v1.mittwald.de/replicate-from"]
	origin := object.get(labels.annotations(entry.object), name, "")
	is_string(origin)
	contains(origin, "/")
} else := concat("/", [labels.of(entry.object)["hnc.x-k8s.io/inherited-from"], entry.name]) if {
	labels.of(entry.object)["hnc.x-k8s.io/inherited-from"]
} else := concat("/", [entry.namespace, entry.name])

# At least one credential of which no other check speaks.
_counts(entry) if {
	some field in ["data", "stringData"]
	values := object.get(entry.object, field, {})
	is_object(values)
	some key, view in values
	is_object(view)
	view.credential
	credentials.sort_of(entry, key, view) == entry.object.dataDigest
}

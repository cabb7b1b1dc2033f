# METADATA
# title: Two releases refer to one Secret or ConfigMap
# description: |
#   Pods of two deployments in one namespace refer to the same Secret or ConfigMap: what one changes there,
#   the other gets. Image pull secrets and bundles of certificate authorities do not count, nor does an object
#   that is marked as common to all with the annotation `envpolicy.dev/common`.
# custom:
#   id: secret-shared-object
#   kind: shared
#   channel: secret
#   boundary: [release]
#   cap: none
#   severity: medium
#   remediation: Give each release a Secret and a ConfigMap of its own.
#   reads: []
#   sources:
#     - https://kubernetes.io/docs/concepts/configuration/secret/
#   scanners: []
#   examples:
#     leaks:
#       - note: One Secret as environment of both
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: staging}}}
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: production, namespace: shop-prod}
#             spec: {containers: [{name: main, image: "registry.example/main:1", envFrom: [{secretRef: {name: db}}]}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: staging, namespace: shop-prod, labels: {app.kubernetes.io/instance: staging}}
#             spec: {containers: [{name: main, image: "registry.example/main:1"}],
#               volumes: [{name: db, secret: {secretName: db}}]}
#       - note: One refers to a ConfigMap that the other claims
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: staging}}}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: settings, namespace: shop-prod}
#             data: {colour: blue}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: staging, namespace: shop-prod, labels: {app.kubernetes.io/instance: staging}}
#             spec: {containers: [{name: main, image: "registry.example/main:1", env: [{name: COLOUR,
#               valueFrom: {configMapKeyRef: {name: settings, key: colour}}}]}]}
#     innocent:
#       - note: A Secret and a ConfigMap of the same name
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: staging}}}
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: production, namespace: shop-prod}
#             spec: {containers: [{name: main, image: "registry.example/main:1", envFrom: [{secretRef: {name: db}}]}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: staging, namespace: shop-prod, labels: {app.kubernetes.io/instance: staging}}
#             spec: {containers: [{name: main, image: main, envFrom: [{configMapRef: {name: db}}]}]}
#       - note: Equal names in two namespaces
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-prod}
#             spec: {containers: [{name: main, image: "registry.example/main:1", envFrom: [{secretRef: {name: db}}]}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: web, namespace: shop-staging}
#             spec: {containers: [{name: main, image: "registry.example/main:1", envFrom: [{secretRef: {name: db}}]}]}
#       - note: The certificate authority that every namespace has, and one marked as common
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: staging}}}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: colours, namespace: shop-prod, annotations: {envpolicy.dev/common: "true"}}
#             data: {colour: blue}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: production, namespace: shop-prod}
#             spec: {containers: [{name: main, image: "registry.example/main:1"}], volumes: [{name: ca,
#               configMap: {name: kube-root-ca.crt}}, {name: colours, configMap: {name: colours}}]}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: staging, namespace: shop-prod, labels: {app.kubernetes.io/instance: staging}}
#             spec: {containers: [{name: main, image: "registry.example/main:1"}], volumes: [{name: ca,
#               configMap: {name: kube-root-ca.crt}}, {name: colours, configMap: {name: colours}}]}
package lib.envpolicy.leaks.secret.secret_shared_object

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.references

holds contains fact if {
	some key, users in references.users
	not _is_common(key)
	some user in users
	fact := {"deployment": user.deployment, "key": key, "witness": [user.witness]}
}

# Whoever claims what another refers to.
holds contains fact if {
	some key, _ in references.users
	not _is_common(key)
	some entry in object.get(references.objects, [key], [])
	some name in entry.owners
	fact := {"deployment": name, "key": key, "witness": [estate.witness(entry, [])]}
}

_is_common(key) if key[3] in {"kube-root-ca.crt", "openshift-service-ca.crt", "istio-ca-root-cert"}

_is_common(key) if {
	some entry in object.get(references.objects, [key], [])
	labels.annotations(entry.object)["envpolicy.dev/common"] == "true"
}

_is_common(key) if {
	some entry in object.get(references.objects, [key], [])
	_only_authorities(entry.object)
}

_only_authorities(item) if {
	values := object.get(item, "data", {})
	is_object(values)
	count(values) > 0
	every name, _ in values {
		name in {"ca.crt", "ca.pem", "ca-bundle.crt", "ca-bundle.pem", "service-ca.crt", "root-cert.pem"}
	}
}

# METADATA
# title: The same TLS key serves both sides
# description: |
#   Two deployments hold the same private key of a certificate (a Secret of type kubernetes.io/tls), by their
#   pods, by an Ingress or a Gateway of theirs, or because they claim it: each can pose as the other to
#   whoever trusts the certificate. Tolerated up to namespaces of their own, as one certificate for all hosts
#   of a domain is common there.
# custom:
#   id: tls-key-shared
#   kind: shared
#   channel: ingress
#   boundary: [cluster, environment]
#   cap: namespace
#   severity: medium
#   remediation: Issue a certificate with a key of its own for each side, in place of a wildcard for all.
#   reads: [Secret, Ingress.networking.k8s.io, Gateway.gateway.networking.k8s.io]
#   sources:
#     - https://kubernetes.io/docs/concepts/services-networking/ingress/#tls
#   scanners: []
#   examples:
#     leaks:
#       - note: A wildcard certificate in two clusters
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: web, namespace: shop-prod}
#             type: kubernetes.io/tls
#             stringData: {tls.key: "-----BEGIN PRIVATE KEY-----\nMIIabcdefg\n-----END PRIVATE KEY-----\n"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: wildcard, namespace: shop-staging}
#                 type: kubernetes.io/tls
#                 stringData: {tls.key: "-----BEGIN PRIVATE KEY-----\nMIIabcdefg\n-----END PRIVATE KEY-----"}
#       - note: An Ingress refers to a Secret that another release has made
#         deployments: {shop-staging: {placement: {namespace: shop-prod, release: staging}},
#           shop-prod: {placement: {release: production}}}
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: web, namespace: shop-prod, labels: {app.kubernetes.io/instance: production}}
#             type: kubernetes.io/tls
#             stringData: {tls.key: "-----BEGIN PRIVATE KEY-----\nMIIabcdefg\n-----END PRIVATE KEY-----\n"}
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-prod, labels: {app.kubernetes.io/instance: staging}}
#             spec: {tls: [{hosts: [shop.example.com], secretName: web}]}
#     innocent:
#       - note: Secrets of one name with two keys
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: web, namespace: shop-prod}
#             type: kubernetes.io/tls
#             stringData: {tls.key: "-----BEGIN PRIVATE KEY-----\nMIIabcdefg\n-----END PRIVATE KEY-----\n"}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: web, namespace: shop-staging}
#             type: kubernetes.io/tls
#             stringData: {tls.key: "-----BEGIN PRIVATE KEY-----\nMIIijklmnop\n-----END PRIVATE KEY-----\n"}
#       - note: The copy stands in a namespace of nobody, and an Ingress elsewhere has its name
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: web, namespace: shop-prod}
#             type: kubernetes.io/tls
#             stringData: {tls.key: "-----BEGIN PRIVATE KEY-----\nMIIabcdefg\n-----END PRIVATE KEY-----\n"}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: web, namespace: elsewhere}
#             type: kubernetes.io/tls
#             stringData: {tls.key: "-----BEGIN PRIVATE KEY-----\nMIIabcdefg\n-----END PRIVATE KEY-----\n"}
#           - apiVersion: networking.k8s.io/v1
#             kind: Ingress
#             metadata: {name: web, namespace: shop-staging}
#             spec: {tls: [{hosts: [shop.example.com], secretName: web}]}
package lib.envpolicy.leaks.ingress.tls_key_shared

import data.lib.envpolicy.credentials
import data.lib.envpolicy.estate
import data.lib.envpolicy.references

holds contains fact if {
	some credential in credentials.all
	credential.sort == "tls"
	some digest in credential.view.digests
	fact := {"deployment": credential.deployment, "key": digest, "witness": [credential.witness]}
}

holds contains fact if {
	some reference in _served
	some entry in object.get(references.objects, [["Secret", reference.cluster, reference.namespace, reference.name]], [])
	some field in ["data", "stringData"]
	view := object.get(entry.object, [field, "tls.key"], null)
	is_object(view)
	view.credential
	some digest in view.digests
	some name in reference.owners
	fact := {
		"deployment": name,
		"key": digest,
		"witness": [estate.witness(entry, [field, "tls.key"]), reference.witness],
	}
}

_served contains reference if {
	some entry in estate.all("Ingress.networking.k8s.io")
	tls := object.get(entry.object, ["spec", "tls"], [])
	is_array(tls)
	some index, item in tls
	name := object.get(item, "secretName", null)
	is_string(name)
	reference := _reference(entry, entry.namespace, name, ["spec", "tls", index, "secretName"])
}

_served contains reference if {
	some entry in estate.all("Gateway.gateway.networking.k8s.io")
	listeners := object.get(entry.object, ["spec", "listeners"], [])
	is_array(listeners)
	some at, listener in listeners
	certificates := object.get(listener, ["tls", "certificateRefs"], [])
	is_array(certificates)
	some index, item in certificates
	name := object.get(item, "name", null)
	is_string(name)
	namespace := object.get(item, "namespace", entry.namespace)
	path := ["spec", "listeners", at, "tls", "certificateRefs", index]
	reference := _reference(entry, namespace, name, path)
}

_reference(entry, namespace, name, path) := {
	"cluster": entry.cluster,
	"namespace": namespace,
	"name": name,
	"owners": entry.owners,
	"witness": estate.witness(entry, path),
}

# METADATA
# title: Two clusters trust one certificate authority
# description: |
#   The certificate authority of two clusters is the same, or the key that signs service account tokens, or the
#   authority of the front proxy: certificates and tokens made in the one are good in the other. Seen in what
#   Kubernetes writes down itself (ConfigMap kube-root-ca.crt, extension-apiserver-authentication, tokens of
#   accounts), and in the Secrets that Cluster API keeps of each cluster. What was not given is not compared.
# custom:
#   id: cp-ca-shared
#   kind: shared
#   channel: control-plane
#   boundary: [cluster, environment]
#   cap: namespace
#   severity: critical
#   remediation: Make authorities and keys anew for each cluster, and take the old ones out.
#   reads: []
#   sources:
#     - https://kubernetes.io/docs/setup/best-practices/certificates/
#   scanners: []
#   examples:
#     leaks:
#       - note: One authority in kube-root-ca.crt
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: kube-root-ca.crt, namespace: shop-prod}
#             data: {ca.crt: "-----BEGIN CERTIFICATE-----\nMIIBone\n-----END CERTIFICATE-----\n"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: kube-root-ca.crt, namespace: default}
#                 data: {ca.crt: "-----BEGIN CERTIFICATE-----\nMIIBone\n-----END CERTIFICATE-----"}
#       - note: One key for account tokens, as Cluster API keeps it
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         clusters:
#           prod/management:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 type: cluster.x-k8s.io/secret
#                 metadata: {name: prod-wc-sa, namespace: c, labels: {cluster.x-k8s.io/cluster-name: prod-wc}}
#                 stringData: {tls.crt: one public key of some length, tls.key: one private key of some length}
#               - apiVersion: v1
#                 kind: Secret
#                 type: cluster.x-k8s.io/secret
#                 metadata: {name: test-wc-sa, namespace: c, labels: {cluster.x-k8s.io/cluster-name: test-wc}}
#                 stringData: {tls.crt: one public key of some length, tls.key: one private key of some length}
#     innocent:
#       - note: Two authorities
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: kube-root-ca.crt, namespace: shop-prod}
#             data: {ca.crt: "-----BEGIN CERTIFICATE-----\nMIIBone\n-----END CERTIFICATE-----\n"}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: ConfigMap
#                 metadata: {name: kube-root-ca.crt, namespace: shop-staging}
#                 data: {ca.crt: "-----BEGIN CERTIFICATE-----\nMIIBtwo\n-----END CERTIFICATE-----\n"}
#       - note: A bundle of public authorities that both applications bring
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - &bundle
#             apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: trust, namespace: common}
#             data: {ca.crt: "-----BEGIN CERTIFICATE-----\nMIIBone\n-----END CERTIFICATE-----\n"}
#         clusters: {test/test-wc: {add: [*bundle]}}
#       - note: Two namespaces of one cluster
#         add:
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: kube-root-ca.crt, namespace: shop-prod}
#             data: {ca.crt: "-----BEGIN CERTIFICATE-----\nMIIBone\n-----END CERTIFICATE-----\n"}
#           - apiVersion: v1
#             kind: ConfigMap
#             metadata: {name: kube-root-ca.crt, namespace: shop-staging}
#             data: {ca.crt: "-----BEGIN CERTIFICATE-----\nMIIBone\n-----END CERTIFICATE-----\n"}
package lib.envpolicy.leaks.control_plane.cp_ca_shared

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement

# `[cluster, digest]`: where it stands.
_trusted[where] contains spot if {
	some entry in estate.all("ConfigMap")
	some key in _of_config_map(entry)
	some digest in _digests(entry, ["data", key])
	where := [entry.cluster, digest]
	spot := estate.witness(entry, ["data", key])
}

_trusted[where] contains spot if {
	some entry in estate.all("Secret")
	object.get(entry.object, "type", "") == "kubernetes.io/service-account-token"
	some digest in _digests(entry, ["data", "ca.crt"])
	where := [entry.cluster, digest]
	spot := estate.witness(entry, ["data", "ca.crt"])
}

# Cluster API names its Secrets after the cluster that they are of.
_trusted[where] contains spot if {
	some entry in estate.all("Secret")
	called := labels.of(entry.object)["cluster.x-k8s.io/cluster-name"]
	entry.name in {concat("-", [called, what]) | some what in ["ca", "sa", "proxy"]}
	some field in ["data", "stringData"]
	some digest in _digests(entry, [field, "tls.key"])
	some cluster in _of_name[called]
	where := [cluster, digest]
	spot := estate.witness(entry, [field, "tls.key"])
}

_of_config_map(entry) := ["ca.crt"] if {
	entry.name == "kube-root-ca.crt"
} else := ["client-ca-file", "requestheader-client-ca-file"] if {
	entry.name == "extension-apiserver-authentication"
	entry.namespace == "kube-system"
} else := []

_named[name] contains id if {
	some id, cluster in input.clusters
	name := cluster.name
}

# A name that two clusters have says of neither that the Secret is its.
_of_name := {name: ids | some name, ids in _named; count(ids) == 1}

_digests(entry, path) := {digest |
	view := object.get(entry.object, path, null)
	is_object(view)
	some digest in view.digests
	digest != ""
}

holds contains fact if {
	some [cluster, digest], spots in _trusted
	some name in placement.tenants[cluster]
	fact := {
		"deployment": name,
		"key": digest,
		"covered": cluster,
		"witness": [[spot | some spot in spots][0]],
	}
}

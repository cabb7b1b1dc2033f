# METADATA
# title: A controller copies a Secret of one side to the other, or one to both
# description: |
#   A Secret is copied between namespaces, or may be fetched there by whoever asks: by annotations of Reflector,
#   kubernetes-replicator or the Config Syncer, by a rule of Kyverno that clones or generates it, by the Hierarchical
#   Namespace Controller, a ClusterExternalSecret, a (Global)TenantResource of Capsule, or a ClusterSecret. Logins for
#   pulling images, TLS keys and bundles of authorities do not count here.
# custom:
#   id: secret-replicated
#   kind: shared
#   channel: secret
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Name the namespaces that may have the Secret, and make one for each side.
#   reads: [Secret]
#   sources:
#     - https://github.com/emberstack/kubernetes-reflector
#     - https://github.com/mittwald/kubernetes-replicator
#     - https://kyverno.io/docs/policy-types/cluster-policy/generate/
#     - https://external-secrets.io/latest/api/clusterexternalsecret/
#     - https://projectcapsule.dev/docs/replications/
#   scanners: []
#   examples:
#     leaks:
#       - note: Reflector may copy it anywhere
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod, annotations:
#               {reflector.v1.k8s.emberstack.com/reflection-allowed: "true"}}
#             stringData: {password: correct-horse-battery}
#       - note: The platform's Secret is pushed into both by pattern and by label
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {team: shop}}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: default, annotations:
#               {replicator.v1.mittwald.de/replicate-to: "shop-st.*",
#               replicator.v1.mittwald.de/replicate-to-matching: "team=shop"}}
#             data: {}
#       - note: Kyverno clones it into every new namespace
#         add:
#           - apiVersion: kyverno.io/v1
#             kind: ClusterPolicy
#             metadata: {name: secrets}
#             spec: {rules: [{name: clone, match: {any: [{resources: {kinds: [Namespace]}}]},
#               exclude: {any: [{resources: {namespaces: [kube-system]}}]}, generate: {apiVersion: v1, kind: Secret,
#                 name: db,
#               namespace: "{{request.object.metadata.name}}", synchronize: true, clone: {namespace: default,
#                 name: db}}}]}
#       - note: A ClusterExternalSecret for both
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {team: shop}}
#           - apiVersion: external-secrets.io/v1
#             kind: ClusterExternalSecret
#             metadata: {name: db}
#             spec: {namespaceSelectors: [{matchLabels: {team: shop}}, {matchLabels:
#               {kubernetes.io/metadata.name: shop-staging}}],
#               externalSecretSpec: {secretStoreRef: {name: vault}, dataFrom: [{extract: {key: shop/db}}]}}
#       - note: The hierarchy copies Secrets down
#         add:
#           - apiVersion: hnc.x-k8s.io/v1alpha2
#             kind: HNCConfiguration
#             metadata: {name: config}
#             spec: {resources: [{resource: secrets, mode: Propagate}]}
#           - apiVersion: hnc.x-k8s.io/v1alpha2
#             kind: SubnamespaceAnchor
#             metadata: {name: shop-staging, namespace: shop-prod}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod}
#             stringData: {password: correct-horse-battery}
#       - note: Capsule copies it into the namespaces of a tenant
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {capsule.clastix.io/tenant: shop}}
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-staging, labels: {capsule.clastix.io/tenant: shop}}
#           - apiVersion: capsule.clastix.io/v1beta2
#             kind: Tenant
#             metadata: {name: shop}
#           - apiVersion: capsule.clastix.io/v1beta2
#             kind: GlobalTenantResource
#             metadata: {name: db}
#             spec: {resyncPeriod: 60s, resources: [{namespacedItems: [{apiVersion: v1, kind: Secret,
#               namespace: default,
#               selector: {matchLabels: {copy: all}}}]}]}
#     innocent:
#       - note: Reflector may copy it to namespaces of another name only, and nobody has a copy of the other
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: db, namespace: shop-prod, annotations:
#               {reflector.v1.k8s.emberstack.com/reflection-allowed: "true",
#               reflector.v1.k8s.emberstack.com/reflection-allowed-namespaces: "shop-stag,shop-prod-.*",
#               reflector.v1.k8s.emberstack.com/reflection-auto-enabled: "true"}}
#             stringData: {password: correct-horse-battery}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: mail, namespace: shop-prod, annotations:
#               {reflector.v1.k8s.emberstack.com/reflection-allowed: "false",
#               replicator.v1.mittwald.de/replication-allowed: "true"}}
#             stringData: {password: correct-horse-battery}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: mail, namespace: shop-staging, annotations:
#               {reflector.v1.k8s.emberstack.com/reflects: shop-prod/mail}}
#       - note: A login for pulling, a certificate, a bundle of authorities
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: pull, namespace: default, annotations: {replicator.v1.mittwald.de/replicate-to: ".*"}}
#             type: kubernetes.io/dockerconfigjson
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: wildcard, namespace: default, annotations: {kubed.appscode.com/sync: ""}}
#             type: kubernetes.io/tls
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: ca, namespace: default, annotations: {replicator.v1.mittwald.de/replicate-to: ".*"}}
#             stringData: {ca.crt: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"}
#       - note: Kyverno clones it into one of both
#         add:
#           - apiVersion: kyverno.io/v1
#             kind: ClusterPolicy
#             metadata: {name: secrets}
#             spec: {rules: [{name: clone, match: {resources: {kinds: [Namespace], names: ["shop-*"]}},
#               exclude: {resources: {names: [shop-prod]}}, generate: {kind: Secret, name: db,
#               namespace: "{{request.object.metadata.name}}", clone: {namespace: default, name: db}}}]}
#       - note: A ClusterExternalSecret for one of both, by a label that the other lacks
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {team: shop}}
#           - apiVersion: external-secrets.io/v1beta1
#             kind: ClusterExternalSecret
#             metadata: {name: db}
#             spec: {namespaceSelector: {matchLabels: {team: shop}}, externalSecretSpec: {secretStoreRef:
#               {name: vault}}}
package lib.envpolicy.leaks.secret.secret_replicated

import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.references
import data.lib.envpolicy.replication_hierarchy
import data.lib.envpolicy.replication_marks
import data.lib.envpolicy.replication_orders
import data.lib.envpolicy.replication_policies

_copies := [copy |
	some copies in [
		replication_marks.copies,
		replication_hierarchy.copies,
		replication_policies.copies,
		replication_orders.copies,
	]
	some copy in copies
	not _is_exempt(copy)
]

# Who gets a copy.
holds contains fact if {
	some copy in _copies
	copy.namespace != copy.source[1]
	some name in placement.residents[[copy.source[0], copy.namespace]]
	fact := object.union(doubts.of(_doubts(copy)), {
		"deployment": name,
		"key": copy.source,
		"witness": [copy.witness],
	})
}

# Whose Secret it is.
holds contains fact if {
	some source in {copy.source | some copy in _copies}
	some name in _sources(source)
	fact := {"deployment": name, "key": source, "witness": [spot | some spot in _spots(source)]}
}

_sources(source) := owners if {
	owners := {name | some entry in _entries(source); some name in entry.owners}
	count(owners) > 0
} else := object.get(placement.residents, [[source[0], source[1]]], set())

_entries(source) := object.get(references.objects, [array.concat(["Secret"], source)], set())

_spots(source) := {estate.witness(entry, []) | some entry in _entries(source)}

_doubts(copy) := {text |
	copy.chosen == null
	text := sprintf("labels of namespace %v of %v", [copy.namespace, copy.source[0]])
} | {text |
	count(_entries(copy.source)) == 0
	_sounds_tolerated(copy.source[2])
	text := sprintf("type of Secret %v/%v of %v", [copy.source[1], copy.source[2], copy.source[0]])
}

_sounds_tolerated(name) if regex.match(`(?i)regcred|pull|registry|docker|(^|-)(tls|cert|ca)(-|$)|wildcard`, name)

# --- logins for pulling, certificates, and what is no secret: of these, other checks speak, or none

_tolerated := {"kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg", "kubernetes.io/tls"}

_is_exempt(copy) if object.get(copy, "type", "") in _tolerated

_is_exempt(copy) if {
	some entry in _known(copy)
	object.get(entry.object, "type", "") in _tolerated
}

_is_exempt(copy) if {
	known := _known(copy)
	count(known) > 0
	values := [view | some entry in known; some view in _views(entry)]
	count(values) > 0
	every view in values {
		view.credential == false
	}
}

_known(copy) := {copy.entry} if {
	is_object(copy.entry)
} else := _entries(copy.source)

_views(entry) := [view |
	some field in ["data", "stringData"]
	values := object.get(entry.object, field, {})
	is_object(values)
	some view in values
	is_object(view)
]

# METADATA
# title: Certificates of both Environments come from one issuer
# description: |
#   Deployments of two Environments have certificates of cert-manager whose issuers have the same key of a certificate
#   authority (or the same path of one Vault), or prove their domains by DNS with the same credential: whoever has it in
#   one Environment makes certificates for the other. An issuer that a cluster's deployments share is as it should be.
# custom:
#   id: issuer-shared
#   kind: shared
#   channel: secret
#   boundary: [environment]
#   cap: cluster
#   severity: medium
#   remediation: Give each Environment a certificate authority, and a DNS credential for its own zones, of its own.
#   reads: [Secret]
#   sources:
#     - cert-manager, CA issuer, https://cert-manager.io/docs/configuration/ca/
#     - cert-manager, DNS-01, https://cert-manager.io/docs/configuration/acme/dns01/
#   scanners: []
#   examples:
#     leaks:
#       - note: One key of a certificate authority, by the name of a ClusterIssuer and by an annotation
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: cert-manager.io/v1
#             kind: ClusterIssuer
#             metadata: {name: internal}
#             spec: {ca: {secretName: root}}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: root, namespace: cert-manager}
#             stringData: {tls.key: "-----BEGIN PRIVATE KEY-----\nMIIabcdefg\n-----END PRIVATE KEY-----\n"}
#           - apiVersion: cert-manager.io/v1
#             kind: Certificate
#             metadata: {name: web, namespace: shop-prod}
#             spec: {secretName: web-tls, issuerRef: {name: internal, kind: ClusterIssuer}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: cert-manager.io/v1
#                 kind: ClusterIssuer
#                 metadata: {name: authority}
#                 spec: {ca: {secretName: ca}}
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: ca, namespace: cert-manager}
#                 stringData: {tls.key: "-----BEGIN PRIVATE KEY-----\nMIIabcdefg\n-----END PRIVATE KEY-----"}
#               - apiVersion: networking.k8s.io/v1
#                 kind: Ingress
#                 metadata:
#                   name: web
#                   namespace: shop-staging
#                   annotations: {cert-manager.io/cluster-issuer: authority}
#                 spec: {tls: [{hosts: [a.example.com], secretName: web-tls}]}
#       - note: One credential for the zone
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: cert-manager.io/v1
#             kind: ClusterIssuer
#             metadata: {name: public}
#             spec:
#               acme:
#                 solvers: [{dns01: {cloudflare: {apiTokenSecretRef: {name: cloudflare, key: token}}}}]
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: cloudflare, namespace: cert-manager}
#             stringData: {token: aB3dE5fG7hI9jK1lM3nO5pQ7}
#           - apiVersion: cert-manager.io/v1
#             kind: Certificate
#             metadata: {name: web, namespace: shop-prod}
#             spec: {secretName: web-tls, issuerRef: {name: public, kind: ClusterIssuer, group: cert-manager.io}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: cert-manager.io/v1
#                 kind: Issuer
#                 metadata: {name: public, namespace: shop-staging}
#                 spec: {acme: {solvers: [{dns01: {webhook: {config: {tokenSecretRef: {name: dns, key: token}}}}}]}}
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: dns, namespace: shop-staging}
#                 stringData: {token: aB3dE5fG7hI9jK1lM3nO5pQ7}
#               - apiVersion: cert-manager.io/v1
#                 kind: Certificate
#                 metadata: {name: web, namespace: shop-staging}
#                 spec: {secretName: web-tls, issuerRef: {name: public}}
#     innocent:
#       - note: Issuers and Secrets of one name, with keys of their own
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: cert-manager.io/v1
#             kind: ClusterIssuer
#             metadata: {name: internal}
#             spec: {ca: {secretName: root}}
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: root, namespace: cert-manager}
#             stringData: {tls.key: "-----BEGIN PRIVATE KEY-----\nMIIabcdefg\n-----END PRIVATE KEY-----\n"}
#           - apiVersion: cert-manager.io/v1
#             kind: Certificate
#             metadata: {name: web, namespace: shop-prod}
#             spec: {secretName: web-tls, issuerRef: {name: internal, kind: ClusterIssuer}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: cert-manager.io/v1
#                 kind: ClusterIssuer
#                 metadata: {name: internal}
#                 spec: {ca: {secretName: root}}
#               - apiVersion: v1
#                 kind: Secret
#                 metadata: {name: root, namespace: cert-manager}
#                 stringData: {tls.key: "-----BEGIN PRIVATE KEY-----\nMIIijklmnop\n-----END PRIVATE KEY-----\n"}
#               - apiVersion: cert-manager.io/v1
#                 kind: Certificate
#                 metadata: {name: web, namespace: shop-staging}
#                 spec: {secretName: web-tls, issuerRef: {name: internal, kind: ClusterIssuer}}
#       - note: The public authority proves by HTTP, and staging has no certificate of the issuer with the key
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - apiVersion: cert-manager.io/v1
#             kind: ClusterIssuer
#             metadata: {name: public}
#             spec:
#               acme:
#                 server: https://acme-v02.api.letsencrypt.org/directory
#                 privateKeySecretRef: {name: account}
#                 solvers: [{http01: {ingress: {ingressClassName: nginx}}}]
#           - apiVersion: cert-manager.io/v1
#             kind: Certificate
#             metadata: {name: web, namespace: shop-prod}
#             spec: {secretName: web-tls, issuerRef: {name: public, kind: ClusterIssuer}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: cert-manager.io/v1
#                 kind: ClusterIssuer
#                 metadata: {name: public}
#                 spec:
#                   acme:
#                     server: https://acme-v02.api.letsencrypt.org/directory
#                     privateKeySecretRef: {name: account}
#                     solvers: [{http01: {ingress: {ingressClassName: nginx}}}]
#               - apiVersion: cert-manager.io/v1
#                 kind: Certificate
#                 metadata: {name: web, namespace: shop-staging}
#                 spec: {secretName: web-tls, issuerRef: {name: public, kind: ClusterIssuer}}
#       - note: One key of a certificate authority in two clusters of one Environment
#         deployments: {shop-staging: {placement: {environment: prod, cluster: test-wc, namespace: shop-staging}}}
#         add:
#           - &issuer
#             apiVersion: cert-manager.io/v1
#             kind: ClusterIssuer
#             metadata: {name: internal}
#             spec: {ca: {secretName: root}}
#           - &root
#             apiVersion: v1
#             kind: Secret
#             metadata: {name: root, namespace: cert-manager}
#             stringData: {tls.key: "-----BEGIN PRIVATE KEY-----\nMIIabcdefg\n-----END PRIVATE KEY-----\n"}
#           - apiVersion: cert-manager.io/v1
#             kind: Certificate
#             metadata: {name: web, namespace: shop-prod}
#             spec: {secretName: web-tls, issuerRef: {name: internal, kind: ClusterIssuer}}
#         clusters:
#           prod/test-wc:
#             add:
#               - *issuer
#               - *root
#               - apiVersion: cert-manager.io/v1
#                 kind: Certificate
#                 metadata: {name: web, namespace: shop-staging}
#                 spec: {secretName: web-tls, issuerRef: {name: internal, kind: ClusterIssuer}}
package lib.envpolicy.leaks.secret.issuer_shared

import data.lib.envpolicy.estate
import data.lib.envpolicy.issuers
import data.lib.envpolicy.placement

holds contains fact if {
	some use in issuers.uses
	some means in object.get(issuers.means, [use.issuer], set())
	fact := {
		"deployment": use.deployment,
		"key": means.key,
		"covered": placement.places[use.deployment].environment,
		"witness": [means.witness, estate.witness(use.entry, use.path)],
	}
}

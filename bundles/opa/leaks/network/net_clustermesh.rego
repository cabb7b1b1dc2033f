# METADATA
# title: A mesh joins the clusters of two deployments
# description: |
#   Cilium merges Services of one name that both clusters declare global (unless the offering one is not
#   shared), in a mesh that the Secret cilium-clustermesh or the fact clusterSet shows. A remote Secret of
#   Istio (istio/multiCluster), or an equal meshID with an equal root certificate, joins two meshes; a Link
#   of Linkerd mirrors what the other cluster exports; Submariner makes one network of all clusters of a
#   broker.
# custom:
#   id: net-clustermesh
#   kind: shared
#   channel: network
#   boundary: [cluster, environment]
#   cap: namespace
#   severity: high
#   remediation: Keep the stages' clusters in meshes of their own, with root certificates of their own.
#   reads: [Secret, Service]
#   sources:
#     - Cilium, https://docs.cilium.io/en/stable/network/clustermesh/
#     - Istio, https://istio.io/latest/docs/setup/install/multicluster/
#     - Linkerd, https://linkerd.io/2/features/multicluster/
#     - Submariner, https://submariner.io/getting-started/architecture/
#   examples:
#     leaks:
#       - note: Cilium - Services of one name, global in both clusters of a set
#         facts: {clusterSet: mesh}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-prod}}}
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-prod, annotations: {service.cilium.io/global: "true"}}
#         clusters:
#           test/test-wc:
#             facts: {clusterSet: mesh}
#             add:
#               - apiVersion: v1
#                 kind: Service
#                 metadata: {name: db, namespace: shop-prod, annotations: {io.cilium/global-service: "true"}}
#       - note: Cilium - the Secret of the mesh names the other cluster
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-prod}}}
#         add:
#           - apiVersion: v1
#             kind: Secret
#             metadata: {name: cilium-clustermesh, namespace: kube-system}
#             stringData: {test-wc: "endpoints: [https://test.example:2379]"}
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-prod, annotations: {service.cilium.io/global: "true"}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Service
#                 metadata: {name: db, namespace: shop-prod, annotations: {service.cilium.io/global: "true"}}
#       - note: Istio - a remote Secret for the other cluster
#         facts: {apiServer: "https://api.prod.example:6443"}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata:
#                   name: istio-remote-secret-one
#                   namespace: istio-system
#                   labels: {istio/multiCluster: "true"}
#                 stringData: {one: "clusters: [{cluster: {server: https://api.prod.example:6443}}]"}
#       - note: Linkerd - a link to the cluster that exports the Service
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-prod}}}
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-prod, labels: {mirror.linkerd.io/exported: "true"}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: multicluster.linkerd.io/v1alpha3
#                 kind: Link
#                 metadata: {name: prod-wc, namespace: linkerd-multicluster}
#                 spec: {targetClusterName: prod-wc, targetClusterDomain: cluster.local}
#       - note: Submariner - one broker
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         add:
#           - apiVersion: submariner.io/v1alpha1
#             kind: Submariner
#             metadata: {name: submariner, namespace: submariner-operator}
#             spec: {brokerK8sApiServer: "broker.example:6443", clusterID: prod}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: submariner.io/v1alpha1
#                 kind: Submariner
#                 metadata: {name: submariner, namespace: submariner-operator}
#                 spec: {brokerK8sApiServer: "broker.example:6443", clusterID: test}
#     innocent:
#       - note: Cilium - global on one side only
#         facts: {clusterSet: mesh}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-prod}}}
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-prod, annotations: {service.cilium.io/global: "true"}}
#         clusters:
#           test/test-wc:
#             facts: {clusterSet: mesh}
#             add:
#               - apiVersion: v1
#                 kind: Service
#                 metadata: {name: db, namespace: shop-prod}
#       - note: Cilium - two meshes
#         facts: {clusterSet: mesh}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-prod}}}
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: db, namespace: shop-prod, annotations: {service.cilium.io/global: "true"}}
#         clusters:
#           test/test-wc:
#             facts: {clusterSet: other}
#             add:
#               - apiVersion: v1
#                 kind: Service
#                 metadata: {name: db, namespace: shop-prod, annotations: {service.cilium.io/global: "true"}}
#       - note: Cilium - global, and shared by neither
#         facts: {clusterSet: mesh}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-prod}}}
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata:
#               name: db
#               namespace: shop-prod
#               annotations: {service.cilium.io/global: "true", service.cilium.io/shared: "false"}
#         clusters:
#           test/test-wc:
#             facts: {clusterSet: mesh}
#             add:
#               - apiVersion: v1
#                 kind: Service
#                 metadata:
#                   name: db
#                   namespace: shop-prod
#                   annotations: {service.cilium.io/global: "true", service.cilium.io/shared: "false"}
#       - note: Istio - a remote Secret for a third cluster
#         facts: {apiServer: "https://api.prod.example:6443"}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: v1
#                 kind: Secret
#                 metadata:
#                   name: istio-remote-secret-one
#                   namespace: istio-system
#                   labels: {istio/multiCluster: "true"}
#                 stringData: {one: "clusters: [{cluster: {server: https://api.other.example:6443}}]"}
#       - note: Linkerd - a link, and nothing exported
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc,
#           namespace: shop-prod}}}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: multicluster.linkerd.io/v1alpha3
#                 kind: Link
#                 metadata: {name: prod-wc, namespace: linkerd-multicluster}
#                 spec: {targetClusterName: prod-wc, targetClusterDomain: cluster.local}
#       - note: Submariner - two brokers
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         add:
#           - apiVersion: submariner.io/v1alpha1
#             kind: Submariner
#             metadata: {name: submariner, namespace: submariner-operator}
#             spec: {brokerK8sApiServer: "broker.example:6443", clusterID: prod}
#         clusters:
#           test/test-wc:
#             add:
#               - apiVersion: submariner.io/v1alpha1
#                 kind: Submariner
#                 metadata: {name: submariner, namespace: submariner-operator}
#                 spec: {brokerK8sApiServer: "other.example:6443", clusterID: test}
package lib.envpolicy.leaks.network.net_clustermesh

import data.lib.envpolicy.cluster_meshes

holds := cluster_meshes.facts

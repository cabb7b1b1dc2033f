"""A value for each fact that a plan can state, as an example of the line to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What may be written for each fact of a cluster, as an example. Some fact of every name in docs/plan.md is here.
CLUSTER_FACTS: Mapping[str, str] = {
    "networkPolicyEnforced": "true",
    "cni": "calico",
    "ipBlockMatchesPods": "false",
    "endPortSupported": "true",
    "hostNetworkHandling": "node",
    "podCIDRs": "[10.244.0.0/16]",
    "serviceCIDRs": "[10.96.0.0/12]",
    "nodeCIDRs": "[192.168.0.0/24]",
    "network": "prod-net",
    "interClusterFirewall": "true",
    "clusterSet": "none",
    "apiServer": "https://api.example.com:6443",
    "managementCluster": "mgmt",
    "hostCluster": "none",
    "workloadIdentityPool": "none",
    "serviceAccountIssuer": "https://issuer.example.com",
    "oidcIssuer": "https://login.example.com",
    "oidcClientId": "kubernetes",
    "audienceOnlyRelyingParties": "[]",
    "nodeRole": "none",
    "nodeRoleReaches": "[]",
    "instanceMetadataHopLimit": "1",
    "platformNamespaces": "[kube-system]",
    "podSecurity": "{enforce: baseline}",
    "kubernetesVersion": '"1.33"',
    "featureGates": "{}",
    "alwaysPullImages": "true",
    "kubeletImageCredentialVerification": "false",
    "meshBoundary": "none",
    "controllers": "{}",
    "inventory": "complete",
}
#: The same of flags of controllers.
CONTROLLER_FACTS: Mapping[str, str] = {
    "controllers.argocd": "{installed: false}",
    "controllers.argocd.installed": "false",
    "controllers.argocd.namespace": "argocd",
    "controllers.argocd.applicationNamespaces": "[]",
    "controllers.flux": "{installed: true, defaultServiceAccount: default, crossNamespace: false}",
    "controllers.flux.installed": "false",
    "controllers.flux.defaultServiceAccount": "default",
    "controllers.flux.crossNamespace": "false",
    "controllers.ingressNginx": "{installed: true, version: 1.12.1, allowSnippets: false}",
    "controllers.ingressNginx.version": "1.12.1",
    "controllers.ingressNginx.allowSnippets": "false",
    "controllers.ingressNginx.riskLevel": "High",
    "controllers.ingressNginx.allowCrossNamespace": "false",
    "controllers.traefik": "{installed: false}",
    "controllers.traefik.allowCrossNamespace": "false",
    "controllers.externalSecrets": "{installed: false}",
    "controllers.externalSecrets.installed": "false",
    "controllers.externalSecrets.processClusterStore": "false",
    "controllers.hnc": "{installed: false}",
    "controllers.velero.installed": "false",
    "controllers.capsule.installed": "false",
}
DEPLOYMENT_FACTS: Mapping[str, str] = {
    "stage": "production",
    "data": "{class: realistic, qualities: [], treatment: raw}",
    "data.class": "realistic",
    "data.qualities": "[]",
    "data.treatment": "raw",
    "protection": "normal",
    "function": "shop",
    "zone": "inner",
    "owner": "team-a",
    "audience": "[my-team]",
    "medicalDevice": "false",
    "administrators": "[ada]",
    "placement.dedicatedNodes": "false",
}
ENVIRONMENT_FACTS: Mapping[str, str] = {"class": "non-production", "administrators": "[ada]"}

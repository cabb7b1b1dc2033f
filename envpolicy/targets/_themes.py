"""What Gatekeeper can be asked about: leaks of one cluster, gathered by theme into constraint templates.

A template carries the checks of its theme and the part of the library that they reach, byte for byte but for comments
and indentation. Here stands which leaks, whose objects are reviewed, and which kinds Gatekeeper has to keep for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from envpolicy.compiler.library import library, with_imports
from envpolicy.leaks import leak_table
from envpolicy.resources import shipped
from envpolicy.targets._described import leak_checks

if TYPE_CHECKING:
    from envpolicy.leaks import LeakCheck

#: Versions of the kinds that Gatekeeper may be told to keep, by `Kind.group`. No kind that holds credentials.
BUILT_IN = {
    **dict.fromkeys(
        (
            *("Endpoints", "LimitRange", "Namespace", "Node", "PersistentVolume", "PersistentVolumeClaim"),
            *("Pod", "ReplicationController", "ResourceQuota", "Service", "ServiceAccount"),
            *("DaemonSet.apps", "Deployment.apps", "StatefulSet.apps", "CronJob.batch", "Job.batch"),
            *("EndpointSlice.discovery.k8s.io", "Ingress.networking.k8s.io"),
            *("IngressClass.networking.k8s.io", "NetworkPolicy.networking.k8s.io"),
            *("ClusterRole.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io"),
            *("Role.rbac.authorization.k8s.io", "RoleBinding.rbac.authorization.k8s.io"),
            *("StorageClass.storage.k8s.io", "RuntimeClass.node.k8s.io"),
            "APIService.apiregistration.k8s.io",
            "MutatingWebhookConfiguration.admissionregistration.k8s.io",
            "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
        ),
        "v1",
    )
}
#: Those of other people's definitions, by the name of the set that keeps them.
INSTALLED = {
    "gateway-api": {
        "Gateway.gateway.networking.k8s.io": "v1",
        "GRPCRoute.gateway.networking.k8s.io": "v1",
        "HTTPRoute.gateway.networking.k8s.io": "v1",
        "ReferenceGrant.gateway.networking.k8s.io": "v1beta1",
    },
    "network-policy-api": {
        "AdminNetworkPolicy.policy.networking.k8s.io": "v1alpha1",
        "BaselineAdminNetworkPolicy.policy.networking.k8s.io": "v1alpha1",
        "ClusterNetworkPolicy.policy.networking.k8s.io": "v1alpha2",
    },
    "cilium": {
        "CiliumClusterwideNetworkPolicy.cilium.io": "v2",
        "CiliumNetworkPolicy.cilium.io": "v2",
    },
    "calico": {
        "GlobalNetworkPolicy.crd.projectcalico.org": "v1",
        "NetworkPolicy.crd.projectcalico.org": "v1",
        "StagedGlobalNetworkPolicy.crd.projectcalico.org": "v1",
        "StagedNetworkPolicy.crd.projectcalico.org": "v1",
        "Tier.crd.projectcalico.org": "v1",
    },
    "calico-api-server": {
        "GlobalNetworkPolicy.projectcalico.org": "v3",
        "NetworkPolicy.projectcalico.org": "v3",
        "StagedGlobalNetworkPolicy.projectcalico.org": "v3",
        "StagedNetworkPolicy.projectcalico.org": "v3",
        "Tier.projectcalico.org": "v3",
    },
}
VERSIONS = {**BUILT_IN, **{kind: version for kinds in INSTALLED.values() for kind, version in kinds.items()}}

WORKLOADS = (
    *("Pod", "ReplicationController", "DaemonSet.apps", "Deployment.apps", "ReplicaSet.apps"),
    *("StatefulSet.apps", "CronJob.batch", "Job.batch"),
)
_ROLES = tuple(
    f"{kind}.rbac.authorization.k8s.io"
    for kind in ("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding")
)
_POLICIES = (
    "NetworkPolicy.networking.k8s.io",
    *(
        kind
        for name in ("network-policy-api", "cilium", "calico", "calico-api-server")
        for kind in INSTALLED[name]
    ),
)
_TABLE = "lib/envpolicy/leak_table.rego"


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Leaks that one template looks for. `reviewed` are the kinds whose objects it is asked about."""

    kind: str
    title: str
    description: str
    leaks: tuple[str, ...]
    reviewed: tuple[str, ...]

    @property
    def name(self) -> str:
        """The template's name: Gatekeeper wants the kind in small letters."""
        return self.kind.lower()

    @property
    def slug(self) -> str:
        """For files and constraints."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", self.kind.removeprefix("Envpolicy")).lower()

    @property
    def checks(self) -> tuple[LeakCheck, ...]:
        """The leak checks, in the order of their ids."""
        return tuple(check for check in leak_checks() if check.id in self.leaks)


THEMES = (
    Theme(
        kind="EnvpolicyHostAccess",
        title="No pod takes over the node that it shares",
        description="Privileged pods, namespaces and paths of the host, sockets of the container runtime, namespaces "
        "without Pod Security, where deployments that have to be apart may meet on a node.",
        leaks=(
            *("node-hostns", "node-privileged", "node-psa-missing", "node-runtime-socket"),
            "vol-hostpath-overlap",
        ),
        reviewed=("Namespace", *WORKLOADS),
    ),
    Theme(
        kind="EnvpolicyAccessGrants",
        title="No grant reaches into another deployment's namespace",
        description="RoleBindings and ClusterRoleBindings that let the accounts of one deployment read, change or take "
        "over what belongs to another that has to be apart from it.",
        leaks=(
            *("rbac-aggregation-widening", "rbac-bind-escalate", "rbac-broad-group", "rbac-cluster-admin"),
            *("rbac-controller-proxy", "rbac-crossns-grant", "rbac-csr-approve", "rbac-endpoints-write"),
            *("rbac-impersonate", "rbac-namespace-write", "rbac-node-proxy", "rbac-pod-exec"),
            *("rbac-policy-write", "rbac-pv-create", "rbac-secret-read", "rbac-token-request"),
            *("rbac-webhook-control", "rbac-workload-create"),
        ),
        reviewed=_ROLES,
    ),
    Theme(
        kind="EnvpolicyReferences",
        title="No object refers into another deployment's namespace",
        description="ExternalName Services and hand-made endpoints, backends, grants and routes of the Gateway API, "
        "Ingresses and volumes that reach from one deployment to another that has to be apart from it.",
        leaks=(
            *("gw-refgrant", "gw-route-attach", "ing-crossns-annotation", "ing-crossns-backend"),
            *("ing-snippet", "pv-rebind", "pvc-crossns-source", "svc-externalips"),
            *("svc-externalname-crossns", "svc-manual-endpoints"),
        ),
        reviewed=(
            *("Endpoints", "PersistentVolume", "PersistentVolumeClaim", "Service"),
            *("EndpointSlice.discovery.k8s.io", "Ingress.networking.k8s.io"),
            *INSTALLED["gateway-api"],
        ),
    ),
    Theme(
        kind="EnvpolicyNetworkPaths",
        title="Network policies keep deployments apart",
        description="Namespaces without a default-deny policy, rules that admit everybody or too many, blocks of "
        "addresses that take in pods, pods on the network of their node, ports of the nodes.",
        leaks=(
            *("net-admin-accept", "net-baseline-shadowed", "net-calico-order"),
            *("net-cilium-default-deny-off", "net-dns-port-hole", "net-hostnetwork-bypass"),
            *("net-ipblock-covers-pods", "net-nodeport-hostport", "net-nsselector-too-wide", "net-pod-path"),
            *("net-rule-any-peer", "net-unisolated"),
        ),
        reviewed=("Service", *WORKLOADS, *_POLICIES),
    ),
    Theme(
        kind="EnvpolicyControlPlane",
        title="No deployment stands in the way of another's API requests",
        description="Webhooks and aggregated APIs that are served by one deployment and hold up or change what belongs "
        "to another.",
        leaks=("cp-apiservice-in-stage", "cp-webhook-in-stage"),
        reviewed=(
            "APIService.apiregistration.k8s.io",
            "MutatingWebhookConfiguration.admissionregistration.k8s.io",
            "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
        ),
    ),
)


@cache
def entry() -> str:
    """The entry module of every template."""
    return bare(shipped("policies/gatekeeper/entry.rego").read_text(encoding="utf-8"))


@cache
def modules(theme: Theme) -> tuple[str, ...]:
    """The modules of a theme's template beside the entry, in the order of their paths, without comments."""
    wanted = {
        path: _modules()[path]
        for path in (
            *("lib/hosts/gatekeeper/seen.rego", "lib/hosts/gatekeeper/told.rego"),
            *(f"leaks/{one.channel.replace('-', '_')}/{one.name}.rego" for one in theme.checks),
        )
    }
    found = with_imports(wanted, {**_modules(), _TABLE: leak_table(theme.checks)})
    return tuple(bare(found[path]) for path in sorted(found))


@cache
def synced(theme: Theme) -> tuple[str, ...]:
    """The kinds that Gatekeeper has to keep for a theme: those that its modules name."""
    text = "\n".join(module for module in modules(theme) if not module.startswith("package lib.hosts"))
    named = {kind for kind in BUILT_IN if f'"{kind}"' in text}
    for kinds in INSTALLED.values():
        if any(f'"{kind}"' in text for kind in kinds) or any(
            f'"{kind.split(".", 1)[1]}"' in text for kind in kinds
        ):
            named.update(kinds)
    return tuple(sorted({"Namespace", *named}))


@cache
def _modules() -> dict[str, str]:
    """The library, and Gatekeeper's side of it, by path."""
    folder = shipped("policies/gatekeeper")
    own = {f"lib/hosts/gatekeeper/{name}.rego": folder / f"{name}.rego" for name in ("seen", "told")}
    return {**library(), **{path: file.read_text(encoding="utf-8") for path, file in own.items()}}


def bare(text: str) -> str:
    """A module without lines of comment, and indented by blanks, which YAML can show as they are."""
    lines = []
    for line in text.splitlines():
        kept = line.lstrip("\t")
        if kept and not kept.startswith("#"):
            lines.append("  " * (len(line) - len(kept)) + kept.rstrip())
    return "\n".join(lines) + "\n"

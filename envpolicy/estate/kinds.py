"""What has to be known of kinds: their groups, their scope, which part of their status counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envpolicy.values.names import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Kinds that left the group `extensions`, under the group where every cluster of today has them.
_MOVED = {
    **dict.fromkeys(("Deployment", "DaemonSet", "ReplicaSet"), "apps"),
    **dict.fromkeys(("Ingress", "NetworkPolicy"), "networking.k8s.io"),
    "PodSecurityPolicy": "policy",
}

#: Groups that ship with Kubernetes: their kinds hold credentials in known places only.
BUILT_IN_GROUPS = frozenset(
    words(
        """
        admissionregistration.k8s.io apiextensions.k8s.io apiregistration.k8s.io apps
        authentication.k8s.io authorization.k8s.io autoscaling batch certificates.k8s.io
        coordination.k8s.io discovery.k8s.io events.k8s.io flowcontrol.apiserver.k8s.io
        gateway.networking.k8s.io metrics.k8s.io networking.k8s.io node.k8s.io policy
        policy.networking.k8s.io rbac.authorization.k8s.io resource.k8s.io scheduling.k8s.io
        storage.k8s.io
        """
    )
) | {""}

_CLUSTER_SCOPED = frozenset(
    words(
        """
        ComponentStatus Namespace Node PersistentVolume
        MutatingAdmissionPolicy.admissionregistration.k8s.io
        MutatingAdmissionPolicyBinding.admissionregistration.k8s.io
        MutatingWebhookConfiguration.admissionregistration.k8s.io
        ValidatingAdmissionPolicy.admissionregistration.k8s.io
        ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io
        ValidatingWebhookConfiguration.admissionregistration.k8s.io
        CustomResourceDefinition.apiextensions.k8s.io APIService.apiregistration.k8s.io
        ClusterAnalysisTemplate.argoproj.io ClusterWorkflowTemplate.argoproj.io
        CapsuleConfiguration.capsule.clastix.io GlobalTenantResource.capsule.clastix.io
        Tenant.capsule.clastix.io ClusterIssuer.cert-manager.io
        CertificateSigningRequest.certificates.k8s.io ClusterTrustBundle.certificates.k8s.io
        CiliumClusterwideNetworkPolicy.cilium.io CiliumEgressGatewayPolicy.cilium.io
        CiliumExternalWorkload.cilium.io CiliumIdentity.cilium.io CiliumLoadBalancerIPPool.cilium.io
        CiliumNode.cilium.io ManagedCluster.cluster.open-cluster-management.io
        ManagedClusterSet.cluster.open-cluster-management.io FelixConfiguration.crd.projectcalico.org
        GlobalNetworkPolicy.crd.projectcalico.org GlobalNetworkSet.crd.projectcalico.org
        IPPool.crd.projectcalico.org Tier.crd.projectcalico.org
        ClusterExternalSecret.external-secrets.io ClusterPushSecret.external-secrets.io
        ClusterSecretStore.external-secrets.io FlowSchema.flowcontrol.apiserver.k8s.io
        PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io GatewayClass.gateway.networking.k8s.io
        ClusterGenerator.generators.external-secrets.io
        VolumeGroupSnapshotClass.groupsnapshot.storage.k8s.io
        VolumeGroupSnapshotContent.groupsnapshot.storage.k8s.io HNCConfiguration.hnc.x-k8s.io
        Project.kargo.akuity.io EC2NodeClass.karpenter.k8s.aws NodeClaim.karpenter.sh
        NodePool.karpenter.sh ClusterCleanupPolicy.kyverno.io ClusterPolicy.kyverno.io
        GlobalContextEntry.kyverno.io IPAddress.networking.k8s.io IngressClass.networking.k8s.io
        ServiceCIDR.networking.k8s.io RuntimeClass.node.k8s.io PodSecurityPolicy.policy
        ClusterPropagationPolicy.policy.karmada.io AdminNetworkPolicy.policy.networking.k8s.io
        BaselineAdminNetworkPolicy.policy.networking.k8s.io
        ClusterNetworkPolicy.policy.networking.k8s.io Project.project.openshift.io
        FelixConfiguration.projectcalico.org GlobalNetworkPolicy.projectcalico.org
        GlobalNetworkSet.projectcalico.org IPPool.projectcalico.org StagedGlobalNetworkPolicy.projectcalico.org
        StagedGlobalNetworkPolicy.crd.projectcalico.org Tier.projectcalico.org
        ClusterRole.rbac.authorization.k8s.io ClusterRoleBinding.rbac.authorization.k8s.io
        DeviceClass.resource.k8s.io ResourceSlice.resource.k8s.io PriorityClass.scheduling.k8s.io
        SecurityContextConstraints.security.openshift.io VolumeSnapshotClass.snapshot.storage.k8s.io
        VolumeSnapshotContent.snapshot.storage.k8s.io CSIDriver.storage.k8s.io CSINode.storage.k8s.io
        StorageClass.storage.k8s.io VolumeAttachment.storage.k8s.io VolumeAttributesClass.storage.k8s.io
        ClusterTask.tekton.dev ConstraintTemplate.templates.gatekeeper.sh
        ClusterInterceptor.triggers.tekton.dev
        """
    )
)

#: The parts of `status` that a check reads; everything else in it is the work of controllers.
STATUS = {
    "PersistentVolume": ("phase",),
    "Service": ("loadBalancer",),
    "Ingress.networking.k8s.io": ("loadBalancer",),
    "Gateway.gateway.networking.k8s.io": ("addresses",),
    "Node": ("addresses",),
    "Pod": ("phase", "podIP", "podIPs", "hostIP"),
    "VolumeSnapshotContent.snapshot.storage.k8s.io": ("snapshotHandle",),
}

#: Groups whose documents are files that components of a cluster read: they have no name, and stand in no namespace.
CONFIGURATION_GROUPS = frozenset(
    (
        "apiserver.config.k8s.io",
        "audit.k8s.io",
        "kind.x-k8s.io",
        "kubeadm.k8s.io",
        "kubelet.config.k8s.io",
        "kubeproxy.config.k8s.io",
        "kubescheduler.config.k8s.io",
        "pod-security.admission.config.k8s.io",
    )
)

#: Groups whose documents drive other tools, and are no objects of a cluster.
TOOL_GROUPS = frozenset(("kustomize.config.k8s.io", "envpolicy.dev"))


def kind_and_group(value: Mapping[str, Any]) -> tuple[str, str] | None:
    """Kind and group of an object; None where it has no kind or no version: no Kubernetes object."""
    kind, version = value.get("kind"), value.get("apiVersion")
    if type(kind) is not str or type(version) is not str or not kind or not version:
        return None
    group, slash, _ = version.rpartition("/")
    if group == "extensions":
        group = _MOVED.get(kind, group)
    return kind, group if slash else ""


class Scopes:
    """Which kinds are cluster-scoped: built-in and well-known ones, and as CustomResourceDefinitions say."""

    def __init__(self, definitions: Iterable[Any]) -> None:
        self._cluster = set(_CLUSTER_SCOPED)
        for definition in definitions:
            spec = definition.get("spec")
            if not isinstance(spec, dict) or not isinstance(names := spec.get("names"), dict):
                continue
            key = f"{names.get('kind')}.{spec.get('group')}"
            if spec.get("scope") == "Cluster":
                self._cluster.add(key)
            elif spec.get("scope") == "Namespaced":
                self._cluster.discard(key)

    def is_cluster_scoped(self, key: str) -> bool:
        """Whether objects of a kind (`Kind.group`) stand outside of every namespace."""
        return (
            key in self._cluster
            or key.endswith(".constraints.gatekeeper.sh")
            or key.partition(".")[2] in CONFIGURATION_GROUPS
        )

"""Facts of a cluster that are contradicted, by its objects or by each other, and facts that are no facts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from envpolicy.documents import read_manifests
from envpolicy.errors import PlanError
from envpolicy.estate import build_estate
from envpolicy.plan import load_plan

if TYPE_CHECKING:
    from pathlib import Path

    from envpolicy.errors import Problem

PLAN = """\
apiVersion: envpolicy.dev/v1alpha1
kind: DeploymentPlan
metadata: {{name: x}}
environments:
  - name: prod
    clusters:
      - name: wc
        facts: {{{facts}}}
      - name: other
        facts: {{{other}}}
deployments:
  - {{name: a, application: shop, stage: production, placement: {{environment: prod, cluster: wc, namespace: shop}}}}
"""
NODE = (
    "{apiVersion: v1, kind: Node, metadata: {name: n-1}, status: {addresses: [{type: InternalIP, address: 10.1.0.4}],"
    " nodeInfo: {kubeletVersion: v1.33.1}}}"
)
POD = "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}, spec: {}, status: {podIP: 10.2.0.4}}"
SERVICE = "{apiVersion: v1, kind: Service, metadata: {name: s, namespace: shop}, spec: {clusterIP: 10.3.0.4}}"


def running(kind: str, name: str, image: str) -> str:
    pod = f'{{containers: [{{name: c, image: "{image}"}}]}}'
    about = f"kind: {kind}, metadata: {{name: {name}, namespace: x}}"
    return f"{{apiVersion: apps/v1, {about}, spec: {{template: {{spec: {pod}}}}}}}"


FLANNEL = running("DaemonSet", "kube-flannel-ds", "flannel:1")
NGINX = running("Deployment", "edge", "registry.k8s.io/ingress-nginx/controller:v1.12.1@sha256:e")
FLUX = running("Deployment", "flux", "ghcr.io/fluxcd/kustomize-controller:v1.3.0")


def notes(folder: Path, facts: str, manifests: str = POD, other: str = "") -> list[Problem]:
    (folder / "envpolicy.yaml").write_text(PLAN.format(facts=facts, other=other))
    (folder / "m.yaml").write_text(manifests)
    parts = [
        part
        for document in read_manifests((folder / "m.yaml").read_bytes(), file="m.yaml").documents
        for part in document.objects()
    ]
    plan = load_plan(folder / "envpolicy.yaml")
    return list(build_estate(plan, {"prod/wc": parts}, today=date(2026, 11, 23)).notes)


@pytest.mark.parametrize(
    ("facts", "manifests", "message", "path"),
    [
        (
            "nodeCIDRs: [10.9.0.0/16]",
            NODE,
            "does not hold 10.1.0.4, which Node n-1 (m.yaml:1) has",
            "nodeCIDRs",
        ),
        ("podCIDRs: [10.9.0.0/16]", POD, "does not hold 10.2.0.4, which Pod p (m.yaml:1) has", "podCIDRs"),
        ("serviceCIDRs: [10.9.0.0/16]", SERVICE, "does not hold 10.3.0.4, which Service s", "serviceCIDRs"),
        (
            'kubernetesVersion: "1.32"',
            NODE,
            "Node n-1 (m.yaml:1) runs v1.33.1, which is newer",
            "kubernetesVersion",
        ),
        ("cni: calico", FLANNEL, "DaemonSet kube-flannel-ds (m.yaml:1) is flannel's", "cni"),
        ("cni: flanel", POD, "no network plugin `flanel` is known", "cni"),
        (
            "networkPolicyEnforced: true",
            FLANNEL,
            "enforces no NetworkPolicy by itself",
            "networkPolicyEnforced",
        ),
        (
            "controllers: {ingressNginx: {version: 1.9.0}}",
            NGINX,
            "`version` is 1.9.0, and Deployment edge (m.yaml:1) runs v1.12.1",
            "controllers.ingressNginx.version",
        ),
        (
            "controllers: {flux: {installed: false}}",
            FLUX,
            "`flux` is said not to be installed, and Deployment flux (m.yaml:1) runs it",
            "controllers.flux.installed",
        ),
        ("inventory: [Secret, Podd]", POD, "no object of the kind `Podd` was given", "inventory[1]"),
        (
            "podCIDRs: [10.2.0.0/16], serviceCIDRs: [10.2.8.0/24]",
            POD,
            "`10.2.8.0/24` of `serviceCIDRs` overlaps `10.2.0.0/16` of `podCIDRs`",
            "serviceCIDRs[0]",
        ),
        ("nodeRole: none, nodeRoleReaches: [a]", POD, "`nodeRole` is none", "nodeRoleReaches"),
        ("hostCluster: wc", POD, "`wc` is said to be hosted by itself", "hostCluster"),
        ("hostCluster: prod/wc", POD, "`prod/wc` is said to be hosted by itself", "hostCluster"),
    ],
)
def test_what_contradicts_a_fact_is_told_with_its_place(
    tmp_path: Path, facts: str, manifests: str, message: str, path: str
) -> None:
    (note,) = notes(tmp_path, facts, manifests)
    assert message in note.message
    assert note.hint
    assert note.location is not None
    assert note.location.path == f"environments[0].clusters[0].facts.{path}"
    assert (note.location.line, note.location.column is not None) == (8, True)


@pytest.mark.parametrize(
    ("facts", "manifests"),
    [
        (
            "nodeCIDRs: [10.1.0.0/16], podCIDRs: [10.2.0.0/16], serviceCIDRs: [10.3.0.0/16]",
            f"{NODE}\n---\n{POD}\n---\n{SERVICE}",
        ),
        ('kubernetesVersion: "1.33"', NODE),
        ('kubernetesVersion: "1.35"', NODE),
        ("cni: flannel, networkPolicyEnforced: false", FLANNEL),
        ("cni: aws-vpc-cni", running("DaemonSet", "calico-node", "calico:1")),
        ("controllers: {ingressNginx: {version: v1.12.0, installed: true}}", NGINX),
        ("controllers: {flux: {installed: false}}", NGINX),
        ("inventory: [Secret, Pod]", POD),
        ("nodeRole: nodes, nodeRoleReaches: [a], hostCluster: other, managementCluster: elsewhere", POD),
        ("podCIDRs: [10.9.0.0/16]", POD.replace("spec: {}", "spec: {hostNetwork: true}")),
    ],
)
def test_what_agrees_is_not_spoken_of(tmp_path: Path, facts: str, manifests: str) -> None:
    assert notes(tmp_path, facts, manifests) == []


def test_two_clusters_of_a_network_whose_pods_have_the_same_addresses(tmp_path: Path) -> None:
    (note,) = notes(
        tmp_path, "network: n, podCIDRs: [10.2.0.0/16]", other="network: n, podCIDRs: [10.0.0.0/8]"
    )
    assert "overlaps `10.2.0.0/16` of prod/wc" in note.message
    walled = "network: n, podCIDRs: [10.0.0.0/8], interClusterFirewall: true"
    assert notes(tmp_path, "network: n, podCIDRs: [10.2.0.0/16]", other=walled) == []
    assert (
        notes(tmp_path, "network: n, podCIDRs: [10.2.0.0/16]", other="network: m, podCIDRs: [10.0.0.0/8]")
        == []
    )


@pytest.mark.parametrize(
    ("facts", "path", "message", "hint"),
    [
        (
            "networkPolicyEnforce: true",
            "networkPolicyEnforce",
            "unknown field",
            "did you mean `networkPolicyEnforced`?",
        ),
        (
            "alwaysPullImages: yes",
            "alwaysPullImages",
            "expected true or false, not text",
            "write `true`; whether",
        ),
        (
            "nodeCIDRs: 10.1.0.0/16",
            "nodeCIDRs",
            "expected a list, not text",
            "write it as a list: `[10.1.0.0/16]`",
        ),
        (
            'instanceMetadataHopLimit: "2"',
            "instanceMetadataHopLimit",
            "expected a whole number",
            "without quotes",
        ),
        (
            "hostNetworkHandling: nodes",
            "hostNetworkHandling",
            "`nodes`",
            "did you mean `node`? expected pod or node",
        ),
        ("controllers: {fluxcd: {}}", "controllers.fluxcd", "unknown field", "did you mean `flux`?"),
        (
            "controllers: {externalSecrets: {instaled: true}}",
            "controllers.externalSecrets.instaled",
            "unknown field",
            "did you mean `installed`?",
        ),
        ("podSecurity: {enforce: strict}", "podSecurity.enforce", "`strict`", "did you mean `restricted`?"),
        ("nodeRoleReaches: [b]", "nodeRoleReaches[0]", "unknown deployment `b`", "known: a"),
        ("podCIDRs: [10.2.0.4/16]", "podCIDRs[0]", "the address of one host", "the network is `10.2.0.0/16`"),
    ],
)
def test_what_is_no_fact_is_refused_with_a_suggestion(
    tmp_path: Path, facts: str, path: str, message: str, hint: str
) -> None:
    with pytest.raises(PlanError) as refused:
        notes(tmp_path, facts)
    (problem,) = refused.value.problems
    assert message in problem.message
    assert problem.hint is not None
    assert hint in problem.hint
    assert problem.location is not None
    assert problem.location.path == f"environments[0].clusters[0].facts.{path}"
    assert (problem.location.line, problem.location.column is not None) == (8, True)

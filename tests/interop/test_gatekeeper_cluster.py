"""End to end: a real API server with Gatekeeper refuses what the plan forbids; audit finds what was there before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from envpolicy.cli import main
from envpolicy.leaks.examples import HOME, by_kind

if TYPE_CHECKING:
    from pathlib import Path


CLAUSE = "A.8.31 (iso-27001-2022-A.8.31)"
PLAN: dict[str, Any] = {
    "apiVersion": "envpolicy.dev/v1alpha1",
    "kind": "DeploymentPlan",
    "metadata": {"name": "shop"},
    "regulations": ["iso-27001-2022"],
    "environments": [
        {
            "name": "prod",
            "class": "production",
            "clusters": [{"name": "prod-wc", "facts": {"networkPolicyEnforced": True}}],
        }
    ],
    "deployments": [
        {
            "name": f"shop-{stage}",
            "application": "shop",
            "stage": stage,
            "placement": {"environment": "prod", "cluster": "prod-wc", "namespace": f"shop-{stage}"},
        }
        for stage in ("production", "staging")
    ],
}


def text(item: Any) -> str:
    """The example's names, production in full."""
    return yaml.safe_dump(item).replace("shop-prod", "shop-production")


def before() -> list[dict[str, Any]]:
    """What the cluster held already: two compliant applications, and an account that may do too much."""
    objects = [one for kind in by_kind({})["clusters"][HOME]["objects"].values() for one in kind]
    found: list[dict[str, Any]] = [yaml.safe_load(text(one)) for one in objects]
    staging = next(
        one for one in found if one["kind"] == "Namespace" and one["metadata"]["name"] == "shop-staging"
    )
    staging["metadata"]["labels"] = {"pod-security.kubernetes.io/enforce": "privileged"}
    return [*sorted(found, key=lambda one: one["kind"] != "Namespace"), grant("before")]


def grant(name: str, namespace: str = "shop-production") -> dict[str, Any]:
    """The account of staging may deploy into a namespace."""
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "RoleBinding",
        "metadata": {"name": name, "namespace": namespace},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "edit"},
        "subjects": [{"kind": "ServiceAccount", "name": "web", "namespace": "shop-staging"}],
    }


def workload(name: str, *, labels: dict[str, str] | None = None, **context: Any) -> dict[str, Any]:
    pod = {"containers": [{"name": "c", "image": "registry.example/c:1", "securityContext": context}]}
    meta = {"labels": {"app": name, **(labels or {})}}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": "shop-staging", **meta},
        "spec": {"selector": {"matchLabels": {"app": name}}, "template": {"metadata": meta, "spec": pod}},
    }


def install(cluster: Any, built: Path) -> None:
    """The words of docs/gatekeeper.md, in their order."""
    cluster.apply("-k", str(built / "1-templates"))
    wait(cluster, "{.status.created}", "constrainttemplates")
    cluster.apply("-k", str(built / "2-sync"))
    cluster.apply("-k", str(built / "3-constraints/prod/prod-wc"))
    wait(cluster, "{.status.byPod[0].enforced}", "constraints")


def wait(cluster: Any, field: str, what: str) -> None:
    done = cluster.run("wait", f"--for=jsonpath={field}=true", what, "--all", "--timeout=60s")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def guarded(gatekeeper: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("built")
    (folder / "envpolicy.yaml").write_text(yaml.safe_dump(PLAN))
    words = ["build", "--target", "gatekeeper", "--plan", str(folder / "envpolicy.yaml")]
    assert main([*words, "-o", str(folder)]) == 0
    for one in before():
        gatekeeper.apply("-f", "-", given=one)
    install(gatekeeper, folder / "gatekeeper")
    gatekeeper.until(
        "the constraints to be enforced", lambda: not gatekeeper.create(grant("probe"))[0], seconds=60
    )
    return gatekeeper


def test_a_violating_deployment_is_refused_with_its_clause(guarded: Any) -> None:
    entered, said = guarded.create(workload("agent", privileged=True))
    assert not entered
    assert "node-privileged: " in said
    assert CLAUSE in said


def test_a_compliant_deployment_enters(guarded: Any) -> None:
    entered, said = guarded.create(workload("compliant", allowPrivilegeEscalation=False))
    assert entered, said


def test_a_grant_across_namespaces_is_refused_and_one_at_home_is_not(guarded: Any) -> None:
    entered, said = guarded.create(grant("across"))
    assert not entered
    assert CLAUSE in said
    entered, said = guarded.create(grant("at-home", "shop-staging"))
    assert entered, said


def test_a_stage_that_does_not_belong_there_is_refused(guarded: Any) -> None:
    entered, said = guarded.create(workload("stray", labels={"envpolicy.dev/stage": "production"}))
    assert not entered
    assert f"may not host the stage production: too near to what the plan puts there. {CLAUSE}" in said
    entered, said = guarded.create(workload("right", labels={"envpolicy.dev/stage": "staging"}))
    assert entered, said


def test_audit_reports_what_was_there_before(guarded: Any) -> None:
    def reported() -> list[str]:
        found = guarded.get("envpolicyaccessgrants", "access-grants-must")["status"]
        return [
            one["message"]
            for one in found.get("violations", [])
            if one["kind"] == "RoleBinding" and one["name"] == "before"
        ]

    messages = guarded.until("audit", reported)
    assert all(CLAUSE in message for message in messages)

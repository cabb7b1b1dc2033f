"""ValidatingAdmissionPolicies on a real API server: what is refused, what enters, and that it is one-sided."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from envpolicy.cli import main
from envpolicy.engines import engine
from envpolicy.leaks.examples import HOME, by_kind
from envpolicy.targets._admission_rules import LEAKS
from envpolicy.testing import examples, hosts
from envpolicy.testing.strategies import written

if TYPE_CHECKING:
    from pathlib import Path

CLAUSE = "A.8.31 (iso-27001-2022-A.8.31)"
REQUIREMENT = "iso-27001-2022-A.8.31"


def plan(*waivers: dict[str, Any]) -> dict[str, Any]:
    return {
        "apiVersion": "envpolicy.dev/v1alpha1",
        "kind": "DeploymentPlan",
        "metadata": {"name": "shop"},
        "regulations": ["iso-27001-2022"],
        "environments": [{"name": "prod", "class": "production", "clusters": [{"name": "prod-wc"}]}],
        "deployments": [
            {
                "name": f"shop-{name}",
                "application": "shop",
                "stage": stage,
                "placement": {"environment": "prod", "cluster": "prod-wc", "namespace": f"shop-{name}"},
            }
            for name, stage in (("prod", "production"), ("staging", "staging"))
        ],
        "waivers": list(waivers),
    }


def waiver(expires: dt.date) -> dict[str, Any]:
    return {
        "id": "debugging",
        "requirement": REQUIREMENT,
        "reason": "a search for a fault",
        "owner": "shop-team",
        "expires": expires.isoformat(),
        "acceptRisk": True,
    }


def bind(cluster: Any, folder: Path, content: dict[str, Any]) -> None:
    (folder / "envpolicy.yaml").write_text(yaml.safe_dump(content))
    words = ["build", "--target", "admission", "--plan", str(folder / "envpolicy.yaml")]
    assert main([*words, "-o", str(folder)]) == 0
    cluster.apply("-k", str(folder / "admission/1-policies"))
    cluster.run("create", "namespace", "envpolicy")
    cluster.apply("-f", str(folder / "admission/2-bindings/prod/prod-wc.yaml"))


def space(name: str, **labels: str) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}


def pod(name: str, *, labels: dict[str, str] | None = None, **context: Any) -> dict[str, Any]:
    container = {"name": "c", "image": "registry.example/c:1", "securityContext": context}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": "shop-staging", "labels": labels or {}},
        "spec": {"containers": [container]},
    }


@pytest.fixture(scope="module")
def guarded(cluster: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    cluster.apply("-f", "-", given=space("shop-prod"))
    cluster.apply(
        "-f", "-", given=space("shop-staging", **{"pod-security.kubernetes.io/enforce": "privileged"})
    )
    bind(cluster, tmp_path_factory.mktemp("built"), plan())
    cluster.until("the policies", lambda: not cluster.create(pod("probe", privileged=True))[0])
    return cluster


def test_a_violating_pod_is_refused_with_its_clause_and_a_compliant_one_enters(guarded: Any) -> None:
    entered, said = guarded.create(pod("agent", privileged=True))
    assert not entered
    assert "node-privileged: a container is privileged. " in said
    assert CLAUSE in said
    entered, said = guarded.create(pod("web", privileged=False))
    assert entered, said


def test_a_stage_that_does_not_belong_there_is_refused(guarded: Any) -> None:
    entered, said = guarded.create(pod("stray", labels={"envpolicy.dev/stage": "production"}))
    assert not entered
    assert CLAUSE in said
    entered, said = guarded.create(pod("right", labels={"envpolicy.dev/stage": "staging"}))
    assert entered, said


def test_what_is_refused_is_a_leak(guarded: Any) -> None:
    """The examples of the leaks that policies look for, one added object at a time."""
    refused: set[str] = set()
    for case in examples.cases():
        facts = case.example.get("facts", {})
        if case.check.id not in LEAKS or "podSecurity" in facts or "deployments" in case.example:
            continue
        spaces = by_kind(case.example)["clusters"][HOME]["objects"].get("Namespace", [])
        if any(guarded.run("apply", "--server-side", "-f", "-", given=one).returncode for one in spaces):
            continue  # the API server itself refuses it
        for one in case.example.get("add", []):
            if one["kind"] in ("Namespace", "Node"):
                continue
            done = guarded.run("create", "--dry-run=server", "-f", "-", given=one)
            if f"{case.check.id}: " in done.stderr:
                assert case.side == "leaks", case.example["note"]
                refused.add(case.check.id)
    assert refused == LEAKS


def test_what_is_refused_of_a_generated_estate_is_a_leak_in_its_report(guarded: Any, tmp_path: Path) -> None:
    """Each leak with the examples of others beside it, in a plan that says more or less; object by object."""
    embedded = engine("embedded")
    refused: set[str] = set()
    for number, leak in enumerate(sorted(LEAKS)):
        document = hosts.drawn(written.leaking(leak, company=sorted(LEAKS)), 1, seed=number)[0]
        estate = hosts.estate_of(document, tmp_path)
        if estate is None:
            continue
        told = {one["leak"] for one in hosts.report_on(estate, embedded)["findings"]}
        added = document["clusters"][HOME]["objects"]
        spaces = [one for one in added if one["kind"] == "Namespace"]
        if any(guarded.run("apply", "--server-side", "-f", "-", given=one).returncode for one in spaces):
            continue  # the API server itself refuses it
        for one in added:
            if one["kind"] not in ("Namespace", "Node"):
                done = guarded.run("create", "--dry-run=server", "-f", "-", given=one)
                found = {id_ for id_ in LEAKS if f"{id_}: " in done.stderr}
                assert found <= told, f"refused, and no finding: {sorted(found - told)} of {one}"
                refused |= found
    assert len(refused) >= len(LEAKS) // 2, refused


def deployment(*, privileged: bool) -> dict[str, Any]:
    labels = {"app": "debug"}
    template = pod("debug", labels=labels, privileged=privileged)
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "debug", "namespace": "shop-staging"},
        "spec": {
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": template["spec"]},
        },
    }


@pytest.mark.parametrize("days", [1, -1])
def test_a_waiver_counts_until_its_last_day(guarded: Any, tmp_path: Path, days: int) -> None:
    guarded.apply(
        "-f", "-", given=space("shop-staging", **{"pod-security.kubernetes.io/enforce": "privileged"})
    )
    today = dt.datetime.now(dt.UTC).date()
    bind(guarded, tmp_path, plan(waiver(today + dt.timedelta(days=days))))

    def asked() -> bool:
        done = guarded.run("create", "--dry-run=server", "-f", "-", given=pod("debug", privileged=True))
        return bool((done.returncode == 0) == (days > 0))

    guarded.until("the binding", asked, seconds=20)
    guarded.apply("-f", "-", given=deployment(privileged=False))
    changed = deployment(privileged=True)
    done = guarded.run("apply", "--server-side", "--dry-run=server", "-f", "-", given=changed)
    assert (done.returncode == 0) == (days > 0), done.stderr

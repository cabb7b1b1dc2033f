"""Family "patches": what `envpolicy explain --patch` prints makes the finding go away, and nothing worse."""

from __future__ import annotations

import copy
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envpolicy.catalog import load_catalog
from envpolicy.compiler import compile_policies
from envpolicy.engines.embedded import EmbeddedEngine
from envpolicy.estate import amended
from envpolicy.evaluator import evaluate
from envpolicy.patches import OF_REQUIREMENTS, mend, recipes
from envpolicy.reporters import View
from envpolicy.reporters.text.patch import patch_text
from envpolicy.sources import read
from envpolicy.testing import examples
from envpolicy.testing.planned import planned
from envpolicy.testing.strategies.effort import FEWEST

if TYPE_CHECKING:
    from pathlib import Path

    from envpolicy.compiler import PolicySet
    from envpolicy.estate import Estate
    from envpolicy.model import Finding, Report
    from envpolicy.patches import Mending

RECIPES = {check.id: check.patch for check in examples.checks() if check.patch is not None}
CASES = [case for case in examples.cases() if case.side == "leaks" and case.check.id in RECIPES]

#: Examples that the recipe of their leak rightly leaves alone, with a word of the reason that it gives.
DECLINED = {
    "iam-node-metadata-leaks-2": "not be enough",
    "iam-node-metadata-leaks-3": "not be enough",
    "iam-node-metadata-leaks-6": "not be enough",
    "net-cilium-default-deny-off-leaks-1": "is there already",  # its default-deny is another's to change
    "net-label-spoof-leaks-1": "not be enough",  # whoever relabels the namespace gets in by another way
    "net-pod-path-leaks-3": "no NetworkPolicy is behind it",
    "net-pod-path-leaks-4": "podCIDRs",
    "net-rule-any-peer-leaks-0": "podCIDRs",
    "node-psa-missing-leaks-3": "not be enough",
    "obs-scrape-any-leaks-2": "no monitor names other namespaces",
}


@cache
def law() -> PolicySet:
    return compile_policies(load_catalog(names=["iso-27001-2022"]).select(["iso-27001-2022"]))


JUDGED: dict[str, Report] = {}


def judged(estate: Estate) -> Report:
    """The report, of each estate once. There are two deployments: the pair is all of it."""
    if estate.digest not in JUDGED:
        JUDGED[estate.digest] = evaluate(law(), estate, EmbeddedEngine())
    return JUDGED[estate.digest]


def mending_of(estate: Estate, findings: list[Finding]) -> Mending:
    return mend(findings, estate, before=judged(estate), judge=judged, overall=judged, recipes=RECIPES)


def printed(mending: Mending) -> dict[str, list[dict[str, Any]]]:
    """The documents as a reader of the printed text has them, by cluster."""
    text = patch_text(mending, View(subject="pair", pair=examples.PAIR))
    reading = read(["-"], stdin=text.encode())
    assert not reading.problems, text
    assert not reading.warnings, text
    values = [document.value for document in reading.documents if document.value is not None]
    assert values == [document.change.value for document in mending.documents], text
    found: dict[str, list[dict[str, Any]]] = {}
    for document, value in zip(mending.documents, values, strict=True):
        found.setdefault(document.change.cluster, []).append(value)
    return found


def nothing_is_worse(before: Report, after: Report) -> None:
    assert {one.id for one in after.findings} <= {one.id for one in before.findings}
    stood = {pair.deployments: pair for pair in before.pairs}
    for pair in after.pairs:
        old = stood[pair.deployments]
        assert pair.effective.lower >= old.effective.lower
        assert pair.effective.upper >= old.effective.upper
        assert pair.availability.lower >= old.availability.lower
        for channel, level in old.channels.items():
            assert pair.channels.get(channel, level).lower >= level.lower, channel


def appliable(value: dict[str, Any]) -> None:
    """What `kubectl apply` asks for, as far as no cluster is needed to say it."""
    assert set(value) >= {"apiVersion", "kind", "metadata"}
    assert value["metadata"]["name"]
    assert "status" not in value
    assert value["kind"] not in ("Secret", "ConfigMap")
    assert not {"resourceVersion", "uid", "managedFields"} & set(value["metadata"])


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_printed_patch_makes_the_finding_go_away(case: examples.Case, tmp_path: Path) -> None:
    estate = planned(case.example, tmp_path)
    before = judged(estate)
    mine = [finding for finding in before.findings if finding.leak == case.check.id]
    if not mine:
        pytest.skip("the pair stands at a level that tolerates the leak")
    mending = mending_of(estate, mine)
    if case.name in DECLINED:
        assert not mending.documents
        assert all(DECLINED[case.name] in reason for _, reason in mending.declined), mending.declined
        return
    assert mending.documents
    assert not mending.declined, mending.declined
    objects = printed(mending)
    for values in objects.values():
        for value in values:
            appliable(value)
    after = judged(amended(estate, objects))
    assert not {one.id for one in after.findings} & {one.id for one in mine}
    nothing_is_worse(before, after)


def test_each_recipe_mends_some_example_of_each_leak_that_names_it() -> None:
    mended = {case.check.id for case in CASES if case.name not in DECLINED}
    assert mended == set(RECIPES)
    assert {*RECIPES.values(), *OF_REQUIREMENTS.values()} == set(recipes())
    assert set(DECLINED) <= {case.name for case in CASES}


# --- what a requirement finds by itself


def running(kind: str, *, token: bool | None = None, **spec: Any) -> dict[str, Any]:
    pod = {"containers": [{"name": "c", "image": "registry.example/c:1"}], **spec}
    if token is not None:
        pod["automountServiceAccountToken"] = token
    metadata = {"name": "tool", "namespace": "shop-staging", "labels": {"app": "tool"}}
    if kind == "Pod":
        return {"apiVersion": "v1", "kind": kind, "metadata": metadata, "spec": pod}
    template = {"metadata": {"labels": {"app": "tool"}}, "spec": pod}
    selector = {"matchLabels": {"app": "tool"}}
    return {
        "apiVersion": "apps/v1",
        "kind": kind,
        "metadata": metadata,
        "spec": {"selector": selector, "template": template},
    }


def account(name: str, **fields: Any) -> dict[str, Any]:
    metadata = {"name": name, "namespace": "shop-staging"}
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata, **fields}


GRANT = {
    "apiVersion": "rbac.authorization.k8s.io/v1",
    "kind": "RoleBinding",
    "metadata": {"name": "viewers", "namespace": "shop-staging"},
    "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"},
    "subjects": [{"kind": "ServiceAccount", "name": "default", "namespace": "shop-staging"}],
}
DENY = {"kind": "NetworkPolicy", "namespace": "shop-staging", "name": "default-deny"}

#: Estates in which a requirement finds something about one deployment, the clause, and why nothing is printed if so.
ALONE: dict[str, tuple[str, dict[str, Any], str | None]] = {
    "nothing-denied": ("A7", {"remove": [DENY]}, None),
    "not-enforced": ("A7", {"facts": {"networkPolicyEnforced": False}}, "makes a cluster enforce"),
    "default-account": ("A9", {"add": [running("Deployment")]}, None),
    "default-account-with-logins": (
        "A9",
        {"add": [running("StatefulSet"), account("default", imagePullSecrets=[{"name": "pull"}])]},
        None,
    ),
    "default-account-with-rights": ("A9", {"add": [running("Deployment"), GRANT]}, "holds rights"),
    "default-account-of-a-pod": ("A9", {"add": [running("Pod")]}, "make it anew"),
    "token": (
        "A9",
        {"add": [running("DaemonSet", serviceAccountName="tool"), account("tool")]},
        None,
    ),
    "token-of-a-pod": ("A9", {"add": [running("Pod", serviceAccountName="tool"), account("tool")]}, None),
    "token-asked-for": (
        "A9",
        {"add": [running("Deployment", token=True, serviceAccountName="tool"), account("tool")]},
        None,
    ),
    "token-asked-for-by-a-pod": (
        "A9",
        {"add": [running("Pod", token=True, serviceAccountName="tool"), account("tool")]},
        "make it anew",
    ),
}


@cache
def clause(name: str) -> PolicySet:
    requirement = f"bsi-app-4.4.{name}"
    return compile_policies(load_catalog(names=[requirement]).select([requirement]))


def of_clause(name: str, estate: Estate) -> Report:
    return evaluate(clause(name), estate, EmbeddedEngine(), explain=examples.PAIR, alone=True)


def mended_alone(name: str, folder: Path) -> tuple[Estate, Report, Mending]:
    """What is proposed for what a clause finds by itself."""
    clause_, example, _ = ALONE[name]
    estate = planned({"note": name, **example}, folder)
    before = of_clause(clause_, estate)
    return (
        estate,
        before,
        mend(
            [one for one in before.findings if one.leak is None],
            estate,
            before=before,
            judge=lambda other: of_clause(clause_, other),
            overall=lambda other: evaluate(clause(clause_), other, EmbeddedEngine()),
            recipes=OF_REQUIREMENTS,
        ),
    )


@pytest.mark.parametrize("name", ALONE)
def test_what_a_requirement_finds_about_one_of_the_two_is_mended(name: str, tmp_path: Path) -> None:
    clause_, _, reason = ALONE[name]
    estate, before, mending = mended_alone(name, tmp_path)
    assert [one for one in before.findings if one.leak is None]
    if reason is not None:
        assert any(reason in said for _, said in mending.declined), mending.declined
        return
    assert not mending.declined, mending.declined
    objects = printed(mending)
    for values in objects.values():
        for value in values:
            appliable(value)
    after = of_clause(clause_, amended(estate, objects))
    assert not [one for one in after.findings if one.leak is None]
    nothing_is_worse(before, after)


PLAIN = [case for case in CASES if set(case.example) == {"note", "add"}]


@FEWEST
@given(chosen=st.lists(st.sampled_from(PLAIN), min_size=2, max_size=3, unique_by=lambda case: case.check.id))
def test_patches_of_several_leaks_do_no_harm_together(
    chosen: list[examples.Case], tmp_path_factory: pytest.TempPathFactory
) -> None:
    example = {
        "note": "several",
        "add": [copy.deepcopy(one) for case in chosen for one in case.example["add"]],
    }
    estate = planned(example, tmp_path_factory.mktemp("plan"))
    before = judged(estate)
    mending = mending_of(estate, list(before.findings))
    gone = {finding.id for document in mending.documents for finding in document.mends}
    declined = {finding.id for finding, _ in mending.declined}
    assert {one.id for one in before.findings if one.leak} == gone | declined
    if mending.documents:
        after = judged(amended(estate, printed(mending)))
        nothing_is_worse(before, after)
        assert not {one.id for one in after.findings} & gone

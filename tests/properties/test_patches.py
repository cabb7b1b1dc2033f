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
from envpolicy.patches import mend, recipes
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
    assert set(RECIPES.values()) == set(recipes())
    assert set(DECLINED) <= {case.name for case in CASES}


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

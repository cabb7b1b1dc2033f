"""The real gator on generated estates: what it refuses fails in `envpolicy check`; of what is claimed, all of that."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import pytest

from envpolicy.engines import engine
from envpolicy.leaks.examples import HOME, kind_of
from envpolicy.plan import load_plan
from envpolicy.targets import Law, gatekeeper
from envpolicy.targets._demands import demands
from envpolicy.targets._manifests import manifest
from envpolicy.targets._templates import constraints, template
from envpolicy.targets._themes import THEMES, synced
from envpolicy.testing import examples, hosts
from envpolicy.testing.strategies import plans, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from envpolicy.leaks import LeakCheck
    from envpolicy.targets._themes import Theme

    Refused = set[tuple[Any, ...]]
    Judge = Callable[[Theme, dict[str, Any]], tuple[Refused, Refused]]

COVERED = {check.id: gatekeeper.TARGET.covers_leak(check).extent for check in examples.checks()}


@pytest.fixture(scope="module")
def judge(tool: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """What gator refuses of an estate by the leaks of a theme, and what of that the report refuses."""
    binary, folder, embedded = tool("gator"), tmp_path_factory.mktemp("law"), engine("embedded")
    catalog, policies = hosts.law()

    def compare(theme: Theme, document: dict[str, Any]) -> tuple[Refused, Refused]:
        estate = hosts.estate_of(document, folder)
        if estate is None:
            return set(), set()
        plan = load_plan(folder / "envpolicy.json")
        law = Law(
            policies=policies,
            catalog=catalog,
            plan=plan,
            engine=embedded,
            today=date.fromisoformat(plans.TODAY),
        )
        asked = demands(law, embedded, estate.input)[HOME]
        asking = [found for _, found in constraints(theme, estate.input, HOME, asked)]
        for one in asking:
            one["spec"]["parameters"]["today"] = plans.TODAY
        shown = {*synced(theme), *theme.reviewed}
        kept = [one for one in document["clusters"][HOME]["objects"] if kind_of(one) in shown]
        given = [template(theme), *asking, *kept]
        (folder / "given.yaml").write_bytes(manifest(*given))
        done = subprocess.run(
            [str(binary), "test", "-o", "json", "-f", str(folder / "given.yaml")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout, done.stderr
        return hosts.by_gator(json.loads(done.stdout) or []), hosts.failing(hosts.report_on(estate, embedded))

    return compare


def held(theme: Theme, documents: Iterable[dict[str, Any]], judge: Judge) -> set[str]:
    """The leaks that gator refuses something for. The law: one-sided, and equal where that is claimed."""
    met: set[str] = set()
    for document in documents:
        refused, failing = judge(theme, document)
        more = sorted(refused - failing)
        assert not more, f"refused, and no finding: {more} of {json.dumps(document)}"
        homes = {
            one["name"]
            for one in document["deployments"]
            if "{environment}/{cluster}".format(**one["placement"]) == HOME
        }
        full = {
            one
            for one in failing
            if one[0] in theme.leaks and COVERED[one[0]] == "full" and homes.issuperset(one[3])
        }
        less = sorted(full - refused)
        assert not less, f"claimed in full, and not refused: {less} of {json.dumps(document)}"
        met |= {one[0] for one in refused}
    return met


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.slug)
def test_what_is_refused_fails_in_the_report(theme: Theme, judge: Judge) -> None:
    """Leaks of a theme two by two, perhaps beside others, in a plan that says more or less; then those left alone."""
    ids = sorted(theme.leaks)
    half = (len(ids) + 1) // 2
    strategies = (
        written.leaking(*filter(None, two), company=ids) for two in zip_longest(ids[:half], ids[half:])
    )
    met = held(theme, (hosts.drawn(one, 1, seed=number)[0] for number, one in enumerate(strategies)), judge)
    for number in range(max(len(check.examples["leaks"]) for check in theme.checks)):
        met |= held(theme, alone(theme, met, number), judge)
    assert not sorted(set(ids) - met), "claimed, never met"


def alone(theme: Theme, met: set[str], number: int) -> list[dict[str, Any]]:
    """The example of that number of each leak that was not met yet, with nothing else in the estate."""
    left: list[LeakCheck] = [check for check in theme.checks if check.id not in met]
    leaks = [check.examples["leaks"] for check in left]
    return [examples.written(several[number]) for several in leaks if number < len(several)]


def test_each_leak_that_is_claimed_has_a_theme() -> None:
    claimed = {id_ for id_, extent in COVERED.items() if extent != "none"}
    assert claimed == {leak for theme in THEMES for leak in theme.leaks}

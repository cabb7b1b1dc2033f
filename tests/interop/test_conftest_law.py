"""The real conftest on generated estates: what it says is what `envpolicy check` says, of every rule it claims."""

from __future__ import annotations

import json
import subprocess
from itertools import count, zip_longest
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from envpolicy.cli import main
from envpolicy.engines import engine
from envpolicy.targets import target
from envpolicy.testing import examples, hosts
from envpolicy.testing.strategies import plans, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from envpolicy.leaks import LeakCheck

    Judge = Callable[[list[dict[str, Any]]], "Said"]

#: Estates that are plans alone, nearly.
PLACED = settings.default.max_examples  # type: ignore[union-attr]
TARGET = target("conftest")
CLAIMED = [check for check in examples.checks() if TARGET.covers_leak(check).extent == "full"]


class Said:
    """What conftest said of any estate: leaks, and requirements that fail or are not known."""

    def __init__(self) -> None:
        self.leaks: set[str] = set()
        self.requirements: set[tuple[str, str]] = set()

    def add(self, result: dict[str, Any]) -> None:
        for entry in (*result.get("failures", ()), *result.get("warnings", ())):
            about = entry["metadata"]
            self.leaks.add(about.get("leak"))
            if "requirement" in about:
                self.requirements.add((about["requirement"], about["verdict"]))


@pytest.fixture(scope="module")
def judge(tool: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """Compare conftest with the report on some estates. One process judges them all.

    Of a file that holds a list, conftest shows policies one entry after the other: here each is what `--combine`
    makes of the files of one estate.
    """
    binary, folder, numbers = tool("conftest"), tmp_path_factory.mktemp("law"), count()
    assert main(["build", "--target", "conftest", "-o", str(folder)]) == 0
    (folder / "day.json").write_text(json.dumps({"settings": {"envpolicy": {"today": plans.TODAY}}}))
    embedded = engine("embedded")

    def compare(documents: list[dict[str, Any]]) -> Said:
        reports = {}
        for document in documents:
            estate = hosts.estate_of(document, folder)
            if estate is not None:
                name = f"{next(numbers)}.json"
                (folder / name).write_text(json.dumps([hosts.combined(document)]))
                reports[name] = hosts.report_on(estate, embedded)
        assert len(reports) >= 0.9 * len(documents), "hardly a plan that may be written"
        command = [str(binary), "test", "-p", "conftest", "-d", "day.json", "-o", "json", *reports]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        results = {one["filename"]: one for one in json.loads(done.stdout)}
        assert set(results) == set(reports), done.stderr
        said = Said()
        for name, report in reports.items():
            said.add(results[name])
            try:
                hosts.agree(results[name], report)
            except AssertionError as difference:
                pytest.fail(f"{difference}\nof {(folder / name).read_text()}")
        return said

    return compare


def alone(checks: Iterable[LeakCheck], number: int) -> list[dict[str, Any]]:
    """The example of that number of some leaks, with nothing else in the estate."""
    leaks = [check.examples["leaks"] for check in checks]
    return [examples.written(several[number % len(several)]) for several in leaks]


def test_leaks_are_told_as_the_report_tells_them(judge: Judge) -> None:
    """Two by two, perhaps beside others, in a plan that says more or less; then alone those that were not met so."""
    ids = [check.id for check in CLAIMED]
    half = (len(ids) + 1) // 2
    everybody = [check.id for check in examples.checks()]
    met = judge(
        [
            hosts.drawn(written.leaking(*filter(None, two), company=everybody), 1, seed=number)[0]
            for number, two in enumerate(zip_longest(ids[:half], ids[half:]))
        ]
    ).leaks
    assert len(met.intersection(ids)) >= 0.5 * len(ids)
    for number in range(max(len(check.examples["leaks"]) for check in CLAIMED)):
        left = [check for check in CLAIMED if check.id not in met]
        if left:
            met |= judge(alone(left, number)).leaks
    assert not sorted(check.id for check in CLAIMED if check.id not in met), "claimed, never met"


def test_what_is_not_claimed_is_not_told(judge: Judge) -> None:
    others = [check for check in examples.checks() if check not in CLAIMED]
    assert not judge(alone(others, 0)).leaks & {check.id for check in others}


def test_requirements_are_told_as_the_report_tells_them(judge: Judge) -> None:
    estates = [*hosts.drawn(written.placed(), PLACED), *hosts.drawn(written.leaking("rbac-default-sa"), 5)]
    said = judge(estates).requirements
    catalog, _ = hosts.law()
    claimed = {one.id for one in catalog.requirements if TARGET.covers_requirement(one).extent == "full"}
    assert claimed == {one.id for one in catalog.requirements}
    assert not sorted(claimed - {name.removesuffix("/recommended") for name, _ in said}), "claimed, never met"
    assert len({name for name, verdict in said if verdict == "fail"} & claimed) >= 0.6 * len(claimed)

"""Family "leaks": each declared example is found by its own check, at its own cap, in both engines; no twin is.

The estate that the examples are patches on, and how a check's facts are read, is `envpolicy/testing/examples.py`.
"""

from __future__ import annotations

import json
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from envpolicy.engines.embedded import EmbeddedEngine
from envpolicy.leaks import leak_table
from envpolicy.testing import examples, laws
from envpolicy.testing.oracle import levels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from envpolicy.leaks import LeakCheck
    from envpolicy.testing.examples import Case

CHECKS = examples.checks()
CASES = examples.cases()


#: The table is made anew, so that a new check counts at once.
MODULES = {**laws.modules(laws.CHANNELS), "lib/envpolicy/leak_table.rego": leak_table(CHECKS)}


@cache
def facts_of(number: int) -> Any:
    """What a check says of its own example."""
    estate = json.dumps(examples.estate(CASES[number].example))
    return EmbeddedEngine().evaluate(MODULES, examples.query(CASES[number].check), estate)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_embedded_engine_finds_the_leaks_and_only_those(number: int) -> None:
    case = CASES[number]
    facts = facts_of(number)
    assert bool(examples.hits(case.check, facts)) == (case.side == "leaks"), case.example["note"]
    strictest = levels.LEVELS.index(case.check.cap)
    for fact in facts:
        cap = levels.LEVELS.index(fact.get("cap", case.check.cap))
        assert cap >= strictest, "a fact is stricter than its check"


def test_opa_finds_the_leaks_and_only_those(tool: Callable[[str], Path], tmp_path: Path) -> None:
    """All examples in one run: `with input as` each of them."""
    for path, text in MODULES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "all.rego").write_text(
        "package all_examples\n\nimport data.lib.envpolicy.leaks\n\n"
        "answers := [facts |\n\tsome item in input\n"
        "\tfacts := leaks[item.channel][item.name][item.rule] with input as item.estate\n]\n",
        encoding="utf-8",
    )
    items = [
        {
            "channel": case.check.channel.replace("-", "_"),
            "name": case.check.name,
            "rule": examples.rule(case.check),
            "estate": examples.estate(case.example),
        }
        for case in CASES
    ]
    command = [str(tool("opa")), "eval", "--format", "json", "--strict-builtin-errors", "--stdin-input"]
    run = subprocess.run(
        [*command, "--data", str(tmp_path), "data.all_examples.answers"],
        input=json.dumps(items),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    answers = json.loads(run.stdout)["result"][0]["expressions"][0]["value"]
    wrong = [
        f"{case.name}: {case.example['note']}"
        for case, facts in zip(CASES, answers, strict=True)
        if bool(examples.hits(case.check, facts)) != (case.side == "leaks")
    ]
    assert not wrong


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_each_check_has_two_examples_of_either_sort(check: LeakCheck) -> None:
    assert len(check.examples["leaks"]) >= 2
    assert len(check.examples["innocent"]) >= 2


def nominal(case: Case) -> int:
    """How far apart the two stand in an example, by their placement."""
    return levels.nominal(examples.estate(case.example))[examples.PAIR]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_each_check_caps_as_it_declares(check: LeakCheck) -> None:
    """Some example is capped at the check's own cap; none breaks a level that the check does not say it breaks."""
    caps = []
    for number, case in enumerate(CASES):
        if case.check is check and case.side == "leaks":
            cap = min(hit.cap for hit in examples.hits(check, facts_of(number)))
            level = nominal(case)
            assert cap >= level or levels.LEVELS[level] in check.boundary, f"{case.name} breaks {level}"
            caps.append(cap)
    assert levels.LEVELS[min(caps)] == check.cap


def test_every_row_of_the_table_has_examples() -> None:
    assert {case.check.name for case in CASES if case.side == "leaks"} == set(laws.leak_table())


SKELETONS = sorted({examples.skeleton(case.example) for case in CASES})


@pytest.mark.parametrize("skeleton", SKELETONS)
def test_without_its_leak_an_example_is_at_its_nominal_level(skeleton: str) -> None:
    answer = laws.embedded(examples.estate(json.loads(skeleton)), channels=laws.CHANNELS)
    level, lower, upper = answer.pairs[examples.PAIR]
    assert (lower, upper) == (level, level), answer.leaks

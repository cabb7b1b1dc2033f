"""Family "facts": each fact of a cluster decides a leak, by each value; without it the answer says what lacks."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml

from envpolicy.catalog import load_catalog
from envpolicy.compiler import compile_policies
from envpolicy.engines.embedded import EmbeddedEngine
from envpolicy.evaluator import evaluate
from envpolicy.facts import facts
from envpolicy.resources import shipped
from envpolicy.testing import examples
from envpolicy.testing.planned import of_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envpolicy.compiler import PolicySet
    from envpolicy.facts import Wanted

TABLE: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "each_fact.yaml").read_text("utf-8"))
ABSENT = object()


class Answer(NamedTuple):
    """What is said of a leak between two deployments: the level in its channel, and what lacks."""

    nominal: int
    lower: int
    upper: int
    found: bool
    missing: frozenset[str]
    wanted: Mapping[str, Wanted]


@cache
def law() -> PolicySet:
    return compile_policies(load_catalog(names=["iso-27001-2022"]).select(["iso-27001-2022-A.8.31"]))


@cache
def channels() -> Mapping[str, str]:
    return {check.id: check.channel for check in examples.checks()}


def with_fact(document: Mapping[str, Any], cluster: str, fact: str, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(dict(document))
    place = changed["clusters"].setdefault(cluster, {})["facts"]
    *above, last = fact.split(".")
    for step in above:
        if value is ABSENT and step not in place:
            return changed
        place = place.setdefault(step, {})
    place.pop(last, None)
    if value is not ABSENT:
        place[last] = value
    return changed


def ask(entry: dict[str, Any], value: Any) -> Answer:
    return _ask(TABLE.index(entry), None if value is ABSENT else json.dumps(value))


@cache
def _ask(number: int, value_json: str | None) -> Answer:
    entry = TABLE[number]
    value = ABSENT if value_json is None else json.loads(value_json)
    document = examples.written(entry.get("estate", {}))
    document = with_fact(document, entry.get("of", examples.HOME), entry["fact"], value)
    one, other = pair = tuple(entry.get("pair", examples.PAIR))
    explain = (one, other) if entry.get("info") else None
    with TemporaryDirectory() as folder:
        estate = of_document(document, Path(folder))
        report = evaluate(law(), estate, EmbeddedEngine(), facts=True, explain=explain)
    view = next(one for one in report.pairs if one.deployments == pair)
    interval = view.channels.get(channels()[entry["leak"]])
    found = [
        one
        for one in (*report.findings, *report.notices)
        if one.leak == entry["leak"]
        and (entry.get("info") or {tuple(sorted(two)) for two in one.pairs} & {pair})
    ]
    return Answer(
        nominal=view.nominal,
        lower=view.nominal if interval is None else interval.lower,
        upper=view.nominal if interval is None else interval.upper,
        found=bool(found),
        missing=frozenset(fact for one in found for fact in one.missing),
        wanted={one.lacking.fact: one for one in facts(report, estate.plan).wanted},
    )


LABELS = [f"{entry['fact']}-{entry['leak']}-{number}" for number, entry in enumerate(TABLE)]


@pytest.mark.parametrize("entry", TABLE, ids=LABELS)
def test_without_the_fact(entry: dict[str, Any]) -> None:
    absent = ask(entry, ABSENT)
    cluster = entry.get("of", examples.HOME)
    if "default" in entry and entry["default"] is None:
        assert absent.found
        assert absent.missing == frozenset()
        assert absent.lower == absent.upper < absent.nominal
        return
    if "default" in entry:
        same = ask(entry, entry["default"])
        assert absent[:5] == same[:5]
        return
    names = {f"{name} of {cluster}" for name in entry.get("names", [entry["fact"]])}
    assert absent.found
    assert absent.missing == names
    if entry.get("info"):
        return
    assert absent.lower < absent.upper, "the level is no interval"
    assert names <= set(absent.wanted), "not listed by `envpolicy facts`"
    place = {"prod/prod-wc": "environments[0]", "test/test-wc": "environments[1]"}[cluster]
    for name in names:
        statement = absent.wanted[name].statement
        assert statement is not None
        assert statement.path == f"{place}.clusters[0].facts.{name.split(' of ')[0]}"


@pytest.mark.parametrize("entry", TABLE, ids=LABELS)
def test_with_each_value_of_the_fact(entry: dict[str, Any]) -> None:
    known = []
    for value in entry.get("leaks", []):
        answer = ask(entry, value)
        assert answer.found, value
        assert answer.missing == frozenset(), value
        assert answer.lower == answer.upper, value
        assert answer.upper < answer.nominal or entry.get("info"), value
        known.append(answer)
    for value in entry.get("none", []):
        answer = ask(entry, value)
        assert not answer.found, value
        assert answer.lower == answer.upper, value
        known.append(answer)
    for value in entry.get("unknown", []):
        answer = ask(entry, value)
        assert answer.found, value
        assert answer.lower < answer.upper, value
    if "default" not in entry:
        absent = ask(entry, ABSENT)
        assert absent.lower <= min(answer.lower for answer in known)
        assert absent.upper >= max(answer.upper for answer in known)


def leaves(schema: Mapping[str, Any], prefix: str = "") -> set[str]:
    """The facts of a schema: properties without any below them; `controllers` is only where flags are."""
    found = set()
    for name, one in schema.get("properties", {}).items():
        below = leaves(one, f"{prefix}{name}.")
        for choice in one.get("anyOf", []):
            below |= leaves(choice, f"{prefix}{name}.")
        found |= below or {f"{prefix}{name}"}
    return found


def test_every_fact_of_the_schema_has_an_entry() -> None:
    schema = json.loads(shipped("schemas/deployment-plan.schema.json").read_text("utf-8"))
    assert leaves(schema["$defs"]["facts"]) - {entry["fact"] for entry in TABLE} == set()


def values_of(fact: str) -> set[Any]:
    return {
        value if not isinstance(value, list | dict) else json.dumps(value)
        for entry in TABLE
        if entry["fact"] == fact
        for key in ("leaks", "none", "unknown")
        for value in entry.get(key, [])
    }


def choices(schema: Mapping[str, Any], prefix: str = "") -> dict[str, set[Any]]:
    """The facts with a fixed set of values, and these values."""
    found = {}
    for name, one in schema.get("properties", {}).items():
        if "enum" in one:
            found[f"{prefix}{name}"] = set(one["enum"])
        elif one.get("type") == "boolean":
            found[f"{prefix}{name}"] = {True, False}
        found |= choices(one, f"{prefix}{name}.")
        for choice in one.get("anyOf", []):
            found |= choices(choice, f"{prefix}{name}.")
    return found


def test_every_value_of_a_fixed_set_is_in_the_table() -> None:
    schema = json.loads(shipped("schemas/deployment-plan.schema.json").read_text("utf-8"))
    wanting = {
        fact: values - values_of(fact)
        for fact, values in choices(schema["$defs"]["facts"]).items()
        if values - values_of(fact)
    }
    assert wanting == {}

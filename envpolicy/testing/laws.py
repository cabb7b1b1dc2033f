"""Laws that every evaluation must obey, and the thin adapter through which each evaluator is asked alike.

An evaluator is a function from an estate document and requirement bodies to an `Answer`: `model` is the
executable specification, `embedded` the shipped Rego in the embedded engine; `asking` makes one of an engine.
A law returns nothing; it raises `AssertionError` with the smallest facts that break it.
"""

# ruff: noqa: S101 - a law is an assertion
from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any, TypeAlias

from envpolicy.model import CHANNELS as _CHANNELS
from envpolicy.testing.oracle import levels, records, requirements

if TYPE_CHECKING:
    from collections.abc import Iterable

Estate: TypeAlias = Mapping[str, Any]
Body: TypeAlias = Mapping[str, Any]
Pair: TypeAlias = tuple[str, str]

#: How many requirements one question may carry: the adapter's modules are parsed once for all questions.
MOST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Verdicts and advice by requirement; pairs as (nominal, lower, upper); leaks as (id, from, to)."""

    verdicts: Mapping[str, str]
    advice: Mapping[str, str] = field(default_factory=dict)
    pairs: Mapping[Pair, tuple[int, int, int]] = field(default_factory=dict)
    leaks: frozenset[tuple[str, str, str]] = frozenset()


Evaluator: TypeAlias = Callable[[Estate, Sequence[Body]], Answer]


# --- evaluators


def model(estate: Estate, bodies: Sequence[Body] = ()) -> Answer:
    """What the executable specification says. Leak facts it knows from `exports`; it finds none itself."""
    table = leak_table()
    unread = levels.unread(estate, table)
    facts: dict[str, list[Any]] = {"holds": [], "reaches": []}
    for shard in estate.get("exports", []):
        for name in facts:
            facts[name] += shard.get(name, [])
    intervals = {
        pair: levels.effective(
            level, pair, table, facts["holds"], facts["reaches"], unread[pair[0]] | unread[pair[1]]
        )
        for pair, level in levels.nominal(estate).items()
    }

    def bounds(a: str, b: str) -> tuple[int, int]:
        return intervals[a, b].lower, intervals[a, b].upper

    judged = {body["id"]: requirements.judge(body, estate, bounds) for body in bodies}
    return Answer(
        verdicts={name: one.verdict for name, one in judged.items()},
        advice={name: one.advice for name, one in judged.items() if one.advice in ("fail", "unknown")},
        pairs={pair: (one.nominal, one.lower, one.upper) for pair, one in intervals.items()},
    )


def embedded(estate: Estate, bodies: Sequence[Body] = (), *, channels: tuple[str, ...] = ()) -> Answer:
    """What the shipped library says in the embedded engine.

    Leak facts it takes from the estate (`exports`), and from the leak checks of some channels.
    """
    return _embedded(channels)(estate, bodies)


@cache
def _embedded(channels: tuple[str, ...]) -> Evaluator:
    from envpolicy.engines import engine

    rego = modules(channels)
    return asking(lambda document: engine("embedded").evaluate(rego, QUERY, json.dumps(document)))


#: The folders of all leak checks, as `embedded` and `modules` take them.
CHANNELS = tuple(channel.replace("-", "_") for channel in _CHANNELS)

#: What an engine is asked.
QUERY = "data.envpolicy.main.report"


def asking(report: Callable[[dict[str, Any]], Any]) -> Evaluator:
    """The evaluator that asks an engine: `report` takes the input and returns the value of `QUERY`."""

    def evaluate(estate: Estate, bodies: Sequence[Body] = ()) -> Answer:
        return read_report(report(question(estate, bodies))[0])

    return evaluate


def question(estate: Estate, bodies: Sequence[Body]) -> dict[str, Any]:
    """The evaluation input, with the requirements in normal form beside it and the days counted."""
    from envpolicy.catalog.parameters import parameters

    assert len(bodies) <= MOST, f"ask {MOST} requirements at most"
    found = [{"clause": "1", "regulation": "proof", "remediation": "", **parameters(body)} for body in bodies]
    registers = dict(estate.get("records", {}))
    if "updates" in registers:
        registers["updates"] = [
            {**one, "day": records.day_of(one["at"]).isoformat()} for one in registers["updates"]
        ]
    calendars = {"se-elastisys": dict(_numbered_days())} if "updates" in registers else {}
    return {**estate, "records": registers, "calendars": calendars, "bodies": found}


@cache
def _numbered_days() -> tuple[tuple[str, int], ...]:
    """Each day of the years that the strategies speak of, with the number of working days up to it."""
    day, number, found = date(2025, 12, 31), 0, []
    while day.year <= 2026:  # noqa: PLR2004
        number += records.working_day(day - timedelta(days=1), 1) == day
        found.append((day.isoformat(), number))
        day += timedelta(days=1)
    return tuple(found)


@cache
def modules(channels: tuple[str, ...] = ()) -> Mapping[str, str]:
    """The shipped library with the leak checks of some channels, and a module to judge each place of a question.

    Only what these import is there: without the leak checks an answer takes a fraction of the time.
    """
    from envpolicy.compiler import library, with_imports

    shipped = library()
    found = {
        f"envpolicy/requirements/proof/r{place}.rego": (
            f"package envpolicy.requirements.proof.r{place}\n\n"
            "import data.lib.envpolicy.requirement\n\n"
            f"parameters := input.bodies[{place}]\n\n"
            "result := requirement.judge(parameters)\n"
        )
        for place in range(MOST)
    }
    found["leaks/proof.rego"] = "package lib.envpolicy.leaks.proof.nothing\n\nholds := []\n\nreaches := []\n"
    start = ("envpolicy/", *(f"leaks/{channel}/" for channel in channels))
    found |= {path: text for path, text in shipped.items() if path.startswith(start)}
    return with_imports(found, shipped)


def read_report(report: Mapping[str, Any]) -> Answer:
    """What a report of the policies says, as far as laws speak of it."""
    rank = levels.LEVELS.index
    return Answer(
        verdicts={one["requirement"]: one["verdict"] for one in report["results"] if not one["adviceOf"]},
        advice={
            one["requirement"]: one["verdict"]
            for one in report["results"]
            if one["adviceOf"] and one["verdict"] in ("fail", "unknown")
        },
        pairs={
            (one["deployments"][0], one["deployments"][1]): (
                rank(one["nominal"]),
                rank(one["effective"]["lower"]),
                rank(one["effective"]["upper"]),
            )
            for one in report["pairs"]
        },
        leaks=frozenset(
            (one["leak"], source, target)
            for one in report["findings"]
            if one.get("leak") is not None
            for source, target in one["pairs"] or [(one["from"], one["to"])]
        ),
    )


@cache
def leak_table() -> Mapping[str, levels.Leak]:
    """The catalogue of leaks as the policies have it: channel, cap, kind, and the kinds of object read."""
    from envpolicy.engines import engine

    table = {
        name: engine("embedded").evaluate(modules(), f"data.lib.envpolicy.leak_table.{name}", "{}")
        for name in ("rows", "reads", "least")
    }
    return {
        name: levels.Leak(
            channel=row["channel"],
            cap=levels.LEVELS.index(row["cap"]),
            kind=row["kind"],
            reads=tuple(table["reads"].get(row["channel"], ())),
            least=tuple(table["least"][row["channel"]]),
        )
        for name, row in table["rows"].items()
    }


# --- laws of the order


def is_ultrametric(level: Callable[[Any, Any], int], points: Sequence[Any], *, slack: int = 0) -> None:
    """No way is longer than the longer of two steps that lead there; up to `slack` all is taken as near."""
    for a, b, c in permutations(points, 3):
        assert level(a, b) == level(b, a), f"not symmetric: {a}, {b}"
        assert level(a, c) <= max(level(a, b), level(b, c), slack), f"not an ultrametric: {a}, {b}, {c}"


def nearness_is_an_equivalence(level: Callable[[Any, Any], int], points: Sequence[Any], k: int) -> None:
    """To be apart by less than k cuts the points into classes: one's class is that of each of its members."""
    classes = {
        index: frozenset(
            other for other, two in enumerate(points) if other == index or level(points[index], two) < k
        )
        for index in range(len(points))
    }
    for index, near in classes.items():
        for other in near:
            assert classes[other] == near, f"no equivalence below {k}: {points[index]}, {points[other]}"


# --- laws of placement


def never_lower(before: Answer, after: Answer, pairs: Iterable[Pair]) -> None:
    """None of the pairs stands nearer after than before."""
    for pair in pairs:
        assert after.pairs[pair][0] >= before.pairs[pair][0], (
            f"{pair}: {before.pairs[pair]} -> {after.pairs[pair]}"
        )


def never_raised(before: Answer, after: Answer) -> None:
    """With more that leaks, no pair stands further apart than before, neither surely nor perhaps."""
    for pair, (_, lower, upper) in before.pairs.items():
        assert after.pairs[pair][1] <= lower, f"{pair}: from {lower} to {after.pairs[pair][1]} at least"
        assert after.pairs[pair][2] <= upper, f"{pair}: from {upper} to {after.pairs[pair][2]} at most"


def same_answer(one: Answer, other: Answer) -> None:
    """Two answers are the same, apart from wording (which an answer does not hold)."""
    assert one.verdicts == other.verdicts
    assert dict(one.advice) == dict(other.advice)
    assert one.pairs == other.pairs
    assert one.leaks == other.leaks


# --- laws of requirements


def stricter_passes_imply_looser(strict: Mapping[str, str], loose: Mapping[str, str]) -> None:
    """What satisfies the stricter demand satisfies the looser; what fails the looser fails the stricter."""
    for name, verdict in strict.items():
        if verdict == "pass":
            assert loose[name] == "pass", f"{name}: pass at the stricter, {loose[name]} at the looser level"
        if loose[name] == "fail":
            assert verdict == "fail", f"{name}: fail at the looser, {verdict} at the stricter level"


# --- the law of the unknown


def knowing_less_never_acquits(knowing: Mapping[str, str], forgetting: Mapping[str, str]) -> None:
    """Without a fact, what failed or was unknown does not pass; nor does it cease to apply."""
    for name, verdict in knowing.items():
        if verdict in ("fail", "unknown"):
            assert forgetting[name] in ("fail", "unknown"), f"{name}: {verdict} -> {forgetting[name]}"


def forgotten(document: Any, path: Sequence[str | int]) -> Any:
    """A copy of a JSON document without what stands at `path`."""
    step, rest = path[0], path[1:]
    if isinstance(document, list):
        return [
            forgotten(item, rest) if index == step else item
            for index, item in enumerate(document)
            if rest or index != step
        ]
    return {
        key: forgotten(value, rest) if key == step else value
        for key, value in document.items()
        if rest or key != step
    }


def facts_of(estate: Estate) -> list[tuple[str | int, ...]]:
    """The paths of the facts that a plan may leave out."""
    found: list[tuple[str | int, ...]] = [("organisation", name) for name in estate["organisation"]]
    found += [
        ("environments", index, "class") for index, one in enumerate(estate["environments"]) if "class" in one
    ]
    for index, one in enumerate(estate["deployments"]):
        kept = ("name", "application", "placement")
        found += [("deployments", index, name) for name in one if name not in kept]
        found += [("deployments", index, "data", name) for name in one.get("data", {})]
        if "dedicatedNodes" in one.get("placement", {}):
            found.append(("deployments", index, "placement", "dedicatedNodes"))
    for name, cluster in estate["clusters"].items():
        found += [("clusters", name, "facts", fact) for fact in cluster["facts"]]
    complete = estate.get("records", {}).get("complete", [])
    found += [("records", "complete", index) for index in range(len(complete))]
    return found


def pairs_of(names: Iterable[str]) -> list[Pair]:
    """Each unordered pair once, names sorted."""
    return list(combinations(sorted(names), 2))

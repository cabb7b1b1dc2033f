"""The examples in the METADATA of the leak checks, as policies see them, and what checks say of them."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from envpolicy.estate.cleaning import clean
from envpolicy.leaks import read_leaks
from envpolicy.leaks.examples import HOME, kind_of, name_of, written
from envpolicy.resources import shipped
from envpolicy.testing.oracle import levels
from envpolicy.values import Views

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from envpolicy.leaks import LeakCheck

#: The two deployments that an example is about.
PAIR = ("shop-prod", "shop-staging")
_VIEWS = Views(b"examples")

__all__ = [
    "HOME",
    "PAIR",
    "Case",
    "cases",
    "checks",
    "estate",
    "has",
    "hits",
    "put",
    "query",
    "rule",
    "skeleton",
    "written",
]


class Case(NamedTuple):
    """One example of a check; `side` is `leaks` or `innocent`."""

    check: LeakCheck
    side: str
    example: Mapping[str, Any]
    name: str


@cache
def checks() -> tuple[LeakCheck, ...]:
    """The catalogue of leaks."""
    return read_leaks(shipped("policies/rego/leaks"))


@cache
def cases() -> tuple[Case, ...]:
    """Every example of every check."""
    return tuple(
        Case(check, side, example, f"{check.id}-{side}-{number}")
        for check in checks()
        for side in ("leaks", "innocent")
        for number, example in enumerate(check.examples[side])
    )


def skeleton(example: Mapping[str, Any]) -> str:
    """What is left of an example where the leak is taken away, as JSON: where its two deployments stand.

    In the namespace of the other one would stand without a workload of its own; that is the leak's business too.
    """
    found = {}
    for name in PAIR:
        place = example.get("deployments", {}).get(name, {}).get("placement", {})
        if place.get("namespace", name) == name and {"environment", "cluster"} & set(place):
            found[name] = {
                "placement": {key: place[key] for key in ("environment", "cluster") if key in place}
            }
    return json.dumps({"deployments": found}, sort_keys=True)


# --- what a check's facts come to


def query(check: LeakCheck) -> str:
    """Where the facts of a check are."""
    return f"data.lib.envpolicy.leaks.{check.channel.replace('-', '_')}.{check.name}.{rule(check)}"


def rule(check: LeakCheck) -> str:
    """The rule of a check that holds its facts."""
    return "reaches" if check.kind == "reach" else "holds"


def hits(check: LeakCheck, facts: Iterable[Mapping[str, Any]]) -> list[levels.Hit]:
    """What a check's facts, joined as the specification joins them, say of the two deployments."""
    row = levels.Leak(channel=check.channel, cap=levels.LEVELS.index(check.cap), kind=check.kind)
    said = [(check.name, fact) for fact in facts]
    if check.kind == "reach":
        return levels.hits(PAIR, {check.name: row}, reaches=said)
    return levels.hits(PAIR, {check.name: row}, holds=said)


# --- the estate


def estate(example: Mapping[str, Any]) -> dict[str, Any]:
    """The compliant estate with an example's patch, as policies see it; with `{}` it is compliant."""
    found = written(example)
    for cluster in found["clusters"].values():
        items, cluster["objects"] = cluster["objects"], {}
        for item in items:
            put(cluster, item)
    return found


def put(cluster: dict[str, Any], item: Mapping[str, Any]) -> None:
    """Add an object as policies see it, in place of one of the same kind and name."""
    seen = clean(copy.deepcopy(dict(item)), kind_of(item), _VIEWS)
    place = cluster["objects"].setdefault(kind_of(item), [])
    place[:] = [*(old for old in place if name_of(old) != name_of(seen)), seen]


def has(cluster: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
    """Whether there is an object of the same kind and name."""
    return any(name_of(old) == name_of(item) for old in cluster["objects"].get(kind_of(item), []))

"""What if: a deployment of each stage in each namespace of the plan, and in one that the plan does not name.

Decided by the law itself: where such a guest alone makes a requirement fail, its stage is refused there. Namespaces
that nothing but names tells apart are decided once, beside one deployment of each sort, so that a large plan takes no
longer than a varied one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from envpolicy.model import STAGES
from envpolicy.targets._demands import ENTRIES, Demand, bare, neighbours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from envpolicy.evaluator import Engine
    from envpolicy.targets import Law

#: Parts the names of deployments that nobody has; no name in a plan holds it.
_WHAT_IF = "\x1f"
ELSEWHERE = ""

#: By cluster and namespace ("" for one that the plan does not name): stage and what refuses it.
Refusals = dict[str, dict[str, dict[str, list[Demand]]]]
#: Cluster id and namespace.
Place = tuple[str, str]


def refusals(law: Law, engine: Engine, estate: Mapping[str, Any]) -> Refusals:
    """What refuses which stage where. Raises `EngineError` where the engine fails."""
    known = {one.id: one for one in law.policies.requirements}
    alike, kept = _alike(law, estate)
    found: Refusals = {cluster: {} for cluster in estate["clusters"]}
    for cluster, place in (place for places in alike for place in places):
        found[cluster][place] = {}
    for stage in STAGES:
        guests = [_guest(estate, *places[0], stage) for places in alike]
        asked = {**bare(estate), "deployments": [*kept, *guests]}
        for entry in engine.evaluate(law.policies.modules, ENTRIES, json.dumps(asked)):
            demand = Demand(
                requirement=known[entry["requirement"]],
                against="floor" if entry["adviceOf"] is None else "default",
                pairs=(),
            )
            failing = _failing(entry["shortfalls"])
            for cluster, place in (place for places in alike if places[0] in failing for place in places):
                of_stage = found[cluster][place].setdefault(stage, [])
                if not any(one.requirement is demand.requirement for one in of_stage):
                    of_stage.append(demand)
    return {cluster: dict(sorted(places.items())) for cluster, places in found.items()}


def _failing(shortfalls: Iterable[Mapping[str, Any]]) -> set[Place]:
    """The places whose guest would be too near to a deployment of the plan."""
    found = set()
    for item in shortfalls:
        for names in item["shortfall"]["pairs"] if item["verdict"] == "fail" else ():
            guests = [name for name in names if _WHAT_IF in name]
            if len(guests) == 1:
                _, cluster, place = guests[0].split(_WHAT_IF)
                found.add((cluster, place))
    return found


def _places(estate: Mapping[str, Any], cluster: str) -> list[str]:
    named = {one["placement"]["namespace"] for one in neighbours(estate, cluster)}
    return [ELSEWHERE, *sorted(named)]


def _guest(estate: Mapping[str, Any], cluster: str, place: str, stage: str) -> dict[str, Any]:
    """A deployment of a stage, of which nothing else is known but whose it would be."""
    there = [one for one in neighbours(estate, cluster) if one["placement"]["namespace"] == place]
    shared = {}
    for fact in ("application", "owner"):
        values = {one.get(fact) for one in there}
        if len(values) == 1 and None not in values:
            shared[fact] = values.pop()
    content = estate["clusters"][cluster]
    return {
        "name": f"guest{_WHAT_IF}{cluster}{_WHAT_IF}{place}",
        "stage": stage,
        **shared,
        "placement": {
            "environment": content["environment"],
            "cluster": content["name"],
            "namespace": place or f"guest{_WHAT_IF}",
            "release": f"guest{_WHAT_IF}",
        },
    }


# --- what is alike


def _alike(law: Law, estate: Mapping[str, Any]) -> tuple[list[list[Place]], list[dict[str, Any]]]:
    """Places in groups of which each is refused the same, and the deployments that decide about the first of each.

    A requirement compares two deployments: by what is said of them, by whether they are of one application, and by
    what they share. So a place is what its guest would meet there, and what it would meet elsewhere.
    """
    spoken = set(_texts([one.parameters for one in law.policies.requirements]))
    spoken |= set(_texts([estate["records"], [one["facts"] for one in estate["clusters"].values()]]))
    sorts = {one["name"]: _sort(one, spoken) for one in estate["deployments"]}
    groups: dict[str, list[Place]] = {}
    kept: dict[str, dict[str, Any]] = {}
    for cluster in estate["clusters"]:
        inside = {one["name"]: one["placement"]["namespace"] for one in neighbours(estate, cluster)}
        for place in _places(estate, cluster):
            guest = _guest(estate, cluster, place, "")
            met: dict[str, dict[str, Any]] = {}
            for one in estate["deployments"]:
                is_own = one.get("application") == guest.get("application")
                is_here = inside.get(one["name"]) == place
                met.setdefault(json.dumps([is_here, is_own, sorts[one["name"]]]), one)
            whose = {fact: guest.get(fact) for fact in ("application", "owner")}
            if whose["application"] not in (None, *spoken):
                whose["application"] = ""
            group = groups.setdefault(json.dumps([cluster, place in spoken, whose, sorted(met)]), [])
            group.append((cluster, place))
            if len(group) == 1:
                kept.update({one["name"]: one for one in met.values()})
    return list(groups.values()), [one for one in estate["deployments"] if one["name"] in kept]


def _sort(deployment: Mapping[str, Any], spoken: set[str]) -> str:
    """What is said of a deployment but for its names, unless somebody speaks of them."""
    said = {
        key: value for key, value in deployment.items() if key not in ("name", "application", "placement")
    }
    place = deployment.get("placement")
    if isinstance(place, dict):
        said["placement"] = {key: value for key, value in place.items() if key not in _OF_PLACES}
    names = [deployment["name"], deployment.get("application"), *(place or {}).values()]
    return json.dumps(
        [said, [one for one in names if isinstance(one, str) and one in spoken]], sort_keys=True
    )


#: What tells apart the deployments of one namespace; a guest differs from all of them in it.
_OF_PLACES = ("namespace", "release", "selector")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts(part)

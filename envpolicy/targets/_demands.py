"""What the plan and the law ask of the deployments of one cluster, as constants for an admission controller.

Admission sees one object of one cluster. What only the whole plan can tell is decided here, by the law itself: a leak
is put between each two deployments of a cluster, and whatever fails then is what such a leak would break there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from envpolicy.catalog import Requirement
    from envpolicy.evaluator import Engine
    from envpolicy.targets import Law

#: Each requirement and advice with what falls short.
ENTRIES = "data.envpolicy.entries.all"
#: A pair to explain that nobody has: so the law does not look for causes, which nobody asks for here.
NOBODY = ["", ""]
#: What happens to an object that breaks a requirement of a force, in Gatekeeper's words.
ACTIONS = {"must": "deny", "should": "warn", "may": "dryrun"}
#: Any leak that lets one deployment reach another will do: what is asked depends on its cap alone.
_LEAK = "rbac_crossns_grant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What a requirement asks of some pairs of a cluster: that no leak lowers them.

    `against` is `floor` (its own force) or `default` (its advice: should).
    """

    requirement: Requirement
    against: str
    pairs: tuple[tuple[str, str], ...]

    @property
    def force(self) -> str:
        """`must`, `should` or `may`. A clause that nobody read refuses nothing."""
        if self.requirement.provenance == "unconfirmed":
            return "may"
        return self.requirement.force.value if self.against == "floor" else "should"

    def to_json(self) -> dict[str, Any]:
        """As a constraint carries it."""
        one = self.requirement
        return {
            "id": one.id,
            "clause": one.clause,
            "title": one.title,
            "against": self.against,
            "pairs": grouped(self.pairs),
        }


def grouped(pairs: Iterable[tuple[str, str]]) -> list[dict[str, list[str]]]:
    """Pairs as a few `{"one", "other"}`: each name of the one with each of the other, names of a pair sorted."""
    others: dict[str, list[str]] = {}
    for one, other in sorted(pairs):
        others.setdefault(one, []).append(other)
    ones: dict[tuple[str, ...], list[str]] = {}
    for one, found in others.items():
        ones.setdefault(tuple(found), []).append(one)
    return [{"one": found, "other": list(other)} for other, found in ones.items()]


def neighbours(estate: Mapping[str, Any], cluster: str) -> list[dict[str, Any]]:
    """The deployments that are placed in a cluster."""
    return [one for one in estate["deployments"] if _place(one)[0] == cluster]


def demands(law: Law, engine: Engine, estate: Mapping[str, Any]) -> dict[str, tuple[Demand, ...]]:
    """By cluster id, what is asked there. `estate` is an evaluation input, whose objects are left aside.

    Raises `EngineError` where the engine fails.
    """
    pairs = _neighbouring(estate)
    entries = engine.evaluate(law.policies.modules, ENTRIES, json.dumps(_leaking(estate, pairs)))
    known = {one.id: one for one in law.policies.requirements}
    found: dict[str, list[Demand]] = {cluster: [] for cluster in estate["clusters"]}
    for entry in entries:
        by_cluster: dict[str, list[tuple[str, str]]] = {}
        for item in entry["shortfalls"]:
            for pair in map(tuple, item["shortfall"]["pairs"] if item["verdict"] == "fail" else ()):
                if pair in pairs:
                    by_cluster.setdefault(pairs[pair], []).append(pair)
        for cluster, failing in by_cluster.items():
            found[cluster].append(
                Demand(
                    requirement=known[entry["requirement"]],
                    against="floor" if entry["adviceOf"] is None else "default",
                    pairs=tuple(sorted(failing)),
                )
            )
    return {cluster: _strictest(asked) for cluster, asked in found.items()}


def _strictest(asked: list[Demand]) -> tuple[Demand, ...]:
    """In order, and without advice on what a floor already asks."""
    floors = {(one.requirement.id, pair) for one in asked if one.against == "floor" for pair in one.pairs}
    left = []
    for one in sorted(asked, key=lambda one: (one.requirement.id, one.against != "floor")):
        pairs = tuple(
            pair for pair in one.pairs if one.against == "floor" or (one.requirement.id, pair) not in floors
        )
        if pairs:
            left.append(Demand(requirement=one.requirement, against=one.against, pairs=pairs))
    return tuple(left)


def _neighbouring(estate: Mapping[str, Any]) -> dict[tuple[str, ...], str]:
    """The pairs that share a cluster, names sorted, with its id."""
    by_cluster: dict[str, list[str]] = {}
    for one in estate["deployments"]:
        by_cluster.setdefault(_place(one)[0], []).append(one["name"])
    by_cluster.pop("", None)
    return {
        (one, other): cluster
        for cluster, names in by_cluster.items()
        for index, one in enumerate(sorted(names))
        for other in sorted(names)[index + 1 :]
    }


def _leaking(estate: Mapping[str, Any], pairs: Mapping[tuple[str, ...], str]) -> dict[str, Any]:
    """The estate without its objects, in which a leak joins each two that share a cluster."""
    places = {one["name"]: _place(one) for one in estate["deployments"]}
    reaches: list[dict[str, Any]] = [
        {
            "from": pair[0],
            "to": pair[1],
            "place": cluster,
            "cap": "none" if places[pair[0]] == places[pair[1]] else "release",
            "witness": [],
            "message": "",
        }
        for pair, cluster in pairs.items()
    ]
    return {**bare(estate), "exports": [{"holds": [], "reaches": [[_LEAK, fact] for fact in reaches]}]}


def bare(estate: Mapping[str, Any]) -> dict[str, Any]:
    """The estate as planned, without objects and waivers, and without a question for causes."""
    clusters = {id_: {**content, "objects": {}} for id_, content in estate["clusters"].items()}
    return {**estate, "waivers": [], "explain": NOBODY, "clusters": clusters}


def _place(deployment: Mapping[str, Any]) -> tuple[str, str]:
    """Cluster id and namespace; nothing for what runs off the platform."""
    placement = deployment.get("placement")
    if not isinstance(placement, dict):
        return "", ""
    return f"{placement['environment']}/{placement['cluster']}", placement["namespace"]

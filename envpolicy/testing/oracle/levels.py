"""How far apart two Application Deployments stand: by their placement, and after the leaks.

| level | the two share |
|---|---|
| 0 none | the same release, or claims that overlap |
| 1 release | a namespace |
| 2 namespace | a cluster |
| 3 cluster | an Environment |
| 4 environment | nothing |
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from envpolicy.testing.oracle import claims

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

LEVELS = ("none", "release", "namespace", "cluster", "environment")
NONE, RELEASE, NAMESPACE, CLUSTER, ENVIRONMENT = range(5)


def between(a: Mapping[str, Any], b: Mapping[str, Any]) -> int:
    """The level of two placements: the outermost place that they do not share.

    A namespace is (environment, cluster, namespace): equal names elsewhere are other namespaces.
    """
    for level, place in ((ENVIRONMENT, "environment"), (CLUSTER, "cluster"), (NAMESPACE, "namespace")):
        if a[place] != b[place]:
            return level
    return NONE if _part(a) == _part(b) else RELEASE


def _part(placement: Mapping[str, Any]) -> tuple[str, Any]:
    """What a placement takes of its namespace: what a selector matches, one release, or all the rest."""
    if placement.get("selector"):
        return ("selector", placement["selector"])
    return ("release", placement.get("release") or "")


def nominal(estate: Mapping[str, Any]) -> dict[tuple[str, str], int]:
    """The nominal level of each pair of placed deployments, names sorted; 0 where claims overlap."""
    places = {one["name"]: one["placement"] for one in claims.placed(estate)}
    overlapping = claims.overlapping(estate)
    return {
        pair: NONE if pair in overlapping else between(places[pair[0]], places[pair[1]])
        for pair in combinations(sorted(places), 2)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """A row of the catalogue of leaks, as far as levels depend on it."""

    channel: str
    cap: int
    kind: str = "shared"
    reads: tuple[str, ...] = ()
    #: By nominal level: what a leak of the channel could leave of it, as the catalogue's boundaries say.
    least: tuple[int, ...] = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A pair: nominal and effective level, contention apart from it, each channel below nominal."""

    nominal: int
    lower: int
    upper: int
    availability: tuple[int, int]
    channels: Mapping[str, tuple[int, int]]


class Hit(NamedTuple):
    """A leak between two deployments: its channel, what it caps their level at, whether it is certain."""

    channel: str
    cap: int
    certain: bool


def effective(
    level: int,
    pair: tuple[str, str],
    table: Mapping[str, Leak],
    holds: Iterable[tuple[str, Mapping[str, Any]]] = (),
    reaches: Iterable[tuple[str, Mapping[str, Any]]] = (),
    unread: Collection[str] = (),
) -> Interval:
    """What the leak facts leave of a pair's nominal `level`.

    Args:
        level: the nominal level.
        pair: the names of the two.
        table: the catalogue, by leak id.
        holds: `(leak, {"deployment", "key", "cap"?, "certain"?, "side"?, "covered"?})`.
        reaches: `(leak, {"from", "to", "cap"?, "certain"?})`.
        unread: channels in which a leak may have gone unseen.
    """
    found = hits(pair, table, holds, reaches)
    found += [
        Hit(row.channel, row.least[level], certain=False) for row in table.values() if row.channel in unread
    ]

    intervals = {}
    for channel in {hit.channel for hit in found}:
        upper = min([level, *(hit.cap for hit in found if hit.channel == channel and hit.certain)])
        lower = min([level, *(hit.cap for hit in found if hit.channel == channel)])
        if (lower, upper) != (level, level):
            intervals[channel] = (lower, upper)
    separating = [interval for channel, interval in intervals.items() if channel != "contention"]
    return Interval(
        nominal=level,
        lower=min([level, *(lower for lower, _ in separating)]),
        upper=min([level, *(upper for _, upper in separating)]),
        availability=intervals.get("contention", (level, level)),
        channels=intervals,
    )


def hits(
    pair: tuple[str, str],
    table: Mapping[str, Leak],
    holds: Iterable[tuple[str, Mapping[str, Any]]] = (),
    reaches: Iterable[tuple[str, Mapping[str, Any]]] = (),
) -> list[Hit]:
    """The leaks between two deployments that facts come to, tolerated or not."""
    found: list[Hit] = []
    held = [(leak, fact) for leak, fact in holds if fact["deployment"] in pair]
    for (leak, one), (other_leak, other) in combinations(held, 2):
        same = leak == other_leak and one["key"] == other["key"] and one["deployment"] != other["deployment"]
        # What both say of one thing, another check or another key says better.
        apart = one.get("covered") is None or one.get("covered") != other.get("covered")
        if same and apart and _meet(one.get("side"), other.get("side")):
            cap = max(_cap(table[leak], one), _cap(table[leak], other))  # of two caps the looser one
            found.append(Hit(table[leak].channel, cap, _certain(one) and _certain(other)))
    for leak, fact in reaches:
        if {fact["from"], fact["to"]} == set(pair):
            found.append(Hit(table[leak].channel, _cap(table[leak], fact), _certain(fact)))
    return found


def _cap(leak: Leak, fact: Mapping[str, Any]) -> int:
    return LEVELS.index(fact["cap"]) if "cap" in fact else leak.cap


def _certain(fact: Mapping[str, Any]) -> bool:
    return fact.get("certain", True) is True


def _meet(one: str | None, other: str | None) -> bool:
    """Facts without a side meet each other; with sides, a use meets an offer."""
    return not (one or other) or {one, other} == {"uses", "offers"}


def unread(estate: Mapping[str, Any], table: Mapping[str, Leak]) -> dict[str, set[str]]:
    """By deployment: the channels in which a leak may have gone unseen.

    Not seeing a leak proves its absence only where every kind that it reads is listed in full; and of a
    deployment without a single object nothing was seen at all. (Objects that stand for others, such as a
    HelmRelease, are no part of generated estates; `rendering_test.rego` speaks of them.)
    """
    open_channels: dict[str, set[str]] = {}
    for one in claims.placed(estate):
        cluster = claims.cluster_of(one)
        content = estate["clusters"].get(cluster, {})
        listed = content.get("facts", {}).get("inventory", [])
        seen = any(
            kind != "Namespace" and one["name"] in claims.owners(estate, cluster, kind, item)
            for kind, items in content.get("objects", {}).items()
            for item in items
        )
        open_channels[one["name"]] = {
            leak.channel
            for leak in table.values()
            if not seen or (listed != "complete" and any(not _listed(kind, listed) for kind in leak.reads))
        }
    return open_channels


def _listed(kind: str, listed: Collection[str]) -> bool:
    """Whether a kind is among those listed in full, given as `Kind.group` or by the kind alone."""
    return kind in listed or kind.split(".", maxsplit=1)[0] in listed

"""The verdict on a requirement, from its own words: the body as a regulation file has it.

A requirement consists of blocks, and its verdict is the worst of theirs. Where it does not apply it is
not-applicable, and where that is not known it is unknown, whatever its blocks say. The level that is only
advised (`default`) is judged apart from the floor: it can warn, never deny.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeAlias

from envpolicy.testing.oracle import claims, records, selectors
from envpolicy.testing.oracle.levels import LEVELS
from envpolicy.testing.oracle.truth import (
    NOT_APPLICABLE,
    PASS,
    UNKNOWN,
    every,
    negate,
    some,
    verdict,
    worst,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.testing.oracle.truth import (
        Truth,
    )

Body: TypeAlias = Mapping[str, Any]
Estate: TypeAlias = Mapping[str, Any]
#: From the names of two deployments (sorted) to the lower and upper bound of their effective level.
Levels: TypeAlias = Callable[[str, str], tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was decided: on the clause itself, and on the advice beside it."""

    verdict: str
    advice: str = NOT_APPLICABLE


def judge(body: Body, estate: Estate, levels: Levels) -> Judgement:
    """The verdict on one requirement."""
    applicable = applies(body.get("appliesWhen", {}), estate)
    if applicable is None:
        return Judgement(verdict=UNKNOWN)
    if not applicable:
        return Judgement(verdict=NOT_APPLICABLE)
    blocks = []
    advice = NOT_APPLICABLE
    if "isolation" in body:
        blocks.append(isolation(body, estate, levels))
        advice = advised(body, estate, levels)
    if "data" in body:
        blocks.append(data(body, estate))
    if "administrators" in body.get("access", {}).get("disjoint", []):
        blocks.append(disjoint_administrators(body, estate))
    if "approverDiffersFromAuthor" in body.get("access", {}):
        blocks.append(records.approvers_differ(estate))
    if "promotion" in body:
        by_register = {"changes": records.judge_changes, "updates": records.judge_updates}
        blocks.append(by_register[body["promotion"]["register"]](body, estate))
    if "environments" in body:
        blocks.append(environments(body["environments"], estate))
    for demand in body.get("evidence", []):
        found = records.recorded(
            estate,
            demand["record"],
            demand.get("covers", []),
            demand.get("maxAge", ""),
            requirement=body["id"],
        )
        blocks.append(verdict(found))
    return Judgement(verdict=worst(blocks), advice=advice)


# --- when it applies


def applies(condition: Mapping[str, Any], estate: Estate) -> Truth:
    """Whether all that `appliesWhen` asks for holds."""
    return every(_apply(key, wanted, estate) for key, wanted in condition.items())


def _apply(key: str, wanted: Mapping[str, Any], estate: Estate) -> Truth:
    if key == "organisation":
        return every(_fact(estate.get("organisation", {}).get(name), one) for name, one in wanted.items())
    if key == "deployments":
        return some(selectors.matches(wanted, one, estate) for one in estate["deployments"])
    if key == "environments":
        return some(selectors.holds(one.get("class"), wanted["class"]) for one in estate["environments"])
    entries = records.register(estate, "changes")
    none = False if records.is_whole(estate, "changes") else None
    return some(
        [none, *(every(selectors.holds(one.get(name), of) for name, of in wanted.items()) for one in entries)]
    )


def _fact(value: Any, condition: Any) -> Truth:
    if value is None and isinstance(condition, Mapping) and "absent" in condition:
        return bool(condition["absent"])
    return selectors.holds(value, condition)


# --- isolation


def pairs(body: Body, estate: Estate) -> Iterator[tuple[dict[str, Any], dict[str, Any], Truth]]:
    """The pairs of placed deployments that a requirement forms or may form: `(a, b, formed)`, by name."""
    placed = sorted(claims.placed(estate), key=lambda one: str(one["name"]))
    for a, b in combinations(placed, 2):
        formed = selectors.formed(body, a, b, estate)
        if formed is not False:
            yield a, b, formed


def isolation(body: Body, estate: Estate, levels: Levels) -> str:
    """The verdict on the level that the clause itself demands."""
    found = [
        verdict(_far_enough(body, a, b, estate, levels) if formed else None)
        for a, b, formed in pairs(body, estate)
    ]
    return worst(found) if found else body.get("whenNoPair", NOT_APPLICABLE)


def advised(body: Body, estate: Estate, levels: Levels) -> str:
    """The verdict on the level that is advised; profile `floor` asks for none."""
    advice = body["isolation"].get("default")
    if advice is None or estate.get("profile") == "floor":
        return NOT_APPLICABLE
    return worst(
        verdict(at_least(levels(a["name"], b["name"]), advice) if formed else None)
        for a, b, formed in pairs(body, estate)
        if not _accepted(body, [a["name"], b["name"]], estate)
    )


def _accepted(body: Body, pair: list[str], estate: Estate) -> bool:
    """Whether somebody answers, on record, for the pair's staying below what is advised."""
    accepted = partial(records.recorded, estate, "risk-acceptance", requirement=body["id"], deployments=pair)
    return accepted(about=[body["id"], body.get("clause", "")]) is True or accepted(covers=pair) is True


def at_least(interval: tuple[int, int], level: str) -> Truth:
    """Whether an effective level, known to lie in an interval, is at least `level`."""
    lower, upper = interval
    need = LEVELS.index(level)
    return True if lower >= need else False if upper < need else None


def _far_enough(body: Body, a: Body, b: Body, estate: Estate, levels: Levels) -> Truth:
    wanted, interval = body["isolation"], levels(a["name"], b["name"])
    if "floor" in wanted:
        return at_least(interval, wanted["floor"])
    if "floorByProtection" in wanted:
        return _far_enough_by_need(wanted["floorByProtection"], [a, b], interval)
    if "anyOf" in wanted:
        return some(
            at_least(interval, way["level"]) if "level" in way else _on_own_nodes(body, a, b, estate)
            for way in wanted["anyOf"]
        )
    return True


def _far_enough_by_need(table: Mapping[str, str], pair: list[Body], interval: tuple[int, int]) -> Truth:
    """The higher need of the pair decides; of one that is missing it is only known that it lowers nothing."""
    order = selectors.PROTECTION_NEEDS
    needs = [one["protection"] for one in pair if one.get("protection")]
    need = max(needs, key=order.index, default=order[0])
    reached = at_least(interval, table[need]) if need in table else True
    known = len(needs) == len(pair) or need == order[-1]
    return reached if known or reached is False else None


def _on_own_nodes(body: Body, a: Body, b: Body, estate: Estate) -> Truth:
    """Whether each side that matches the first selector has nodes of its own, as the plan declares."""
    return every(
        some(
            [
                negate(selectors.matches(body["between"][0], one, estate)),
                one["placement"].get("dedicatedNodes"),
            ]
        )
        for one in (a, b)
    )


# --- data, access, environments


def data(body: Body, estate: Estate) -> str:
    """The verdict on what data stand where."""
    return worst(_data_at(body, one, estate) for one in estate["deployments"])


def _data_at(body: Body, one: Body, estate: Estate) -> str:
    block = body["data"]
    held = one.get("data") or {}
    spoken_of = selectors.matches(block.get("at", {}), one, estate)
    judged = every(
        [
            spoken_of,
            some(selectors.has_quality(held, word) for word in block["qualities"])
            if "qualities" in block
            else True,
            selectors.holds(held.get("treatment"), block["treatments"]) if "treatments" in block else True,
        ]
    )
    stage = one.get("stage")
    limits: list[Truth] = []
    for name, order, values in (
        ("classAtMost", DATA_CLASSES, [held.get("class")]),
        ("audienceAtMost", AUDIENCES, one.get("audience", [None])),
    ):
        if name in block and stage in (None, *block[name]):
            limits += [
                None if stage is None or value is None else order[value] <= order[block[name][stage]]
                for value in values
            ]
    ways: list[Truth] = []
    if "allowedWhen" in block:
        allowed = block["allowedWhen"]
        ways += [_as_production(one, estate)] if "protection" in allowed else []
        if "record" in allowed:
            ways.append(
                records.recorded(
                    estate,
                    allowed["record"],
                    requirement=body["id"],
                    deployments=[one["name"]],
                    about=[one["name"], one.get("application", "")],
                )
            )
    elif "classAtMost" not in block and "audienceAtMost" not in block:
        ways.append(False)  # nothing allows it
    if spoken_of is False:
        return NOT_APPLICABLE
    if judged is False or not (limits or ways):  # the clause speaks of it, and asks nothing of such data
        return PASS
    return verdict(every([*limits, *ways]) if judged else None)


DATA_CLASSES = {name: rank for rank, name in enumerate(selectors.DATA_CLASSES)}

#: Each audience by how far it stands from the developer; other teams and QA come in at the same stage.
AUDIENCES = {
    "myself": 0,
    "my-team": 1,
    "other-teams": 2,
    "qa": 2,
    "product-managers": 3,
    "customers": 4,
    "end-users": 4,
}


def _as_production(one: Body, estate: Estate) -> Truth:
    """Whether the protection need is at least that of the application's production, or of any if it has none.

    A deployment whose stage is missing may be production: what it could spoil is unknown.
    """
    possible = [other for other in estate["deployments"] if other.get("stage") in ("production", None)]
    own = [other for other in possible if other.get("application") == one.get("application")]
    if any(other.get("stage") for other in own):
        possible = own
    if not possible:
        return None  # there is nothing to compare with
    order = selectors.PROTECTION_NEEDS
    answers: list[Truth] = []
    for other in possible:
        known = one.get("protection") and other.get("protection")
        enough = order.index(one["protection"]) >= order.index(other["protection"]) if known else None
        certain = other.get("stage") is not None and (other in own or not own)
        answers.append(enough if certain else some([enough, None]))
    return every(answers)


def disjoint_administrators(body: Body, estate: Estate) -> str:
    """The verdict on the pairs that must not share an administrator."""
    found = []
    for a, b, formed in pairs(body, estate):
        here, there = administrators(a, estate), administrators(b, estate)
        known = formed and here is not None and there is not None
        found.append(verdict((here or set()).isdisjoint(there or set()) if known else None))
    return worst(found) if found else body.get("whenNoPair", NOT_APPLICABLE)


def administrators(deployment: Mapping[str, Any], estate: Estate) -> set[str] | None:
    """Whom the plan declares for a deployment, its cluster or its Environment; None where it declares nobody."""
    place = deployment.get("placement") or {}
    cluster = estate["clusters"].get(f"{place.get('environment')}/{place.get('cluster')}", {})
    declared = [
        one["administrators"]
        for one in (deployment, cluster, selectors.environment_of(deployment, estate))
        if one.get("administrators") is not None
    ]
    return {name for names in declared for name in names} if declared else None


def environments(block: Body, estate: Estate) -> str:
    """The verdict on how many Environments there are, and what they hold."""
    classes = [one.get("class") for one in estate["environments"]]
    parts: list[Truth] = [None] if None in classes else []
    if "atLeast" in block:
        parts.append(len(classes) >= block["atLeast"])
    if "designatedNonProduction" in block:
        enough = classes.count("non-production") >= block["designatedNonProduction"]
        parts.append(True if enough else None if None in classes else False)
    if "productionHoldsOnly" in block:
        parts += [
            None if one.get("stage") is None else one["stage"] == block["productionHoldsOnly"]
            for one in estate["deployments"]
            if selectors.environment_of(one, estate).get("class") == "production"
        ]
    return verdict(every(parts))

"""Selectors and requirement bodies, as a regulation file has them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from envpolicy.testing.strategies.plans import (
    AUDIENCES,
    CHANGES,
    CLASSES,
    NEEDS,
    ORGANISATION,
    QUALITIES,
    STAGES,
    TREATMENTS,
    optional,
)

LEVELS = ("release", "namespace", "cluster", "environment")


def one_or_more(words: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """A word, or a list of some."""
    word = st.sampled_from(words)
    return st.one_of(word, st.lists(word, min_size=1, max_size=2, unique=True))


def condition(words: tuple[str, ...], *, ordered: tuple[str, ...] = ()) -> st.SearchStrategy[Any]:
    """A condition on a field: a word, a list, `not`, and bounds where the words have an order."""
    plain = one_or_more(words)
    ways = [plain, st.builds(lambda value: {"not": value}, plain)]
    if ordered:
        ways += [
            st.sampled_from(ordered).map(lambda word: {"atLeast": word}),
            st.sampled_from(ordered).map(lambda word: {"atMost": word}),
        ]
    return st.one_of(ways)


def fields() -> dict[str, st.SearchStrategy[Any]]:
    """The conditions that a selector may consist of."""
    return {
        "stage": condition((*STAGES, "non-production", "pre-production"), ordered=STAGES),
        "protection": condition(NEEDS, ordered=NEEDS),
        "function": condition(("clearinghouse", "shop")),
        "zone": condition(("inner", "outer")),
        "owner": condition(("red", "blue")),
        "application": condition(("shop", "bank")),
        "medicalDevice": st.booleans(),
        "audience": condition(AUDIENCES),
        "data": st.one_of(
            condition(CLASSES, ordered=CLASSES).map(lambda one: {"class": one}),
            condition(QUALITIES).map(lambda one: {"qualities": one}),
            condition(TREATMENTS).map(lambda one: {"treatment": one}),
        ),
        "environment": condition(("production", "non-production")).map(lambda one: {"class": one}),
    }


def selectors() -> st.SearchStrategy[dict[str, Any]]:
    """A selector of deployments: at most two entries, nested at most twice."""

    def flat(chosen: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
        known = fields()
        return st.fixed_dictionaries({name: known[name] for name in chosen})

    leaf = st.sets(st.sampled_from(sorted(fields())), max_size=2).map(sorted).map(tuple).flatmap(flat)
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(lambda one, other: {**one, "not": other}, leaf, inner),
            st.builds(
                lambda one, others: {**one, "anyOf": others}, leaf, st.lists(inner, min_size=1, max_size=2)
            ),
        ),
        max_leaves=3,
    )


def applies_when() -> st.SearchStrategy[dict[str, Any]]:
    """A condition on the plan."""
    fact = st.one_of(
        st.booleans(),
        st.builds(lambda absent: {"not": False, "absent": absent}, st.booleans()),
        st.just({"not": True}),
    )
    return st.one_of(
        st.dictionaries(st.sampled_from(ORGANISATION), fact, min_size=1, max_size=2).map(
            lambda facts: {"organisation": facts}
        ),
        selectors().map(lambda one: {"deployments": one}),
        condition(("production", "non-production")).map(lambda one: {"environments": {"class": one}}),
        condition(CHANGES).map(lambda one: {"changes": {"change": one}}),
        condition(("application", "platform")).map(lambda one: {"changes": {"layer": one}}),
    )


def isolations() -> st.SearchStrategy[dict[str, Any]]:
    """What level is asked for, in each of the ways."""
    level = st.sampled_from(LEVELS)
    return st.one_of(
        level.map(lambda floor: {"floor": floor}),
        st.tuples(level, level).map(
            lambda two: {"floor": min(two, key=LEVELS.index), "default": max(two, key=LEVELS.index)}
        ),
        st.lists(level, min_size=len(NEEDS), max_size=len(NEEDS)).map(
            lambda of: {"floorByProtection": dict(zip(NEEDS, sorted(of, key=LEVELS.index), strict=True))}
        ),
        level.map(lambda one: {"anyOf": [{"level": one}, {"dedicatedNodes": True}]}),
    )


def between() -> st.SearchStrategy[dict[str, Any]]:
    """Which pairs are formed."""
    scope = st.sampled_from(["same-application", "other-application", "any-application", "same-owner"])
    differing = st.lists(
        st.sampled_from(["protection", "zone", "function", "owner", "stage"]),
        min_size=1,
        max_size=2,
        unique=True,
    )
    return st.fixed_dictionaries(
        {"between": st.lists(selectors(), min_size=2, max_size=2), "scope": scope},
        optional={
            "where": differing.map(lambda names: {"differ": names}),
            "whenNoPair": st.sampled_from(["not-applicable", "unknown"]),
        },
    )


def data_blocks() -> st.SearchStrategy[dict[str, Any]]:
    """What data may stand where."""
    return optional(
        at=selectors(),
        qualities=st.lists(st.sampled_from(QUALITIES), min_size=1, max_size=2, unique=True),
        treatments=st.lists(st.sampled_from(TREATMENTS), min_size=1, max_size=2, unique=True),
        allowedWhen=st.sampled_from(
            [
                {"protection": "as-production"},
                {"record": "approval"},
                {"protection": "as-production", "record": "approval"},
            ]
        ),
    ).filter(bool)


def ladders() -> st.SearchStrategy[dict[str, Any]]:
    """The most that may stand at a stage."""
    stage = st.sampled_from(STAGES)
    return st.one_of(
        st.dictionaries(stage, st.sampled_from(CLASSES), min_size=1).map(lambda one: {"classAtMost": one}),
        st.dictionaries(stage, st.sampled_from(AUDIENCES), min_size=1).map(
            lambda one: {"audienceAtMost": one}
        ),
    )


def promotions() -> st.SearchStrategy[dict[str, Any]]:
    """What must be on record before production."""
    chosen = {
        "layer": st.lists(st.sampled_from(["application", "platform"]), min_size=1, unique=True),
        "change": st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4, unique=True),
        "exempt": st.lists(st.sampled_from(CHANGES), min_size=1, max_size=2, unique=True),
    }
    demand = st.sampled_from(
        [
            {"field": "assessed", "by": "production"},
            {"field": "fallback"},
            {"field": "udi", "in": ["di", "pi"]},
            {"field": "tested", "by": "production", "result": "passed"},
            {"field": "verifiedAfter", "after": "production"},
        ]
    )
    of_changes = st.fixed_dictionaries(
        {"register": st.just("changes"), "records": st.lists(demand, min_size=1, max_size=2)},
        optional={
            **chosen,
            "medicalDevice": st.just(value=True),
            "afterwards": st.just(["emergency", "critical-security-patch"]),
        },
    )
    excused = of_changes.filter(lambda one: "afterwards" in one).map(
        lambda one: {**one, "afterwardsRecord": "emergency-record"}
    )
    of_updates = st.fixed_dictionaries(
        {
            "register": st.just("updates"),
            "from": st.just({"environmentClass": "non-production"}),
            "to": st.just({"environmentClass": "production"}),
            "everyEnvironment": st.just(value=True),
            "soak": st.integers(0, 6).map(lambda days: {"workingDays": days, "calendar": "se-elastisys"}),
        },
        optional=chosen,
    )
    return st.one_of(of_changes, excused, of_updates)


def environments() -> st.SearchStrategy[dict[str, Any]]:
    """What block `environments` may ask for."""
    return optional(
        atLeast=st.integers(1, 3),
        designatedNonProduction=st.integers(1, 2),
        productionHoldsOnly=st.just("production"),
    ).filter(bool)


def evidence_demands() -> st.SearchStrategy[list[dict[str, Any]]]:
    """What block `evidence` may ask for."""
    record = st.fixed_dictionaries(
        {"record": st.sampled_from(["separation-plan", "approval"])},
        optional={
            "covers": st.just(["network", "cpu"]),
            "maxAge": st.sampled_from(["P1Y", "P6M", "P22D", "P1Y1M"]),
        },
    )
    return st.lists(record, min_size=1, max_size=2)


def blocks() -> st.SearchStrategy[dict[str, Any]]:
    """One block, as part of a requirement."""
    return st.one_of(
        st.builds(lambda pairs, level: {**pairs, "isolation": level}, between(), isolations()),
        st.builds(lambda pairs: {**pairs, "access": {"disjoint": ["administrators"]}}, between()),
        st.one_of(data_blocks(), ladders()).map(lambda one: {"data": one}),
        st.just({"access": {"approverDiffersFromAuthor": True}}),
        promotions().map(lambda one: {"promotion": one}),
        environments().map(lambda one: {"environments": one}),
        evidence_demands().map(lambda found: {"evidence": found}),
    )


def requirements(of: st.SearchStrategy[dict[str, Any]] | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """A requirement with one block or two, and now and then a condition for its applying."""
    found = of if of is not None else st.builds(lambda one, other: {**other, **one}, blocks(), blocks())
    return st.builds(
        lambda body, condition: {
            "id": "r",
            "title": "r",
            "clause": "1",
            "force": "must",
            **condition,
            **body,
        },
        found,
        st.one_of(st.just({}), st.just({}), applies_when().map(lambda one: {"appliesWhen": one})),
    )

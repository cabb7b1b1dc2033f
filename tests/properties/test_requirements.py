"""Family "requirements": selectors, the merging of levels, the calendar; where the space is small, all of it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envpolicy.catalog.selectors import normal_form
from envpolicy.engines import engine
from envpolicy.testing import laws
from envpolicy.testing.oracle import records, selectors, truth
from envpolicy.testing.strategies import plans, rules
from envpolicy.testing.strategies.effort import FEWER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.testing.laws import Evaluator

WORDS: dict[tuple[str, ...], tuple[Any, ...]] = {
    ("stage",): plans.STAGES,
    ("protection",): plans.NEEDS,
    ("data", "class"): plans.CLASSES,
    ("data", "treatment"): plans.TREATMENTS,
    ("data", "qualities"): plans.QUALITIES,
    ("audience",): plans.AUDIENCES,
    ("function",): ("clearinghouse", "shop"),
    ("medicalDevice",): (True, False),
    ("environment", "class"): ("production", "non-production"),
}
ORDERED = (("stage",), ("protection",), ("data", "class"))
LISTS = (("data", "qualities"), ("audience",))
SELECT = (
    "package envpolicy.proof.select\n\nimport data.lib.envpolicy.selectors\n\n"
    "answers := [[object.get({true: 1, false: 0}, selectors.matches(form, deployment), 2) |\n"
    "\tsome deployment in input.deployments\n] |\n\tsome form in input.forms\n]\n"
)


def conditions(field: tuple[str, ...]) -> Iterator[Any]:
    words = (*WORDS[field], *(("non-production", "pre-production") if field == ("stage",) else ()))
    plain = [*words, *([first, second] for first, second in product(words, repeat=2) if first != second)]
    yield from plain
    yield from ({"not": one} for one in plain)
    if field in ORDERED:
        yield from ({bound: word} for bound in ("atLeast", "atMost") for word in WORDS[field])


def at(field: tuple[str, ...], value: Any) -> dict[str, Any]:
    return {field[0]: value} if len(field) == 1 else {field[0]: {field[1]: value}}


def deployments_with(field: tuple[str, ...]) -> list[dict[str, Any]]:
    """A deployment for each value of a field, and one that lacks it."""
    if field[0] == "environment":
        return [{"placement": {"environment": name}} for name in ("p", "n", "none")] + [{}]
    values: list[Any] = list(WORDS[field])
    if field in LISTS:
        values = [[], *([one] for one in values), *([one, other] for one, other in product(values, repeat=2))]
    found = [at(field, value) for value in values] + [{}]
    if field == ("data", "qualities"):
        found = [
            {"data": {**one.get("data", {}), **extra}}
            for one in found
            for extra in ({}, *({"treatment": how} for how in plans.TREATMENTS))
        ]
    return found


@pytest.mark.parametrize("field", WORDS, ids=".".join)
def test_every_condition_on_every_value_matches_as_the_specification_says(field: tuple[str, ...]) -> None:
    environments = [
        {"name": "p", "class": "production"},
        {"name": "n", "class": "non-production"},
        {"name": "none"},
    ]
    estate: dict[str, Any] = {"environments": environments, "clusters": {}}
    estate["deployments"] = [{"name": f"d{i}", **one} for i, one in enumerate(deployments_with(field))]
    wanted = [at(field, condition) for condition in conditions(field)]
    document = {**estate, "forms": [normal_form(one) for one in wanted]}
    modules = {**laws.modules(), "proof.rego": SELECT}
    answers = engine("embedded").evaluate(
        modules, "data.envpolicy.proof.select.answers", json.dumps(document)
    )
    for selector, row in zip(wanted, answers, strict=True):
        for deployment, answer in zip(estate["deployments"], row, strict=True):
            expected = selectors.matches(selector, deployment, estate)
            assert {1: True, 0: False, 2: None}[answer] is expected, (selector, deployment)


def test_the_three_values_are_kleenes() -> None:
    for a, b in product((True, False, None), repeat=2):
        assert truth.every([a, b]) is truth.negate(truth.some([truth.negate(a), truth.negate(b)]))
        assert truth.every([a, b]) is truth.every([b, a])
        # Learning what was unknown never turns a known answer over.
        if truth.every([a, b]) is not None:
            for x, y in product(*(((True, False) if one is None else (one,)) for one in (a, b))):
                assert truth.every([x, y]) is truth.every([a, b])


@FEWER
@given(data=st.data())
def test_merging_levels_is_pointwise_maximum(evaluate: Evaluator, data: Any) -> None:
    estate = data.draw(plans.estates(least=2))
    pairs = data.draw(rules.between())
    bodies = [
        {"id": level, "force": "must", **pairs, "isolation": {"floor": level}} for level in rules.LEVELS
    ]
    verdicts = evaluate(estate, bodies).verdicts
    for one, other in product(rules.LEVELS, repeat=2):
        both = max(one, other, key=rules.LEVELS.index)
        assert truth.worst([verdicts[one], verdicts[other]]) == verdicts[both]
    for loose, strict in zip(rules.LEVELS, rules.LEVELS[1:], strict=False):
        laws.stricter_passes_imply_looser({"r": verdicts[strict]}, {"r": verdicts[loose]})


@FEWER
@given(data=st.data())
def test_a_selection_is_judged_one_by_one(evaluate: Evaluator, data: Any) -> None:
    estate = data.draw(plans.estates(least=2))
    found = data.draw(st.lists(rules.requirements(), min_size=2, max_size=3))
    bodies = [{**body, "id": f"r{number}"} for number, body in enumerate(found)]
    together, backwards = evaluate(estate, bodies), evaluate(estate, bodies[::-1])
    assert together.verdicts == backwards.verdicts
    for body in bodies:
        assert evaluate(estate, [body]).verdicts[body["id"]] == together.verdicts[body["id"]]


def test_every_pair_of_placements_meets_exactly_the_levels_up_to_its_own(evaluate: Evaluator) -> None:
    bodies = [
        {
            "id": level,
            "force": "must",
            "between": [{}, {}],
            "scope": "any-application",
            "isolation": {"floor": level},
        }
        for level in rules.LEVELS
    ]
    for other in plans.PLACES:
        found = [
            {"name": name, "application": "shop", "placement": dict(place)}
            for name, place in (("a", plans.PLACES[0]), ("b", other))
        ]
        answer = evaluate(plans.estate(found), bodies)
        nominal = answer.pairs["a", "b"][0]
        assert list(answer.verdicts.values()) == ["pass"] * nominal + ["fail"] * (4 - nominal)


def test_the_working_days_are_those_that_the_library_of_holidays_knows() -> None:
    import holidays

    official = holidays.country_holidays("SE", years=range(2020, 2041), include_sundays=False)
    day = date(2020, 1, 1)
    while day.year <= 2040:
        eve = (day.month, day.day) in ((12, 24), (12, 31)) or (
            day.month == 6 and 19 <= day.day <= 25 and day.weekday() == 4
        )
        works = day.weekday() < 5 and day not in official and not eve
        assert (records.working_day(day - timedelta(days=1), 1) == day) == works, day
        day += timedelta(days=1)

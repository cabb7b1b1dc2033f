"""The normal form of a selector means what the selector means, also where facts are missing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envpolicy.catalog.selectors import (
    ORDERED,
    SelectorError,
    condition_literal,
    never_matches,
    normal_form,
)
from envpolicy.model import (
    AUDIENCES,
    DATA_CLASSES,
    PROTECTION_NEEDS,
    QUALITIES,
    STAGE_SETS,
    STAGES,
    TREATMENTS,
)

Truth = bool | None

WORDS: dict[tuple[str, ...], tuple[Any, ...]] = {
    ("stage",): STAGES,
    ("protection",): PROTECTION_NEEDS,
    ("zone",): ("dmz", "inner"),
    ("function",): ("clearinghouse", "application"),
    ("medicalDevice",): (True, False),
    ("audience",): AUDIENCES[:3],
    ("data", "class"): DATA_CLASSES,
    ("data", "qualities"): QUALITIES[:3],
    ("data", "treatment"): TREATMENTS,
    ("environment", "class"): ("production", "non-production"),
}
LISTS = {("audience",), ("data", "qualities")}


# --- the meaning, written from the language's description: three-valued, straight from the selector


def negate(value: Truth) -> Truth:
    return None if value is None else not value


def every(values: list[Truth]) -> Truth:
    return False if False in values else None if None in values else True


def some(values: list[Truth]) -> Truth:
    return True if True in values else None if None in values else False


def meaning(
    selector: dict[str, Any], facts: dict[tuple[str, ...], Any], prefix: tuple[str, ...] = ()
) -> Truth:
    values: list[Truth] = []
    for key, value in selector.items():
        if key == "not" and not prefix:
            values.append(negate(meaning(value, facts)))
        elif key == "anyOf":
            values.append(some([meaning(item, facts) for item in value]))
        elif key in ("data", "environment"):
            values.append(meaning(value, facts, (key,)))
        else:
            values.append(condition_meaning((*prefix, key), value, facts))
    return every(values)


def condition_meaning(field: tuple[str, ...], condition: Any, facts: dict[tuple[str, ...], Any]) -> Truth:
    fact = facts.get(field)
    if fact is None:
        return None
    if isinstance(condition, dict):
        if "not" in condition:
            return negate(condition_meaning(field, condition["not"], facts))
        order = ORDERED[field]
        at = order.index(fact)
        low = order.index(condition.get("atLeast", order[0]))
        high = order.index(condition.get("atMost", order[-1]))
        return bool(low <= at <= high)
    words = condition if isinstance(condition, list) else [condition]
    held = fact if isinstance(fact, list) else [fact]
    return any(one == word or one in STAGE_SETS.get(word, ()) for one in held for word in words)


def normal_meaning(form: list[list[dict[str, Any]]], facts: dict[tuple[str, ...], Any]) -> Truth:
    def literal_meaning(literal: dict[str, Any]) -> Truth:
        fact = facts.get(tuple(literal["field"]))
        if fact is None:
            return None
        held = fact if isinstance(fact, list) else [fact]
        found = any(one in literal["in"] for one in held)
        return not found if literal["negated"] else found

    return some([every([literal_meaning(literal) for literal in literals]) for literals in form])


# --- generators -----------------------------------------------------------------------------------


def conditions(field: tuple[str, ...]) -> st.SearchStrategy[Any]:
    words = [*WORDS[field], *(STAGE_SETS if field == ("stage",) else ())]
    one = st.sampled_from(words)
    if field == ("medicalDevice",):
        return one | one.map(lambda word: {"not": word})
    plain = one | st.lists(one, min_size=1, max_size=3, unique=True)
    found = plain | plain.map(lambda value: {"not": value})
    if field in ORDERED:
        ranks = st.tuples(st.sampled_from(ORDERED[field]), st.sampled_from(ORDERED[field]))
        found |= ranks.map(lambda pair: {"atLeast": min(pair, key=ORDERED[field].index)})
        found |= ranks.map(
            lambda pair: dict(zip(("atLeast", "atMost"), sorted(pair, key=ORDERED[field].index), strict=True))
        )
    return found


FLAT = {field[0]: conditions(field) for field in WORDS if len(field) == 1}
NESTED = {
    top: st.fixed_dictionaries(
        {}, optional={f[1]: conditions(f) for f in WORDS if f[0] == top and len(f) > 1}
    )
    for top in ("data", "environment")
}
SELECTORS: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.fixed_dictionaries({}, optional={**FLAT, **NESTED}).map(lambda found: dict(list(found.items())[:3])),
    lambda inner: st.fixed_dictionaries(
        {}, optional={"not": inner, "anyOf": st.lists(inner, min_size=1, max_size=3), "stage": FLAT["stage"]}
    ),
    max_leaves=6,
)
FACTS: st.SearchStrategy[dict[tuple[str, ...], Any]] = st.fixed_dictionaries(
    {},
    optional={
        field: st.lists(st.sampled_from(words), max_size=2, unique=True)
        if field in LISTS
        else st.sampled_from(words)
        for field, words in WORDS.items()
    },
)


@given(selector=SELECTORS, facts=FACTS)
def test_the_normal_form_means_what_the_selector_means(
    selector: dict[str, Any], facts: dict[tuple[str, ...], Any]
) -> None:
    try:
        form = normal_form(selector)
    except SelectorError:
        return  # too many alternatives: refused, see below
    assert normal_meaning(form, facts) is meaning(selector, facts)


@given(selector=SELECTORS, facts=FACTS)
def test_a_selector_that_never_matches_never_matches(
    selector: dict[str, Any], facts: dict[tuple[str, ...], Any]
) -> None:
    try:
        form = normal_form(selector)
    except SelectorError:
        return
    if never_matches(form):
        assert meaning(selector, facts) is not True


@given(selector=SELECTORS)
def test_not_not_is_the_same(selector: dict[str, Any]) -> None:
    try:
        twice, once = normal_form({"not": {"not": selector}}), normal_form(selector)
    except SelectorError:
        return
    assert {frozenset(map(repr, literals)) for literals in twice} == {
        frozenset(map(repr, literals)) for literals in once
    }


def test_everything_and_nothing() -> None:
    assert normal_form({}) == [[]]
    assert normal_form({"not": {}}) == []
    assert never_matches([])
    assert not never_matches([[]])


def test_literals_name_the_path_of_the_fact_and_spell_out_sets() -> None:
    assert normal_form({"stage": "pre-production", "environment": {"class": "production"}}) == [
        [
            {"field": ["stage"], "in": ["integration", "testing", "staging"], "negated": False},
            {"field": ["environment", "class"], "in": ["production"], "negated": False},
        ]
    ]


def test_ranges_are_spelled_out() -> None:
    assert condition_literal(("protection",), {"atLeast": "high"})["in"] == ["high", "very-high"]
    assert condition_literal(("data", "class"), {"atMost": "seed"})["in"] == ["throw-away", "seed"]
    assert condition_literal(("stage",), {"not": "production"}) == {
        "field": ["stage"],
        "in": ["production"],
        "negated": True,
    }


def test_a_truth_stays_a_truth() -> None:
    [[literal]] = normal_form({"medicalDevice": True})
    assert literal["in"] == [True]


@pytest.mark.parametrize(
    ("selector", "path"),
    [
        ({"stage": {"atLeast": "staging", "atMost": "testing"}}, ("stage",)),
        ({"not": {"data": {"class": {"atLeast": "customer", "atMost": "seed"}}}}, ("not", "data", "class")),
        ({"anyOf": [{}, {"stage": {"not": "local", "atLeast": "testing"}}]}, ("anyOf", 1, "stage")),
    ],
)
def test_an_empty_range_is_refused_where_it_stands(
    selector: dict[str, Any], path: tuple[str | int, ...]
) -> None:
    with pytest.raises(SelectorError) as caught:
        normal_form(selector)
    assert caught.value.path == path
    assert caught.value.hint


def test_too_many_alternatives_are_refused_quickly() -> None:
    either = {"anyOf": [{"zone": str(n)} for n in range(6)]}
    wide: dict[str, Any] = {
        "not": {"anyOf": [{"not": {"anyOf": [{"zone": f"{m}.{n}"} for n in range(6)]}} for m in range(9)]}
    }
    assert len(normal_form(either)) == 6
    with pytest.raises(SelectorError, match="alternatives"):
        normal_form(wide)


@pytest.mark.parametrize(
    "selector",
    [
        {"stage": "production", "not": {"stage": {"not": "staging"}}},
        {"stage": "testing", "anyOf": [{"stage": "staging"}, {"stage": "local"}]},
        {"medicalDevice": {"not": True}, "not": {"medicalDevice": False}},
        {"not": {"protection": {"atLeast": "normal"}}},
        {"data": {"qualities": "pan"}, "not": {"data": {"qualities": ["pan", "ephi"]}}},
    ],
)
def test_a_contradiction_is_seen(selector: dict[str, Any]) -> None:
    assert never_matches(normal_form(selector))


def test_two_words_of_a_list_do_not_contradict_each_other() -> None:
    both = {"data": {"qualities": "pan"}, "anyOf": [{"data": {"qualities": "ephi"}}]}
    assert not never_matches(normal_form(both))

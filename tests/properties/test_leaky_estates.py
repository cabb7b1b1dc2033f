"""Family "leaks", on whole estates: the compliant estate with leaks in it, as every leak check sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from envpolicy.testing import examples, laws
from envpolicy.testing.strategies import leaky
from envpolicy.testing.strategies.effort import FEWEST

if TYPE_CHECKING:
    from envpolicy.testing.laws import Answer, Estate, Evaluator


def answer(estate: Estate) -> Answer:
    return laws.embedded(estate, [], channels=laws.CHANNELS)


@FEWEST
@given(leaky.estates())
def test_embedded_and_opa_find_the_same_leaks(opa_with_leaks: Evaluator, estate: dict[str, Any]) -> None:
    laws.same_answer(answer(estate), opa_with_leaks(estate, []))


@FEWEST
@given(leaky.one_more())
def test_one_more_leak_never_raises_a_level(estates: tuple[Estate, Estate]) -> None:
    before, after = estates
    laws.never_raised(answer(before), answer(after))


@FEWEST
@given(st.data())
def test_edits_that_mean_nothing_change_nothing(data: Any) -> None:
    estate = examples.estate(data.draw(leaky.leaks()).example)
    before, after = answer(estate), answer(data.draw(leaky.edited(estate)))
    assert after.pairs[examples.PAIR] == before.pairs[examples.PAIR]
    assert of_the_pair(after) == of_the_pair(before)


def of_the_pair(found: Answer) -> set[tuple[str, str, str]]:
    return {leak for leak in found.leaks if set(leak[1:]) == set(examples.PAIR)}

"""Family "order": levels are a total order, and by placement an ultrametric."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from envpolicy.model import Level
from envpolicy.testing import laws
from envpolicy.testing.oracle import levels
from envpolicy.testing.strategies import plans
from envpolicy.testing.strategies.effort import FEWER

if TYPE_CHECKING:
    from collections.abc import Callable

    from envpolicy.testing.laws import Answer, Evaluator


def level_in(answer: Answer) -> Callable[[str, str], int]:
    return lambda a, b: answer.pairs[min(a, b), max(a, b)][0]


def everywhere(copies: int) -> dict[str, Any]:
    """Deployments at every place of the tree, some of them twice at the same."""
    return plans.estate(
        [
            {"name": f"d{number:02}-{copy}", "application": "shop", "placement": dict(place)}
            for number, place in enumerate(plans.PLACES)
            for copy in range(copies)
        ]
    )


def test_levels_are_a_total_order_with_the_names_that_the_design_gives() -> None:
    assert [level.label for level in sorted(Level)] == list(levels.LEVELS)
    for a, b, c in permutations(Level, 3):
        assert (a < b) != (b < a)
        assert not (a < b < c) or a < c


def test_every_placement_stands_as_the_tree_says(evaluate: Evaluator) -> None:
    estate = everywhere(2)
    places = {one["name"]: one["placement"] for one in estate["deployments"]}
    answer = evaluate(estate, [])
    for (a, b), (nominal, _, _) in answer.pairs.items():
        steps = ("environment", "cluster", "namespace", "release")
        shared = next((depth for depth, step in enumerate(steps) if places[a][step] != places[b][step]), 4)
        assert nominal == 4 - shared, (places[a], places[b])
    assert len(answer.pairs) == 32 * 31 // 2


def test_the_nominal_level_is_an_ultrametric_over_all_placements(evaluate: Evaluator) -> None:
    estate = everywhere(2)
    level = level_in(evaluate(estate, []))
    names = [one["name"] for one in estate["deployments"]]
    # Triples of the 2x2x2x2 tree up to one's twin: all 3 from 16 places, and each place with its twin.
    first = [name for name in names if name.endswith("-0")]
    laws.is_ultrametric(level, first)
    for twin, other in combinations(first, 2):
        laws.is_ultrametric(level, [twin, twin.replace("-0", "-1"), other])
    for k in range(1, 6):
        laws.nearness_is_an_equivalence(lambda a, b: 0 if a == b else level(a, b), names, k)


@FEWER
@given(data=st.data())
def test_with_claims_that_overlap_it_still_is_one_from_the_namespace_up(
    evaluate: Evaluator, data: Any
) -> None:
    # Overlapping is not transitive: a may share with b, and b with c, where a and c share nothing.
    estate = data.draw(plans.estates(least=3))
    level = level_in(evaluate(estate, []))
    names = [one["name"] for one in estate["deployments"] if "placement" in one]
    laws.is_ultrametric(level, names, slack=levels.RELEASE)
    for k in range(levels.NAMESPACE, levels.ENVIRONMENT + 2):
        laws.nearness_is_an_equivalence(lambda a, b: 0 if a == b else level(a, b), names, k)


@FEWER
@given(data=st.data())
def test_the_effective_level_lies_in_its_bounds_and_below_the_nominal(evaluate: Evaluator, data: Any) -> None:
    for nominal, lower, upper in evaluate(data.draw(plans.estates(least=2)), []).pairs.values():
        assert 0 <= lower <= upper <= nominal <= levels.ENVIRONMENT

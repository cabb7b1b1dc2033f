"""Family "generators": the strategies make enough of everything, else the laws would hold of nothing."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from envpolicy.engines import engine
from envpolicy.testing import examples, laws
from envpolicy.testing.strategies import leaky, plans, rules

if TYPE_CHECKING:
    from envpolicy.leaks import LeakCheck

EXAMPLES = 200
drawn = settings(
    max_examples=EXAMPLES,
    phases=[Phase.generate],
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("complete", [True, False])
def test_each_verdict_is_met_often_enough(complete: bool) -> None:
    seen: Counter[str] = Counter()

    @seed(1)
    @drawn
    @given(plans.estates(least=2, complete=complete), rules.requirements(rules.blocks()))
    def sample(estate: dict[str, Any], body: dict[str, Any]) -> None:
        seen[laws.model(estate, [body]).verdicts["r"]] += 1

    sample()
    least = {"pass": 0.02, "fail": 0.02, "not-applicable": 0.05, "unknown": 0.2}
    if complete:
        least = {"pass": 0.05, "fail": 0.10, "not-applicable": 0.05}
    for verdict, share in least.items():
        assert seen[verdict] >= share * EXAMPLES, seen


@pytest.mark.parametrize("level", rules.LEVELS)
def test_enough_estates_are_compliant_at_each_level(level: str) -> None:
    body = {
        "id": "r",
        "force": "must",
        "between": [{}, {}],
        "scope": "any-application",
        "isolation": {"floor": level},
    }
    seen: Counter[str] = Counter()

    @seed(1)
    @drawn
    @given(st.integers(2, 3).flatmap(lambda most: plans.estates(least=2, most=most, complete=True)))
    def sample(estate: dict[str, Any]) -> None:
        seen[laws.model(estate, [body]).verdicts["r"]] += 1

    sample()
    assert seen["pass"] >= 0.1 * EXAMPLES, seen
    assert seen["fail"] >= 0.05 * EXAMPLES, seen


@pytest.mark.parametrize("check", examples.checks(), ids=lambda check: check.id)
def test_each_leak_of_the_catalogue_is_met(check: LeakCheck) -> None:
    """What the strategy makes of a leak, edits and all, is found by the leak's own check."""
    rego = laws.modules(laws.CHANNELS)

    @seed(1)
    @settings(drawn, max_examples=2)
    @given(leaky.estates(check))
    def sample(estate: dict[str, Any]) -> None:
        facts = engine("embedded").evaluate(rego, examples.query(check), json.dumps(estate))
        assert examples.hits(check, facts)

    sample()

"""Family "generators": the strategies make enough of everything, else the laws would hold of nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from envpolicy.testing import laws
from envpolicy.testing.strategies import plans, rules

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

"""Family "sharding": facts may come in any split, any order, and more than once; the answer is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from envpolicy.testing import laws
from envpolicy.testing.oracle.levels import LEVELS
from envpolicy.testing.strategies import plans
from envpolicy.testing.strategies.effort import FEWER

if TYPE_CHECKING:
    from envpolicy.testing.laws import Evaluator


@st.composite
def leak_facts(draw: st.DrawFn, estate: dict[str, Any]) -> dict[str, list[Any]]:
    """Facts about the placed deployments, of the leaks that the table has; shared keys are few, so that they meet."""
    names = [one["name"] for one in estate["deployments"] if "placement" in one]
    clusters = {one["name"]: one["placement"] for one in estate["deployments"] if "placement" in one}
    table = laws.leak_table()
    extra = plans.optional(cap=st.sampled_from(LEVELS), certain=st.booleans())
    found: dict[str, list[Any]] = {"holds": [], "reaches": []}
    if len(names) < 2:
        return found
    for _ in range(draw(st.integers(0, 6))):
        leak = draw(st.sampled_from(sorted(table)))
        one, other = draw(st.permutations(names))[:2]
        if table[leak].kind == "shared":
            fact = {"deployment": one, "key": draw(st.sampled_from(["k", "l"])), "witness": [], **draw(extra)}
            found["holds"].append([leak, fact])
        elif all(clusters[one][step] == clusters[other][step] for step in ("environment", "cluster")):
            found["reaches"].append(
                [leak, {"from": one, "to": other, "place": "p", "witness": [], **draw(extra)}]
            )
    return found


@FEWER
@given(data=st.data())
def test_facts_in_any_shards_give_the_same_answer(evaluate: Evaluator, data: Any) -> None:
    estate = data.draw(plans.estates(least=2))
    facts = data.draw(leak_facts(estate))
    shards: list[dict[str, list[Any]]] = [{"holds": [], "reaches": []} for _ in range(3)]
    for kind, found in facts.items():
        for fact in found:
            for shard in data.draw(st.lists(st.sampled_from(shards), min_size=1, max_size=2)):
                shard[kind].append(fact)
    order = data.draw(st.permutations(shards))
    laws.same_answer(evaluate({**estate, "exports": [facts]}, []), evaluate({**estate, "exports": order}, []))


@FEWER
@given(data=st.data())
def test_the_order_of_a_plan_means_nothing(evaluate: Evaluator, data: Any) -> None:
    estate = data.draw(plans.estates(least=2))
    shuffled = {
        **estate,
        "deployments": data.draw(st.permutations(estate["deployments"])),
        "environments": data.draw(st.permutations(estate["environments"])),
        "clusters": dict(data.draw(st.permutations(list(estate["clusters"].items())))),
    }
    laws.same_answer(evaluate(estate, []), evaluate(shuffled, []))


@FEWER
@given(data=st.data())
def test_one_more_leak_never_raises_a_level(evaluate: Evaluator, data: Any) -> None:
    estate = data.draw(plans.estates(least=2))
    some, more = data.draw(leak_facts(estate)), data.draw(leak_facts(estate))
    before = evaluate({**estate, "exports": [some]}, [])
    laws.never_raised(before, evaluate({**estate, "exports": [some, more]}, []))


@FEWER
@given(data=st.data())
def test_the_join_is_what_the_specification_says(data: Any) -> None:
    estate = data.draw(plans.estates(least=2))
    document = {**estate, "exports": [data.draw(leak_facts(estate))]}
    assert laws.embedded(document, []).pairs == laws.model(document, []).pairs

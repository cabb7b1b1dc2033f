"""Family "unknown": dropping a fact never turns fail or unknown into pass, nor into not-applicable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from envpolicy.testing import laws
from envpolicy.testing.strategies import plans, rules
from envpolicy.testing.strategies.effort import FEWER

if TYPE_CHECKING:
    from envpolicy.testing.laws import Body, Evaluator


def takes_absence_for_a_no(body: Body) -> bool:
    """Whether the author of a requirement says what an absent fact counts as: then it is no missing fact."""
    facts = body.get("appliesWhen", {}).get("organisation", {})
    return any(isinstance(one, dict) and "absent" in one for one in facts.values())


@FEWER
@given(data=st.data())
def test_forgetting_one_fact(evaluate: Evaluator, data: Any) -> None:
    estate = data.draw(plans.estates(least=2, complete=data.draw(st.booleans())))
    body = data.draw(rules.requirements().filter(lambda one: not takes_absence_for_a_no(one)))
    known = evaluate(estate, [body])
    if known.verdicts["r"] not in ("fail", "unknown"):
        return
    facts = laws.facts_of(estate)
    if not facts:
        return
    fact = data.draw(st.sampled_from(facts))
    laws.knowing_less_never_acquits(known.verdicts, evaluate(laws.forgotten(estate, fact), [body]).verdicts)


@FEWER
@given(data=st.data())
def test_forgetting_everything(evaluate: Evaluator, data: Any) -> None:
    estate = data.draw(plans.estates(least=2, complete=True))
    body = data.draw(rules.requirements().filter(lambda one: not takes_absence_for_a_no(one)))
    known = evaluate(estate, [body])
    while facts := laws.facts_of(estate):
        estate = laws.forgotten(estate, facts[-1])
    laws.knowing_less_never_acquits(known.verdicts, evaluate(estate, [body]).verdicts)


@FEWER
@given(data=st.data())
def test_knowing_less_widens_the_interval(evaluate: Evaluator, data: Any) -> None:
    estate = data.draw(plans.estates(least=2))
    facts = laws.facts_of(estate)
    if not facts:
        return
    known = evaluate(estate, []).pairs
    for pair, (_, lower, upper) in evaluate(
        laws.forgotten(estate, data.draw(st.sampled_from(facts))), []
    ).pairs.items():
        assert lower <= known[pair][1]
        assert known[pair][2] <= upper

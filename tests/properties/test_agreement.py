"""Family "agreement": embedded = OPA = the executable specification, on verdicts, advice, pairs; never on wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from envpolicy.testing import laws
from envpolicy.testing.strategies import plans, rules
from envpolicy.testing.strategies.effort import FEWER

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from envpolicy.testing.laws import Answer, Evaluator

BLOCKS = {
    "isolation": st.builds(lambda pairs, of: {**pairs, "isolation": of}, rules.between(), rules.isolations()),
    "data": rules.data_blocks().map(lambda block: {"data": block}),
    "ladders": rules.ladders().map(lambda block: {"data": block}),
    "administrators": rules.between().map(
        lambda pairs: {**pairs, "access": {"disjoint": ["administrators"]}}
    ),
    "approvers": st.just({"access": {"approverDiffersFromAuthor": True}}),
    "promotion": rules.promotions().map(lambda block: {"promotion": block}),
    "environments": rules.environments().map(lambda block: {"environments": block}),
    "evidence": rules.evidence_demands().map(lambda block: {"evidence": block}),
}


def agree(one: Answer, other: Answer) -> None:
    assert one.verdicts == other.verdicts
    assert one.pairs == other.pairs
    for name, verdict in one.verdicts.items():
        if verdict != "fail":  # advice is about what stands at the floor or above
            assert one.advice.get(name) == other.advice.get(name)


@pytest.mark.parametrize("block", BLOCKS)
@FEWER
@given(data=st.data())
def test_embedded_decides_as_the_specification_says(block: str, data: Any) -> None:
    estate = data.draw(plans.estates(complete=data.draw(st.booleans())))
    body = data.draw(rules.requirements(BLOCKS[block]))
    agree(laws.model(estate, [body]), laws.embedded(estate, [body]))


@FEWER
@given(data=st.data())
def test_embedded_and_opa_decide_alike(opa: Evaluator, data: Any) -> None:
    estate = data.draw(plans.estates())
    bodies = [
        {**body, "id": f"r{number}"}
        for number, body in enumerate(data.draw(st.lists(rules.requirements(), min_size=1, max_size=4)))
    ]
    laws.same_answer(laws.embedded(estate, bodies), opa(estate, bodies))


def two(first: dict[str, str], second: dict[str, str]) -> dict[str, Any]:
    names = zip("ab", (first, second), strict=True)
    return plans.estate([{"name": name, "application": "shop", "placement": place} for name, place in names])


NEIGHBOURS = (
    {"environment": "x", "cluster": "x", "namespace": "x", "release": "shop"},
    {"environment": "x", "cluster": "x", "namespace": "y", "release": "shop"},
)


def test_what_is_certain_and_what_is_worst_may_be_two_facts() -> None:
    def hold(name: str, **more: Any) -> list[Any]:
        return ["secret_same_value", {"deployment": name, "key": "k", "witness": [], **more}]

    facts = [hold("a", cap="release"), hold("a", cap="none", certain=False), hold("b", cap="none")]
    estate = {**two(*NEIGHBOURS), "exports": [{"holds": facts, "reaches": []}]}
    assert laws.model(estate, []).pairs["a", "b"] == (2, 0, 1)
    assert laws.embedded(estate, []).pairs["a", "b"] == (2, 0, 1)


def test_a_cluster_scoped_object_of_two_releases_of_one_name_does_not_undo_their_namespaces() -> None:
    estate = two(*NEIGHBOURS)
    role = {"metadata": {"name": "r", "labels": {"app.kubernetes.io/instance": "shop"}}, "rules": []}
    estate["clusters"]["x/x"]["objects"]["ClusterRole.rbac.authorization.k8s.io"] = [role]
    assert laws.model(estate, []).pairs["a", "b"][0] == 2
    assert laws.embedded(estate, []).pairs["a", "b"][0] == 2


def shipped(root: Path) -> list[dict[str, Any]]:
    """The bodies of the shipped requirements that the specification can judge: without Rego of their own."""
    found = []
    for path in sorted((root / "policies/regulations").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        found += [
            one
            for one in yaml.load(text, Loader=yaml.BaseLoader)["requirements"]  # noqa: S506 - scalars stay text
            if "rego" not in one and "supersededBy" not in one
        ]
    return [
        body
        for body in (_typed(one) for one in found)
        if "subjects" not in body.get("access", {}).get("disjoint", [])
    ]


def _typed(value: Any) -> Any:
    """Booleans and numbers as the catalogue types them."""
    if isinstance(value, dict):
        return {key: _typed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_typed(one) for one in value]
    if value in ("true", "false"):
        return value == "true"
    return int(value) if isinstance(value, str) and value.isdigit() else value


@FEWER
@given(data=st.data())
def test_the_shipped_law_is_decided_as_the_specification_says(root: Path, data: Any) -> None:
    estate = data.draw(plans.estates(least=2, complete=data.draw(st.booleans())))
    bodies = shipped(root)
    chosen = data.draw(
        st.lists(st.sampled_from(range(len(bodies))), min_size=1, max_size=laws.MOST, unique=True)
    )
    asked = [bodies[index] for index in chosen]
    agree(laws.model(estate, asked), laws.embedded(estate, asked))


def _ids(bodies: Iterable[dict[str, Any]]) -> list[str]:
    return [body["id"] for body in bodies]


def test_most_of_the_shipped_law_is_compared(root: Path) -> None:
    assert len(_ids(shipped(root))) >= 15

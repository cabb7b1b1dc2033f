"""Family "placement": a fresh place never brings two deployments nearer; names mean nothing but sameness."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envpolicy.testing import laws
from envpolicy.testing.strategies import plans, rules
from envpolicy.testing.strategies.effort import FEWER

if TYPE_CHECKING:
    from envpolicy.testing.laws import Evaluator

FRESH = {
    "namespace": ("namespace",),
    "cluster": ("cluster", "namespace"),
    "environment": ("environment", "cluster", "namespace"),
}


@pytest.mark.parametrize("step", FRESH)
@FEWER
@given(data=st.data())
def test_moving_to_a_fresh_place_never_lowers_a_level(evaluate: Evaluator, step: str, data: Any) -> None:
    before = data.draw(plans.estates(least=2))
    moved = data.draw(st.sampled_from(before["deployments"]))
    if "placement" not in moved:
        return
    place = {**moved["placement"], **dict.fromkeys(FRESH[step], "fresh")}
    found = [{**one, "placement": place} if one is moved else one for one in before["deployments"]]
    after = plans.estate(found)
    one, other = evaluate(plans.estate(before["deployments"]), []), evaluate(after, [])
    laws.never_lower(one, other, one.pairs)


def test_every_move_to_a_fresh_place_in_the_whole_tree(evaluate: Evaluator) -> None:
    names = [f"d{number:02}" for number in range(len(plans.PLACES))]
    still = [
        {"name": name, "application": "shop", "placement": dict(place)}
        for name, place in zip(names, plans.PLACES, strict=True)
    ]
    before = evaluate(plans.estate(still), [])
    for fields in FRESH.values():
        moved = {**still[0], "placement": {**plans.PLACES[0], **dict.fromkeys(fields, "fresh")}}
        after = evaluate(plans.estate([moved, *still[1:]]), [])
        laws.never_lower(before, after, before.pairs)


@FEWER
@given(data=st.data())
def test_renaming_changes_nothing(evaluate: Evaluator, data: Any) -> None:
    estate = data.draw(plans.estates(least=2))
    body = data.draw(rules.requirements())
    new = {"x": "renamed-2", "y": "renamed-1"}  # the other way round in the alphabet

    def place(one: Any) -> Any:
        steps = ("environment", "cluster", "namespace", "release")
        return {key: new[value] if key in steps else value for key, value in one.items()}

    deployments = [
        {**one, "name": f"n{9 - int(one['name'][1:])}"}
        | ({"placement": place(one["placement"])} if "placement" in one else {})
        for one in estate["deployments"]
    ]
    rebuilt = plans.estate(deployments, facts=next(iter(estate["clusters"].values()))["facts"])
    used = [one for one in rebuilt["environments"] if one["name"].startswith("renamed")]
    classes = {new[one["name"]]: one for one in estate["environments"]}
    renamed = {
        **estate,
        "deployments": deployments,
        "environments": [{**classes[name], "name": name} for name in sorted(classes)],
        "clusters": {key: one for key, one in rebuilt["clusters"].items() if key.startswith("renamed")},
        "records": json.loads(json.dumps(estate["records"])),
    }
    assert len(used) <= len(classes)
    for update in renamed["records"].get("updates", []):
        update["environment"] = new[update["environment"]]
    one, other = evaluate(estate, [body]), evaluate(renamed, [body])
    assert one.verdicts == other.verdicts
    assert one.advice == other.advice
    back = {deployment["name"]: f"d{9 - int(deployment['name'][1:])}" for deployment in deployments}
    named_back = {(min(pair), max(pair)): level for pair, level in _renamed(other.pairs, back)}
    assert named_back == dict(one.pairs)


def _renamed(pairs: Any, back: dict[str, str]) -> list[tuple[list[str], Any]]:
    return [([back[a], back[b]], level) for (a, b), level in pairs.items()]

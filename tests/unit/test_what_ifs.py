"""What if a deployment of some stage stood there: decided once for places that are alike, as for each by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from envpolicy.engines import engine
from envpolicy.targets import Law, _what_ifs
from envpolicy.targets._demands import ENTRIES, NOBODY
from envpolicy.testing import hosts
from envpolicy.testing.strategies import written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Two of the stages say it of all.
COMPARED = ("testing", "production")

Refused = dict[tuple[str, str, str], list[tuple[str, str]]]


@pytest.fixture(scope="module")
def law() -> Law:
    catalog, policies = hosts.law()
    return Law(policies=policies, catalog=catalog, engine=engine("embedded"))


def together(law: Law, estate: Mapping[str, Any]) -> Refused:
    found = _what_ifs.refusals(law, law.deciding(), estate)
    return {
        (cluster, place, stage): [(one.requirement.id, one.against) for one in asked]
        for cluster, places in found.items()
        for place, stages in places.items()
        for stage, asked in stages.items()
        if stage in COMPARED
    }


def one_by_one(law: Law, estate: Mapping[str, Any]) -> Refused:
    """Each guest in each place beside every deployment of the plan."""
    found: Refused = {}
    for cluster in estate["clusters"]:
        for place in _what_ifs._places(estate, cluster):
            for stage in COMPARED:
                guest = _what_ifs._guest(estate, cluster, place, stage)
                asked = {**estate, "waivers": [], "explain": NOBODY}
                asked["deployments"] = [*estate["deployments"], guest]
                asked["clusters"] = {
                    id_: {**content, "objects": {}} for id_, content in estate["clusters"].items()
                }
                for entry in law.deciding().evaluate(law.policies.modules, ENTRIES, json.dumps(asked)):
                    told = found.get((cluster, place, stage), [])
                    known = entry["requirement"] in {name for name, _ in told}
                    if _what_ifs._failing(entry["shortfalls"]) and not known:
                        against = "floor" if entry["adviceOf"] is None else "default"
                        found[cluster, place, stage] = [*told, (entry["requirement"], against)]
    return found


def test_places_that_are_alike_are_decided_as_each_by_itself(law: Law, tmp_path: Path) -> None:
    compared = 0
    for document in hosts.drawn(written.placed(), 3):
        estate = hosts.estate_of(document, tmp_path)
        if estate is not None:
            expected = one_by_one(law, estate.input)
            assert together(law, estate.input) == expected
            compared += bool(expected)
    assert compared


def test_many_places_of_few_sorts_are_few_questions(law: Law, tmp_path: Path) -> None:
    """Sixty namespaces, two of each of thirty applications, are two sorts of namespace."""
    document = hosts.drawn(written.placed(), 1)[0]
    place = {"environment": "x", "cluster": "x"}
    document["deployments"] = [
        {
            "name": f"d{number}",
            "application": f"app-{number // 2}",
            "stage": "production" if number % 2 else "staging",
            "placement": {**place, "namespace": f"n{number}"},
        }
        for number in range(60)
    ]
    document |= {"waivers": [], "records": {}}
    estate = hosts.estate_of(document, tmp_path)
    assert estate is not None
    alike, kept = _what_ifs._alike(law, estate.input)
    of_cluster = [places for places in alike if places[0][0] == "x/x"]
    assert sorted(len(places) for places in of_cluster) == [1, 30, 30]
    assert len(kept) < 10

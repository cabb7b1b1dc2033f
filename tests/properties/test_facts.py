"""Family "facts": what `envpolicy facts` lists is what is lacking, and what is stated is listed no longer."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from envpolicy.catalog import load_catalog
from envpolicy.compiler import compile_policies
from envpolicy.engines.embedded import EmbeddedEngine
from envpolicy.evaluator import evaluate
from envpolicy.facts import CLUSTER_FACTS, facts
from envpolicy.resources import shipped
from envpolicy.testing import examples
from envpolicy.testing.planned import of_document, planned

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from envpolicy.compiler import PolicySet
    from envpolicy.estate import Estate
    from envpolicy.facts import Facts

NAMES = ["iso-27001-2022", "bsi-app-4.4"]


@cache
def law() -> PolicySet:
    return compile_policies(load_catalog(names=NAMES).select(NAMES))


def lacking(estate: Estate) -> Facts:
    return facts(evaluate(law(), estate, EmbeddedEngine(), facts=True), estate.plan)


def names(found: Facts) -> list[str]:
    return [one.lacking.fact for one in found.wanted]


#: An example in which each fact of a cluster is the one that would decide, by the fact's name.
UNCERTAIN = {
    case.name: case
    for case in examples.cases()
    if case.side == "leaks" and ("facts" in case.example or "clusters" in case.example)
}

#: Another value than that of the example line, so that either way a fact is stated it is listed no longer.
OTHER: Mapping[str, Any] = {
    "networkPolicyEnforced": False,
    "ipBlockMatchesPods": True,
    "hostNetworkHandling": "pod",
    "endPortSupported": False,
    "podCIDRs": ["172.16.0.0/16"],
    "serviceCIDRs": ["172.17.0.0/16"],
    "nodeCIDRs": ["172.18.0.0/16"],
    "clusterSet": "all",
    "managementCluster": "elsewhere",
    "serviceAccountIssuer": "https://other.example.com",
    "workloadIdentityPool": "pool",
    "oidcIssuer": "https://other.example.com",
    "oidcClientId": "other",
    "network": "other-net",
    "alwaysPullImages": False,
    "kubeletImageCredentialVerification": True,
    "audienceOnlyRelyingParties": ["vault"],
    "nodeRoleReaches": ["shop-prod"],
    "apiServer": "https://other.example.com:6443",
}


def stated(document: dict[str, Any], fact: str, cluster: str, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    place = changed["clusters"][cluster]["facts"]
    *above, last = fact.split(".")
    for step in above:
        place = place.setdefault(step, {})
    place[last] = value
    return changed


@pytest.mark.parametrize("name", sorted(UNCERTAIN))
def test_what_is_stated_is_listed_no_longer(name: str, tmp_path: Path) -> None:
    document = examples.written(UNCERTAIN[name].example)
    before = lacking(of_document(document, tmp_path))
    for wanted in before.wanted:
        if wanted.place != "cluster":
            continue
        statement = wanted.statement
        assert statement is not None
        assert statement.subject is not None
        assert statement.example is not None
        fact = wanted.lacking.fact.split(" of ")[0]
        said: Any = yaml.safe_load(statement.example)
        for step in statement.path.split(".facts.")[1].split("."):
            said = said.get(step, said)
        for value in (said, OTHER.get(fact, said)):
            after = lacking(of_document(stated(document, fact, statement.subject, value), tmp_path))
            assert wanted.lacking.fact not in names(after), (fact, value)


def test_where_nothing_is_unknown_nothing_is_listed(tmp_path: Path) -> None:
    document = examples.written({})
    for one in document["deployments"]:
        one["protection"] = "normal"
        one["data"] = {"class": "seed", "qualities": [], "treatment": "synthetic"}
    document["records"] = {}
    names_ = ["iso-27001-2022-A.8.31"]
    alone = compile_policies(load_catalog(names=names_).select(names_))
    estate = of_document(document, tmp_path)
    report = evaluate(alone, estate, EmbeddedEngine(), facts=True)
    found = facts(report, estate.plan)
    assert (found.wanted, found.undecided, found.open_pairs, found.nameless) == ((), 0, 0, ())


def test_musts_come_first_then_what_decides_most(tmp_path: Path) -> None:
    found = lacking(
        planned({"note": "", "facts": {"inventory": None, "networkPolicyEnforced": None}}, tmp_path)
    )
    worth = [
        (one.musts, len(one.lacking.results) + one.lacking.pair_count + one.lacking.finding_count)
        for one in found.wanted
    ]
    assert worth == sorted(worth, reverse=True)
    assert "inventory of prod/prod-wc" in names(found)
    assert found.open_pairs == 1


def test_what_was_not_asked_for_is_not_worked_out(tmp_path: Path) -> None:
    estate = planned({"note": "", "facts": {"inventory": None}}, tmp_path)
    assert evaluate(law(), estate, EmbeddedEngine()).lacking == ()


def test_every_fact_of_a_plan_has_an_example() -> None:
    schema = json.loads(shipped("schemas/deployment-plan.schema.json").read_text("utf-8"))
    assert set(schema["$defs"]["facts"]["properties"]) == set(CLUSTER_FACTS)

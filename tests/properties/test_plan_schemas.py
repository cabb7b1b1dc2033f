"""Family *one-sided*: a plan that a regulation's schema refuses fails that requirement in the Rego."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from envpolicy.catalog import load_catalog
from envpolicy.compiler.plan_schema import plan_schema
from envpolicy.testing import laws
from envpolicy.testing.strategies import plans

if TYPE_CHECKING:
    from envpolicy.catalog import Requirement

CATALOG = load_catalog()
#: Requirements whose schema can refuse something, without Rego of their own.
JUDGED = [
    entry
    for entry in CATALOG.requirements
    if not entry.superseded_by
    and "rego" not in entry.body
    and "allOf" in plan_schema(entry.id, entry.title, [entry])["anyOf"][1]
]


def body(entry: Requirement) -> dict[str, Any]:
    return {"id": entry.id, "force": entry.force.value, **entry.body}


def refuses(entry: Requirement, estate: dict[str, Any]) -> bool:
    return not Draft202012Validator(plan_schema(entry.id, entry.title, [entry])).is_valid(estate)


@given(estate=plans.estates(), entry=st.sampled_from(JUDGED))
def test_what_the_schema_refuses_the_rego_fails(estate: dict[str, Any], entry: Requirement) -> None:
    """One side only: what the schema lets through may still fail, or be unknown."""
    if refuses(entry, estate):
        event(f"refused by {entry.id}")
        assert laws.embedded(estate, [body(entry)]).verdicts[entry.id] == "fail"


PLAN: dict[str, Any] = {
    "organisation": {
        "careProvider": True,
        "processesCui": True,
        "swedishStateAuthority": True,
        "hasClearinghouse": False,
    },
    "environments": [{"name": "x", "class": "production"}, {"name": "y", "class": "non-production"}],
    "deployments": [
        {
            "name": "d0",
            "application": "shop",
            "stage": "production",
            "data": {"class": "customer", "qualities": ["patient"], "treatment": "raw"},
            "audience": ["end-users"],
            "medicalDevice": True,
        }
    ],
    "records": {
        "complete": ["changes", "evidence"],
        "changes": [],
        "evidence": [
            {"record": "separation-plan", "covers": ["network", "cpu", "persistent-storage"]},
            {"record": "clearinghouse-applicability-finding"},
            {"record": "msbfs-2020-7-3-1"},
        ],
    },
}


def changed(**parts: Any) -> dict[str, Any]:
    return {**PLAN, **parts}


def staged(stage: str, **facts: Any) -> dict[str, Any]:
    return {"name": "d1", "application": "shop", "stage": stage, **facts}


CHANGE = {"id": "C1", "what": "shop 1", "layer": "application", "change": "minor", "production": "2026-03-01"}

REFUSED = [
    ("welkin-two-environments", changed(environments=[{"name": "x", "class": "production"}])),
    (
        "welkin-two-environments",
        changed(environments=[{"name": "x", "class": "production"}, {"name": "y", "class": "production"}]),
    ),
    ("welkin-ideal-promotion", changed(deployments=[staged("testing", data={"class": "customer"})])),
    ("welkin-ideal-promotion", changed(deployments=[staged("development", audience=["qa"])])),
    ("bsi-app-4.4.A1-plan", changed(records={"complete": ["evidence"], "evidence": []})),
    (
        "bsi-app-4.4.A1-plan",
        changed(
            records={
                "complete": ["evidence"],
                "evidence": [{"record": "separation-plan", "covers": ["network"]}],
            }
        ),
    ),
    ("iso-27001-2022-A.8.32", changed(records={"complete": ["changes"], "changes": [CHANGE]})),
    (
        "iso-27001-2022-A.8.33",
        changed(
            deployments=[
                PLAN["deployments"][0],
                staged("staging", data={"qualities": ["personal"], "treatment": "raw"}),
            ]
        ),
    ),
    ("mdr-annex-vi-c-6.5-udi", changed(records={"changes": [CHANGE | {"layer": "platform", "udi": "none"}]})),
]


@pytest.mark.parametrize(
    ("name", "plan"), REFUSED, ids=[f"{name}-{n}" for n, (name, _) in enumerate(REFUSED)]
)
def test_refused_at_sight(name: str, plan: dict[str, Any]) -> None:
    entry = CATALOG.requirement(name)
    assert refuses(entry, plan)
    assert not refuses(entry, {**plan, "waivers": ["waivers/*.yaml"]}), (
        "a plan with waivers is left to the Rego"
    )


@pytest.mark.parametrize("entry", JUDGED, ids=lambda entry: entry.id)
def test_a_good_plan_is_let_through(entry: Requirement) -> None:
    assert not refuses(entry, PLAN)


def test_the_schemas_are_schemas() -> None:
    for regulation in CATALOG.regulations:
        Draft202012Validator.check_schema(
            plan_schema(regulation.id, regulation.title, regulation.requirements)
        )

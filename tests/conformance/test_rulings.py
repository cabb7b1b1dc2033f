"""Each clause, read as an auditor reads it: a plan, one change to it, and the verdict."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from envpolicy.catalog import load_catalog
from envpolicy.testing import laws

CATALOG = load_catalog()
MAY_FAIL = ("fail", "unknown")


def deployment(name: str, stage: str, where: str, **facts: Any) -> dict[str, Any]:
    """A deployment at `environment/cluster/namespace`, with every fact that clauses read."""
    environment, cluster, namespace = where.split("/")
    return {
        "name": name,
        "application": name.partition("-")[0],
        "stage": stage,
        "data": {"class": "seed", "qualities": [], "treatment": "synthetic"},
        "protection": "normal",
        "function": "application",
        "zone": "inner",
        "owner": "team",
        "audience": ["qa"],
        "medicalDevice": False,
        "placement": {"environment": environment, "cluster": cluster, "namespace": namespace},
    } | facts


def without(item: dict[str, Any], fact: str) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name != fact}


CHANGE = {
    "id": "CHG-1",
    "what": "shop 1.1",
    "layer": "application",
    "change": "minor",
    "author": "ada",
    "assessed": "2026-02-27",
    "testedIn": "staging",
    "tested": "2026-03-02",
    "result": "passed",
    "fallback": "1.0",
    "approvedBy": "bob",
    "approved": "2026-03-03",
    "udi": "pi",
    "impactAnalysis": "2026-02-27",
    "production": "2026-03-04",
    "verifiedAfter": "2026-03-05",
}


def update(environment: str, at: str, **changes: Any) -> dict[str, Any]:
    return {
        "release": "0.46",
        "layer": "platform",
        "change": "minor",
        "environment": environment,
        "at": at,
    } | changes


PROD = deployment("shop-prod", "production", "prod/wc/shop")
STAGING = deployment("shop-staging", "staging", "test/wc/shop")


def estate(*deployments: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """Everything is known, and nothing leaks: two Environments, one of them for everything but production."""
    found = deployments or (PROD, STAGING)
    clusters: dict[str, Any] = {}
    for one in found:
        place = one["placement"]
        cluster = clusters.setdefault(
            f"{place['environment']}/{place['cluster']}",
            {
                "environment": place["environment"],
                "name": place["cluster"],
                "role": "workload",
                "facts": {"inventory": "complete"},
                "objects": {"ConfigMap": []},
            },
        )
        item = {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": one["name"], "namespace": place["namespace"]},
        }
        cluster["objects"]["ConfigMap"].append(item)
    return {
        "apiVersion": "envpolicy.dev/v1alpha1",
        "kind": "Estate",
        "today": "2026-11-23",
        "profile": "default",
        "organisation": {
            "hasClearinghouse": False,
            "partOfLargerOrganisation": False,
            "swedishStateAuthority": True,
            "careProvider": True,
            "processesCui": True,
            "managedService": True,
        },
        "environments": [
            {"name": "prod", "class": "production"},
            {"name": "test", "class": "non-production"},
        ],
        "clusters": clusters,
        "deployments": list(found),
        "records": {
            "complete": ["changes", "updates", "evidence"],
            "changes": [],
            "updates": [],
            "evidence": [],
        },
        "waivers": [],
    } | parts


def recorded(**registers: Any) -> dict[str, Any]:
    return {
        "complete": ["changes", "updates", "evidence"],
        "changes": [],
        "updates": [],
        "evidence": [],
    } | registers


def organised(**facts: Any) -> dict[str, Any]:
    return {**estate()["organisation"], **facts}


def unstated(fact: str) -> dict[str, Any]:
    return without(estate()["organisation"], fact)


NEAR = deployment("shop-staging", "staging", "prod/wc/shop-staging")
RAW = {"class": "customer", "qualities": ["personal"], "treatment": "raw"}
PATIENT = {"class": "customer", "qualities": ["patient"], "treatment": "raw"}
HOSPITAL = deployment("shop-prod", "production", "prod/wc/shop", data=PATIENT, protection="high")
CLEARING = deployment("claims-prod", "production", "prod/clearing/claims", function="clearinghouse")
DEVICE = deployment("shop-prod", "production", "prod/wc/shop", medicalDevice=True)
DEVICE_TEST = deployment("shop-staging", "staging", "prod/wc/shop-staging", medicalDevice=True)
GUARDED = deployment("shop-prod", "production", "prod/wc/shop", protection="very-high")


def administered(prod: list[str], test: list[str] | None) -> dict[str, Any]:
    """A clearinghouse alone in one Environment and the rest in the other, by who administers each."""
    environments = [
        {"name": "prod", "class": "production", "administrators": prod},
        {"name": "test", "class": "production"} | ({} if test is None else {"administrators": test}),
    ]
    return estate(
        PROD,
        deployment("claims-prod", "production", "test/wc/claims", function="clearinghouse"),
        organisation=organised(hasClearinghouse=True, partOfLargerOrganisation=True),
        environments=environments,
    )


#: requirement, estate, verdict, why
CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("iso-27001-2022-A.8.31", estate(), "pass", "two Environments"),
    ("iso-27001-2022-A.8.31", estate(PROD, NEAR), "pass", "a namespace is the floor"),
    (
        "iso-27001-2022-A.8.31",
        estate(PROD, deployment("shop-staging", "staging", "prod/wc/shop")),
        "fail",
        "one namespace, no release: not apart at all",
    ),
    (
        "iso-27001-2022-A.8.31",
        estate(PROD, deployment("other-dev", "development", "prod/wc/shop")),
        "fail",
        "no matter what happens in testing: any application",
    ),
    ("iso-27001-2022-A.8.31", estate(PROD), "not-applicable", "no pair, no pass"),
    ("iso-27001-2022-A.8.31", estate(PROD, without(STAGING, "stage")), "unknown", "a stage is missing"),
    ("iso-27001-2013-A.12.1.4", estate(PROD, NEAR), "pass", "shares its successor's verdict"),
    (
        "iso-27001-2022-A.8.31-development",
        estate(
            deployment("shop-dev", "development", "test/wc/a"),
            deployment("shop-test", "testing", "test/wc/a"),
        ),
        "fail",
        "development and testing in one namespace",
    ),
    (
        "iso-27001-2022-A.8.31-development",
        estate(
            deployment("shop-dev", "development", "test/wc/a"),
            deployment("bank-test", "testing", "test/wc/a"),
        ),
        "not-applicable",
        "of two applications",
    ),
    ("iso-27001-2022-A.8.32", estate(), "not-applicable", "a whole and empty register"),
    ("iso-27001-2022-A.8.32", estate(records={}), "unknown", "no register"),
    (
        "iso-27001-2022-A.8.32",
        estate(records=recorded(changes=[CHANGE])),
        "pass",
        "assessed, approved, fall-back",
    ),
    (
        "iso-27001-2022-A.8.32",
        estate(records=recorded(changes=[CHANGE | {"assessed": "2026-03-05"}])),
        "fail",
        "assessed after production",
    ),
    (
        "iso-27001-2022-A.8.32",
        estate(records=recorded(changes=[CHANGE | {"assessed": "2026-03-05", "change": "emergency"}])),
        "pass",
        "an emergency is recorded afterwards",
    ),
    (
        "iso-27001-2022-A.8.32",
        estate(records=recorded(changes=[without(CHANGE, "fallback")])),
        "fail",
        "no fall-back in a whole register",
    ),
    (
        "iso-27001-2022-A.8.32",
        estate(records=recorded(complete=[], changes=[without(CHANGE, "fallback")])),
        "unknown",
        "no fall-back in another",
    ),
    (
        "iso-27001-2022-A.8.32-segregation",
        estate(records=recorded(changes=[CHANGE | {"approvedBy": "ada"}])),
        "fail",
        "author and approver are one",
    ),
    (
        "iso-27001-2022-A.8.33",
        estate(PROD, STAGING | {"data": RAW}),
        "fail",
        "raw personal data outside production, not approved",
    ),
    (
        "iso-27001-2022-A.8.33",
        estate(
            PROD,
            STAGING | {"data": RAW},
            records=recorded(
                evidence=[{"record": "test-data-approval", "date": "2026-01-01", "covers": ["shop-staging"]}]
            ),
        ),
        "pass",
        "protected alike and approved",
    ),
    (
        "iso-27001-2022-A.8.33",
        estate(
            PROD | {"protection": "high"},
            STAGING | {"data": RAW},
            records=recorded(evidence=[{"record": "test-data-approval", "date": "2026-01-01"}]),
        ),
        "fail",
        "approved, but protected less than production",
    ),
    (
        "iso-27001-2022-A.8.33",
        estate(PROD, STAGING | {"data": RAW | {"treatment": "anonymised"}}),
        "pass",
        "anonymised data are not personal",
    ),
    ("iso-27001-2022-A.8.33", estate(PROD, STAGING | {"data": {}}), "unknown", "what data is not said"),
    ("hipaa-164.308-a-4-ii-A", estate(), "not-applicable", "no clearinghouse"),
    (
        "hipaa-164.308-a-4-ii-A",
        estate(organisation=unstated("hasClearinghouse") | {"partOfLargerOrganisation": True}),
        "unknown",
        "absent means unknown",
    ),
    (
        "hipaa-164.308-a-4-ii-A",
        estate(organisation=organised(hasClearinghouse=True, partOfLargerOrganisation=True)),
        "unknown",
        "a clearinghouse that the plan does not show",
    ),
    (
        "hipaa-164.308-a-4-ii-A",
        estate(
            PROD,
            CLEARING | {"placement": PROD["placement"] | {"namespace": "claims"}},
            organisation=organised(hasClearinghouse=True, partOfLargerOrganisation=True),
        ),
        "fail",
        "a namespace is not enough: the organisation's administrators reach it",
    ),
    (
        "hipaa-164.308-a-4-ii-A",
        administered(["ada"], ["bob"]),
        "pass",
        "two Environments, and the plan names who administers each",
    ),
    (
        "hipaa-164.308-a-4-ii-A",
        administered(["ada"], ["bob", "ada"]),
        "fail",
        "one person administers both Environments",
    ),
    (
        "hipaa-164.308-a-4-ii-A",
        administered(["ada"], None),
        "unknown",
        "nobody says who administers the other Environment",
    ),
    (
        "hipaa-164.308-a-4-ii-A-finding",
        estate(),
        "fail",
        "the finding is owed also where there is no clearinghouse",
    ),
    (
        "hipaa-164.308-a-4-ii-A-finding",
        estate(
            records=recorded(
                evidence=[{"record": "clearinghouse-applicability-finding", "date": "2026-01-20"}]
            )
        ),
        "pass",
        "on record",
    ),
    (
        "msbfs-2020-7-3-2",
        estate(organisation=organised(swedishStateAuthority=False)),
        "not-applicable",
        "a municipality is not a state authority",
    ),
    ("msbfs-2020-7-3-2", estate(PROD, NEAR), "pass", "floor namespace"),
    ("hslf-fs-2016-40-3-10", estate(), "not-applicable", "production holds no patient data"),
    ("hslf-fs-2016-40-3-10", estate(HOSPITAL, STAGING), "not-applicable", "no pair, no pass"),
    (
        "hslf-fs-2016-40-3-10",
        estate(HOSPITAL, STAGING | {"data": PATIENT | {"treatment": "anonymised"}}),
        "not-applicable",
        "anonymised data are nobody's",
    ),
    ("hslf-fs-2016-40-3-10", estate(HOSPITAL, STAGING | {"data": {}}), "unknown", "what data is not said"),
    (
        "hslf-fs-2016-40-3-10",
        estate(HOSPITAL, STAGING | {"data": PATIENT | {"treatment": "pseudonymised"}}),
        "fail",
        "pseudonymised counts, and is protected less",
    ),
    (
        "hslf-fs-2016-40-3-10",
        estate(HOSPITAL, STAGING | {"data": PATIENT | {"treatment": "pseudonymised"}, "protection": "high"}),
        "pass",
        "protected alike, in an Environment of its own",
    ),
    (
        "bsi-app-4.4.A1-plan",
        estate(
            records=recorded(
                evidence=[{"record": "separation-plan", "date": "2026-01-15", "covers": ["network"]}]
            )
        ),
        "fail",
        "the plan leaves out cpu and storage",
    ),
    (
        "bsi-app-4.4.A1-plan",
        estate(
            records=recorded(
                evidence=[
                    {
                        "record": "separation-plan",
                        "date": "2026-01-15",
                        "covers": ["network", "cpu", "persistent-storage"],
                    }
                ]
            )
        ),
        "pass",
        "all three",
    ),
    ("bsi-app-4.4.A1-level", estate(PROD, NEAR), "pass", "normal need: namespace"),
    ("bsi-app-4.4.A1-level", estate(PROD | {"protection": "high"}, NEAR), "fail", "high need: cluster"),
    (
        "bsi-app-4.4.A1-namespace",
        estate(PROD, deployment("bank-prod", "production", "prod/wc/shop")),
        "fail",
        "two applications in one namespace",
    ),
    (
        "bsi-app-4.4.A1-cluster",
        estate(PROD, deployment("bank-prod", "production", "prod/wc/bank", protection="high")),
        "fail",
        "unlike needs in one cluster",
    ),
    (
        "bsi-app-4.4.A1-cluster",
        estate(PROD, deployment("bank-prod", "production", "prod/wc/bank")),
        "not-applicable",
        "like need and like zone form no pair",
    ),
    (
        "bsi-app-4.4.A1-cluster",
        estate(PROD, without(deployment("bank-prod", "production", "prod/wc/bank"), "zone")),
        "unknown",
        "a zone is missing",
    ),
    ("bsi-app-4.4.A15", estate(PROD, NEAR), "not-applicable", "no very high need"),
    (
        "bsi-app-4.4.A15",
        estate(GUARDED, NEAR),
        "not-applicable",
        "its own staging is not another application",
    ),
    (
        "bsi-app-4.4.A15",
        estate(GUARDED, deployment("bank-prod", "production", "prod/wc/bank")),
        "unknown",
        "one cluster, and nobody says whose nodes",
    ),
    (
        "bsi-app-4.4.A15",
        estate(
            GUARDED | {"placement": GUARDED["placement"] | {"dedicatedNodes": True}},
            deployment("bank-prod", "production", "prod/wc/bank"),
        ),
        "pass",
        "nodes of its own will do",
    ),
    (
        "bsi-app-4.4.A15",
        estate(
            GUARDED | {"placement": GUARDED["placement"] | {"dedicatedNodes": False}},
            deployment("bank-prod", "production", "prod/wc/bank"),
            profile="floor",
        ),
        "fail",
        "under every profile",
    ),
    ("mdr-annex-vi-c-6.5-udi", estate(), "not-applicable", "no medical device"),
    (
        "mdr-annex-vi-c-6.5-udi",
        estate(DEVICE, DEVICE_TEST, records=recorded(changes=[without(CHANGE, "udi")])),
        "fail",
        "each change carries a UDI decision",
    ),
    (
        "mdr-annex-vi-c-6.5-verified",
        estate(DEVICE, DEVICE_TEST, records=recorded(changes=[CHANGE | {"tested": "2026-03-05"}])),
        "fail",
        "verified after production",
    ),
    (
        "mdr-annex-vi-c-6.5-verified",
        estate(
            DEVICE,
            DEVICE_TEST,
            records=recorded(
                changes=[CHANGE | {"tested": "2026-03-05", "change": "critical-security-patch"}],
                evidence=[{"record": "emergency-record", "date": "2026-03-04"}],
            ),
        ),
        "pass",
        "a critical security patch may be verified afterwards, on record",
    ),
    ("mdr-annex-vi-c-6.5-application", estate(DEVICE, DEVICE_TEST), "pass", "floor namespace"),
    (
        "mdr-annex-vi-c-6.5-platform",
        estate(DEVICE, DEVICE_TEST, records=recorded(changes=[CHANGE | {"layer": "platform"}])),
        "fail",
        "a platform cannot be tried in a neighbouring namespace",
    ),
    (
        "nist-800-171-r2-3.4.4",
        estate(records=recorded(changes=[CHANGE | {"impactAnalysis": "2026-03-06"}])),
        "fail",
        "analysed after the change",
    ),
    (
        "nist-800-171-r2-3.4.4",
        estate(organisation=unstated("processesCui")),
        "unknown",
        "CUI is not spoken of",
    ),
    (
        "nist-800-171-r3-03.04.04",
        estate(records=recorded(changes=[without(CHANGE, "verifiedAfter")])),
        "fail",
        "not verified afterwards",
    ),
    ("welkin-two-environments", estate(), "pass", "two, one of them designated"),
    ("welkin-two-environments", estate(PROD, NEAR), "fail", "staging in production's Environment"),
    (
        "welkin-two-environments",
        estate(environments=[{"name": "prod", "class": "production"}, {"name": "test"}]),
        "unknown",
        "an Environment without a class",
    ),
    (
        "welkin-five-working-days",
        estate(
            records=recorded(
                updates=[
                    update("test", "2026-03-02T10:00:00+01:00"),
                    update("prod", "2026-03-09T08:00:00+01:00"),
                ]
            )
        ),
        "pass",
        "Monday to Monday: five working days",
    ),
    (
        "welkin-five-working-days",
        estate(
            records=recorded(
                updates=[
                    update("test", "2026-03-02T10:00:00+01:00"),
                    update("prod", "2026-03-06T23:00:00+01:00"),
                ]
            )
        ),
        "fail",
        "Friday is the fourth",
    ),
    (
        "welkin-five-working-days",
        estate(
            records=recorded(
                updates=[
                    update("test", "2026-06-18T10:00:00+02:00"),
                    update("prod", "2026-06-25T10:00:00+02:00"),
                ]
            )
        ),
        "fail",
        "Midsummer's Eve is no working day",
    ),
    (
        "welkin-five-working-days",
        estate(
            records=recorded(
                updates=[
                    update("test", "2026-06-18T10:00:00+02:00"),
                    update("prod", "2026-06-26T10:00:00+02:00"),
                ]
            )
        ),
        "pass",
        "a day later it is five",
    ),
    (
        "welkin-five-working-days",
        estate(
            records=recorded(
                updates=[
                    without(update("test", "2026-03-02T10:00:00+01:00"), "change"),
                    without(update("prod", "2026-03-03T10:00:00+01:00"), "change"),
                ]
            )
        ),
        "unknown",
        "an update of no kind may be a minor one",
    ),
    (
        "welkin-five-working-days",
        estate(
            records=recorded(
                updates=[
                    without(update("test", "2026-03-02T10:00:00+01:00"), "layer"),
                    update("prod", "2026-03-09T10:00:00+01:00"),
                ]
            )
        ),
        "unknown",
        "what test got may not have been the platform",
    ),
    (
        "welkin-five-working-days",
        estate(
            environments=[*estate()["environments"], {"name": "third"}],
            records=recorded(
                updates=[
                    update("test", "2026-03-02T10:00:00+01:00"),
                    update("prod", "2026-03-09T10:00:00+01:00"),
                ]
            ),
        ),
        "unknown",
        "an Environment without a class may be a designated one",
    ),
    (
        "welkin-five-working-days",
        estate(records=recorded(updates=[update("prod", "2026-03-09T08:00:00+01:00")])),
        "fail",
        "production without non-production",
    ),
    (
        "welkin-five-working-days",
        estate(
            records=recorded(updates=[update("prod", "2026-03-09T08:00:00+01:00", change="security-patch")])
        ),
        "not-applicable",
        "security patches are exempt",
    ),
    (
        "welkin-five-working-days",
        estate(organisation=organised(managedService=False)),
        "not-applicable",
        "not a managed service",
    ),
    (
        "welkin-ideal-promotion",
        estate(PROD | {"audience": ["end-users"]}, STAGING),
        "pass",
        "seed data in staging",
    ),
    (
        "welkin-ideal-promotion",
        estate(PROD, STAGING | {"data": {"class": "customer", "qualities": [], "treatment": "raw"}}),
        "fail",
        "customer data in staging",
    ),
    (
        "welkin-ideal-promotion",
        estate(PROD, deployment("shop-int", "integration", "test/wc/int", data={"class": "realistic"})),
        "fail",
        "integration is read as testing",
    ),
    (
        "welkin-ideal-promotion",
        estate(PROD, STAGING | {"audience": ["customers"]}),
        "fail",
        "customers do not see staging",
    ),
]


@pytest.mark.parametrize(
    ("name", "document", "verdict", "why"), CASES, ids=[f"{name}: {why}" for name, _, _, why in CASES]
)
def test_clause(name: str, document: dict[str, Any], verdict: str, why: str) -> None:
    entry = CATALOG.requirement(name)
    law = CATALOG.requirement(entry.superseded_by[0]) if entry.superseded_by else entry
    body = {"id": name, "force": entry.force.value, **law.body}
    for judge in (laws.embedded, laws.model):
        answer = judge(copy.deepcopy(document), [body])
        assert answer.verdicts[name] == verdict, f"{judge.__name__}: {why}"


def test_a_change_that_does_not_say_its_layer_may_be_one_that_counts() -> None:
    body = {
        "id": "own-1",
        "force": "must",
        "promotion": {"register": "changes", "layer": ["platform"], "records": [{"field": "fallback"}]},
    }
    change = without(without(CHANGE, "layer"), "fallback")
    for judge in (laws.embedded, laws.model):
        answer = judge(estate(records=recorded(changes=[change])), [copy.deepcopy(body)])
        assert answer.verdicts["own-1"] == "unknown", judge.__name__


def test_every_clause_has_a_case() -> None:
    own_rego = {entry.id for entry in CATALOG.requirements if "rego" in entry.body}
    covered = {name for name, _, _, _ in CASES} | own_rego
    left = {entry.id for entry in CATALOG.requirements} - covered
    assert left <= {"iso-27001-2013-A.12.1.4-development", "msbfs-2020-7-3-1"}

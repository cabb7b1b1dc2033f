"""How the shipped catalogue reads each clause: force, provenance, pairs, levels, records."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest

from envpolicy.catalog import Catalog, load_catalog
from envpolicy.model import AUDIENCES, DATA_CLASSES, PROTECTION_NEEDS, STAGES, Level

if TYPE_CHECKING:
    from envpolicy.catalog import Regulation, Requirement

NON_PRODUCTION = [
    [
        {
            "field": ["stage"],
            "in": ["local", "development", "integration", "testing", "staging"],
            "negated": False,
        }
    ]
]
PRODUCTION = [[{"field": ["stage"], "in": ["production"], "negated": False}]]
NAMESPACE, CLUSTER, ENVIRONMENT = int(Level.NAMESPACE), int(Level.CLUSTER), int(Level.ENVIRONMENT)
ADVICE = "welkin-two-environments"

CATALOG = load_catalog()

#: Requirement, clause, force, provenance, basis, and the blocks that decide its verdict.
TABLE = {
    "bsi-app-4.4.A1-plan": ("APP.4.4.A1 (1)-(3)", "must", "confirmed", "explicit", {"evidence"}),
    "bsi-app-4.4.A1-level": ("APP.4.4.A1 (2)", "should", "confirmed", "interpreted", {"isolation"}),
    "bsi-app-4.4.A1-namespace": ("APP.4.4.A1 (5)", "should", "confirmed", "explicit", {"isolation"}),
    "bsi-app-4.4.A1-cluster": ("APP.4.4.A1 (6)", "should", "confirmed", "explicit", {"isolation"}),
    "bsi-app-4.4.A7": ("APP.4.4.A7 (3)", "should", "confirmed", "explicit", {"rego"}),
    "bsi-app-4.4.A9": ("APP.4.4.A9 (1)-(3)", "should", "confirmed", "explicit", {"rego"}),
    "bsi-app-4.4.A14": ("APP.4.4.A14 (1), (3)", "should", "confirmed", "explicit", {"rego"}),
    "bsi-app-4.4.A15": ("APP.4.4.A15", "should", "confirmed", "explicit", {"isolation"}),
    "bsi-app-4.4.A18": ("APP.4.4.A18", "should", "confirmed", "explicit", {"rego"}),
    "hipaa-164.308-a-4-ii-A": (
        "164.308(a)(4)(ii)(A)",
        "must",
        "confirmed",
        "explicit",
        {"isolation", "access"},
    ),
    "hipaa-164.308-a-4-ii-A-finding": (
        "164.308(a)(4)(ii)(A)",
        "must",
        "confirmed",
        "interpreted",
        {"evidence"},
    ),
    "hslf-fs-2016-40-3-10": ("3 kap. 10 §", "should", "unconfirmed", "interpreted", {"isolation", "data"}),
    "iso-27001-2013-A.12.1.4": ("A.12.1.4", "must", "secondary", "risk-based", set()),
    "iso-27001-2013-A.12.1.4-development": ("A.12.1.4", "should", "secondary", "risk-based", set()),
    "iso-27001-2022-A.8.31": ("A.8.31", "must", "confirmed", "risk-based", {"isolation"}),
    "iso-27001-2022-A.8.31-development": ("A.8.31", "should", "confirmed", "risk-based", {"isolation"}),
    "iso-27001-2022-A.8.32": ("A.8.32", "must", "confirmed", "risk-based", {"promotion"}),
    "iso-27001-2022-A.8.32-segregation": ("A.8.32", "should", "confirmed", "risk-based", {"access"}),
    "iso-27001-2022-A.8.33": ("A.8.33", "must", "confirmed", "risk-based", {"data"}),
    "mdr-annex-vi-c-6.5-udi": ("Annex VI Part C 6.5", "must", "confirmed", "explicit", {"promotion"}),
    "mdr-annex-vi-c-6.5-verified": ("Annex VI Part C 6.5", "must", "confirmed", "interpreted", {"promotion"}),
    "mdr-annex-vi-c-6.5-application": (
        "Annex VI Part C 6.5",
        "must",
        "confirmed",
        "interpreted",
        {"isolation"},
    ),
    "mdr-annex-vi-c-6.5-platform": ("Annex VI Part C 6.5", "must", "confirmed", "interpreted", {"isolation"}),
    "msbfs-2020-7-3-1": ("3 kap. 1 §", "should", "unconfirmed", "interpreted", {"evidence"}),
    "msbfs-2020-7-3-2": ("3 kap. 2 §", "should", "unconfirmed", "interpreted", {"isolation"}),
    "nist-800-171-r2-3.4.4": ("3.4.4", "must", "confirmed", "explicit", {"promotion"}),
    "nist-800-171-r3-03.04.04": ("03.04.04", "must", "confirmed", "explicit", {"promotion"}),
    "welkin-five-working-days": ("A2.6", "must", "confirmed", "explicit", {"promotion"}),
    "welkin-ideal-promotion": ("Ideal Promotion", "may", "confirmed", "explicit", {"data"}),
    "welkin-two-environments": (
        "At least two Environments",
        "should",
        "confirmed",
        "explicit",
        {"environments"},
    ),
}
DECIDING = {"isolation", "data", "access", "promotion", "environments", "evidence", "rego"}


def of(requirement_id: str) -> dict[str, Any]:
    return CATALOG.requirement(requirement_id).parameters


def organisation(requirement_id: str) -> dict[str, list[Any]]:
    facts = of(requirement_id)["appliesWhen"]["organisation"]
    assert all(fact["absent"] is None and fact["negated"] is False for fact in facts), "absent means unknown"
    return {fact["fact"]: fact["in"] for fact in facts}


def levels(requirement_id: str) -> tuple[int | None, int | None]:
    isolation = of(requirement_id)["isolation"]
    return isolation.get("floor"), isolation.get("default")


# --- for every requirement ------------------------------------------------------------------------


def test_the_table_is_the_catalogue() -> None:
    assert set(TABLE) == {requirement.id for requirement in CATALOG.requirements}


@pytest.mark.parametrize("requirement_id", TABLE)
def test_clause_force_standing_and_blocks(requirement_id: str) -> None:
    requirement = CATALOG.requirement(requirement_id)
    clause, force, provenance, basis, blocks = TABLE[requirement_id]
    assert requirement.clause == clause
    assert requirement.force.value == force
    assert requirement.provenance == provenance
    assert requirement.basis == basis
    assert requirement.body.keys() & DECIDING == blocks


def test_a_text_that_nobody_read_cannot_condemn_and_says_so() -> None:
    unread = [requirement for requirement in CATALOG.requirements if requirement.provenance == "unconfirmed"]
    assert {requirement.regulation for requirement in unread} == {"msbfs-2020-7", "hslf-fs-2016-40"}
    for requirement in unread:
        assert requirement.force.value != "must"
        assert "wording was not read" in (requirement.note or "")


@pytest.mark.parametrize("regulation", CATALOG.regulations, ids=lambda regulation: regulation.id)
def test_each_regulation_says_where_it_stands(regulation: Regulation) -> None:
    assert re.match(r"https?://", regulation.source)
    assert regulation.status in {"in-force", "superseded", "under-review", "recommendation"}
    if regulation.checked is not None:
        dt.date.fromisoformat(regulation.checked)
    for requirement in regulation.requirements:
        assert requirement.id == regulation.id or requirement.id.startswith(
            (f"{regulation.id}-", f"{regulation.id}.")
        )


@pytest.mark.parametrize("requirement", CATALOG.requirements, ids=lambda requirement: requirement.id)
def test_each_requirement_says_what_to_do_and_where_it_was_read(requirement: Requirement) -> None:
    assert requirement.sources
    assert requirement.remediation or requirement.superseded_by
    assert not requirement.title.endswith(".")


def test_the_default_that_is_the_seeds_advice_names_the_advice() -> None:
    advised = {
        requirement.id
        for requirement in CATALOG.requirements
        if requirement.parameters.get("isolation", {}).get("recommendation") == ADVICE
    }
    assert advised == {
        "iso-27001-2013-A.12.1.4",
        "iso-27001-2022-A.8.31",
        "msbfs-2020-7-3-2",
        "hslf-fs-2016-40-3-10",
    }
    assert CATALOG.requirement(ADVICE).force.value == "should"


def test_parameters_are_shallow() -> None:
    def depth(value: Any) -> int:
        if isinstance(value, dict):
            return 1 + max(map(depth, value.values()), default=0)
        return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0

    assert max(depth(requirement.parameters) for requirement in CATALOG.requirements) < 8


# --- ISO/IEC 27001 --------------------------------------------------------------------------------


def test_iso_a_8_31_holds_all_of_non_production_away_from_all_of_production() -> None:
    rule = of("iso-27001-2022-A.8.31")
    assert rule["between"] == [NON_PRODUCTION, PRODUCTION]
    assert rule["scope"] == "any-application"
    assert levels("iso-27001-2022-A.8.31") == (NAMESPACE, ENVIRONMENT)
    assert "appliesWhen" not in rule


def test_iso_a_8_31_holds_development_away_from_testing_of_the_same_application() -> None:
    rule = of("iso-27001-2022-A.8.31-development")
    assert [form[0][0]["in"] for form in rule["between"]] == [["development"], ["testing"]]
    assert rule["scope"] == "same-application"
    assert levels("iso-27001-2022-A.8.31-development") == (NAMESPACE, None)


@pytest.mark.parametrize("suffix", ["", "-development"])
def test_iso_a_12_1_4_shares_the_verdict_of_its_successor(suffix: str) -> None:
    old = CATALOG.requirement(f"iso-27001-2013-A.12.1.4{suffix}")
    new = CATALOG.requirement(f"iso-27001-2022-A.8.31{suffix}")
    assert old.superseded_by == (new.id,)
    assert new.supersedes == (old.id,)
    assert old.body == {}
    assert old.force == new.force
    assert {**old.parameters, "id": new.id} == new.parameters
    assert "uperseded" in (old.note or "")


def test_iso_a_8_32_is_about_changes_and_nothing_else() -> None:
    rule = of("iso-27001-2022-A.8.32")
    assert rule["promotion"] == {
        "register": "changes",
        "records": [
            {"field": "assessed", "by": "production"},
            {"field": "approvedBy"},
            {"field": "approved", "by": "production"},
            {"field": "fallback"},
        ],
        "afterwards": ["emergency"],
    }
    assert of("iso-27001-2022-A.8.32-segregation")["access"] == {"approverDiffersFromAuthor": True}


def test_iso_a_8_33_lets_raw_personal_data_out_only_when_protected_alike_and_approved() -> None:
    data = of("iso-27001-2022-A.8.33")["data"]
    assert data["at"] == NON_PRODUCTION
    assert "personal" in data["qualities"]
    assert data["treatments"] == ["raw"]
    assert data["allowedWhen"] == {"protection": "as-production", "record": "test-data-approval"}


# --- HIPAA ----------------------------------------------------------------------------------------


def test_hipaa_keeps_the_clearinghouse_from_everything_that_is_not_one() -> None:
    rule = of("hipaa-164.308-a-4-ii-A")
    clearinghouse = {"field": ["function"], "in": ["clearinghouse"], "negated": False}
    assert rule["between"] == [[[clearinghouse]], [[{**clearinghouse, "negated": True}]]]
    assert rule["scope"] == "any-application"
    assert levels("hipaa-164.308-a-4-ii-A") == (CLUSTER, ENVIRONMENT)
    assert rule["isolation"]["basis"] == "interpreted"
    assert rule["access"] == {"disjoint": ["administrators", "subjects"]}
    assert organisation("hipaa-164.308-a-4-ii-A") == {
        "hasClearinghouse": [True],
        "partOfLargerOrganisation": [True],
    }


def test_hipaa_does_not_pass_a_clearinghouse_that_the_plan_does_not_show() -> None:
    assert of("hipaa-164.308-a-4-ii-A")["whenNoPair"] == "unknown"
    others = [entry for entry in CATALOG.requirements if entry.parameters.get("whenNoPair") == "unknown"]
    assert [entry.id for entry in others] == ["hipaa-164.308-a-4-ii-A"]


def test_hipaa_wants_the_finding_always() -> None:
    rule = of("hipaa-164.308-a-4-ii-A-finding")
    assert rule["evidence"] == [{"record": "clearinghouse-applicability-finding"}]
    assert "appliesWhen" not in rule


# --- Sweden ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("requirement_id", ["msbfs-2020-7-3-1", "msbfs-2020-7-3-2"])
def test_msbfs_applies_to_a_state_authority(requirement_id: str) -> None:
    assert organisation(requirement_id) == {"swedishStateAuthority": [True]}
    assert "municipality" in (CATALOG.requirement(requirement_id).note or "")


def test_msbfs_3_1_is_a_record_only() -> None:
    assert of("msbfs-2020-7-3-1")["evidence"] == [{"record": "msbfs-2020-7-3-1"}]


def test_msbfs_3_2_holds_non_production_away_from_production() -> None:
    assert of("msbfs-2020-7-3-2")["between"] == [NON_PRODUCTION, PRODUCTION]
    assert levels("msbfs-2020-7-3-2") == (NAMESPACE, ENVIRONMENT)


def test_hslf_protects_patient_data_outside_production_as_in_production() -> None:
    rule = of("hslf-fs-2016-40-3-10")
    patient = {"field": ["data", "qualities"], "in": ["patient"], "negated": False}
    assert organisation("hslf-fs-2016-40-3-10") == {"careProvider": [True]}
    assert rule["appliesWhen"]["deployments"] == [[PRODUCTION[0][0], patient]]
    assert rule["between"] == [[[NON_PRODUCTION[0][0], patient]], PRODUCTION]
    assert levels("hslf-fs-2016-40-3-10")[1] == ENVIRONMENT
    assert rule["data"]["treatments"] == ["raw", "pseudonymised"]
    assert rule["data"]["allowedWhen"] == {"protection": "as-production"}


# --- BSI ------------------------------------------------------------------------------------------


def test_bsi_a1_wants_a_plan_with_three_headings() -> None:
    assert of("bsi-app-4.4.A1-plan")["evidence"] == [
        {"record": "separation-plan", "covers": ["network", "cpu", "persistent-storage"]}
    ]


def test_bsi_a1_asks_for_a_level_by_need() -> None:
    rule = of("bsi-app-4.4.A1-level")
    assert rule["isolation"]["floorByProtection"] == {
        "normal": NAMESPACE,
        "high": CLUSTER,
        "very-high": ENVIRONMENT,
    }
    assert rule["between"] == [NON_PRODUCTION, PRODUCTION]


def test_bsi_a1_5_and_6_are_about_other_applications() -> None:
    namespace, cluster = of("bsi-app-4.4.A1-namespace"), of("bsi-app-4.4.A1-cluster")
    for rule in (namespace, cluster):
        assert rule["between"] == [[[]], [[]]]
        assert rule["scope"] == "other-application"
    assert levels("bsi-app-4.4.A1-namespace") == (NAMESPACE, None)
    assert levels("bsi-app-4.4.A1-cluster") == (CLUSTER, None)
    assert cluster["differ"] == ["protection", "zone"]
    assert "differ" not in namespace
    assert any(
        "one namespace" in part for part in CATALOG.requirement("bsi-app-4.4.A1-namespace").not_evaluated
    )


@pytest.mark.parametrize(
    ("requirement_id", "check"),
    [
        ("bsi-app-4.4.A7", "default_deny"),
        ("bsi-app-4.4.A9", "service_accounts"),
        ("bsi-app-4.4.A14", "control_plane_nodes"),
        ("bsi-app-4.4.A18", "micro_segmentation"),
    ],
)
def test_bsi_neighbours_are_checked_by_the_library_and_list_what_is_not(
    requirement_id: str, check: str
) -> None:
    requirement = CATALOG.requirement(requirement_id)
    assert f"import data.lib.envpolicy.checks.{check}\n" in requirement.body["rego"]
    assert requirement.not_evaluated


def test_bsi_a15_is_content_with_a_cluster_or_with_dedicated_nodes_under_every_profile() -> None:
    rule = of("bsi-app-4.4.A15")
    very_high = [[{"field": ["protection"], "in": ["very-high"], "negated": False}]]
    assert rule["isolation"]["anyOf"] == [{"level": CLUSTER}, {"dedicatedNodes": True}]
    assert levels("bsi-app-4.4.A15") == (None, None)
    assert rule["appliesWhen"] == {"deployments": very_high}
    assert rule["between"] == [very_high, [[]]]
    assert rule["scope"] == "other-application"


def test_bsi_a18_starts_at_high_need() -> None:
    [[literal]] = of("bsi-app-4.4.A18")["appliesWhen"]["deployments"]
    assert literal == {"field": ["protection"], "in": ["high", "very-high"], "negated": False}


# --- MDR ------------------------------------------------------------------------------------------

DEVICE = {"field": ["medicalDevice"], "in": [True], "negated": False}


@pytest.mark.parametrize("duty", ["udi", "verified", "application", "platform"])
def test_mdr_applies_to_medical_devices(duty: str) -> None:
    assert of(f"mdr-annex-vi-c-6.5-{duty}")["appliesWhen"]["deployments"] == [[DEVICE]]


def test_mdr_wants_a_udi_decision_on_each_change() -> None:
    promotion = of("mdr-annex-vi-c-6.5-udi")["promotion"]
    assert promotion["records"] == [{"field": "udi", "in": ["di", "pi"]}]
    assert not promotion.keys() & {"layer", "change", "exempt", "afterwards"}


def test_mdr_lets_only_a_critical_security_patch_be_verified_afterwards_and_on_record() -> None:
    promotion = of("mdr-annex-vi-c-6.5-verified")["promotion"]
    assert promotion["records"] == [{"field": "tested", "by": "production", "result": "passed"}]
    assert promotion["afterwards"] == ["critical-security-patch"]
    assert promotion["afterwardsRecord"] == "emergency-record"


@pytest.mark.parametrize(("duty", "floor"), [("application", NAMESPACE), ("platform", CLUSTER)])
def test_mdr_needs_a_place_to_verify_in(duty: str, floor: int) -> None:
    rule = of(f"mdr-annex-vi-c-6.5-{duty}")
    assert levels(rule["id"]) == (floor, ENVIRONMENT)
    assert "recommendation" not in rule["isolation"]
    assert rule["between"] == [NON_PRODUCTION, [[PRODUCTION[0][0], DEVICE]]]
    assert rule["scope"] == "same-application"


def test_mdr_asks_for_a_cluster_only_where_the_platform_changes() -> None:
    layer = {"field": ["layer"], "in": ["platform"], "negated": False}
    assert of("mdr-annex-vi-c-6.5-platform")["appliesWhen"]["changes"] == [layer]
    assert "changes" not in of("mdr-annex-vi-c-6.5-application")["appliesWhen"]


# --- NIST -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("requirement_id", ["nist-800-171-r2-3.4.4", "nist-800-171-r3-03.04.04"])
def test_nist_applies_to_cui_and_has_no_isolation(requirement_id: str) -> None:
    assert organisation(requirement_id) == {"processesCui": [True]}
    assert of(requirement_id).keys() == {"id", "force", "appliesWhen", "promotion"}
    assert CATALOG.requirement(requirement_id).superseded_by == ()


def test_nist_r3_adds_the_verification_after_the_change() -> None:
    before = {"field": "impactAnalysis", "by": "production"}
    after = {"field": "verifiedAfter", "after": "production"}
    assert of("nist-800-171-r2-3.4.4")["promotion"]["records"] == [before]
    assert of("nist-800-171-r3-03.04.04")["promotion"]["records"] == [before, after]


# --- the seed's own -------------------------------------------------------------------------------


def test_two_environments_are_three_things_at_once() -> None:
    assert of("welkin-two-environments")["environments"] == {
        "atLeast": 2,
        "designatedNonProduction": 1,
        "productionHoldsOnly": "production",
    }


def test_updates_stand_five_working_days_in_every_designated_environment() -> None:
    rule = of("welkin-five-working-days")
    assert rule["appliesWhen"] == {
        "organisation": [{"fact": "managedService", "in": [False], "negated": True, "absent": True}],
        "environments": [{"field": ["class"], "in": ["non-production"], "negated": False}],
    }
    promotion = rule["promotion"]
    assert promotion["register"] == "updates"
    assert promotion["layer"] == ["platform"]
    assert promotion["change"] == ["major", "minor"]
    assert promotion["everyEnvironment"] is True
    assert promotion["soak"] == {"workingDays": 5, "calendar": "se-elastisys"}
    assert {"patch", "security-patch", "critical-security-patch"} == set(promotion["exempt"])


def test_the_ideal_promotion_table_grows_with_the_stage() -> None:
    data = of("welkin-ideal-promotion")["data"]
    assert data["at"] == [[]]
    assert data["classAtMost"] == dict(
        zip(STAGES, ("throw-away", "throw-away", "seed", "seed", "realistic", "customer"), strict=True)
    )
    for table, order in ((data["classAtMost"], DATA_CLASSES), (data["audienceAtMost"], AUDIENCES)):
        ranks = [order.index(table[stage]) for stage in STAGES]
        assert ranks == sorted(ranks)
        assert table["integration"] == table["testing"]
    assert any("code" in part for part in CATALOG.requirement("welkin-ideal-promotion").not_evaluated)


def test_a_higher_need_never_asks_for_less() -> None:
    for requirement in CATALOG.requirements:
        by_need = requirement.parameters.get("isolation", {}).get("floorByProtection")
        if by_need:
            found = [by_need[need] for need in PROTECTION_NEEDS if need in by_need]
            assert found == sorted(found)


def test_the_catalogue_is_one_value() -> None:
    assert isinstance(CATALOG, Catalog)
    assert load_catalog() == CATALOG

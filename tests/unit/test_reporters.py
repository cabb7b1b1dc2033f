from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from envpolicy.model import (
    Binding,
    Demand,
    Finding,
    Force,
    Info,
    Interval,
    Level,
    PairResult,
    Report,
    RequirementResult,
    Verdict,
    WaiverUse,
    Witness,
)
from envpolicy.reporters import SUBJECTS, Reporter, ReportError, View, formats, reporter
from envpolicy.reporters.json import _pieces, dumps
from envpolicy.reporters.text.matrix import cell
from envpolicy.reporters.text.visible import columns, visible, within

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RUN = {
    "envpolicy": "0.1.0",
    "engine": "embedded",
    "policyDigest": "sha256:" + "ab" * 32,
    "inputDigest": "sha256:" + "cd" * 32,
    "time": "2026-03-02T10:00:00Z",
}


def exactly(level: Level) -> Interval:
    return Interval(lower=level, upper=level)


def result(
    name: str, verdict: Verdict = Verdict.FAIL, force: Force = Force.MUST, **more: Any
) -> RequirementResult:
    given: dict[str, Any] = {
        "requirement": name,
        "title": f"What {name} asks for",
        "clause": name.upper(),
        "regulation": name.partition("-")[0],
        "provenance": "confirmed",
        "force": force,
        "basis": "explicit",
        "verdict": verdict,
    }
    return RequirementResult(**(given | more))


def finding(name: str, *requirements: str, **more: Any) -> Finding:
    given: dict[str, Any] = {
        "id": name,
        "leak": "rbac-crossns-grant",
        "kind": "reach",
        "channel": "identity",
        "cap": Level.RELEASE,
        "source": "shop-staging",
        "target": "shop-prod",
        "requirements": requirements,
        "severity": "high",
        "required": Level.NAMESPACE,
        "nominal": Level.NAMESPACE,
        "effective": exactly(Level.RELEASE),
        "verdict": Verdict.FAIL if requirements else Verdict.NOT_APPLICABLE,
        "message": "An account of one namespace holds rights in another: shop-staging → shop-prod",
        "remediation": "Bind only accounts of the namespace itself.",
        "witness": (
            Witness(
                cluster="prod/wc",
                kind="RoleBinding",
                namespace="shop",
                name="deploy",
                path="subjects[0]",
                file="manifests/prod/rbac.yaml",
                line=12,
                column=5,
            ),
        ),
        "pairs": (("shop-staging", "shop-prod"),),
        "pair_count": 1,
        "directed": True,
    }
    return Finding(**(given | more))


def pair(
    first: str, second: str, nominal: Level, effective: Interval | None = None, **more: Any
) -> PairResult:
    effective = effective or exactly(nominal)
    given: dict[str, Any] = {
        "deployments": (first, second),
        "nominal": nominal,
        "effective": effective,
        "availability": exactly(nominal),
        "channels": {"identity": effective, "network": exactly(nominal)},
    }
    return PairResult(**(given | more))


def hospital() -> Report:
    """A report with one of everything."""
    return Report(
        verdict=Verdict.FAIL,
        run=RUN,
        results=(
            result("iso-8.31", findings=("f-01", "f-02"), basis="risk-based"),
            result("hipaa-a", Verdict.UNKNOWN, findings=("f-03",), reason="a fact is missing"),
            result("bsi-a1", force=Force.SHOULD, findings=("f-01",)),
            result(
                "iso-8.31/recommended",
                force=Force.SHOULD,
                findings=("f-04",),
                clause="recommendation of welkin-two",
                advice_of="iso-8.31",
                reason="the floor is one thing, the recommended level another",
            ),
            result(
                "msb-3",
                force=Force.SHOULD,
                verdict=Verdict.UNKNOWN,
                provenance="unconfirmed",
                reason="the wording of the clause was not read",
            ),
            result("bsi-a5", Verdict.WAIVED, findings=("f-05",)),
            result("iso-8.32", Verdict.PASS),
            result("mdr-1", Verdict.NOT_APPLICABLE, reason="no deployment is a medical device"),
        ),
        pairs=(
            pair("journal", "shop-prod", Level.NAMESPACE),
            pair(
                "shop-prod",
                "shop-staging",
                Level.NAMESPACE,
                exactly(Level.RELEASE),
                leaks=("f-01", "f-02", "f-06"),
            ),
            pair(
                "journal",
                "shop-staging",
                Level.NAMESPACE,
                Interval(lower=Level.RELEASE, upper=Level.NAMESPACE),
            ),
        ),
        findings=(
            finding("f-01", "iso-8.31", "bsi-a1"),
            finding(
                "f-02",
                "iso-8.31",
                leak="secret-same-value",
                kind="shared",
                channel="secret",
                severity="critical",
                directed=False,
                message="Two deployments hold the same secret value: shop-prod ↔ shop-staging",
                pairs=(("shop-prod", "shop-staging"), ("journal", "shop-prod")),
                pair_count=5,
            ),
            finding(
                "f-03",
                "hipaa-a",
                leak=None,
                kind="fact",
                channel=None,
                cap=None,
                verdict=Verdict.UNKNOWN,
                missing=("hasClearinghouse of the organisation",),
                message="not known whether the clause applies",
                remediation="state the fact in the plan",
                witness=(),
            ),
            finding(
                "f-04",
                "iso-8.31/recommended",
                leak=None,
                kind="placement",
                channel=None,
                cap=None,
                message="shop-prod and shop-staging share cluster prod/wc",
                witness=(),
                required=Level.ENVIRONMENT,
            ),
            finding("f-05", "bsi-a5", verdict=Verdict.WAIVED, waivers=("until-summer",), leak="net-open"),
            finding("f-06", leak="cp-admission-gap", channel="control-plane", severity="info"),
            finding(
                "f-07",
                kind="waiver",
                leak=None,
                channel=None,
                cap=None,
                source=None,
                target=None,
                severity="low",
                verdict=Verdict.FAIL,
                required=None,
                nominal=None,
                effective=None,
                message="waiver old has ended on 2026-01-01",
                remediation="renew it, or delete it",
                witness=(),
                pairs=(),
                pair_count=0,
                waivers=("old",),
            ),
        ),
        problems=(
            {
                "level": "warning",
                "message": "ConfigMap shop/leftover belongs to no deployment",
                "file": "manifests/prod/shop.yaml",
                "line": 40,
                "column": 1,
                "path": None,
                "hint": "add a deployment for it",
            },
            {
                "level": "error",
                "message": "a tab stands where only spaces may",
                "file": "manifests/prod/broken.yaml",
                "line": 3,
                "column": 1,
                "path": None,
                "hint": None,
            },
        ),
        totals={
            "requirements": 7,
            "deployments": 3,
            "objects": 21,
            "pairs": 3,
            "findings": 7,
            "unclaimed": 1,
        },
    )


FACTS = {
    name: {
        "name": name,
        "application": name.split("-")[0],
        "stage": stage,
        "placement": {"environment": "prod", "cluster": "wc", "namespace": name},
    }
    for name, stage in (("shop-prod", "production"), ("shop-staging", "staging"), ("journal", "production"))
}


def text(report: Report, **view: Any) -> str:
    return reporter("text").render(report, View(**view))


def schema(root: Path) -> Any:
    return json.loads((root / "schemas/report.schema.json").read_text())


# --- the port


@pytest.mark.parametrize("name", formats())
def test_every_format_found_by_its_file_renders_a_report(name: str) -> None:
    adapter = reporter(name)
    assert isinstance(adapter, Reporter)
    once = adapter.render(hospital())
    assert once.endswith("\n")
    assert adapter.render(hospital()) == once


@pytest.mark.parametrize("name", formats())
def test_every_format_renders_a_report_that_says_nothing(name: str) -> None:
    empty = Report(verdict=Verdict.PASS, run={}, results=(), pairs=(), findings=())
    for subject in reporter(name).subjects:
        assert reporter(name).render(empty, View(subject=subject, pair=("a", "b"))).endswith("\n")


def test_an_unknown_format_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ReportError, match="text"):
        reporter("txt")


def test_a_subject_that_a_format_cannot_show_is_refused() -> None:
    with pytest.raises(ReportError, match="weather"):
        reporter("text").render(hospital(), View(subject="weather"))


def test_only_formats_that_show_a_subject_are_offered_for_it() -> None:
    for subject in SUBJECTS:
        assert {"json", "text"} <= set(formats(subject))


def test_a_mistake_in_an_adapter_is_a_report_error() -> None:
    class Broken(Reporter):
        def _render(self, report: Report, view: View) -> str:  # noqa: ARG002 - as the port has it
            raise ZeroDivisionError("oops")

    with pytest.raises(ReportError, match="oops") as caught:
        Broken().render(hospital())
    assert caught.value.exit_code == 3


# --- json


def test_the_json_report_fits_its_schema(root: Path) -> None:
    validator = jsonschema.Draft202012Validator(schema(root))
    report = json.loads(reporter("json").render(hospital()))
    assert list(validator.iter_errors(report)) == []
    assert report == hospital().to_json()


def test_the_schema_is_sound_and_says_what_things_are(root: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(root))
    for name, definition in schema(root)["$defs"].items():
        assert "title" in definition, name
        assert "description" in definition, name


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("verdict",), "waived"),
        (("results", 0, "verdict"), "ok"),
        (("findings", 0, "cap"), "galaxy"),
        (("pairs", 0, "deployments"), ["one"]),
        (("pairs", 0, "effective"), {"lower": "none"}),
        (("summary", "fail"), -1),
        (("findings", 0, "witness", 0, "line"), 0),
        (("problems", 0, "level"), "fatal"),
    ],
)
def test_the_schema_refuses_a_value_of_the_wrong_kind(root: Path, path: tuple[Any, ...], value: Any) -> None:
    report: Any = hospital().to_json()
    at = report
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert not jsonschema.Draft202012Validator(schema(root)).is_valid(report)


def test_more_fields_may_be_added_to_a_report(root: Path) -> None:
    report = hospital().to_json() | {"signature": "x"}
    report["findings"][0]["ticket"] = "T-1"
    assert jsonschema.Draft202012Validator(schema(root)).is_valid(report)


def test_json_keeps_letters_and_escapes_what_a_terminal_obeys() -> None:
    report = replace(hospital(), run={"engine": "vård\x1b[2J\x9b31m\u202e"})
    said = reporter("json").render(report)
    assert "vård" in said
    assert not set(said) & set("\x1b\x9b\u202e")
    assert json.loads(said)["run"]["engine"] == "vård\x1b[2J\x9b31m\u202e"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda some: st.lists(some) | st.dictionaries(st.text(), some),
    )
)
def test_json_by_hand_is_what_json_itself_writes(value: Any) -> None:
    assert "".join(_pieces(value)) == json.dumps(value, ensure_ascii=False)


def test_json_of_any_depth() -> None:
    value: Any = []
    for _ in range(20_000):
        value = [value]
    assert dumps(value, indent=None) == "[" * 20_001 + "]" * 20_001


def test_an_explanation_in_json_holds_the_pair_and_its_findings_only() -> None:
    said = json.loads(
        reporter("json").render(
            hospital(), View(subject="pair", pair=("shop-staging", "shop-prod"), deployments=FACTS)
        )
    )
    assert said["pair"]["deployments"] == ["shop-prod", "shop-staging"]
    assert [item["id"] for item in said["findings"]][:2] == ["f-02", "f-01"]
    assert "f-07" not in {item["id"] for item in said["findings"]}
    assert [item["name"] for item in said["deployments"]] == ["shop-staging", "shop-prod"]


def test_the_matrix_in_json_names_each_deployment_once() -> None:
    said = json.loads(reporter("json").render(hospital(), View(subject="matrix")))
    assert said["deployments"] == ["journal", "shop-prod", "shop-staging"]
    assert len(said["pairs"]) == 3


# --- for pipelines


def test_annotations_stand_at_the_lines_of_what_proves_them(golden: Callable[[str, str], None]) -> None:
    golden("github.txt", reporter("github").render(hospital()))


def test_an_annotation_is_one_line_whatever_names_hold() -> None:
    odd = replace(hospital().findings[0], message="50 %, a::b\r\n::error::forged\x1b[2J")
    said = reporter("github").render(replace(hospital(), findings=(odd,)))
    assert "50 %25, a::b%0D%0A::error::forged\ufffd[2J" in said
    assert all(line.startswith("::") for line in said.splitlines()[:-1])


def test_a_must_that_fails_is_a_failure_and_one_not_known_an_error(
    golden: Callable[[str, str], None],
) -> None:
    text_ = reporter("junit").render(hospital())
    golden("junit.xml", text_)
    found = {case.get("name", "").partition(":")[0]: case for case in fromstring(text_).iter("testcase")}  # noqa: S314
    for one in hospital().results:
        outcome = {
            (Verdict.FAIL, Force.MUST): "failure",
            (Verdict.UNKNOWN, Force.MUST): "error",
        }.get((one.verdict, one.force), None if one.verdict is Verdict.PASS else "skipped")
        assert [part.tag for part in found[one.requirement]] == ([outcome] if outcome else []), (
            one.requirement
        )


def test_what_xml_cannot_hold_is_replaced() -> None:
    odd = replace(hospital().findings[0], message="a\x00b\ud800<c>&\ufffe")
    found = fromstring(reporter("junit").render(replace(hospital(), findings=(odd,))))  # noqa: S314
    assert any("a\ufffdb\ufffd<c>&\ufffd" in (part.text or "") for part in found.iter())


def test_each_finding_under_each_requirement_is_a_result(golden: Callable[[str, str], None]) -> None:
    text_ = reporter("sarif").render(hospital())
    golden("sarif.json", text_)
    run = json.loads(text_)["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[one["ruleIndex"]] == one["ruleId"] for one in run["results"])
    told = {(one["ruleId"], one["properties"].get("finding")) for one in run["results"]}
    for one in hospital().results:
        if one.verdict in (Verdict.FAIL, Verdict.UNKNOWN, Verdict.WAIVED):
            assert {(one.requirement, id_) for id_ in one.findings or (None,)} <= told
    prints = [
        tuple(one["partialFingerprints"].items()) for one in run["results"] if "partialFingerprints" in one
    ]
    assert len(prints) == len(set(prints))
    assert not run["invocations"][0]["executionSuccessful"]  # a file was not read


def test_a_file_is_a_uri_in_sarif() -> None:
    first = hospital().findings[0]
    at = replace(first.witness[0], file="mit blank/ü.yaml")
    found = json.loads(
        reporter("sarif").render(replace(hospital(), findings=(replace(first, witness=(at,)),)))
    )
    uris = [
        place["physicalLocation"]["artifactLocation"]
        for one in found["runs"][0]["results"]
        for place in one["locations"]
    ]
    assert {"uri": "mit%20blank/%C3%BC.yaml", "uriBaseId": "%SRCROOT%"} in uris


# --- text: the verdicts


def test_text_of_everything(golden: Callable[[str, str], None]) -> None:
    golden("text/verdicts.txt", text(hospital()))
    golden("text/verdicts-verbose.txt", text(hospital(), verbose=True))
    golden("text/verdicts-narrow.txt", text(hospital(), width=60))
    golden("text/verdicts-coloured.txt", text(hospital(), colour=True))


def test_the_verdict_is_the_first_word_and_brief_leaves_its_line_only() -> None:
    said = text(hospital(), brief=True)
    assert said.startswith("FAIL: ")
    assert said.count("\n") == 1


def test_a_failing_must_stands_before_everything_else_and_the_worst_finding_first() -> None:
    said = text(hospital())
    order = [
        "FAIL must iso-8.31",
        "f-02",
        "f-01",
        "UNKNOWN must hipaa-a",
        "FAIL should",
        "PASS 1",
        "broken.yaml",
    ]
    places = [said.index(word) for word in order]
    assert places == sorted(places)


def test_a_finding_names_place_clause_levels_and_fix() -> None:
    said = text(hospital())
    assert "clause ISO-8.31" in said
    assert "shop-prod and shop-staging: namespace -> release, required namespace" in said
    assert "manifests/prod/rbac.yaml:12:5: RoleBinding shop/deploy subjects[0]" in said
    assert "fix: Bind only accounts of the namespace itself." in said


def test_a_finding_against_two_requirements_is_told_once() -> None:
    said = text(hospital())
    assert (
        said.count("An account of one namespace holds rights in another") == 2
    )  # f-01, and f-05 with a waiver
    assert "[as above: f-01 rbac-crossns-grant]" in said


def test_unread_input_is_said_in_the_first_line() -> None:
    assert "NOT ALL INPUT WAS READ: 1 error" in text(hospital()).splitlines()[0]


def test_an_unconfirmed_requirement_says_so_wherever_it_is_shown() -> None:
    passing = replace(
        hospital(), results=(result("msb-3", Verdict.PASS, provenance="unconfirmed"),), findings=()
    )
    assert "UNCONFIRMED" in text(hospital())
    assert "UNCONFIRMED" in text(passing, verbose=True)


def test_what_was_found_is_bounded_and_the_rest_is_counted() -> None:
    many = tuple(
        finding(f"f-{number:03}", "iso-8.31", message=f"grant {number} crosses") for number in range(50)
    )
    report = replace(
        hospital(), results=(result("iso-8.31", findings=tuple(one.id for one in many)),), findings=many
    )
    said = text(report)
    assert said.count("[f-") == 8
    assert "and 42 more findings against it (--all-pairs)" in said
    assert text(report, everything=True).count("[f-") == 50


def test_findings_that_differ_only_in_their_objects_are_told_together() -> None:
    places = [Witness(cluster="prod/wc", kind="Secret", namespace="shop", name=name) for name in "ab"]
    twins = tuple(
        finding(f"f-{name}", "iso-8.31", witness=(where,)) for name, where in zip("ab", places, strict=True)
    )
    said = text(
        replace(hospital(), results=(result("iso-8.31", findings=("f-a", "f-b")),), findings=twins, pairs=())
    )
    assert said.count("An account of one namespace") == 1
    assert "Secret shop/a" in said
    assert "Secret shop/b" in said
    assert "[f-a f-b rbac-crossns-grant" in said


def bound(requirement: str, verdict: Verdict, level: Level, **more: Any) -> Binding:
    given: dict[str, Any] = {"source": "shop-staging", "target": "shop-prod", "pair_count": 1}
    return Binding(requirement=requirement, verdict=verdict, required=level, **(given | more))


def test_each_requirement_shows_the_level_and_the_verdict_that_are_its_own() -> None:
    one = finding(
        "f-01",
        "iso-8.31",
        "bsi-a1",
        bindings=(
            bound("iso-8.31", Verdict.FAIL, Level.NAMESPACE),
            bound("bsi-a1", Verdict.UNKNOWN, Level.CLUSTER, source="journal", target="shop-prod"),
        ),
        required=Level.CLUSTER,
    )
    report = replace(
        hospital(),
        results=(
            result("iso-8.31", findings=("f-01",)),
            result("bsi-a1", Verdict.UNKNOWN, findings=("f-01",)),
        ),
        findings=(one,),
    )
    said = text(report)
    assert "shop-prod and shop-staging: namespace -> release, required namespace\n" in said
    assert "journal and shop-prod: namespace, required cluster [as above: f-01 rbac-crossns-grant]\n" in said


def test_what_is_not_known_stands_apart_from_what_fails() -> None:
    failing = finding("f-01", "iso-8.31", bindings=(bound("iso-8.31", Verdict.FAIL, Level.NAMESPACE),))
    open_ = finding(
        "f-02",
        "iso-8.31",
        severity="critical",
        verdict=Verdict.UNKNOWN,
        missing=("networkPolicyEnforced of prod/wc",),
        bindings=(bound("iso-8.31", Verdict.UNKNOWN, Level.NAMESPACE),),
    )
    report = replace(
        hospital(), results=(result("iso-8.31", findings=("f-01", "f-02")),), findings=(open_, failing)
    )
    said = text(report)
    steps = ["[f-01", "beside that, not decided:", "unknown, critical, identity: ", "would decide: ", "[f-02"]
    places = [said.index(step) for step in steps]
    assert places == sorted(places)


def test_a_place_that_is_shared_is_mended_as_the_requirement_says() -> None:
    shared = finding("f-04", "iso-8.31", "bsi-a1", leak=None, kind="placement", remediation="move")
    report = replace(
        hospital(),
        results=(
            result("iso-8.31", findings=("f-04",), remediation="Set up an Environment."),
            result("bsi-a1", findings=("f-04",), remediation="Set up a cluster."),
        ),
        findings=(shared,),
    )
    first, _, second = text(report).partition("FAIL must bsi-a1")
    assert "fix: Set up an Environment." in first
    assert "fix: Set up a cluster." in second
    assert "fix: move" not in first + second


def test_a_waived_finding_says_who_waived_it_until_when_and_why() -> None:
    report = replace(
        hospital(),
        waivers=(
            WaiverUse(
                id="until-summer",
                state="used",
                requirement="bsi-a5",
                leak=None,
                owner="platform-team",
                reason="The nodes are watched.",
                expires="2027-06-30",
                ticket="OPS-311",
            ),
        ),
    )
    said = " ".join(text(report).split())
    sentence = "until-summer until 2027-06-30, owner platform-team, OPS-311: The nodes are watched."
    assert f"waived by: {sentence}" in said
    assert said.count(sentence) == 1


def test_more_pairs_of_a_finding_are_counted() -> None:
    assert "same between: journal and shop-prod, and 3 more (--all-pairs)" in text(hospital())


def test_a_report_without_results_does_not_look_like_a_pass_of_something() -> None:
    report = Report(verdict=Verdict.PASS, run=RUN, results=(), pairs=(), findings=())
    assert "no requirement was judged" in text(report)


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        ({"deployments": 0, "objects": 0}, "THE PLAN HAS NO DEPLOYMENT"),
        ({"deployments": 2, "objects": 0}, "NO OBJECT WAS READ"),
        ({"deployments": 1, "objects": 5}, "NOTHING WAS DECIDED"),
    ],
)
def test_an_answer_about_nothing_says_so_in_its_first_line(totals: dict[str, int], said: str) -> None:
    report = Report(
        verdict=Verdict.PASS if totals == {"deployments": 2, "objects": 0} else Verdict.UNKNOWN,
        run=RUN,
        results=(result("iso-8.31", Verdict.NOT_APPLICABLE),),
        pairs=(),
        findings=(),
        totals=totals,
    )
    assert said in text(report, brief=True)


# --- text: names are other people's


def test_names_cannot_send_anything_to_a_terminal() -> None:
    evil = "\x1b]0;owned\x07\x9b31m\r\n\u202egnp"
    report = replace(
        hospital(),
        results=(result("iso-8.31", title=evil, reason=evil, findings=("f-01",)),),
        findings=(
            finding(
                "f-01",
                "iso-8.31",
                message=evil,
                remediation=evil,
                missing=(evil,),
                source=evil,
                witness=(Witness(cluster=evil, kind=evil, namespace=evil, name=evil, path=evil, file=evil),),
            ),
        ),
        problems=({"level": "warning", "message": evil, "file": evil, "hint": evil},),
        pairs=(pair(evil, "shop-prod", Level.CLUSTER),),
    )
    for view in (
        View(),
        View(verbose=True),
        View(subject="matrix"),
        View(subject="pair", pair=(evil, "shop-prod")),
    ):
        said = reporter("text").render(report, view)
        assert not set(said) & set("\x1b\x07\x9b\r\u202e")


@given(st.text())
def test_what_was_made_visible_is_one_line_of_printable_text(given_text: str) -> None:
    shown = visible(given_text)
    assert len(f"a{shown}b".splitlines()) == 1
    assert visible(shown) == shown
    if given_text.isascii() and given_text.isprintable():
        assert shown == given_text


# --- text: matrix and pair


def fleet(number: int, nominal: Level = Level.CLUSTER) -> Report:
    names = [f"application-{index:02}-production" for index in range(number)]
    low = Interval(lower=Level.RELEASE, upper=Level.NAMESPACE)
    pairs = [
        pair(first, second, nominal, low if (index % 3 == 0) else None)
        for index, (first, second) in enumerate(combinations(names, 2))
    ]
    return Report(verdict=Verdict.PASS, run=RUN, results=(), pairs=tuple(pairs), findings=())


def test_text_of_the_matrix(golden: Callable[[str, str], None]) -> None:
    golden("text/matrix.txt", text(hospital(), subject="matrix"))
    golden("text/matrix-12.txt", text(fleet(12), subject="matrix"))
    golden("text/matrix-30.txt", text(fleet(30), subject="matrix"))


def test_twelve_deployments_fit_a_hundred_columns_in_one_block() -> None:
    said = text(fleet(12), subject="matrix").splitlines()
    triangle = [line for line in said if "application-" in line and " and " not in line]
    assert len(triangle) == 12
    assert max(map(len, triangle)) <= 100


def test_names_that_are_shortened_stand_in_full_below() -> None:
    names = [f"{'an-application-with-a-long-name-' * 2}{index:02}" for index in range(12)]
    pairs = [pair(first, second, Level.CLUSTER) for first, second in combinations(names, 2)]
    report = Report(verdict=Verdict.PASS, run=RUN, results=(), pairs=tuple(pairs), findings=())
    said = text(report, subject="matrix")
    triangle, _, legend = said.partition("In full:\n")
    assert max(map(len, triangle.splitlines())) <= 100
    for number, name in enumerate(names, start=1):
        assert f"{number:>2} {name}\n" in legend
    assert "In full:" not in text(fleet(12), subject="matrix")


@pytest.mark.parametrize("width", [60, 80, 100])
def test_pages_of_columns_say_which_they_are_and_repeat_their_numbers(width: int) -> None:
    said = text(fleet(40), subject="matrix", width=width).splitlines()
    titles = [line for line in said if line.startswith("Columns ")]
    spans = [[int(word) for word in line.split()[1::2]] for line in titles]
    assert [first for first, *_ in spans] == [1, *(last + 1 for _, last, _ in spans[:-1])]
    assert spans[-1][1:] == [39, 39]
    for number, title in enumerate(titles):
        start = said.index(title) + 1
        end = said.index(titles[number + 1]) if number + 1 < len(titles) else said.index("", start)
        page = said[start:end]
        assert page.count(page[0]) == 1 + (40 - spans[number][0]) // 20
    assert max(map(len, said)) <= width or width < 80


def test_what_is_wide_is_given_its_room() -> None:
    names = [f"läkarsystem-日本語-{index:02}" for index in range(4)] + ["e\u0301" * 9, "漢字" * 20]
    pairs = [pair(first, second, Level.CLUSTER) for first, second in combinations(sorted(names), 2)]
    report = Report(verdict=Verdict.PASS, run=RUN, results=(), pairs=tuple(pairs), findings=())
    said = text(report, subject="matrix").split("\n\n")[1].splitlines()
    rows = [line for line in said if line.endswith(" C")]
    assert len({columns(line) - 2 * line.count(" C") for line in rows}) == 1
    assert columns("漢字") == 4
    assert columns("e\u0301") == 1
    assert within("漢字漢字", 5) == "漢字"
    assert within("漢字漢字", 3, end=True) == "字"


@pytest.mark.parametrize("number", [2, 3, 13, 30, 60])
def test_every_pair_stands_in_the_matrix_once_at_any_width(number: int) -> None:
    for width in (40, 80, 100, 200):
        said = text(fleet(number), subject="matrix", width=width).split("\n\n", 1)[1].split("Lower than")[0]
        cells = [word for line in said.splitlines() for word in line.split() if word in {"C", "C>N?R"}]
        assert len(cells) == number * (number - 1) // 2
        assert all(len(line) <= max(width, 40) for line in said.splitlines())


@pytest.mark.parametrize(
    ("nominal", "lower", "upper", "shown"),
    [
        (Level.ENVIRONMENT, Level.ENVIRONMENT, Level.ENVIRONMENT, "E"),
        (Level.NAMESPACE, Level.RELEASE, Level.RELEASE, "N>R"),
        (Level.NAMESPACE, Level.RELEASE, Level.NAMESPACE, "N?R"),
        (Level.CLUSTER, Level.NONE, Level.NAMESPACE, "C>N?0"),
    ],
)
def test_a_cell_says_how_placed_and_what_is_left(
    nominal: Level, lower: Level, upper: Level, shown: str
) -> None:
    assert cell(pair("a", "b", nominal, Interval(lower=lower, upper=upper))) == shown


def test_text_of_a_pair(golden: Callable[[str, str], None]) -> None:
    def explained(first: str, second: str) -> str:
        return text(hospital(), subject="pair", pair=(first, second), deployments=FACTS)

    golden("text/pair.txt", explained("shop-staging", "shop-prod"))
    golden("text/pair-unknown.txt", explained("journal", "shop-staging"))
    golden("text/pair-sound.txt", explained("journal", "shop-prod"))


def test_an_explanation_lists_each_clause_that_speaks_of_the_pair() -> None:
    asked = {
        "iso-8.31": Demand(verdict=Verdict.FAIL, floor=Level.NAMESPACE, recommended=Level.ENVIRONMENT),
        "iso-8.32": Demand(verdict=Verdict.PASS, any_of=("cluster", "dedicated nodes")),
        "hipaa-a": Demand(
            verdict=Verdict.UNKNOWN,
            floor=Level.CLUSTER,
            disjoint=("administrators",),
            missing=("function of shop-prod",),
        ),
    }
    report = replace(
        hospital(),
        results=tuple(replace(one, pair=asked.get(one.requirement)) for one in hospital().results),
    )
    view = View(subject="pair", pair=("shop-staging", "shop-prod"), deployments=FACTS)
    said = reporter("text").render(report, view)
    ours = "FAIL must iso-8.31 (ISO-8.31): at least namespace, environment recommended; there is release\n"
    theirs = "UNKNOWN must hipaa-a (HIPAA-A): at least cluster, no common administrators; there is release\n"
    assert ours in said
    assert theirs in said
    assert "would decide: function of shop-prod\n" in said
    assert "PASS must iso-8.32 (ISO-8.32): cluster or dedicated nodes\n" in said
    assert "mdr-1" not in said
    parsed = json.loads(reporter("json").render(report, view))
    by_name = {one["requirement"]: one for one in parsed["results"]}
    assert by_name["iso-8.31"]["pair"]["recommended"] == "environment"
    assert by_name["iso-8.32"]["pair"]["verdict"] == "pass"


def test_a_deployment_without_a_place_is_explained() -> None:
    assert "no place" in text(hospital(), subject="pair", pair=("shop-prod", "laptop"))


def test_what_is_worth_knowing_is_told_where_it_was_asked_for_and_bounded() -> None:
    def info(number: int, leak: str) -> Info:
        return Info(
            id=f"i-{leak}-{number}",
            leak=leak,
            kind="shared",
            channel="network",
            cap=Level.ENVIRONMENT,
            message=f"place {number}",
            remediation="",
            deployments=tuple(f"d{one}" for one in range(10)),
            deployment_count=25,
        )

    known = [info(number, f"leak-{kind:02}") for kind in range(20) for number in range(50)]
    report = replace(hospital(), info=tuple(known))
    said = text(report)
    section = said[said.index("Worth knowing, lowers nothing (1000)") :].split("\n\n")[0].splitlines()
    assert len(section) < 80
    assert "    place 0: d0, d1, d2, d3 and 21 more" in section
    assert "    and 47 more (--all-pairs)" in section
    assert "  and 8 more kinds (--all-pairs)" in section
    assert len(json.loads(reporter("json").render(report))["info"]) == 1000
    assert "Worth knowing" not in text(hospital())
    assert "info" not in json.loads(reporter("json").render(hospital()))

"""From an engine's answer to a report: what is no answer decides nothing; engines agree; every id is one's own."""

from __future__ import annotations

import copy
import json
import re
import socket
import subprocess
import time
import urllib.request
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import envpolicy
from envpolicy.cli import main
from envpolicy.engines import engine
from envpolicy.errors import EngineError
from envpolicy.evaluator import evaluate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PLAN = """\
apiVersion: envpolicy.dev/v1alpha1
kind: DeploymentPlan
metadata: {name: shop}
regulations: [REGULATIONS]
environments:
  - name: prod
    class: production
    clusters:
      - {name: wc, manifests: [all.yaml], facts: {networkPolicyEnforced: true, inventory: complete}}
deployments:
  - {name: shop-prod, application: shop, stage: production, placement: {environment: prod, cluster: wc, namespace: a}}
  - {name: shop-test, application: shop, stage: testing, placement: {environment: prod, cluster: wc, namespace: b}}
  - {name: book-prod, application: book, stage: production, placement: {environment: prod, cluster: wc, namespace: c}}
records: RECORDS
waivers: []
"""

OBJECTS = "".join(
    f"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: settings, namespace: {name}}}\n"
    for name in "abc"
)

OWN = """\
apiVersion: envpolicy.dev/v1alpha1
kind: Regulation
metadata:
  {id: own, title: Own rules, edition: "1", status: in-force, jurisdiction: SE, source: "https://own.example"}
requirements:
  - id: own-1
    title: What the rule says
    clause: "1"
    provenance: confirmed
    basis: explicit
    force: must
    remediation: Do as the rule says.
    rego: |
      RULE
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH", "ENVPOLICY_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "all.yaml").write_text(OBJECTS)
    planned(tmp_path)
    return tmp_path


def planned(
    folder: Path, regulations: str = "iso-27001-2022-A.8.31", records: str = "{}", more: str = ""
) -> None:
    text = PLAN.replace("REGULATIONS", regulations).replace("RECORDS", records) + more
    (folder / "envpolicy.yaml").write_text(text)


def ruled(folder: Path, *lines: str) -> None:
    """A regulation of one's own with a rule in Rego."""
    (folder / "own.yaml").write_text(OWN.replace("RULE", "\n      ".join(lines)))


def asked(name: str = "embedded", **more: Any) -> envpolicy.Report:
    plan = envpolicy.load_plan("envpolicy.yaml")
    policies = envpolicy.compile_policies(envpolicy.load_catalog().select(plan.regulations))
    return evaluate(policies, envpolicy.read_estate(plan), engine(name), **more)


class Parrot:
    """An engine that gives the answer it was given."""

    name = "parrot"

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def evaluate(self, modules: Mapping[str, str], query: str, input_json: str) -> Any:  # noqa: ARG002 - the port
        return self.answer


@pytest.fixture
def answer(home: Path) -> Any:
    """What the embedded engine answers for the plan."""
    given: list[Any] = []

    class Ear:
        name = "ear"

        def evaluate(self, modules: Mapping[str, str], query: str, input_json: str) -> Any:
            given.append(engine("embedded").evaluate(modules, query, input_json))
            return given[-1]

    parroted(Ear())
    return given[0]


def parroted(adapter: Any) -> envpolicy.Report:
    return evaluate(*_asking((Path.cwd() / "envpolicy.yaml").read_text()), adapter)


@cache
def _asking(text: str) -> tuple[envpolicy.PolicySet, envpolicy.Estate]:
    """Law and facts of the plan here; `text` is what the plan says."""
    plan = envpolicy.load_plan("envpolicy.yaml")
    policies = envpolicy.compile_policies(envpolicy.load_catalog().select(plan.regulations))
    return policies, envpolicy.read_estate(plan)


# --- answers that are none


@pytest.mark.parametrize("given", [None, [], {}, "pass", [[]], [{}], [{}, {}], [{"findings": []}], 3, [None]])
def test_what_is_no_report_decides_nothing(home: Path, given: Any) -> None:
    with pytest.raises(EngineError, match="parrot engine gave no report") as caught:
        parroted(Parrot(given))
    assert caught.value.exit_code == 3


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def paths(value: Any, prefix: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to each part of an answer; of a list the first entry speaks for all."""
    if prefix:
        yield prefix
    items = (
        value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    )
    for key, item in items:
        yield from paths(item, (*prefix, key))


#: What may be anything: it is passed on, or not read.
_FREE = {
    "missing",
    "remediation",
    "title",
    "leak",
    "channel",
    "from",
    "to",
    "directed",
    "pairCount",
    "path",
    "index",
}


def test_an_answer_of_another_form_is_refused_or_means_the_same_never_a_traceback(answer: Any) -> None:
    sound = parroted(Parrot(answer))
    assert sound.verdict is envpolicy.Verdict.PASS
    assert parroted(Parrot(copy.deepcopy(answer))).to_json()["results"] == sound.to_json()["results"]
    refused = 0
    for path in list(paths(answer)):
        wrong: Any
        for wrong in (None, 7, "nonsense", [], {}):
            broken = copy.deepcopy(answer)
            at(broken, path[:-1])[path[-1]] = wrong
            try:
                told = parroted(Parrot(broken))
            except EngineError:
                refused += 1
            else:
                json.dumps(told.to_json())
        if isinstance(path[-1], str) and path[-1] not in _FREE:
            broken = copy.deepcopy(answer)
            del at(broken, path[:-1])[path[-1]]
            if path[:2] != (0, "waivers"):
                try:
                    parroted(Parrot(broken))
                except EngineError:
                    refused += 1
    assert refused > 100


def test_a_requirement_without_a_result_is_named(answer: Any) -> None:
    broken = copy.deepcopy(answer)
    broken[0]["results"] = [one for one in broken[0]["results"] if one["adviceOf"] is not None]
    with pytest.raises(EngineError, match=r"left requirement iso-27001-2022-A\.8\.31 undefined") as caught:
        parroted(Parrot(broken))
    assert caught.value.exit_code == 3


def test_findings_of_one_key_get_ids_of_their_own_and_stand_against_the_requirement(answer: Any) -> None:
    doubled = copy.deepcopy(answer)
    (first,) = [one for one in doubled[0]["findings"] if one["kind"] == "placement"]
    doubled[0]["findings"] += [{**first, "message": "another"}, {**first, "message": "a third"}]
    report = parroted(Parrot(doubled))
    ids = [finding.id for finding in report.findings]
    assert len(ids) == len(set(ids)) == len(doubled[0]["findings"])
    (advice,) = [one for one in report.results if one.advice_of is not None]
    assert set(ids) >= set(advice.findings)
    assert len(advice.findings) == 3


# --- rules of an author's own, in the real engine


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (["findings contains finding if {", "  some finding in 7", "}"], None),
        (['findings := [{"verdict": "fail", "message": "no"}]'], 1),
        (['findings contains {"verdict": "fail", "message": "no"}'], 1),
        (['findings contains {"message": "a finding without a verdict"}'], 1),
        (['findings contains "conftest would take this"'], 1),
        (['findings contains {"verdict": "failed", "message": "no such verdict"}'], 3),
        (['findings contains {"verdict": "pass", "message": "no such verdict"}'], 3),
        (["findings contains 17"], 3),
        (['findings contains {"verdict": "fail", "message": 17}'], 3),
        (['findings contains {"verdict": "fail", "message": "no", "witness": [17]}'], 3),
        (['findings contains {"verdict": "fail", "message": "no", "deployments": [17]}'], 3),
        (["findings := {}", "applies := false if input.nothing"], 3),
        (["findings contains sprintf(input.today, 17)"], 3),
        (["findings contains concat(17, 18)"], 3),
        (["findings contains {"], 3),
        (["findings contains data.lib.envpolicy.nowhere.rule"], None),
    ],
)
def test_a_broken_rule_of_ones_own_never_passes_for_an_answer(
    home: Path, rule: list[str], says: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    planned(home, "own")
    ruled(home, *rule)
    code = main(["check", "-p", "own.yaml"])
    out, err = capsys.readouterr()
    assert code == (says if says is not None else code)
    assert code in (0, 1, 2, 3)
    if says == 3 and not out:
        assert "error: " in err
    assert "Traceback" not in out + err
    assert "mistake in envpolicy" not in out + err


def test_several_findings_of_a_rule_for_one_place_are_all_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planned(home, "own")
    ruled(
        home,
        *(f'findings contains {{"verdict": "fail", "message": "number {number}"}}' for number in range(3)),
    )
    assert main(["check", "-p", "own.yaml", "-o", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    found = [one for one in report["findings"] if one["kind"] == "rule"]
    assert sorted(one["message"] for one in found) == ["number 0", "number 1", "number 2"]
    assert len({one["id"] for one in found}) == 3
    assert len(report["results"][0]["findings"]) == 3
    assert all(one["witness"][0]["file"] == "envpolicy.yaml" for one in found)


# --- where findings stand that no object proves


@pytest.mark.parametrize(
    ("regulations", "records", "kind", "route"),
    [
        ("bsi-app-4.4.A1-plan", "{}", "evidence", "records"),
        ("bsi-app-4.4.A1-plan", "{evidence: []}", "evidence", "records.evidence"),
        (
            "iso-27001-2022-A.8.32",
            "{changes: [{id: a, production: 2026-01-02}, {id: b, production: 2026-01-03}]}",
            "change",
            "records.changes[0]",
        ),
        ("iso-27001-2022-A.8.32", "{}", "change", "records"),
        ("welkin-two-environments", "{}", "environments", "environments"),
        ("iso-27001-2022-A.8.33", "{}", "data", "deployments[1]"),
        ("bsi-app-4.4.A1-level", "{}", "fact", "deployments[0]"),
    ],
)
def test_a_finding_without_objects_points_into_the_plan(
    home: Path, regulations: str, records: str, kind: str, route: str
) -> None:
    planned(home, regulations, records)
    found = [finding for finding in asked().findings if finding.kind == kind]
    assert found
    assert route in {witness.path for finding in found for witness in finding.witness}
    for finding in found:
        for witness in finding.witness:
            assert (witness.cluster, witness.kind, witness.name) == (None, "DeploymentPlan", "shop")
            assert witness.file == "envpolicy.yaml"
            line = (home / "envpolicy.yaml").read_text().splitlines()[(witness.line or 0) - 1]
            assert re.sub(r"\[\d+\]|.*\.", "", witness.path)[:6] in line or "[" in witness.path


def test_a_record_in_a_file_of_its_own_is_found_there(home: Path) -> None:
    (home / "changes.yaml").write_text("changes:\n- {id: a}\n- id: b\n  production: 2026-01-03\n")
    planned(home, "iso-27001-2022-A.8.32", "[changes.yaml]")
    changes = [finding for finding in asked().findings if finding.kind == "change"]
    (place,) = {(one.file, one.line) for finding in changes for one in finding.witness}
    assert place == ("changes.yaml", 3)


def test_a_waiver_that_waives_nothing_is_found_where_it_is_written(home: Path) -> None:
    planned(home)
    text = (home / "envpolicy.yaml").read_text().replace("waivers: []\n", "waivers: [old.yaml]\n")
    (home / "envpolicy.yaml").write_text(text)
    (home / "old.yaml").write_text(
        "apiVersion: envpolicy.dev/v1alpha1\nkind: Waiver\nmetadata: {name: old}\n"
        "requirement: iso-27001-2022-A.8.31\nselector: {stage: testing}\nreason: r\nowner: o\nexpires: 2020-01-01\n"
    )
    report = asked()
    (finding,) = [one for one in report.findings if one.kind == "waiver"]
    assert [(one.kind, one.name, one.file) for one in finding.witness] == [("Waiver", "old", "old.yaml")]
    (waiver,) = report.waivers
    assert (waiver.state, waiver.owner, waiver.expires, waiver.file) == (
        "ended",
        "o",
        "2020-01-01",
        "old.yaml",
    )


def test_a_waiver_for_what_is_not_judged_is_not_called_useless(home: Path) -> None:
    planned(home)
    text = (
        (home / "envpolicy.yaml")
        .read_text()
        .replace(
            "waivers: []",
            "waivers: [{requirement: bsi-app-4.4.A7, reason: r, owner: o, expires: 2999-01-01}]",
        )
    )
    (home / "envpolicy.yaml").write_text(text)
    report = asked()
    assert [waiver.state for waiver in report.waivers] == ["not-selected"]
    assert not [finding for finding in report.findings if finding.kind == "waiver"]


def test_the_alternatives_to_a_level_that_are_missed_are_told(home: Path) -> None:
    planned(home, "bsi-app-4.4.A15")
    text = (home / "envpolicy.yaml").read_text()
    text = text.replace("stage: production,", "stage: production, protection: very-high,")
    text = text.replace("namespace: a}", "namespace: a, dedicatedNodes: false}")
    text = text.replace("namespace: c}", "namespace: c, dedicatedNodes: false}")
    (home / "envpolicy.yaml").write_text(text)
    (result,) = asked().results
    assert result.verdict is envpolicy.Verdict.FAIL
    assert result.findings, "what fails says why"


# --- nothing to decide


def test_a_finding_against_several_is_shown_for_two_of_the_strongest_force(home: Path) -> None:
    deployments = "".join(
        f"  - {{name: shop-{name}, application: shop, stage: {stage},"
        f" placement: {{environment: prod, cluster: wc, namespace: {space}}}}}\n"
        for name, stage, space in (
            ("dev", "development", "a"),
            ("prod", "production", "b"),
            ("test", "testing", "c"),
        )
    )
    text = PLAN.replace("[REGULATIONS]", "[iso-27001-2022]").replace("RECORDS", "{}")
    head, _, _ = text.partition("  - {name: shop-prod")
    (home / "envpolicy.yaml").write_text(head + deployments)
    pods = "".join(
        f"---\napiVersion: v1\nkind: Pod\nmetadata: {{name: web, namespace: {name}}}\n"
        "spec: {containers: [{name: web, image: web}]}\n"
        for name in "abc"
    )
    (home / "all.yaml").write_text(pods)
    report = asked()
    found = [one for one in report.findings if one.leak == "net-unisolated" and "shop-test" in one.message]
    shown = {(one.source, one.target) for one in found if "iso-27001-2022-A.8.31" in one.requirements}
    assert shown
    assert all("shop-prod" in pair for pair in shown)


def test_a_plan_without_deployments_is_no_pass(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (home / "envpolicy.yaml").read_text()
    (home / "envpolicy.yaml").write_text(re.sub(r"deployments:\n(  - .*\n)+", "deployments: []\n", text))
    assert main(["check"]) == 3
    out = capsys.readouterr().out
    assert out.startswith("UNKNOWN: ")
    assert "THE PLAN HAS NO DEPLOYMENT" in out.splitlines()[0]
    assert "the plan has no deployment" in out


def test_nothing_that_applies_and_no_pair_is_no_pass(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (home / "envpolicy.yaml").read_text()
    (home / "envpolicy.yaml").write_text(re.sub(r"  - \{name: (shop-test|book).*\n", "", text))
    assert main(["check"]) == 3
    assert "NOTHING WAS DECIDED" in capsys.readouterr().out.splitlines()[0]


def test_nothing_that_applies_to_pairs_that_there_are_is_a_pass(home: Path) -> None:
    planned(home, "iso-27001-2022-A.8.31-development")
    report = asked()
    assert {result.verdict for result in report.results} == {envpolicy.Verdict.NOT_APPLICABLE}
    assert report.verdict is envpolicy.Verdict.PASS


# --- engines


@pytest.fixture(scope="module")
def server(tool: Callable[[str], Path]) -> Iterator[str]:
    """The URL of a real OPA server on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(tool("opa")), "run", "--server", "--addr", f"127.0.0.1:{port}", "--log-level", "error"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            for _ in range(100):
                try:
                    urllib.request.urlopen(f"{url}/health", timeout=1).close()  # noqa: S310 - our own address
                    break
                except OSError:
                    time.sleep(0.1)
            else:
                pytest.fail("the OPA server does not answer")
            yield url
        finally:
            process.terminate()


def test_the_binary_gives_the_same_report(
    root: Path,
    tool: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(root)
    monkeypatch.setenv("ENVPOLICY_OPA", str(tool("opa")))
    plan = ["--plan", "examples/hospital-webshop/envpolicy.yaml", "--today", "2026-11-23", "-o", "json"]
    for command in (["check", "-r", "all"], ["explain", "webshop-prod", "webshop-staging"]):
        reports = {}
        for name in ("embedded", "opa-exec"):
            main([*command, *plan, "--engine", name])
            out, err = capsys.readouterr()
            assert not err
            reports[name] = json.loads(out)
            assert reports[name].pop("run")["engine"] == name
        assert reports["embedded"] == reports["opa-exec"]


def test_a_server_gives_the_same_report_whatever_it_was_asked_before(
    server: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the leak checks: the server compiles everything it has at each of many uploads."""
    monkeypatch.chdir(root)
    plan = envpolicy.load_plan("examples/hospital-webshop/envpolicy.yaml")
    estate = envpolicy.read_estate(plan)
    catalog = envpolicy.load_catalog()
    foreign = urllib.request.Request(  # noqa: S310 - our own address
        f"{server}/v1/policies/theirs", data=b"package theirs\n\nanswer := 42\n", method="PUT"
    )
    urllib.request.urlopen(foreign).close()  # noqa: S310

    for selection in (["hipaa"], ["iso-27001-2022-A.8.31", "mdr"], ["mdr", "bsi-app-4.4.A1-level"]):
        policies = envpolicy.compile_policies(catalog.select(selection))
        policies = replace(policies, modules=without_leaks(policies.modules))
        reports = [
            evaluate(policies, estate, adapter).to_json()
            for adapter in (engine("embedded"), engine("opa", url=server))
        ]
        assert [report.pop("run")["engine"] for report in reports] == ["embedded", "opa"]
        assert reports[0] == reports[1]
    with urllib.request.urlopen(f"{server}/v1/data/theirs/answer") as said:  # noqa: S310
        assert json.load(said) == {"result": 42}


def without_leaks(modules: Mapping[str, str]) -> dict[str, str]:
    """What the report needs of the modules, if there are no leak checks."""
    packages = {found[1]: path for path, text in modules.items() if (found := _PACKAGE.search(text))}
    needed: set[str] = set()
    todo = [name for name in packages if name == "envpolicy.main" or ".requirements." in name]
    while todo:
        name = todo.pop()
        if name in packages and packages[name] not in needed:
            needed.add(packages[name])
            todo += _IMPORT.findall(modules[packages[name]])
    none = "package lib.envpolicy.leaks.proof.none\n\nholds := []\n\nreaches := []\n"
    return {**{path: modules[path] for path in needed}, "leaks/none.rego": none}


_PACKAGE = re.compile(r"^package (\S+)", re.MULTILINE)
_IMPORT = re.compile(r"^import data\.(\S+)", re.MULTILINE)


def test_a_server_that_is_not_there_decides_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--engine", "opa", "--opa-url", "http://127.0.0.1:9"]) == 3
    out, err = capsys.readouterr()
    assert not out
    assert "no OPA server answers at http://127.0.0.1:9" in err


def test_a_binary_that_is_not_there_decides_nothing(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENVPOLICY_OPA", str(home / "no-opa"))
    assert main(["check", "--engine", "opa-exec"]) == 3
    assert capsys.readouterr().err.startswith("error: ")

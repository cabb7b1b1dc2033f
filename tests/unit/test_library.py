"""The library as the README shows it, and what a program that uses it may rely on."""

from __future__ import annotations

import contextlib
import io
import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

import envpolicy

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def hospital(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = root / "examples/hospital-webshop"
    monkeypatch.chdir(folder)
    return folder


def test_the_ten_lines_of_the_readme(root: Path, hospital: Path) -> None:
    shown = re.search(r"^```python\n(.*?)^```$", (root / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    assert shown
    assert len([line for line in shown[1].splitlines() if line]) <= 10
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(shown[1], "README.md", "exec"), {})  # noqa: S102 - that is what a reader does with it
    assert re.search(r"^fail [\w-]+ manifests/prod/webshop\.yaml:\d+ ", said.getvalue(), re.MULTILINE)


def test_every_public_name_is_there_and_nothing_else_is_offered() -> None:
    for name in envpolicy.__all__:
        assert getattr(envpolicy, name) is not None
    with pytest.raises(AttributeError, match="nonsense"):
        envpolicy.nonsense  # noqa: B018


def evaluated(**more: object) -> envpolicy.Report:
    plan = envpolicy.load_plan("envpolicy.yaml")
    policies = envpolicy.compile_policies(envpolicy.load_catalog().select(plan.regulations))
    return envpolicy.evaluate(policies, envpolicy.read_estate(plan), envpolicy.engine("embedded"), **more)  # type: ignore[arg-type]


def test_the_report_is_the_same_whatever_key_a_run_has(hospital: Path) -> None:
    plan = envpolicy.load_plan("envpolicy.yaml")
    policies = envpolicy.compile_policies(envpolicy.load_catalog().select(["all"]))
    reports = {
        json.dumps({**report.to_json(), "run": None})
        for number in range(8)
        for report in [
            envpolicy.evaluate(
                policies,
                envpolicy.read_estate(plan, today=date(2026, 11, 23), key=bytes([number]) * 32),
                envpolicy.engine("embedded"),
            )
        ]
    }
    assert len(reports) == 1


def test_every_finding_says_where(hospital: Path) -> None:
    report = evaluated()
    assert report.findings
    for finding in report.findings:
        assert finding.witness, finding.id
        for witness in finding.witness:
            assert witness.file, finding.id
            assert witness.line, finding.id


def test_findings_and_results_refer_to_each_other(hospital: Path) -> None:
    report = evaluated()
    by_id = {finding.id: finding for finding in report.findings}
    assert len(by_id) == len(report.findings)
    for result in report.results:
        for id_ in result.findings:
            assert result.requirement in by_id[id_].requirements
    for finding in report.findings:
        assert [binding.requirement for binding in finding.bindings] or finding.kind == "waiver"
        assert {binding.requirement for binding in finding.bindings} == set(finding.requirements)


def test_one_pair_explained_lists_the_clauses_that_speak_of_it(hospital: Path) -> None:
    report = evaluated(explain=("webshop-test", "webshop-prod"))
    assert [pair.deployments for pair in report.pairs] == [("webshop-prod", "webshop-test")]
    asked = {result.requirement: result.pair for result in report.results if result.pair is not None}
    control = asked["iso-27001-2022-A.8.31"]
    assert (control.floor, control.recommended) == (envpolicy.Level.NAMESPACE, envpolicy.Level.ENVIRONMENT)
    assert control.verdict is envpolicy.Verdict.FAIL
    assert "hipaa-164.308-a-4-ii-A" not in asked, "it does not apply"
    assert "bsi-app-4.4.A1-cluster" not in asked, "it speaks of two applications"
    for finding in report.findings:
        assert {finding.source, finding.target} == {"webshop-prod", "webshop-test"}

    sound = evaluated(explain=("journal-prod", "journal-test"))
    assert not sound.findings
    verdicts = {result.pair.verdict for result in sound.results if result.pair is not None}
    assert verdicts == {envpolicy.Verdict.PASS}


def test_what_lowers_no_level_is_told_where_a_pair_is_explained(hospital: Path) -> None:
    assert not evaluated().notices
    report = evaluated(explain=("webshop-staging", "webshop-prod"))
    notices = {notice.leak: notice for notice in report.notices}
    assert "dns-discovery" in notices, "pods of one cluster look up each other's Services"
    told = {finding.id for finding in report.findings}
    for notice in report.notices:
        assert notice.id not in told
        assert not notice.requirements
        assert {notice.source, notice.target} == {"webshop-staging", "webshop-prod"}
        assert notice.witness
        assert notice.witness[0].file
    apart = evaluated(explain=("journal-prod", "journal-test"))
    assert "dns-discovery" not in {notice.leak for notice in apart.notices}, "two clusters"


def test_a_pair_of_which_one_is_unknown_is_refused(hospital: Path) -> None:
    with pytest.raises(envpolicy.EnvpolicyError, match="no deployment `nobody`"):
        evaluated(explain=("webshop-test", "nobody"))

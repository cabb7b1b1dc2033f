from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from envpolicy.cli import main
from envpolicy.cli.exits import exit_code
from envpolicy.cli.pipeline import moment
from envpolicy.cli.progress import Progress
from envpolicy.cli.terminal import colourful
from envpolicy.errors import EngineError, PlanError, Problem
from envpolicy.model import Force, Report, RequirementResult, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COMMANDS = ("check", "explain", "matrix", "catalog", "facts", "completion", "parse", "reach", "schema")

PLAN = """\
apiVersion: envpolicy.dev/v1alpha1
kind: DeploymentPlan
metadata: {name: shop}
regulations: [iso-27001-2022]
environments:
  - name: prod
    class: production
    clusters: [{name: wc, manifests: [manifests]}]
deployments:
  - name: shop-prod
    application: shop
    stage: production
    placement: {environment: prod, cluster: wc, namespace: shop}
  - name: shop-staging
    application: shop
    stage: staging
    placement: {environment: prod, cluster: wc, namespace: shop-staging}
"""


def result(verdict: Verdict, force: Force = Force.MUST) -> RequirementResult:
    return RequirementResult(
        requirement=f"iso-{force.value}-{verdict.value}",
        title="Apart",
        clause="A.8.31",
        regulation="iso",
        provenance="confirmed",
        force=force,
        basis="explicit",
        verdict=verdict,
    )


def report(*results: RequirementResult, problems: tuple[dict[str, Any], ...] = ()) -> Report:
    return Report(
        verdict=Verdict.PASS, run={}, results=results, pairs=(), findings=(), problems=problems, totals={}
    )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a plan, where nobody forces colours or dates."""
    (tmp_path / "envpolicy.yaml").write_text(PLAN)
    for name in ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH", "ENVPOLICY_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def decided(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Any]]:
    """A function that sets the report (or the exception) that judging gives, and returns what was asked."""

    def answer(given: Report | BaseException) -> list[Any]:
        asked: list[Any] = []

        def decide(request: Any, plan: Any, progress: Any) -> Any:
            asked.append(request)
            if isinstance(given, BaseException):
                raise given
            return given, SimpleNamespace(input={"deployments": []})

        monkeypatch.setattr("envpolicy.cli.pipeline.decide", decide)
        return asked

    return answer


# --- exit codes


@pytest.mark.parametrize(
    ("verdict", "force", "fail_on", "code"),
    [
        (Verdict.PASS, Force.MUST, "must", 0),
        (Verdict.WAIVED, Force.MUST, "must", 0),
        (Verdict.NOT_APPLICABLE, Force.MUST, "must", 0),
        (Verdict.FAIL, Force.MUST, "must", 1),
        (Verdict.UNKNOWN, Force.MUST, "must", 3),
        (Verdict.FAIL, Force.SHOULD, "must", 0),
        (Verdict.FAIL, Force.SHOULD, "should", 1),
        (Verdict.FAIL, Force.MAY, "should", 0),
        (Verdict.FAIL, Force.MAY, "may", 1),
        (Verdict.UNKNOWN, Force.SHOULD, "must", 0),
        (Verdict.UNKNOWN, Force.SHOULD, "should", 3),
        (Verdict.FAIL, Force.MUST, "may", 1),
    ],
)
def test_what_a_verdict_is_worth(verdict: Verdict, force: Force, fail_on: str, code: int) -> None:
    assert exit_code(report(result(verdict, force)), fail_on) == code


def test_unread_input_outweighs_a_violation_and_a_violation_what_is_unknown() -> None:
    both = (result(Verdict.FAIL), result(Verdict.UNKNOWN))
    assert exit_code(report(*both)) == 1
    assert exit_code(report(*both, problems=({"level": "error", "message": "x"},))) == 2
    assert exit_code(report(*both, problems=({"level": "warning", "message": "x"},))) == 1


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (report(result(Verdict.PASS)), 0),
        (report(result(Verdict.FAIL)), 1),
        (PlanError("the plan is odd"), 2),
        (report(result(Verdict.UNKNOWN)), 3),
        (EngineError("the engine is odd"), 3),
        (ZeroDivisionError("ours"), 3),
        (RecursionError("ours"), 3),
        (KeyboardInterrupt(), 130),
    ],
)
def test_check_exits_with_the_code_of_what_happened(
    decided: Callable[..., list[Any]], given: Any, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    decided(given)
    assert main(["check"]) == code
    assert "Traceback" not in "".join(capsys.readouterr())


def test_the_report_is_printed_also_where_input_was_unreadable(
    decided: Callable[..., list[Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    decided(
        report(result(Verdict.FAIL), problems=({"level": "error", "message": "no YAML", "file": "a.yaml"},))
    )
    assert main(["check"]) == 2
    said = capsys.readouterr().out
    assert said.startswith("PASS: 1 must fail; NOT ALL INPUT WAS READ")
    assert "a.yaml: error: no YAML" in said


def test_a_mistake_of_ours_is_one_line_that_asks_for_a_report(
    decided: Callable[..., list[Any]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(ZeroDivisionError("division\nby \x1b[31mzero"))
    assert main(["check"]) == 3
    said = capsys.readouterr().err
    assert "ZeroDivisionError: division by \\x1b[31mzero" in said
    assert "please report it" in said
    assert "ENVPOLICY_DEBUG=1" in said
    monkeypatch.setenv("ENVPOLICY_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["check"])


def test_every_problem_is_told_with_its_place_and_hint(
    decided: Callable[..., list[Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    decided(PlanError([Problem(message="one", hint="do this"), Problem(message="two")]))
    assert main(["check"]) == 2
    assert capsys.readouterr().err == "error: one\n  hint: do this\nerror: two\n"


# --- usage


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chekc"], "did you mean `check`?"),
        (["check", "--formt", "json"], "--format"),
        (["check", "--format", "jsn"], "did you mean `json`?"),
        (["check", "--profile", "flor"], "did you mean `floor`?"),
        (["check", "--engine", "opa-exe"], "did you mean `opa-exec`"),
        (["check", "--fail-on", "shold"], "did you mean `should`?"),
        (["check", "--today", "tomorrow"], "expected YYYY-MM-DD"),
        (["check", "--plan", "elsewhere.yaml"], "there is no such deployment plan"),
        (["check", "--plan", "."], "did you mean envpolicy.yaml?"),
        (["check", "--opa-url", "http://127.0.0.1:1"], "--engine opa"),
        (["check", "--regulation", "hippa"], "did you mean `hipaa`?"),
        (["explain", "shop-prod"], "missing argument"),
        (["explain", "shop-prd", "shop-staging"], "did you mean `shop-prod`"),
        (["explain", "shop-prod", "shop-prod"], "named twice"),
        (["schema", "wavier"], "did you mean `waiver`?"),
        (["catalog", "show", "hippa"], "did you mean `hipaa`?"),
        (["catalog", "shwo"], "show"),
        (["completion", "basch"], "did you mean `bash`?"),
        (["parse"], "missing argument"),
        (["check", "--engine", "opa", "--opa-url", "ftp://x"], "is not the address of an OPA server"),
        (["check", "--policy", "nowhere"], "cannot be read"),
    ],
)
def test_wrong_usage_exits_2_and_names_what_was_meant(
    home: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert said in " ".join(err.split())
    assert out == ""


def test_a_folder_without_a_regulation_is_no_policy(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "own").mkdir()
    assert main(["catalog", "list", "-p", "own"]) == 2
    assert capsys.readouterr().err.startswith("own: error: there is no regulation in this folder\n")


def test_a_plan_of_another_ending_or_further_up_is_offered(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["check", "--plan", "envpolicy.yml"]) == 2
    assert "--plan envpolicy.yaml" in capsys.readouterr().err
    (home / "deep").mkdir()
    monkeypatch.chdir(home / "deep")
    assert main(["check"]) == 2
    assert "--plan ../envpolicy.yaml" in capsys.readouterr().err


def test_a_plan_that_selects_no_law_is_no_pass(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "envpolicy.yaml").write_text(PLAN.replace("regulations: [iso-27001-2022]\n", ""))
    assert main(["check"]) == 2
    assert "nothing would be checked" in capsys.readouterr().err


def test_a_broken_plan_is_told_with_every_place(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "envpolicy.yaml").write_text(
        PLAN.replace("stage: production", "stage: prodction").replace("name: wc,", "name: wx,")
    )
    assert main(["check"]) == 2
    said = capsys.readouterr().err
    assert re.search(r"envpolicy\.yaml:12:\d+: error: .*prodction", said)
    assert said.count("error: ") >= 3


def test_a_regulation_that_the_plan_misnames_is_told_with_its_place(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "envpolicy.yaml").write_text(PLAN.replace("[iso-27001-2022]", "[iso-27001-2022, hippa]"))
    assert main(["check"]) == 2
    said = capsys.readouterr().err
    assert re.search(
        r"^envpolicy\.yaml:\d+:\d+: error: .*`hippa` \(regulations\[1\]\)\n +hint: .*`hipaa`", said
    )
    assert main(["check", "--regulation", "hippa"]) == 2
    assert capsys.readouterr().err.startswith("error: unknown regulation or requirement `hippa`")


def test_a_waiver_for_what_no_regulation_has_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waiver = "{id: W-%d, requirement: %s, reason: later, owner: ada, expires: 2099-12-31}"
    misnamed, elsewhere = waiver % (1, "iso-27001-2022-A.8.3l"), waiver % (2, "mdr-annex-vi-c-6.5-udi")
    (home / "envpolicy.yaml").write_text(f"{PLAN}waivers: [{misnamed}, {elsewhere}]\n")
    main(["check", "--format", "json"])
    told = [one for one in json.loads(capsys.readouterr().out)["problems"] if "waiver" in one["message"]]
    assert [one["message"] for one in told] == [
        "waiver W-1 waives nothing: no requirement has the id `iso-27001-2022-A.8.3l`"
    ]
    assert told[0]["file"] == "envpolicy.yaml"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_by_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = [command] if command != "catalog" else ["catalog", "show"]
    assert main([*words, "--help"]) == 0
    said = capsys.readouterr().out
    assert f"envpolicy {' '.join(words)}" in said.split("Examples:")[1]
    assert all(len(line) <= 100 for line in said.splitlines())


def test_help_lists_every_command_with_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    for command in COMMANDS:
        assert re.search(rf"^  {command} +\w", said, re.MULTILINE), command
    assert "..." not in said.split("Commands:")[1].split("Examples:")[0]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert re.fullmatch(r"envpolicy \d+\.\d+\.\d+\n", capsys.readouterr().out)


# --- options reach the library


def test_options_become_a_request(decided: Callable[..., list[Any]]) -> None:
    asked = decided(report(result(Verdict.PASS)))
    words = "check a b --cluster wc -r hipaa -r mdr --profile floor --engine opa --opa-url http://o"
    assert (
        main(
            [*words.split(), "--today", "2026-03-02", "--all-pairs", "-q", "-p", "own", "--policy", "x.yaml"]
        )
        == 0
    )
    request = asked[0]
    assert request.paths == ("a", "b")
    assert request.cluster == "wc"
    assert request.regulations == ("hipaa", "mdr")
    assert request.policies == ("own", "x.yaml")
    assert (request.profile, request.engine, request.opa_url) == ("floor", "opa", "http://o")
    assert request.today == date(2026, 3, 2)
    assert request.all_pairs
    assert request.quiet


@pytest.mark.parametrize("flag", ["--format", "--output", "-o"])
def test_the_format_has_the_name_that_conftest_gives_it_too(
    decided: Callable[..., list[Any]], flag: str, capsys: pytest.CaptureFixture[str]
) -> None:
    decided(report(result(Verdict.PASS)))
    assert main(["check", flag, "json"]) == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "Report"


def test_quiet_is_one_line(decided: Callable[..., list[Any]], capsys: pytest.CaptureFixture[str]) -> None:
    decided(report(result(Verdict.FAIL)))
    assert main(["check", "-q"]) == 1
    out, err = capsys.readouterr()
    assert out.count("\n") == 1
    assert err == ""


def test_dates_are_those_that_were_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert moment(None) == (None, None)
    assert moment(date(2026, 3, 2)) == (datetime(2026, 3, 2, tzinfo=UTC), date(2026, 3, 2))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert moment(None) == (datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC), date(2023, 11, 14))
    assert moment(date(2026, 3, 2))[1] == date(2026, 3, 2)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(PlanError, match="seconds since 1970"):
        moment(None)


# --- colours and progress


class Terminal:
    """A stream that is, or is not, a terminal."""

    def __init__(self, *, terminal: bool) -> None:
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.mark.parametrize(
    ("environment", "terminal", "forbidden", "expected"),
    [
        ({}, True, False, True),
        ({}, False, False, False),
        ({"NO_COLOR": "1"}, True, False, False),
        ({"NO_COLOR": ""}, True, False, True),
        ({"FORCE_COLOR": "1"}, False, False, True),
        ({"FORCE_COLOR": "0"}, True, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False, False),
        ({"FORCE_COLOR": "1"}, True, True, False),
        ({"TERM": "dumb"}, True, False, False),
    ],
)
def test_colours_only_where_they_are_wanted(
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    terminal: bool,
    forbidden: bool,
    expected: bool,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream: Any = Terminal(terminal=terminal)
    assert colourful(stream, forbidden=forbidden) is expected


def test_check_is_coloured_where_that_is_forced(
    decided: Callable[..., list[Any]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(report(result(Verdict.FAIL)))
    main(["check"])
    assert "\x1b[" not in capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    main(["check"])
    assert "\x1b[31m" in capsys.readouterr().out
    main(["check", "--no-color"])
    assert "\x1b[" not in capsys.readouterr().out


def test_progress_is_silent_for_a_while_then_one_line_then_gone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("envpolicy.cli.progress.PATIENCE", 0.05)
    with Progress(watched=True) as progress:
        progress("reading a\x1b[2J")
        assert capsys.readouterr().err == ""
        time.sleep(0.15)
        progress("deciding")
    said = capsys.readouterr().err
    assert "reading a\\x1b[2J 0 s" in said
    assert "deciding" in said
    assert said.endswith("\r\x1b[K")
    assert "\n" not in said


def test_nobody_watching_means_no_progress_and_no_thread(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(watched=False) as progress:
        progress("reading")
        assert progress._thread is None
    assert capsys.readouterr().err == ""


# --- the law and the schemas


def test_catalog_list_shows_force_and_standing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "list"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"^  must +iso-27001-2022-A\.8\.31 ", said, re.MULTILINE)
    assert re.search(r"^  should msbfs-2020-7-3-2 .*\[UNCONFIRMED\]$", said, re.MULTILINE)
    assert re.search(r"iso-27001-2013-A\.12\.1\.4 .*superseded by iso-27001-2022-A\.8\.31\]", said)
    assert main(["catalog", "list", "--format", "json"]) == 0
    assert {one["id"] for one in json.loads(capsys.readouterr().out)["regulations"]} >= {"hipaa", "mdr"}


@pytest.mark.parametrize("name", ["iso-27001-2022-A.8.31", "ISO 27001 A.8.31", "iso-27001-2022"])
def test_catalog_show_takes_ids_and_aliases(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "show", name]) == 0
    said = capsys.readouterr().out
    assert "must iso-27001-2022-A.8.31: " in said
    assert "isolation: floor namespace, default environment" in said
    assert re.search(r"policies/regulations/iso-27001-2022\.yaml:\d+", said)


def test_catalog_show_lists_what_is_not_evaluated(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "show", "bsi-app-4.4"]) == 0
    assert "NOT EVALUATED: " in capsys.readouterr().out


def test_schema_lists_and_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert {"deployment-plan", "regulation", "report", "waiver"} <= set(names)
    for name in names:
        assert main(["schema", name]) == 0
        assert json.loads(capsys.readouterr().out)["$schema"].endswith("2020-12/schema")


# --- as a process of its own


def run(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "NO_COLOR")
    }
    return subprocess.run(
        [sys.executable, "-m", "envpolicy.cli", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=environment | more.pop("env", {}),
        **more,
    )


@pytest.mark.parametrize("module", ["envpolicy", "envpolicy.cli"])
def test_the_exit_code_reaches_whoever_runs_the_module(module: str) -> None:
    command = [sys.executable, "-m", module, "parse", "no-such-file.yaml"]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_call_envpolicy(shell: str) -> None:
    done = run("completion", shell, env={"PATH": ""})
    assert done.returncode == 0
    assert f"_ENVPOLICY_COMPLETE={shell}_complete" in done.stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("envpolicy ma", "matrix"),
        ("envpolicy check --regulation hi", "hipaa"),
        ("envpolicy check --format j", "json"),
        ("envpolicy explain shop-s", "shop-staging"),
        ("envpolicy schema wai", "waiver"),
        ("envpolicy catalog show iso-27001-2022-A.8.33", "iso-27001-2022-A.8.33"),
    ],
)
def test_shells_complete_commands_options_and_names(home: Path, words: str, expected: str) -> None:
    count = str(len(words.split()) - 1)
    environment = {"_ENVPOLICY_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": count}
    done = run(env=environment | {"PYTHONPATH": str(os.environ.get("PYTHONPATH", ""))}, cwd=home)
    assert f"plain,{expected}" in done.stdout.splitlines()


def test_a_reader_who_leaves_early_is_no_error() -> None:
    command = (
        f"{sys.executable} -m envpolicy.cli catalog list --format json | head -c 10; exit ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["/bin/bash", "-c", command], check=False, capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("redirection", "code"),
    [("catalog list >&-", 0), ("catalog list 2>&-", 0), ("check --plan nowhere 2>&-", 2), ("parse - <&-", 0)],
)
def test_closed_streams_are_no_mistake(redirection: str, code: int) -> None:
    command = f"{sys.executable} -m envpolicy.cli {redirection}"
    done = subprocess.run(["/bin/bash", "-c", command], check=False, capture_output=True, text=True)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert "mistake" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_an_answer_that_cannot_be_written_is_no_answer() -> None:
    command = f"{sys.executable} -m envpolicy.cli catalog list > /dev/full"
    done = subprocess.run(["/bin/bash", "-c", command], check=False, capture_output=True, text=True)
    assert done.returncode == 3
    assert done.stderr.startswith("error: standard output cannot be written: no space left on device\n")


def test_a_home_that_is_not_there_or_cannot_be_written_is_no_matter(tmp_path: Path) -> None:
    for cache in ("/dev/null", str(tmp_path / "none" / "such")):
        done = run("catalog", "list", env={"XDG_CACHE_HOME": cache, "HOME": "/nonexistent"})
        assert (done.returncode, done.stderr) == (0, "")


def test_letters_that_the_terminal_lacks_are_escaped() -> None:
    done = run("catalog", "show", "msbfs-2020-7", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert "\\xa7" in done.stdout


def test_wrong_usage_imports_neither_engine_nor_schemas() -> None:
    program = (
        "import sys; from envpolicy.cli import main; main(['check', '--plan', 'nowhere.yaml']);"
        "heavy = {'yaml', 'jsonschema', 'jinja2', 'regorus', 'importlib.metadata', 'asyncio'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_only_the_format_that_is_named_is_loaded() -> None:
    program = (
        "import sys; from envpolicy.cli.settings import Format;"
        "Format('verdicts').convert('json', None, None);"
        "print(sorted(name for name in sys.modules if name.startswith('envpolicy.reporters.')))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert "envpolicy.reporters.json" in done.stdout
    assert "envpolicy.reporters.text'" not in done.stdout


def test_a_format_that_cannot_show_a_subject_is_wrong_usage(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("envpolicy.reporters.json.JsonReporter.subjects", ("verdicts",))
    assert main(["matrix", "--format", "json"]) == 2
    assert "use one of text" in capsys.readouterr().err

"""The README shows what the tool says, and the catalogue that there is."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from envpolicy.catalog import load_catalog
from envpolicy.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DEMO = re.compile(r"(<!-- demo: envpolicy (?P<command>.*) -->\n```text\n)(?P<said>.*?)(```\n)", re.DOTALL)


@pytest.fixture
def readme(root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH", "ENVPOLICY_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(root)
    return (root / "README.md").read_text(encoding="utf-8")


def sections(text: str) -> Iterator[list[str]]:
    """The parts of the output that a heading starts (the first has none), as blocks between empty lines."""
    blocks = text.strip("\n").split("\n\n")
    heading = re.compile(r"[A-Z][a-z ]+ \(\d+\)")
    section: list[str] = []
    for block in blocks:
        if heading.fullmatch(block) or block.startswith("PASS "):
            yield section
            section = []
        section.append(block)
    yield section


def abridged(text: str) -> str:
    """What must be mended and decided in full, of the advice one, of the waived one its first pair; the end."""
    said = []
    for section in sections(text):
        if section[0].startswith("Advice that is not"):
            one = next(block for block in section if "/recommended: " in block)
            said += [section[0], "[...]", one, "[...]"]
        elif section[0].startswith("Waived"):
            pairs = re.split(r"\n(?=  \S+ and \S+: )", section[1])
            said += [section[0], "\n".join(pairs[:2]), "[...]"]
        else:
            said += section
    return "\n\n".join(said) + "\n"


def test_the_demo_is_what_the_tool_says(
    readme: str, root: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    shown = _DEMO.search(readme)
    assert shown
    assert main(shlex.split(shown["command"])) == 1
    said = abridged(capsys.readouterr().out)
    if request.config.getoption("--update-golden"):
        (root / "README.md").write_text(
            _DEMO.sub(lambda found: found[1] + said + found[4], readme), encoding="utf-8"
        )
        return
    assert shown["said"] == said, (
        "if that is meant: make test TESTS='tests/unit/test_readme.py --update-golden'"
    )


def test_the_demo_shows_each_sort_of_verdict_on_a_screen_or_two(
    readme: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = _DEMO.search(readme)
    assert shown
    main(shlex.split(shown["command"]))
    said = capsys.readouterr().out
    assert 40 <= said.count("\n") <= 90
    for word in ("FAIL must", "UNKNOWN must", "FAIL should", "WAIVED ", "PASS ", "NOT APPLICABLE "):
        assert re.search(rf"^{word}", said, re.MULTILINE), word
    assert "error: " not in said
    assert "warning: " not in said


def test_the_table_of_the_law_is_the_catalogue(readme: str) -> None:
    rows = re.findall(r"^\| `([\w.-]+)` \| (\d+) \| .* \| ([\w, ]+) \|$", readme, re.MULTILINE)
    catalog = load_catalog()
    assert rows == [
        (
            regulation.id,
            str(len(regulation.requirements)),
            ", ".join(sorted({entry.provenance for entry in regulation.requirements})),
        )
        for regulation in catalog.regulations
    ]


def test_every_file_that_it_links_to_is_there(readme: str, root: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", readme)
    assert links
    assert [link for link in links if not (root / link).exists()] == []


def test_the_example_holds_no_secret_that_could_be_real(root: Path) -> None:
    values = []
    for file in sorted((root / "examples").rglob("*.yaml")):
        for block in re.findall(
            r"^stringData:\n((?:  .*\n)+)", file.read_text(encoding="utf-8"), re.MULTILINE
        ):
            values += re.findall(r": (.*)$", block, re.MULTILINE)
    assert values
    assert [value for value in values if not value.startswith("example-")] == []

"""Workflow commands: GitHub shows them as annotations at the lines that they name, in a run and in a pull request.

Source: GitHub Docs, "Workflow commands for GitHub Actions" (error, warning, notice).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envpolicy.reporters import Reporter
from envpolicy.reporters._entries import entries, level, place, plain, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envpolicy.model import Report
    from envpolicy.reporters import View
    from envpolicy.reporters._entries import Entry

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


class GithubReporter(Reporter):
    """A line for each finding under each requirement, then what was odd about the input, and the verdict."""

    def _render(self, report: Report, view: View) -> str:  # noqa: ARG002
        lines = [_of_entry(entry) for entry in entries(report)]
        lines += [
            _command(problem["level"], problem, "envpolicy", plain(str(problem["message"])))
            for problem in report.problems
        ]
        counts = ", ".join(f"{number} {verdict}" for verdict, number in report.summary.items() if number)
        return "\n".join([*lines, f"{report.verdict.value}: {counts or 'no requirement'}"]) + "\n"


def _of_entry(entry: Entry) -> str:
    at = place(entry)
    title = f"{entry.result.requirement}: {entry.verdict.value}"
    return _command(level(entry.result, entry.verdict), at.to_json() if at else {}, title, sentence(entry))


def _command(command: str, at: Mapping[str, Any], title: str, message: str) -> str:
    where = {"file": at.get("file"), "line": at.get("line"), "col": at.get("column"), "title": title}
    said = ",".join(
        f"{name}={plain(str(value)).translate(_PROPERTY)}" for name, value in where.items() if value
    )
    return f"::{_COMMANDS[command]} {said}::{message.translate(_DATA)}"


REPORTER = GithubReporter()

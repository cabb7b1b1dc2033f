"""What was wrong or odd about the input, at the end of every text and on standard error: one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envpolicy.reporters.text.page import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from envpolicy.errors import Problem
    from envpolicy.reporters.text.page import Page

_BOUND = 20
_COLOURS = {"error": "red", "warning": "yellow"}


def as_json(problems: Iterable[Problem], level: str = "error") -> list[dict[str, Any]]:
    """Problems in the form that reports carry them in."""
    return [
        {
            "level": level,
            "message": problem.message,
            "file": problem.location.file if problem.location else None,
            "line": problem.location.line if problem.location else None,
            "column": problem.location.column if problem.location else None,
            "path": problem.location.path if problem.location else None,
            "hint": problem.hint,
        }
        for problem in problems
    ]


def write_problems(page: Page, problems: Sequence[Mapping[str, Any]], *, everything: bool = False) -> None:
    """Each problem as `file:line:column: level: message (path)`, its hint below; errors first."""
    ordered = sorted(problems, key=lambda problem: problem.get("level") != "error")
    bound = len(ordered) if everything else _BOUND
    shown = ordered[:bound]
    for number, problem in enumerate(shown, start=1):
        level = str(problem.get("level", "error"))
        path = f" ({problem['path']})" if problem.get("path") else ""
        page.whole(
            page.ink(_place(problem), colour="cyan")
            + page.ink(f"{level}: ", colour=_COLOURS.get(level), bold=level == "error")
            + page.ink(f"{' '.join(str(problem['message']).split())}{path}")
        )
        # Of several in a row the hint is said once, below the last.
        if problem.get("hint") and (number == len(shown) or shown[number].get("hint") != problem["hint"]):
            page.prose(str(problem["hint"]), indent=2, label="hint: ")
    if len(ordered) > bound:
        page.whole(page.ink(f"and {counted(len(ordered) - bound, 'more problem')}", dim=True))


def _place(problem: Mapping[str, Any]) -> str:
    if not problem.get("file"):
        return ""
    numbers = [str(problem[key]) for key in ("line", "column") if problem.get(key) is not None]
    return ":".join([str(problem["file"]), *numbers]) + ": "

"""What goes to standard output and standard error, how wide, and with which colours."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    import click

    from envpolicy.errors import Problem

#: Columns where nobody can be asked.
WIDTH = 100


def width(stream: TextIO | None = None) -> int:
    """The columns of the terminal, or 100 where there is none."""
    stream = stream or sys.stdout
    if not stream.isatty():
        return WIDTH
    try:
        return os.get_terminal_size(stream.fileno()).columns or WIDTH
    except (OSError, ValueError):
        return WIDTH


def colourful(stream: TextIO | None = None, *, forbidden: bool = False) -> bool:
    """Whether to use colours: `--no-color`, then NO_COLOR, then FORCE_COLOR, then if it is a terminal."""
    if forbidden or os.environ.get("NO_COLOR"):
        return False
    if forced := os.environ.get("FORCE_COLOR"):
        return forced != "0"
    return (stream or sys.stdout).isatty() and os.environ.get("TERM") != "dumb"


def emit(text: str) -> None:
    """Write to standard output. A reader who has gone (`| head`) is no error: the exit code speaks.

    Raises `ReportError` where it cannot be written otherwise, such as on a full disk.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # What Python still wants to flush at exit goes nowhere, instead of failing again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return
        from envpolicy.errors import Problem
        from envpolicy.reporters import ReportError

        reason = (error.strerror or str(error)).lower()
        raise ReportError(
            Problem(message=f"standard output cannot be written: {reason}", hint="what was decided is lost")
        ) from error


def complain(problems: Iterable[Problem], level: str = "error") -> None:
    """Each problem on standard error: `file:line:column: error: what is wrong`, and the hint below it."""
    from envpolicy.reporters.text.problems import as_json

    complain_json(as_json(problems, level))


def complain_json(problems: list[Mapping[str, Any]] | list[dict[str, Any]]) -> None:
    """The same for problems as reports carry them."""
    if not problems:
        return
    from envpolicy.reporters.text.page import Page
    from envpolicy.reporters.text.problems import write_problems

    page = Page(width=width(sys.stderr), colour=colourful(sys.stderr))
    write_problems(page, problems, everything=True)
    sys.stdout.flush()
    sys.stderr.write(page.text())


def explain_usage(error: click.ClickException) -> None:
    """A usage error of click in the form of every other problem, and where to read on."""
    from envpolicy.errors import Problem

    context = getattr(error, "ctx", None)
    name = context.command_path if context is not None else "envpolicy"
    message = " ".join(error.format_message().split())
    complain(
        [Problem(message=f"{message[:1].lower()}{message[1:].rstrip('.')}", hint=f"see `{name} --help`")]
    )

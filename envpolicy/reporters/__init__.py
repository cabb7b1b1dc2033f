"""Reporters turn a `Report` into text. One port with one verb, one file per format.

The file's name names the format: `policy_report.py` here (or a package of that name) that holds a `REPORTER`
is the format `policy-report`.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from envpolicy.errors import EnvpolicyError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envpolicy.model import Report
    from envpolicy.patches import Mending

#: What a report can be asked about: the verdicts, the levels of all pairs, or one pair.
SUBJECTS = ("verdicts", "matrix", "pair")


class ReportError(EnvpolicyError):
    """A report could not be put into a format. What was decided stands, but nobody got to read it."""

    exit_code = 3


class FormatError(ReportError):
    """There is no such format, or it cannot show what was asked for."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What of a report to show, and how. Programs' formats look at `subject`, `pair` and `deployments` only.

    `pair` names the two deployments of the subject `pair`. `deployments` holds the facts of deployments by
    name, as the estate document has them, shown beside a pair. `mending` holds the patches for a pair, where they
    were asked for; text is then YAML to apply. `width` is in columns. `verbose` lists
    also what passes and does not apply; `everything` lifts bounds on lists; `brief` leaves one line.
    """

    subject: str = "verdicts"
    pair: tuple[str, str] | None = None
    mending: Mending | None = None
    deployments: Mapping[str, Any] = field(default_factory=dict)
    width: int = 100
    colour: bool = False
    verbose: bool = False
    everything: bool = False
    brief: bool = False


class Reporter(ABC):
    """Turns reports into text. `render` lets only `ReportError` escape; adapters fill in `_render`."""

    #: The subjects that this format can show.
    subjects: tuple[str, ...] = ("verdicts",)

    def render(self, report: Report, view: View | None = None) -> str:
        """The report as text that ends in a newline. Writes nothing anywhere.

        Raises `FormatError` where the format cannot show the view's subject, `ReportError` where it fails.
        """
        view = view or View()
        if view.subject not in self.subjects:
            raise FormatError(
                Problem(message=f"this format cannot show `{view.subject}`", hint="use --format text or json")
            )
        try:
            return self._render(report, view)
        except ReportError:
            raise
        except Exception as error:
            raise ReportError(
                Problem(
                    message=f"the report could not be written: {type(error).__name__}: {error}",
                    hint="this is a mistake in envpolicy: please report it; --format json may still work",
                )
            ) from error

    @abstractmethod
    def _render(self, report: Report, view: View) -> str:
        """The text."""


def formats(subject: str | None = None) -> tuple[str, ...]:
    """The names that `reporter` takes, sorted; with a subject those that can show it (loads all)."""
    folder = os.path.dirname(__file__)  # noqa: PTH120 - os is there already, pathlib would be a slower start
    names = []
    for entry in os.listdir(folder):  # noqa: PTH208
        stem = entry.removesuffix(".py")
        if stem.startswith("_") or not stem.isidentifier():
            continue
        if stem != entry or os.path.exists(os.path.join(folder, entry, "__init__.py")):  # noqa: PTH110, PTH118
            names.append(stem.replace("_", "-"))
    if subject is not None:
        names = [name for name in names if subject in reporter(name).subjects]
    return tuple(sorted(names))


def reporter(name: str) -> Reporter:
    """The reporter of that format. Raises `FormatError` with the known formats for any other name."""
    from importlib import import_module

    if name not in formats():
        raise FormatError(
            Problem(message=f"there is no format `{name}`", hint=f"use one of {', '.join(formats())}")
        )
    found: Reporter = import_module(f"envpolicy.reporters.{name.replace('-', '_')}").REPORTER
    return found

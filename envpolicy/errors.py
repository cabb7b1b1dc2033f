"""One tree of errors, and the `Problem` that every message to a person is made of.

A problem says what is wrong, where, and how to mend it. Code that can go on after a problem collects it;
code that cannot raises an `EnvpolicyError` that carries all the problems found so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place in a file. `line` and `column` count from 1, `document` from 0; `path` is like `a.b[0]`."""

    file: str
    document: int | None = None
    line: int | None = None
    column: int | None = None
    path: str | None = None

    def __str__(self) -> str:
        """`file:line:column (path)`, as far as it is known."""
        text = self.file
        if self.line is not None:
            text += f":{self.line}"
            if self.column is not None:
                text += f":{self.column}"
        return f"{text} ({self.path})" if self.path else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something a person must mend: what is wrong, where, and (as `hint`) how."""

    message: str
    location: Location | None = None
    hint: str | None = None

    def __str__(self) -> str:
        """One line: `location: message (hint)`."""
        text = f"{self.location}: {self.message}" if self.location else self.message
        return f"{text} ({self.hint})" if self.hint else text


class EnvpolicyError(Exception):
    """Base of everything that envpolicy raises on purpose. `problems` is never empty."""

    #: Exit code of the command line: 2 wrong usage or input, 3 could not decide.
    exit_code = 2

    def __init__(self, problems: Iterable[Problem] | Problem | str) -> None:
        """Take one problem, several, or just a message."""
        if isinstance(problems, str):
            problems = Problem(message=problems)
        if isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class DocumentError(EnvpolicyError):
    """A document could not be read, or does not fit its schema."""


class CatalogError(EnvpolicyError):
    """A regulation is not well formed, or a name selects nothing."""


class PlanError(EnvpolicyError):
    """A deployment plan is not well formed, or contradicts itself."""


class CompileError(EnvpolicyError):
    """A selection of requirements is ambiguous or contradicts itself."""


class SourceError(EnvpolicyError):
    """A source of manifests could not be reached or rendered."""


class EngineError(EnvpolicyError):
    """A policy engine failed, or left a rule undefined: nothing was decided."""

    exit_code = 3

"""Which requirements a name means: ids, aliases, clauses, and `all`."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from envpolicy.errors import CatalogError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Selects the whole catalogue, superseded requirements included.
ALL = "all"

#: A section sign as it looks after its UTF-8 bytes were read in a Thai or a Western single-byte encoding.
_MIS_ENCODED = ("\u0e22\u0e07", "\u00c2\u00a7")


def normalised(name: str) -> str:
    """`name` as names are compared: one Unicode form, one kind of space, section signs mended, no case."""
    text = unicodedata.normalize("NFC", name)
    for wrong in _MIS_ENCODED:
        text = text.replace(wrong, "\u00a7")
    return " ".join(text.casefold().split())


class Names:
    """An index from normalised names to requirement ids."""

    __slots__ = ("_meant", "_shown")

    def __init__(self) -> None:
        self._meant: dict[str, set[str]] = {ALL: set()}
        self._shown: dict[str, str] = {ALL: ALL}

    def add_regulation(self, regulation: str, aliases: Iterable[str], requirements: Sequence[str]) -> None:
        """Let a regulation's id and aliases mean all of its requirements."""
        for name in (ALL, regulation, *aliases):
            self._add(name, requirements)

    def add_requirement(self, requirement: str, aliases: Iterable[str]) -> None:
        """Let a requirement's id and aliases mean it, beside the others that carry the same alias."""
        for name in (requirement, *aliases):
            self._add(name, (requirement,))

    def resolve(self, names: Iterable[str]) -> set[str]:
        """The ids that `names` mean. Raises `CatalogError` with every unknown name and the nearest ones."""
        found: set[str] = set()
        problems = []
        for name in names:
            meant = self._meant.get(normalised(name))
            if meant is None:
                problems.append(self.unknown(name))
            else:
                found |= meant
        if problems:
            raise CatalogError(problems)
        return found

    def meanings(self) -> dict[str, set[str]]:
        """By normalised name the ids that it means."""
        return {name: set(meant) for name, meant in self._meant.items()}

    def unknown(self, name: str) -> Problem:
        """What to tell a person who wrote `name`, which nothing is called."""
        import difflib

        key = normalised(name)
        # A part of a name is more likely meant than a whole that merely looks alike.
        near = sorted((known for known in self._shown if len(key) > 2 and key in known), key=len)  # noqa: PLR2004
        near += difflib.get_close_matches(key, self._shown, n=3, cutoff=0.5)
        shown = [f"`{self._shown[known]}`" for known in dict.fromkeys(near)][:3]
        hint = f"did you mean {' or '.join(shown)}?" if shown else "`envpolicy catalog list` shows all names"
        return Problem(message=f"unknown regulation or requirement `{name}`", hint=hint)

    def _add(self, name: str, requirements: Iterable[str]) -> None:
        key = normalised(name)
        self._meant.setdefault(key, set()).update(requirements)
        self._shown.setdefault(key, name)

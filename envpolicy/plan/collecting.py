"""Problems are collected while a plan is looked at, so that a person gets them all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from envpolicy.errors import DocumentError, Problem
from envpolicy.validation import listed, nearest, schema_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from envpolicy.documents import Document


class Piece(NamedTuple):
    """A part of a document: its value, and the path to it. The value may be anything that was typed."""

    document: Document
    path: tuple[str | int, ...]
    value: Any

    def get(self, key: str) -> Piece | None:
        """The part under `key`; None where this is no mapping, or has no such key."""
        if isinstance(self.value, dict) and key in self.value:
            return Piece(self.document, (*self.path, key), self.value[key])
        return None

    def text(self, key: str) -> str | None:
        """The text under `key`; None where there is no text."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return value if isinstance(value, str) else None

    def items(self, key: str) -> Iterator[Piece]:
        """The entries of the list under `key`; nothing where there is no list."""
        found = self.get(key)
        if found is not None and isinstance(found.value, list):
            for index, value in enumerate(found.value):
                yield Piece(self.document, (*found.path, index), value)

    def entries(self, key: str) -> Iterator[tuple[str, Piece]]:
        """The entries of the mapping under `key`; nothing where there is no mapping."""
        found = self.get(key)
        if found is not None and isinstance(found.value, dict):
            for name, value in found.value.items():
                yield name, Piece(self.document, (*found.path, name), value)


class Collection:
    """The problems found so far, and the notes: oddities that forbid nothing."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self._spoken_of: set[tuple[int, tuple[str | int, ...]]] = set()

    def fits(self, document: Document, schema: str) -> None:
        """Note everything in `document` that does not fit `schemas/<schema>.schema.json`."""
        try:
            misfits = schema_problems(document.value, schema, document.position)
        except DocumentError as error:
            self.problems += error.problems
            return
        for path, problem in misfits:
            self.problems.append(problem)
            self._spoken_of.add((id(document), path))

    def add(self, piece: Piece, message: str, hint: str | None = None) -> None:
        """Note a problem with `piece`, unless its form was found wrong already."""
        if (id(piece.document), piece.path) not in self._spoken_of:
            location = piece.document.position(piece.path)
            self.problems.append(Problem(message=message, location=location, hint=hint))

    def note(self, piece: Piece, message: str, hint: str | None = None) -> None:
        """Note an oddity."""
        self.notes.append(Problem(message=message, location=piece.document.position(piece.path), hint=hint))

    def known(self, piece: Piece | None, thing: str, names: Iterable[str]) -> None:
        """Note a problem where `piece` names something that is not among `names`."""
        if piece is None or not isinstance(piece.value, str):
            return
        names = list(dict.fromkeys(names))
        if piece.value in names:
            return
        near = nearest(piece.value, names)
        known = f"known: {listed(names)}" if names else f"the plan has no {thing}"
        self.add(
            piece, f"unknown {thing} `{piece.value}`", f"did you mean `{near[0]}`? {known}" if near else known
        )

    def unique(self, pieces: Iterable[Piece | None], thing: str) -> None:
        """Note a problem for each of `pieces` that repeats an earlier one."""
        seen: dict[str, Piece] = {}
        for piece in pieces:
            if piece is None or not isinstance(piece.value, str):
                continue
            first = seen.setdefault(piece.value, piece)
            if first is not piece:
                where = first.document.position(first.path)
                self.add(piece, f"{thing} `{piece.value}` is there twice", f"the first is at {where}")

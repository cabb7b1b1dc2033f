"""Manifests as the Kubernetes API machinery reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envpolicy.documents.document import Document, Origin, Reading
from envpolicy.documents.lines import UNREAD, LineReader
from envpolicy.documents.refusal import Refusal
from envpolicy.documents.stream import Pieces
from envpolicy.errors import Location, Problem

if TYPE_CHECKING:
    from envpolicy.documents.stream import Text
    from envpolicy.documents.values import Builder, Duplicate, ManifestScalars


class ManifestReader:
    """Reads files one after the other, and remembers what repeats. Use one for a whole run."""

    def __init__(self) -> None:
        """Start with nothing remembered."""
        self._lines = LineReader()
        self._scalars: ManifestScalars | None = None
        self._duplicates: list[Duplicate] = []

    def read(self, data: bytes, file: str) -> Reading:
        """The documents in `data`; see `read_manifests`."""
        documents: list[Document] = []
        problems: list[Problem] = []
        warnings: list[Problem] = []
        pieces = Pieces(data, self._yaml)
        try:
            for piece in pieces:
                index = len(documents)
                origin = Origin(data=data, start=piece.start, end=piece.end, line=piece.line, form=piece.form)
                line = piece.first_line + 1
                documents.append(
                    Document(file=file, index=index, line=line, value=piece.value, origin=origin)
                )
                if self._duplicates:
                    warnings.extend(_warnings(self._duplicates, piece.line, file, index))
                    self._duplicates = []
        except Refusal as error:
            problems.append(problem(error, file, len(documents)))
        self._duplicates = []
        warnings.extend(problem(warning, file, len(documents)) for warning in pieces.warnings)
        return Reading(documents=tuple(documents), problems=tuple(problems), warnings=tuple(warnings))

    def _yaml(self, text: Text) -> tuple[Any, int]:
        if text.refusal is None:
            value, line = self._lines.read(text.text)
            if value is not UNREAD:
                return value, line
        # Only texts that are out of the ordinary need the parser, and importing it takes a while.
        from envpolicy.documents.events import parse
        from envpolicy.documents.values import Builder, ManifestScalars

        if self._scalars is None:
            self._scalars = ManifestScalars()
        scalars = self._scalars

        def build(events: Any) -> Builder:
            builder = Builder(scalars)
            builder.build(events)
            return builder

        builder = parse(text, build)
        self._duplicates = builder.duplicates
        return builder.value, builder.line


def problem(refusal: Refusal, file: str, index: int | None) -> Problem:
    """`refusal` as a message about document `index` of `file`."""
    return Problem(
        message=refusal.message,
        location=Location(file=file, document=index, line=refusal.line + 1, column=refusal.column + 1),
        hint=refusal.hint,
    )


def _warnings(duplicates: list[Duplicate], line: int, file: str, index: int) -> list[Problem]:
    return [
        Problem(
            message=f"the key {duplicate.key!r} is set twice; the later value wins",
            location=Location(
                file=file, document=index, line=line + duplicate.line + 1, column=duplicate.column + 1
            ),
            hint="strict field validation refuses this",
        )
        for duplicate in duplicates
    ]

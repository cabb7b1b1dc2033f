"""What people author - catalogue, plan, evidence - read so that scalars stay what was typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from envpolicy.documents.document import Document, Origin, Reading
from envpolicy.documents.manifests import problem
from envpolicy.documents.refusal import Refusal
from envpolicy.documents.stream import Pieces
from envpolicy.documents.values import Builder, Typed
from envpolicy.errors import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envpolicy.documents.stream import Text

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)").fullmatch
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
#: Past this many digits an integer is more likely an identifier, and stays text.
_DIGITS = 18


class _Scalars:
    """Scalars as they were typed; tags are noted as problems."""

    def __init__(self) -> None:
        self.tags: list[Any] = []

    def __call__(self, event: Any) -> Any:
        text = event.value
        if event.tag is not None:
            self.tags.append(event)
            return text
        if not event.implicit[0]:
            return text
        if text in _WORDS:
            return Typed(_WORDS[text], text)
        if text == "<<":
            return Typed(text, text, merge=True)
        if _INTEGER(text) and len(text) <= _DIGITS:
            return Typed(int(text), text)
        return text


def read(data: bytes, file: str) -> Reading:
    """See `envpolicy.documents.read_authored`."""
    found: list[tuple[Builder, list[Any]]] = []

    def yaml(text: Text) -> tuple[Any, int]:
        from envpolicy.documents.events import parse

        if text.text in ("\n", "---\n"):
            return None, 0

        def build(events: Iterable[Any]) -> tuple[Builder, list[Any]]:
            scalars = _Scalars()
            tags: list[Any] = []
            builder = Builder(scalars)
            builder.build(_noting_tags(events, tags))
            return builder, sorted(tags + scalars.tags, key=lambda event: event.start_mark.index)

        found.append(parse(text, build))
        builder = found[-1][0]
        return builder.value, builder.line

    documents: list[Document] = []
    problems: list[Problem] = []
    pieces = Pieces(data, yaml, authored=True)
    try:
        for piece in pieces:
            index = len(documents)
            builder, tags = found[-1]
            origin = Origin(data=data, start=piece.start, end=piece.end, line=piece.line, form="authored")
            line = piece.first_line + 1
            documents.append(Document(file=file, index=index, line=line, value=piece.value, origin=origin))
            problems.extend(_tag_problem(event, piece.line, file, index) for event in tags)
            problems.extend(
                Problem(
                    message=f"the key {duplicate.key!r} is set twice",
                    location=Location(
                        file=file,
                        document=index,
                        line=piece.line + duplicate.line + 1,
                        column=duplicate.column + 1,
                    ),
                    hint="keep one of them",
                )
                for duplicate in builder.duplicates
            )
    except Refusal as error:
        pieces.refusals.append(error)
    problems.extend(problem(error, file, None) for error in pieces.refusals)
    problems.sort(
        key=lambda one: (one.location.line or 0, one.location.column or 0) if one.location else (0, 0)
    )
    return Reading(documents=tuple(documents), problems=tuple(problems))


def _noting_tags(events: Iterable[Any], tags: list[Any]) -> Iterable[Any]:
    for event in events:
        if getattr(event, "tag", None) is not None and hasattr(event, "flow_style"):
            tags.append(event)
        yield event


def _tag_problem(event: Any, line: int, file: str, index: int) -> Problem:
    mark = event.start_mark
    return Problem(
        message=f"the tag {event.tag!r} means nothing here",
        location=Location(file=file, document=index, line=line + mark.line + 1, column=mark.column + 1),
        hint="leave the tag out, and quote the text if it starts with '!'",
    )

"""Where the value at a path stands: the one document is parsed again, with marks this time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from envpolicy.documents import jsontext
from envpolicy.documents.document import path_text
from envpolicy.documents.refusal import CollectionKey, Refusal
from envpolicy.errors import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from envpolicy.documents.document import Document, Origin


class _Node:
    """A place (line and column from 0), whether it is told by its key, and what is below it."""

    __slots__ = ("below", "by_key", "column", "line")

    def __init__(self, line: int, column: int, below: Any, *, by_key: bool) -> None:
        self.line, self.column, self.below, self.by_key = line, column, below, by_key


def find(document: Document, path: Sequence[str | int]) -> Location:
    """See `Document.position`."""
    origin = document.origin
    line, column = document.line, 1
    if origin is not None:
        try:
            if origin.form == "json":
                line, column = _find_json(origin, path)
            else:
                line, column = _find_yaml(origin, path)
        except (
            Refusal,
            jsontext.NotJSONError,
        ):  # it was read once, so this is for whoever passes other bytes
            pass
    return Location(
        file=document.file, document=document.index, line=line, column=column, path=path_text(path)
    )


def _find_yaml(origin: Origin, path: Sequence[str | int]) -> tuple[int, int]:
    node: _Node | None = _tree(origin.data, origin.start, origin.end, origin.form)
    if node is None:
        return origin.line + 1, 1
    line, column = node.line, node.column
    for step in path:
        below = node.below
        if type(below) is dict and isinstance(step, str) and step in below:
            key, node = below[step]
            line, column = key if node.by_key else (node.line, node.column)
        elif type(below) is list and isinstance(step, int) and 0 <= step < len(below):
            node = below[step]
            line, column = node.line, node.column
        else:
            break
    return origin.line + line + 1, column + 1


@lru_cache(maxsize=4)
def _tree(data: bytes, start: int, end: int, form: str) -> _Node | None:
    from envpolicy.documents.events import parse
    from envpolicy.documents.stream import decode

    text = decode(data[start:end])
    keys = _authored_key if form == "authored" else _ManifestKeys()
    return parse(text, lambda events: _nodes(events, keys))


class _ManifestKeys:
    """The name that a scalar has as a key; None for a merge key."""

    def __init__(self) -> None:
        from envpolicy.documents.values import ManifestScalars, Typed

        self._scalars, self._typed = ManifestScalars(), Typed

    def __call__(self, event: Any) -> Any:
        value = self._scalars(event)
        if type(value) is self._typed:
            return None if value.merge else value.key
        return value


def _authored_key(event: Any) -> Any:
    return None if event.value == "<<" and event.implicit[0] else event.value


def _nodes(events: Iterable[Any], name: Any) -> _Node | None:  # noqa: C901, PLR0912 - one branch for each event
    from yaml.events import (
        AliasEvent,
        DocumentEndEvent,
        MappingEndEvent,
        MappingStartEvent,
        ScalarEvent,
        SequenceEndEvent,
        SequenceStartEvent,
    )

    root: list[_Node] = []
    #: Open collections, each with the key that waits for its value: (name, mark).
    stack: list[tuple[_Node, list[Any]]] = []
    anchors: dict[str, _Node] = {}
    for event in events:
        kind = type(event)
        if kind is DocumentEndEvent:
            break
        mark = event.start_mark
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            node, _ = stack.pop()
        elif kind is ScalarEvent:
            node = _Node(mark.line, mark.column, None, by_key=not event.value and event.implicit[0])
            if event.anchor:
                anchors[event.anchor] = node
            if stack and type(stack[-1][0].below) is dict and not stack[-1][1]:
                stack[-1][1][:] = [name(event), (mark.line, mark.column)]
                continue
        elif kind is AliasEvent:
            target = anchors[event.anchor]
            node = _Node(mark.line, mark.column, target.below, by_key=False)
            if stack and type(stack[-1][0].below) is dict and not stack[-1][1]:
                # The anchor's own text is not kept; such a key is only passed over.
                stack[-1][1][:] = ["", (mark.line, mark.column)]
                continue
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if stack and type(stack[-1][0].below) is dict and not stack[-1][1]:
                raise CollectionKey.at(event, "a mapping or sequence cannot be a key")
            below: Any = {} if kind is MappingStartEvent else []
            node = _Node(mark.line, mark.column, below, by_key=not event.flow_style)
            if event.anchor:
                anchors[event.anchor] = node
            stack.append((node, []))
            continue
        else:
            continue
        if not stack:
            root.append(node)
            continue
        parent, waiting = stack[-1]
        if type(parent.below) is list:
            parent.below.append(node)
            continue
        key, place = waiting
        waiting.clear()
        if key is None:
            sources = node.below[::-1] if type(node.below) is list else [node]
            for source in sources:
                parent.below.update(source.below)
        else:
            parent.below[key] = (place, node)
    return root[0] if root else None


def _find_json(origin: Origin, path: Sequence[str | int]) -> tuple[int, int]:
    data = origin.data
    line_start = data.rfind(b"\n", 0, origin.start) + 1
    text = data[line_start : origin.end].decode("utf-8", "surrogateescape")
    at = len(data[line_start : origin.start].decode("utf-8", "surrogateescape"))
    for step in path:
        below = _json_entry(text, at, step)
        if below is None:
            break
        at = below
    start = text.rfind("\n", 0, at) + 1
    return origin.line + text.count("\n", 0, at) + 1, at - start + 1


def _json_entry(text: str, at: int, step: str | int) -> int | None:
    """Where the entry `step` of the collection at `at` starts; the last one of that name."""
    char = text[at]
    if char != ("{" if isinstance(step, str) else "["):
        return None
    found: int | None = None
    number = 0
    at = jsontext.skip_blanks(text, at + 1)
    while text[at] not in "]}":
        name: Any = number
        if char == "{":
            name, at = jsontext.read(text, at)
            at = jsontext.skip_blanks(text, jsontext.skip_blanks(text, at) + 1)
        if name == step:
            found = at
        at = jsontext.skip_blanks(text, jsontext.read(text, at)[1])
        number += 1
        if text[at] == ",":
            at = jsontext.skip_blanks(text, at + 1)
    return found

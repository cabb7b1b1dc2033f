"""Parsing events into a JSON value, as `yaml.v2` decodes a document: aliases, merge keys, later keys win.

Nothing here recurses: a document nested 10,000 deep, which a cluster accepts, costs a list, not the stack.
Aliases are copied, and counted as `yaml.v2` counts them, so a document that expands without measure is
refused before it does.
"""

# ruff: noqa: PLR2004 - the numbers are those of yaml.v2's measure of aliases

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from envpolicy.documents.refusal import MAX_DEPTH, CollectionKey, Refusal
from envpolicy.documents.scalars import (
    REFUSED_KEY,
    REFUSED_VALUE,
    TAG,
    ScalarError,
    as_key,
    as_value,
    resolve,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_TEMPLATE_HINT = "is this a template that has to be rendered first, such as a Helm chart's?"
#: So many keys that stand twice are told of, in one document.
_DUPLICATES = 100
_REMEMBERED, _REMEMBERED_LENGTH = 100_000, 100
_NO_KEY = object()
_MERGE = object()


class Duplicate:
    """A key that a mapping sets twice; `line` and `column` count from 0."""

    __slots__ = ("column", "key", "line")

    def __init__(self, key: str, line: int, column: int) -> None:
        """Remember which key, and where its second value stands."""
        self.key, self.line, self.column = key, line, column


class _Anchored:
    """A value that an alias can ask for: its cost in steps and levels, and whether it is whole yet."""

    __slots__ = ("depth", "open", "size", "value")

    def __init__(self, value: Any, size: int, depth: int, *, is_open: bool) -> None:
        self.value, self.size, self.depth, self.open = value, size, depth, is_open


class _Frame:
    """A mapping or sequence that is being filled."""

    __slots__ = ("anchored", "container", "depth", "is_map", "key", "size")

    def __init__(self, container: Any, *, is_map: bool) -> None:
        self.container, self.is_map = container, is_map
        self.key: Any = _NO_KEY
        self.size = 1
        self.depth = 1
        self.anchored: _Anchored | None = None


class Builder:
    """Builds one document. `scalar` says what a scalar event means as (value, is a merge key)."""

    def __init__(self, scalar: Callable[[Any], Any]) -> None:
        """Take the reading of scalars."""
        self._scalar = scalar
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchored] = {}
        self._steps = 1
        self._alias_steps = 0
        self._refused = False
        self.duplicates: list[Duplicate] = []
        self.depth = 0
        self.value: Any = None
        #: The line of the first node.
        self.line = 0

    def build(self, events: Iterable[Any]) -> None:
        """Build the document that `events` start with. Raises `Refusal`."""
        for event in events:
            kind = type(event)
            if kind is ScalarEvent:
                self._count(event)
                value = self._scalar(event)
                if event.anchor is not None:
                    self._anchors[event.anchor] = _Anchored(value, 1, 0, is_open=False)
                self._put(value, 1, 0, event, is_scalar=True)
            elif kind is MappingStartEvent:
                self._open(_Frame({}, is_map=True), event)
            elif kind is SequenceStartEvent:
                self._open(_Frame([], is_map=False), event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close(event)
            elif kind is AliasEvent:
                self._alias(event)
            elif kind is DocumentEndEvent:
                break
        if self._refused:
            self._refuse_what_is_left()

    def _open(self, frame: _Frame, event: Any) -> None:
        self._count(event)
        if not self._stack:
            self.line = event.start_mark.line
        if self._stack and self._stack[-1].is_map and self._stack[-1].key is _NO_KEY:
            raise CollectionKey.at(event, "a mapping or sequence cannot be a key", _TEMPLATE_HINT)
        if event.anchor is not None:
            frame.anchored = _Anchored(frame.container, 1, 1, is_open=True)
            self._anchors[event.anchor] = frame.anchored
        self._stack.append(frame)
        if len(self._stack) > self.depth:
            self.depth = len(self._stack)
            if self.depth > MAX_DEPTH:
                raise Refusal.at(event, f"nested deeper than {MAX_DEPTH} levels")

    def _close(self, event: Any) -> None:
        frame = self._stack.pop()
        if frame.anchored is not None:
            frame.anchored.size, frame.anchored.depth, frame.anchored.open = frame.size, frame.depth, False
        self._put(frame.container, frame.size, frame.depth, event)

    def _alias(self, event: Any) -> None:
        self._count(event)
        target = self._anchors.get(event.anchor)
        if target is None:
            raise Refusal.at(event, f"unknown anchor {event.anchor!r}", "define the anchor before it is used")
        if target.open:
            raise Refusal.at(event, f"the value of anchor {event.anchor!r} contains itself")
        self._steps += target.size
        self._alias_steps += target.size
        self._check(event)
        if len(self._stack) + target.depth > self.depth:
            self.depth = len(self._stack) + target.depth
            if self.depth > MAX_DEPTH:
                raise Refusal.at(event, f"nested deeper than {MAX_DEPTH} levels")
        self._put(clone(target.value), target.size + 1, target.depth, event)

    def _put(self, value: Any, size: int, depth: int, event: Any, *, is_scalar: bool = False) -> None:
        if not self._stack:
            self.value = value.value if type(value) is Typed else value
            self._refused = self._refused or self.value is REFUSED_VALUE
            if is_scalar:
                self.line = event.start_mark.line
            return
        frame = self._stack[-1]
        frame.size += size
        if depth >= frame.depth:
            frame.depth = depth + 1
        if not frame.is_map:
            value = value.value if type(value) is Typed else value
            self._refused = self._refused or value is REFUSED_VALUE
            frame.container.append(value)
        elif frame.key is _NO_KEY:
            frame.key = self._key(frame, value, event, is_scalar=is_scalar)
        elif frame.key is _MERGE:
            self._merge(frame, value, event)
            frame.key = _NO_KEY
        else:
            value = value.value if type(value) is Typed else value
            self._refused = self._refused or value is REFUSED_VALUE
            if frame.key in frame.container:
                self._duplicate(frame.key, event)
            frame.container[frame.key] = value
            frame.key = _NO_KEY

    def _key(self, frame: _Frame, value: Any, event: Any, *, is_scalar: bool) -> Any:
        if type(value) is Typed:
            if is_scalar and value.merge:
                # A merge key is not decoded itself.
                frame.size -= 1
                self._steps -= 1
                return _MERGE
            value = value.key
        elif type(value) is not str:
            raise CollectionKey.at(event, "a mapping or sequence cannot be a key", _TEMPLATE_HINT)
        if value is REFUSED_KEY:
            self._refused = True
        return value

    def _merge(self, frame: _Frame, value: Any, event: Any) -> None:
        sources = [value]
        if type(event) is SequenceEndEvent:
            # The sequence itself is not decoded, and its first entries win.
            frame.size -= 1
            self._steps -= 1
            sources = value[::-1]
        if type(event) is ScalarEvent or not all(type(source) is dict for source in sources):
            raise Refusal.at(event, "'<<' merges a mapping or a sequence of mappings, and nothing else")
        for source in sources:
            for key, entry in source.items():
                if key in frame.container:
                    self._duplicate(key, event)
                frame.container[key] = entry

    def _duplicate(self, key: Any, event: Any) -> None:
        if len(self.duplicates) < _DUPLICATES:
            mark = event.start_mark
            self.duplicates.append(Duplicate(str(key), mark.line, mark.column))

    def _count(self, event: Any) -> None:
        self._steps += 1
        if self._alias_steps > 100:
            self._check(event)

    def _check(self, event: Any) -> None:
        if self._alias_steps <= 100 or self._steps <= 1000:
            return
        if self._alias_steps / self._steps > _allowed(self._steps):
            raise Refusal.at(event, "aliases expand this document beyond measure", "write the values out")

    def _refuse_what_is_left(self) -> None:
        for value in _walk(self.value):
            if value is REFUSED_VALUE:
                raise Refusal("infinity and not-a-number cannot be sent to a cluster", 0, 0)
            if type(value) is dict and REFUSED_KEY in value:
                raise Refusal("null, or a number past 64 bits, cannot be a key", 0, 0, "quote the key")


class Typed:
    """A scalar whose reading as a key differs from its reading as a value."""

    __slots__ = ("key", "merge", "value")

    def __init__(self, value: Any, key: Any, *, merge: bool = False) -> None:
        """Take both readings; `merge` where the scalar is `<<`."""
        self.value, self.key, self.merge = value, key, merge


class ManifestScalars:
    """Scalars as the cluster reads them; plain ones are remembered, since manifests repeat themselves."""

    def __init__(self) -> None:
        """Start with nothing remembered."""
        self._plain: dict[str, Any] = {}

    def __call__(self, event: Any) -> Any:
        """The value of a scalar event: a string as it is, anything else as `Typed`. Raises `Refusal`."""
        tag, text = event.tag, event.value
        if tag is None:
            if not event.implicit[0]:
                return text
            known = self._plain.get(text)
            if known is None:
                known = self._typed(None, text, merge=text == "<<")
                if len(self._plain) < _REMEMBERED and len(text) < _REMEMBERED_LENGTH:
                    self._plain[text] = known
            return known
        try:
            return self._typed(tag, text, merge=text == "<<" and tag in ("!", TAG + "merge"))
        except ScalarError as error:
            raise Refusal.at(event, str(error)) from None

    @staticmethod
    def _typed(tag: str | None, text: str, *, merge: bool) -> Any:
        resolved = resolve(tag, text)
        value, key = as_value(resolved), as_key(resolved)
        if value is key and not merge:
            return value
        return Typed(value, key, merge=merge)


def _allowed(steps: int) -> float:
    """The share of decoding steps that aliases may cause: `yaml.v2` scales it from 99 % down to 10 %."""
    low, high = 400_000, 4_000_000
    if steps <= low:
        return 0.99
    if steps >= high:
        return 0.10
    return 0.99 - 0.89 * ((steps - low) / (high - low))


def clone(value: Any) -> Any:
    """A copy of a JSON value down to its leaves, without recursion."""
    if type(value) is not dict and type(value) is not list:
        return value
    root: Any = value.copy()
    todo = [root]
    while todo:
        node = todo.pop()
        for key, entry in node.items() if type(node) is dict else enumerate(node):
            if type(entry) is dict or type(entry) is list:
                node[key] = entry.copy()
                todo.append(node[key])
    return root


def _walk(value: Any) -> Iterator[Any]:
    todo = [value]
    while todo:
        node = todo.pop()
        yield node
        if type(node) is dict:
            todo.extend(node.values())
        elif type(node) is list:
            todo.extend(node)

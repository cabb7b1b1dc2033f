"""Tokens into events: those of the first document in a text, as `yaml.events` has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from envpolicy.documents.exact.scanner import Scanner
from envpolicy.documents.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from envpolicy.documents.exact.cursor import Mark, Token

_STARTS = {
    "flow-seq-start": (SequenceStartEvent, "_flow_sequence"),
    "flow-map-start": (MappingStartEvent, "_flow_mapping"),
    "block-seq-start": (SequenceStartEvent, "_block_sequence"),
    "block-map-start": (MappingStartEvent, "_block_mapping"),
}
_OUTSIDE = ("yaml-directive", "tag-directive", "document-start", "document-end", "stream-end")


class Grammar:
    """The events of one document. Each state is a method that gives one event and says what comes next."""

    def __init__(self, text: str) -> None:
        """Parse the first document of `text`."""
        self._scanner = Scanner(text)
        self._states: list[Callable[[], Any]] = []
        self._state: Callable[[], Any] = self._content
        self._handles = {"!": "!", "!!": "tag:yaml.org,2002:"}

    @property
    def used(self) -> int:
        """How many characters have been looked at."""
        return max(self._scanner.looked, self._scanner.at + 1)

    def events(self) -> Iterator[Any]:
        """All events from the document's start to its end; none if there is no document. Raises `Refusal`."""
        token = self._scanner.peek()
        if token.kind == "stream-end":
            return
        explicit = token.kind in _OUTSIDE and token.kind != "document-end"
        if explicit:
            self._directives()
        else:
            self._state = self._block_node
        yield DocumentStartEvent(token.start, token.end, explicit=explicit)
        self._states.append(self._finish)
        done = False
        while not done:
            event = self._state()
            done = type(event) is DocumentEndEvent
            yield event

    def _directives(self) -> None:
        declared: dict[str, str] = {}
        versions = 0
        while (token := self._scanner.peek()).kind in ("yaml-directive", "tag-directive"):
            self._scanner.take()
            if token.kind == "yaml-directive":
                versions += 1
                if versions > 1 or (token.value, token.extra) != ("1", "1"):
                    raise _refuse(token, "only YAML 1.1 is read here", "leave the directive out")
            elif token.value in declared:
                raise _refuse(token, f"the tag handle {token.value} is declared twice")
            else:
                declared[token.value] = token.extra
        self._handles = {**self._handles, **declared}
        if token.kind != "document-start":
            raise _refuse(token, "expected '---' after the directives")
        self._scanner.take()

    def _content(self) -> Any:
        token = self._scanner.peek()
        if token.kind in _OUTSIDE:
            self._state = self._states.pop()
            return _empty(token.start)
        return self._block_node()

    def _finish(self) -> Any:
        token = self._scanner.peek()
        explicit = token.kind == "document-end"
        return DocumentEndEvent(token.start, token.end if explicit else token.start, explicit=explicit)

    # -- nodes

    def _block_node(self) -> Any:
        return self._node(is_block=True)

    def _node(self, *, is_block: bool, indentless: bool = False) -> Any:
        scanner = self._scanner
        token = scanner.peek()
        if token.kind == "alias":
            scanner.take()
            self._state = self._states.pop()
            return AliasEvent(token.value, token.start, token.end)
        start = token.start
        anchor: str | None = None
        tag: str | None = None
        for kinds in (("anchor", "tag"), ("anchor", "tag")):
            if token.kind not in kinds or (token.kind == "anchor" and anchor is not None):
                break
            if token.kind == "tag" and tag is not None:
                break
            if token.kind == "anchor":
                anchor = token.value
            else:
                tag = self._tag(token)
            scanner.take()
            token = scanner.peek()
        if indentless and token.kind == "block-entry":
            self._state = self._indentless
            return SequenceStartEvent(anchor, tag, tag is None, start, token.end, flow_style=False)
        if token.kind == "scalar":
            scanner.take()
            self._state = self._states.pop()
            plain = (tag is None and not token.extra) or tag == "!"
            implicit = (plain, tag is None and not plain)
            return ScalarEvent(anchor, tag, implicit, token.value, start, token.end, token.extra or None)
        if token.kind in _STARTS and (is_block or token.kind.startswith("flow")):
            event, state = _STARTS[token.kind]
            scanner.take()
            self._state = getattr(self, state + "_first")
            return event(anchor, tag, tag is None, start, token.end, flow_style=token.kind.startswith("flow"))
        if anchor is not None or tag is not None:
            self._state = self._states.pop()
            return ScalarEvent(anchor, tag, (tag is None, False), "", start, token.start)
        raise _refuse(token, "expected a value", "quote text that starts with a special character")

    def _tag(self, token: Token) -> str:
        if not token.value:
            return token.extra
        prefix = self._handles.get(token.value)
        if not prefix and not (prefix == "" and token.extra):
            raise _refuse(token, f"the tag handle {token.value} is not declared", "quote the text")
        return prefix + token.extra

    def _then(self, state: Callable[[], Any], **node: bool) -> Any:
        self._states.append(state)
        return self._node(**node)

    def _end(self, token: Token, event: Any, *, take: bool = True) -> Any:
        if take:
            self._scanner.take()
        self._state = self._states.pop()
        return event(token.start, token.end if take else token.start)

    def _nothing(self, state: Callable[[], Any], mark: Mark) -> Any:
        self._state = state
        return _empty(mark)

    # -- block collections

    def _block_sequence_first(self) -> Any:
        return self._block_sequence()

    def _block_sequence(self) -> Any:
        token = self._scanner.peek()
        if token.kind == "block-end":
            return self._end(token, SequenceEndEvent)
        if token.kind != "block-entry":
            raise _refuse(token, "expected '- ' or a smaller indentation", "align the list's entries")
        self._scanner.take()
        following = self._scanner.peek()
        if following.kind in ("block-entry", "block-end"):
            return self._nothing(self._block_sequence, token.end)
        return self._then(self._block_sequence, is_block=True)

    def _indentless(self) -> Any:
        token = self._scanner.peek()
        if token.kind != "block-entry":
            return self._end(token, SequenceEndEvent, take=False)
        self._scanner.take()
        following = self._scanner.peek()
        if following.kind in ("block-entry", "key", "value", "block-end"):
            return self._nothing(self._indentless, token.end)
        return self._then(self._indentless, is_block=True)

    def _block_mapping_first(self) -> Any:
        return self._block_mapping()

    def _block_mapping(self) -> Any:
        token = self._scanner.peek()
        if token.kind == "block-end":
            return self._end(token, MappingEndEvent)
        if token.kind != "key":
            raise _refuse(token, "expected a key or a smaller indentation", "align the mapping's keys")
        self._scanner.take()
        if self._scanner.peek().kind in ("key", "value", "block-end"):
            return self._nothing(self._block_value, token.end)
        return self._then(self._block_value, is_block=True, indentless=True)

    def _block_value(self) -> Any:
        token = self._scanner.peek()
        if token.kind != "value":
            return self._nothing(self._block_mapping, token.start)
        self._scanner.take()
        if self._scanner.peek().kind in ("key", "value", "block-end"):
            return self._nothing(self._block_mapping, token.end)
        return self._then(self._block_mapping, is_block=True, indentless=True)

    # -- flow collections

    def _flow_sequence_first(self) -> Any:
        return self._flow_sequence(first=True)

    def _flow_sequence(self, *, first: bool = False) -> Any:
        token = self._separated("flow-seq-end", "']'", first=first)
        if token.kind == "flow-seq-end":
            return self._end(token, SequenceEndEvent)
        if token.kind == "key":
            self._scanner.take()
            self._state = self._pair_key
            return MappingStartEvent(None, None, True, token.start, token.end, flow_style=True)  # noqa: FBT003 - not ours
        return self._then(self._flow_sequence, is_block=False)

    def _separated(self, end: str, close: str, *, first: bool) -> Token:
        token = self._scanner.peek()
        if token.kind != end and not first:
            if token.kind != "flow-entry":
                raise _refuse(token, f"expected ',' or {close}", "quote text that holds special characters")
            self._scanner.take()
            token = self._scanner.peek()
        return token

    def _pair_key(self) -> Any:
        token = self._scanner.peek()
        if token.kind in ("value", "flow-entry", "flow-seq-end"):
            # The real parser loses this token; what follows is an error to it or nothing.
            self._scanner.take()
            return self._nothing(self._pair_value, token.end)
        return self._then(self._pair_value, is_block=False)

    def _pair_value(self) -> Any:
        token = self._scanner.peek()
        if token.kind == "value":
            self._scanner.take()
            token = self._scanner.peek()
            if token.kind not in ("flow-entry", "flow-seq-end"):
                return self._then(self._pair_end, is_block=False)
        return self._nothing(self._pair_end, token.start)

    def _pair_end(self) -> Any:
        self._state = self._flow_sequence
        mark = self._scanner.peek().start
        return MappingEndEvent(mark, mark)

    def _flow_mapping_first(self) -> Any:
        return self._flow_mapping(first=True)

    def _flow_mapping(self, *, first: bool = False) -> Any:
        token = self._separated("flow-map-end", "'}'", first=first)
        if token.kind == "flow-map-end":
            return self._end(token, MappingEndEvent)
        if token.kind != "key":
            return self._then(self._flow_no_value, is_block=False)
        self._scanner.take()
        token = self._scanner.peek()
        if token.kind in ("value", "flow-entry", "flow-map-end"):
            return self._nothing(self._flow_value, token.start)
        return self._then(self._flow_value, is_block=False)

    def _flow_value(self) -> Any:
        token = self._scanner.peek()
        if token.kind == "value":
            self._scanner.take()
            token = self._scanner.peek()
            if token.kind not in ("flow-entry", "flow-map-end"):
                return self._then(self._flow_mapping, is_block=False)
        return self._nothing(self._flow_mapping, token.start)

    def _flow_no_value(self) -> Any:
        return self._nothing(self._flow_mapping, self._scanner.peek().start)


def _empty(mark: Mark) -> Any:
    return ScalarEvent(None, None, (True, False), "", mark, mark)


def _refuse(token: Token, message: str, hint: str | None = None) -> Refusal:
    return Refusal(message, token.start.line, token.start.column, hint)

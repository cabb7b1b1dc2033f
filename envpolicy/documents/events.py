"""The parsing events of a YAML text: libyaml's where it agrees with the cluster's parser, else our own.

libyaml is about thirty times as fast. Where it finds an error, the exact reader has the last word: it may
read the text after all, and otherwise says what is wrong in words that help.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from yaml.error import YAMLError
from yaml.events import DocumentEndEvent, MappingEndEvent, ScalarEvent, SequenceEndEvent, StreamEndEvent

from envpolicy.documents.exact.grammar import Grammar
from envpolicy.documents.refusal import MAX_SCALAR, CollectionKey, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from envpolicy.documents.stream import Text

_PARSER: Any = None
try:
    from yaml._yaml import CParser
except ImportError:  # a PyYAML that was built without libyaml
    pass
else:
    _PARSER = CParser

T = TypeVar("T")

#: A text past this many characters is given up where libyaml gives it up, and one past the second number wherever it
#: would have to be read by ourselves: time stays bounded.
_EXACT_LIMIT, _OWN_LIMIT = 1_000_000, 4_000_000
#: What the two parsers read differently without an error: directives, a byte order mark, a lone `!`, and a
#: tag that runs into a flow indicator.
_DIFFERS = re.compile(
    "(?:\\A|[\\n\\r\\x85\\u2028\\u2029])%|\ufeff"
    r"|(?:\A|[\s\[{,:?-])!(?:[^\s,\[\]{}]{0,255}+(?:[,\[\]{}]|(?<=[^\s,\[\]{}]{255}))|\s|\Z)"
).search


class _DiffersError(Exception):
    """libyaml's event is not what the cluster's parser would give."""


def parse(source: Text, build: Callable[[Iterable[Any]], T]) -> T:
    """What `build` makes of the events of the first document in `source`.

    `build` may be called a second time, with other events. Raises `Refusal`.
    """
    text = source.text
    if source.refusal is not None:
        if len(text) > _EXACT_LIMIT:
            raise source.refusal
        grammar = Grammar(text)
        built = build(_bounded(grammar.events()))
        if grammar.used >= len(text) or source.reached(grammar.used):
            raise source.refusal
        return built
    if _PARSER is not None and not _DIFFERS(text):
        try:
            return build(_libyaml(text))
        except (_DiffersError, CollectionKey):
            # A flow collection in front of a `:` is not always a key to the cluster's parser.
            pass
        except YAMLError as error:
            if len(text) > _EXACT_LIMIT:
                mark = getattr(error, "problem_mark", None)
                message = getattr(error, "problem", None) or "this is not YAML"
                raise Refusal(message, mark.line if mark else 0, mark.column if mark else 0) from None
    if len(text) > _OWN_LIMIT:
        message = f"a document past {_OWN_LIMIT} characters is only read in plain YAML"
        raise Refusal(message, 0, 0, "leave out directives, byte order marks and tags, or split the document")
    return build(_bounded(Grammar(text).events()))


def _bounded(events: Iterator[Any]) -> Iterator[Any]:
    for event in events:
        if type(event) is ScalarEvent and len(event.value) > MAX_SCALAR:
            raise Refusal.at(event, f"this text is longer than {MAX_SCALAR} characters")
        yield event


def _libyaml(text: str) -> Iterator[Any]:
    parser = _PARSER(text)
    events: Iterator[Any] = iter(parser.get_event, None)
    flow_question = "?" in text and ("[" in text or "{" in text)
    if flow_question or "\\/" in text:
        events = _compared(events, text)
    try:
        for event in _bounded(events) if len(text) > MAX_SCALAR else events:
            kind = type(event)
            if kind is DocumentEndEvent and not event.explicit and event.end_mark.index < len(text):
                # The cluster's parser has looked at what follows, by its own rules.
                raise _DiffersError
            yield event
            if kind is DocumentEndEvent or kind is StreamEndEvent:
                return
    finally:
        parser.dispose()


def _compared(events: Iterator[Any], text: str) -> Iterator[Any]:
    r"""`events`, given up where `?` in flow style or `\/` means something else to the cluster's parser."""
    flow = 0
    for event in events:
        kind = type(event)
        if kind is ScalarEvent:
            if flow and not event.style and "?" in event.value:
                raise _DiffersError
            if event.style == '"' and "\\/" in text[event.start_mark.index : event.end_mark.index]:
                raise _DiffersError
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            flow -= flow > 0
        elif flow or getattr(event, "flow_style", False):
            flow += 1 if hasattr(event, "flow_style") else 0
        yield event

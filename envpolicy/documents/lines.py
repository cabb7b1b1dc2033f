"""The plain subset of YAML that most manifests are written in, read line by line, several times as fast.

Block mappings and lists, plain and quoted scalars on one line, simple flow collections on one line, literal
and folded blocks, comments. Whatever else a text holds, and whatever is wrong in it, makes
`LineReader.read` give the text back unread (`UNREAD`); the parser then reads it from the start. So this
reader never decides what is an error.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from envpolicy.documents.refusal import MAX_SCALAR
from envpolicy.documents.scalars import REFUSED_KEY, REFUSED_VALUE, as_key, as_value, resolve

UNREAD = object()

_NONE = object()
#: Kinds of lines, by what stands on them.
(
    _NOTHING,
    _KEY_VALUE,
    _DASH_KEY_VALUE,
    _KEY,
    _DASH_KEY,
    _DASH_VALUE,
    _KEY_BLOCK,
    _DASH_KEY_BLOCK,
    _DASH_BLOCK,
) = range(9)
_VALUES, _KEYS, _DASHES = (_KEY_VALUE, _DASH_KEY_VALUE), (_KEY, _DASH_KEY), (_DASH_VALUE, _DASH_BLOCK)

_WORD = r"[A-Za-z0-9_./$][A-Za-z0-9_./$-]{0,200}"
# Possessive repeats (`*+`) keep no memory of where they might have stopped: a long line costs no more time and
# memory than its length.
#: A plain scalar: no `: `, no ` #`, none of the characters that mean something at its start, no tab.
_PLAIN = r"(?:[A-Za-z0-9_./\\^$~+()=;<]|-(?=[^ \t]))(?:[^ :#\t]++|:(?=[^ \t])|(?<=[^ ])#| +(?=[^ #\t]))*+"
_DOUBLE = r'"(?:[^"\\]++|\\["\\nt])*+"'
_SINGLE = r"'(?:[^']++|'')*+'"
_ITEM = r"(?:\"[^\"\\\t]*\"|'[^'\t]*'|[A-Za-z0-9_/.$][A-Za-z0-9_/.$*+=-]*|-[A-Za-z0-9_][A-Za-z0-9_/.=-]*)"
_FLOW = r"\[[^#]*\]|\{[^#]*\}"
_LINE = re.compile(
    rf"( *+)(- ++)?+(?:({_WORD}|\"[^\"\\\t]{{0,200}}\"|'[^'\t]{{0,200}}'):(?= |$))?"
    rf"(?: *+(?:({_PLAIN})|({_DOUBLE})|({_SINGLE})|([|>]-?)|({_FLOW})))?(?: *| +#.*)"
).fullmatch
_SKIPPED = re.compile(r" *(?:#.*)?").fullmatch
_START = re.compile(r"---(?: +(?:#.*)?)?").fullmatch
_ESCAPE = re.compile(r"\\(.)").sub
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
#: Lines are remembered up to so many, and none longer than so many characters.
_REMEMBERED, _REMEMBERED_LENGTH = 200_000, 160


@cache
def _flow_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of a list, its items, a mapping, and its pairs: compiled when the first one is met."""
    pair = rf"({_WORD}): +({_ITEM})"
    bare = pair.replace("(", "(?:", 1).replace(" +(", " +(?:", 1)
    return (
        re.compile(rf"\[ *+(?:{_ITEM}(?: *+, *+{_ITEM})*+)?+ *+\]"),
        re.compile(_ITEM),
        re.compile(rf"\{{ *+(?:{bare}(?: *+, *+{bare})*+)?+ *+\}}"),
        re.compile(pair),
    )


class LineReader:
    """Reads texts one after the other; lines that repeat are understood once."""

    def __init__(self) -> None:
        """Start with nothing remembered."""
        self._lines: dict[str, Any] = {}
        self._scalars: dict[str, Any] = {}

    def read(self, text: str) -> tuple[Any, int]:  # noqa: C901, PLR0912, PLR0915 - a hot loop calls nothing
        """The value of the document in `text` and the line it starts on, or `UNREAD` and 0.

        `text` holds no control characters.
        """
        if "\r" in text or text[-1:] != "\n" or len(text) > MAX_SCALAR:
            return UNREAD, 0
        if not text.isascii() and any(char in text for char in "\x85\u2028\u2029\ufeff"):
            return UNREAD, 0
        lines = text.split("\n")
        lines.pop()
        at = 1 if _START(lines[0]) else 0
        known = self._lines
        root: dict[Any, Any] = {}
        # The collection that is being filled, its column, whether it is a mapping, and its key without a
        # value yet.
        here: Any = root
        column, is_map, waiting = -1, True, None
        stack: list[tuple[Any, int, bool]] = []
        first = -1
        total = len(lines)
        while at < total:
            line = lines[at]
            at += 1
            parsed = known.get(line)
            if parsed is None:
                parsed = self._understand(line)
                if parsed is None:
                    return UNREAD, 0
            kind, indent, inner, key, value = parsed
            if kind == _NOTHING:
                continue
            if first < 0:
                first = at - 1
                waiting = _NONE
            dash = inner >= 0
            if waiting is not None:
                if indent > column or (indent == column and dash):
                    stack.append((here, column, is_map))
                    below: Any = [] if dash else {}
                    here[waiting] = below
                    here, column, is_map = below, indent, not dash
                else:
                    here[waiting] = None
                waiting = None
            if indent != column or is_map == dash:
                while column > indent:
                    here, column, is_map = stack.pop()
                if not dash and not is_map and column == indent:
                    # The end of a list that stands as far left as the mapping it belongs to.
                    here, column, is_map = stack.pop()
                if column != indent or is_map == dash:
                    return UNREAD, 0
            if kind in _DASHES:
                if kind == _DASH_BLOCK:
                    value, at = _block(lines, at, indent, value)
                    if value is UNREAD:
                        return UNREAD, 0
                elif value.__class__ is list or value.__class__ is dict:
                    value = value.copy()
                here.append(value)
                continue
            if dash:
                stack.append((here, column, is_map))
                entry: dict[Any, Any] = {}
                here.append(entry)
                here, column, is_map = entry, inner, True
            elif key in here:
                # The parser tells where the key stands twice.
                return UNREAD, 0
            if kind in _VALUES:
                if value.__class__ is list or value.__class__ is dict:
                    value = value.copy()
                here[key] = value
            elif kind in _KEYS:
                # The place is taken now, so that the order of the keys is that of the text.
                here[key] = None
                waiting = key
            else:
                value, at = _block(lines, at, column, value)
                if value is UNREAD:
                    return UNREAD, 0
                here[key] = value
        return root.get(_NONE), max(first, 0)

    def _understand(self, line: str) -> tuple[int, int, int, Any, Any] | None:
        parsed = self._parse(line)
        if parsed is not None and len(line) <= _REMEMBERED_LENGTH:
            if len(self._lines) >= _REMEMBERED:
                self._lines.clear()
            self._lines[line] = parsed
        return parsed

    def _parse(self, line: str) -> tuple[int, int, int, Any, Any] | None:
        """(kind, indent, column of the key after a dash or -1, key, value); None if it is not plain."""
        if _SKIPPED(line):
            return _NOTHING, 0, -1, None, None
        found = _LINE(line)
        if not found:
            return None
        spaces, dash, name, plain, double, single, block, flow = found.groups()
        indent = len(spaces)
        inner = -1 if dash is None else indent + len(dash)
        value: Any = _NONE
        if plain is not None:
            value = self._scalar(plain)
        elif double is not None:
            value = double[1:-1]
            if "\\" in value:
                value = _ESCAPE(lambda escape: _ESCAPES[escape.group(1)], value)
        elif single is not None:
            value = single[1:-1].replace("''", "'")
        elif flow is not None:
            value = self._flow(flow)
        if value is REFUSED_VALUE:
            return None
        if name is None:
            if dash is None or (value is _NONE and block is None):
                return None
            return (
                (_DASH_BLOCK, indent, inner, None, block)
                if block
                else (_DASH_VALUE, indent, inner, None, value)
            )
        key = name[1:-1] if name[0] in "'\"" else self._key(name)
        if key is REFUSED_KEY:
            return None
        if block:
            return (_KEY_BLOCK if dash is None else _DASH_KEY_BLOCK), indent, inner, key, block
        if value is _NONE:
            return (_KEY if dash is None else _DASH_KEY), indent, inner, key, None
        return (_KEY_VALUE if dash is None else _DASH_KEY_VALUE), indent, inner, key, value

    def _scalar(self, text: str) -> Any:
        value = self._scalars.get(text, _NONE)
        if value is _NONE:
            value = as_value(resolve(None, text))
            if len(text) < _REMEMBERED_LENGTH and len(self._scalars) < _REMEMBERED:
                self._scalars[text] = value
        return value

    def _flow(self, text: str) -> Any:
        """The flow collection that `text` is, `REFUSED_VALUE` if it is not a plain one."""
        if len(text) == len("[]"):
            return [] if text == "[]" else {}
        a_list, items, a_map, pairs = _flow_patterns()
        if a_list.fullmatch(text):
            values = [self._item(item) for item in items.findall(text)]
            return REFUSED_VALUE if REFUSED_VALUE in values else values
        if not a_map.fullmatch(text):
            return REFUSED_VALUE
        entries = [(self._key(key), self._item(item)) for key, item in pairs.findall(text)]
        value = dict(entries)
        is_plain = len(value) == len(entries) and REFUSED_KEY not in value
        return value if is_plain and REFUSED_VALUE not in value.values() else REFUSED_VALUE

    def _item(self, text: str) -> Any:
        return text[1:-1] if text[0] in "'\"" else self._scalar(text)

    @staticmethod
    def _key(text: str) -> Any:
        return as_key(resolve(None, text))


def _block(lines: list[str], at: int, parent: int, style: str) -> tuple[Any, int]:
    """The literal or folded block from line `at` on, and the line after it; `UNREAD` if it is not plain."""
    total = len(lines)
    start = at
    while at < total and not lines[at]:
        at += 1
    if at == total:
        return UNREAD, at
    opening = lines[at].lstrip(" ")
    indent = len(lines[at]) - len(opening)
    if not opening or opening[0] == "\t" or indent <= parent:
        return UNREAD, at
    body = [""] * (at - start)
    prefix = " " * indent
    while at < total:
        line = lines[at]
        if line.startswith(prefix):
            body.append(line[indent:])
        else:
            rest = line.lstrip(" ")
            if rest:
                if rest[0] == "\t":
                    return UNREAD, at
                break
            body.append("")
        at += 1
    while not body[-1]:
        body.pop()
    if style[0] == ">":
        if any(line[0] in " \t" for line in body if line):
            return UNREAD, at
        text = _folded(body)
    else:
        text = "\n".join(body)
    return (text if style[-1] == "-" else text + "\n"), at


def _folded(body: list[str]) -> str:
    parts: list[str] = []
    blank = 0
    for line in body:
        if not line:
            blank += 1
            continue
        if parts or blank:
            parts.append("\n" * blank if blank else " ")
        parts.append(line)
        blank = 0
    return "".join(parts)

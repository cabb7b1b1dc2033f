"""Values as Rego source. Any text crosses into Rego through here: a title is data, never source."""

from __future__ import annotations

import json
import re
from typing import Any

#: Columns after which a line is broken (Regal allows 120).
WIDTH = 100

# What YAML and Rego would not take as it is: control characters, line separators, non-characters.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def quoted(text: str) -> str:
    """`text` as one double-quoted string that JSON, YAML and Rego read alike."""
    plain = json.dumps(text, ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)


def comment(value: str | list[str]) -> str:
    """A value inside a METADATA comment: a quoted string, or a list of them, broken at spaces into lines.

    A line break inside a double-quoted YAML string reads as one space, so the text stays what it was.
    """
    if isinstance(value, list):
        return "[" + ", ".join(quoted(item) for item in value) + "]"
    return "\n#     ".join(_lines(quoted(value), WIDTH - 12))


def literal(value: Any, depth: int = 0) -> str:
    """A JSON value as a Rego literal, laid out as `opa fmt` does: on one line if it fits, else one an entry."""
    line = _inline(value)
    if len(line) + 4 * depth <= WIDTH:
        return line
    inner, outer = "\t" * (depth + 1), "\t" * depth
    if isinstance(value, dict):
        if len(value) == 1:
            ((name, item),) = value.items()
            return f"{{{quoted(name)}: {literal(item, depth)}}}"
        entries = [f"{quoted(name)}: {literal(item, depth + 1)}" for name, item in value.items()]
        return "{\n" + "".join(f"{inner}{entry},\n" for entry in entries) + outer + "}"
    if isinstance(value, list):
        if len(value) == 1:
            return f"[{literal(value[0], depth)}]"
        return "[\n" + "".join(f"{inner}{literal(item, depth + 1)},\n" for item in value) + outer + "]"
    if isinstance(value, str) and " " in value:
        pieces = [quoted(piece) for piece in _lines(value, WIDTH - 4 * depth - 8)]
        return 'concat(" ", [\n' + "".join(f"{inner}{piece},\n" for piece in pieces) + outer + "])"
    return line


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(name)}: {_inline(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def _lines(text: str, width: int) -> list[str]:
    """`text` cut at single spaces between words, no line longer than `width` where there is such a space."""
    lines = [""]
    for word in re.split(r"(?<=[^ ]) (?=[^ ])", text):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return lines

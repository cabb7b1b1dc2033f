"""Makes names from other people's files safe to print: what a terminal would obey is shown, not sent."""

from __future__ import annotations

import re
import unicodedata

# Control characters of both sets, marks that reorder or hide text, separators of lines, halves of characters.
_OBEYED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    r"""`text` with each such character written as an escape, such as `\x1b`; one line stays one line."""
    return _OBEYED.sub(_escape, text)


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes: two for a wide character, none for a mark on the one before."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def within(text: str, size: int, *, end: bool = False) -> str:
    """As much of the start of `text` (or of its end) as `size` columns hold."""
    if text.isascii():
        return text[len(text) - min(size, len(text)) :] if end else text[:size]
    found = ""
    for character in reversed(text) if end else text:
        # Marks follow what they stand on, so from the end they come before it.
        if columns(found) + _columns(character) > size:
            break
        found = character + found if end else found + character
    return found


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if found[0] in "\n\r\t":
        return repr(found[0])[1:-1]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004

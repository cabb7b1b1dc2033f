"""A place in a text that moves forward, and the tokens that are cut from the text."""

from __future__ import annotations

import re
from typing import NamedTuple

from yaml.error import Mark as YamlMark

from envpolicy.documents.refusal import Refusal

BREAKS = "\r\n\x85\u2028\u2029"
BREAK = frozenset(BREAKS)
#: What ends a word: a blank, a line break, or the end of the text.
BLANKZ = frozenset(" \t\0" + BREAKS)
BLANKZ_CLASS = f"[ \\t\\0{BREAKS}]"
_REST = re.compile(f"[^\\0{BREAKS}]*")
_BLANKS = re.compile("[ \\t]*")
_SPACES = re.compile(" *")
#: The text is followed by as many NUL characters as the furthest look ahead.
PADDING = "\0" * 12


class Mark(YamlMark):
    """A place in the text; everything counts from 0."""

    def __init__(self, index: int, line: int, column: int) -> None:
        """Take a place by its number in the text, its line, and its number in the line."""
        super().__init__("", index, line, column, None, 0)


class Token(NamedTuple):
    """One token; what `value` and `extra` hold depends on `kind`."""

    kind: str
    start: Mark
    end: Mark
    value: str = ""
    extra: str = ""


class Cursor:
    """Moves through a text without control characters (the caller has looked); counts lines as YAML does."""

    def __init__(self, text: str) -> None:
        """Stand at the start of `text`."""
        self.text = text + PADDING
        self.at = self.line = self.line_start = 0
        #: How far the real scanner has asked for characters.
        self.looked = 0

    @property
    def char(self) -> str:
        """The character that the cursor stands on; NUL at the end."""
        return self.text[self.at]

    @property
    def column(self) -> int:
        """Characters since the start of the line."""
        return self.at - self.line_start

    def mark(self) -> Mark:
        """Where the cursor stands."""
        return Mark(self.at, self.line, self.at - self.line_start)

    def refuse(self, message: str, hint: str | None = None) -> Refusal:
        """A refusal of what the cursor stands on."""
        return Refusal(message, self.line, self.at - self.line_start, hint)

    def skip_blanks(self) -> None:
        """Move over spaces and tabs."""
        self.at = self._after(_BLANKS)

    def skip_spaces(self) -> None:
        """Move over spaces."""
        self.at = self._after(_SPACES)

    def skip_comment(self) -> None:
        """Move to the end of the line, if the cursor stands on a `#`."""
        if self.text[self.at] == "#":
            self.at = self._after(_REST)

    def take_line(self) -> str:
        """What is left of the line, without its break."""
        start = self.at
        self.at = self._after(_REST)
        return self.text[start : self.at]

    def take_break(self) -> str:
        """Move over one line break, if there is one; what it stands for in a scalar."""
        char = self.text[self.at]
        if char not in BREAK:
            return ""
        self.at += 2 if char == "\r" and self.text[self.at + 1] == "\n" else 1
        self.line += 1
        self.line_start = self.at
        return char if char in "\u2028\u2029" else "\n"

    def at_document_marker(self) -> bool:
        """Whether `---` or `...` stands here, at a line's start and by itself; looks four ahead."""
        at, text = self.at, self.text
        self.looked = at + 4
        return at == self.line_start and text[at : at + 3] in ("---", "...") and text[at + 3] in BLANKZ

    def _after(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self.text, self.at)
        return found.end() if found else self.at

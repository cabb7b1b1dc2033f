"""Plain, quoted and block scalars."""

# ruff: noqa: PLR2004 - the numbers are those of Unicode

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envpolicy.documents.exact.cursor import BLANKZ, BLANKZ_CLASS, BREAK, BREAKS, Token

if TYPE_CHECKING:
    from envpolicy.documents.exact.cursor import Cursor

_BLOCK_RUN = re.compile(f"(?:[^: \\t\\0{BREAKS}]++|:(?!{BLANKZ_CLASS}))++")
_FLOW_RUN = re.compile(f"(?:[^][?{{}},: \\t\\0{BREAKS}]++|:(?!{BLANKZ_CLASS}))++")
_DOUBLE_RUN = re.compile(f'[^"\\\\ \\t\\0{BREAKS}]+')
_SINGLE_RUN = re.compile(f"(?:[^' \\t\\0{BREAKS}]++|'')++")
_HEADER = re.compile("(?:([-+])([0-9])?|([0-9])([-+])?)?")
_HEX = re.compile("[0-9A-Fa-f]+").fullmatch
_ESCAPES = dict(zip("0abt\tnvfre \"'\\N_LP", "\0\a\b\t\t\n\v\f\r\x1b \"'\\\x85\xa0\u2028\u2029", strict=True))
_CODES = {"x": 2, "u": 4, "U": 8}


def plain(cursor: Cursor, indent: int, *, in_flow: bool) -> tuple[Token, bool]:
    """A scalar without quotes, on lines indented by `indent`; and whether it took a line break at its end."""
    start = end = cursor.mark()
    pattern = _FLOW_RUN if in_flow else _BLOCK_RUN
    parts: list[str] = []
    between = ""
    broken = False
    while not cursor.at_document_marker() and cursor.char != "#":
        run = pattern.match(cursor.text, cursor.at)
        if run:
            parts += (between, run.group())
            between, broken = "", False
            cursor.at = run.end()
            end = cursor.mark()
        if cursor.char not in " \t" and cursor.char not in BREAK:
            break
        between, broken = _between(cursor, indent)
        if not in_flow and cursor.column < indent:
            break
    return Token("scalar", start, end, "".join(parts), ""), broken


def _between(cursor: Cursor, indent: int) -> tuple[str, bool]:
    """The blanks and breaks between two words, folded; whether there was a break."""
    start = cursor.at
    cursor.skip_blanks()
    blanks = cursor.text[start : cursor.at]
    first = ""
    rest: list[str] = []
    while cursor.char in BREAK:
        if first:
            rest.append(cursor.take_break())
        else:
            first = cursor.take_break()
        while cursor.char in " \t":
            if cursor.char == "\t" and cursor.column < indent:
                raise cursor.refuse("a tab cannot indent", "indent with spaces")
            cursor.at += 1
    return (_fold(first, rest), True) if first else (blanks, False)


def _fold(first: str, rest: list[str]) -> str:
    if first != "\n":
        return first + "".join(rest)
    return "".join(rest) if rest else " "


def quoted(cursor: Cursor, quote: str) -> Token:
    """A scalar in single or double quotes."""
    start = cursor.mark()
    pattern = _SINGLE_RUN if quote == "'" else _DOUBLE_RUN
    parts: list[str] = []
    cursor.at += 1
    while True:
        if cursor.at_document_marker() or cursor.char == "\0":
            raise cursor.refuse("the quoted text is not closed", "close the quote before the document ends")
        joined = False
        while cursor.char not in BLANKZ:
            run = pattern.match(cursor.text, cursor.at)
            if run:
                parts.append(run.group() if quote == '"' else run.group().replace("''", "'"))
                cursor.at = run.end()
            elif cursor.char == quote:
                break
            elif cursor.text[cursor.at + 1] in BREAK:
                cursor.at += 1
                cursor.take_break()
                joined = True
                break
            else:
                parts.append(_escape(cursor))
        if cursor.char == quote:
            cursor.at += 1
            return Token("scalar", start, cursor.mark(), "".join(parts), quote)
        parts.append(_inside(cursor, joined=joined))


def _inside(cursor: Cursor, *, joined: bool) -> str:
    """The blanks and breaks inside quotes, folded; `joined` where the break before them was escaped."""
    first = ""
    rest: list[str] = []
    blanks: list[str] = []
    while True:
        start = cursor.at
        cursor.skip_blanks()
        if not joined and not first:
            blanks.append(cursor.text[start : cursor.at])
        if cursor.char not in BREAK:
            break
        if joined or first:
            rest.append(cursor.take_break())
        else:
            first = cursor.take_break()
    if first:
        return _fold(first, rest)
    return "".join(rest) if joined else "".join(blanks)


def _escape(cursor: Cursor) -> str:
    code = cursor.text[cursor.at + 1]
    length = _CODES.get(code)
    if length is None:
        if code not in _ESCAPES:
            raise cursor.refuse(f"unknown escape '\\{code}'", "write a backslash twice, or use single quotes")
        cursor.at += 2
        return _ESCAPES[code]
    digits = cursor.text[cursor.at + 2 : cursor.at + 2 + length]
    if not _HEX(digits):
        raise cursor.refuse(f"expected {length} hexadecimal digits after '\\{code}'")
    number = int(digits, 16)
    if 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
        raise cursor.refuse(f"'\\{code}{digits}' is no character", "write the character itself")
    cursor.at += 2 + length
    return chr(number)


def block(cursor: Cursor, parent: int) -> Token:
    """A literal (`|`) or folded (`>`) scalar below an indentation of `parent` (-1 at the root)."""
    start = cursor.mark()
    style = cursor.char
    cursor.at += 1
    header = _HEADER.match(cursor.text, cursor.at)
    chomp, digit = "", ""
    if header:
        chomp, digit = header.group(1) or header.group(4) or "", header.group(2) or header.group(3) or ""
        cursor.at = header.end()
    if digit == "0":
        raise cursor.refuse("an indentation of 0 cannot be asked for")
    cursor.skip_blanks()
    cursor.skip_comment()
    if cursor.char not in BREAK and cursor.char != "\0":
        raise cursor.refuse("expected the end of the line after the block scalar's header")
    cursor.take_break()
    indent = max(parent, 0) + int(digit) if digit else 0
    parts: list[str] = []
    leading, leading_blank = "", False
    indent, trailing = _block_breaks(cursor, indent, parent)
    while cursor.column == indent and cursor.char != "\0":
        blank = cursor.char in " \t"
        if style == ">" and leading == "\n" and not leading_blank and not blank:
            if not trailing:
                parts.append(" ")
        else:
            parts.append(leading)
        parts += trailing
        leading_blank = blank
        parts.append(cursor.take_line())
        leading = cursor.take_break()
        indent, trailing = _block_breaks(cursor, indent, parent)
    if chomp != "-":
        parts.append(leading)
    if chomp == "+":
        parts += trailing
    return Token("scalar", start, cursor.mark(), "".join(parts), style)


def _block_breaks(cursor: Cursor, indent: int, parent: int) -> tuple[int, list[str]]:
    """Empty lines, and the indentation, which the first line that is not empty settles."""
    breaks: list[str] = []
    widest = 0
    while True:
        while (not indent or cursor.column < indent) and cursor.char == " ":
            cursor.at += 1
        widest = max(widest, cursor.column)
        if cursor.char == "\t" and (not indent or cursor.column < indent):
            raise cursor.refuse("a tab cannot indent", "indent with spaces")
        if cursor.char not in BREAK:
            return indent or max(widest, parent + 1, 1), breaks
        breaks.append(cursor.take_break())

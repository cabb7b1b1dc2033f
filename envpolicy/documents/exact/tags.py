"""Directives, anchors, aliases and tags."""

# ruff: noqa: PLR2004 - the numbers are those of UTF-8

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envpolicy.documents.exact.cursor import BLANKZ, BREAK, Token

if TYPE_CHECKING:
    from envpolicy.documents.exact.cursor import Cursor

_NAME = re.compile("[0-9A-Za-z_-]*")
_URI = re.compile(r"[0-9A-Za-z_\-;/?:@&=+$,.!~*'()\[\]]+")
_ESCAPED = re.compile("%([0-9A-Fa-f]{2})")
_VERSION = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})(?![0-9])")


def directive(cursor: Cursor) -> Token:
    """`%YAML 1.1` or `%TAG handle prefix`, with the line it stands on."""
    start = cursor.mark()
    cursor.at += 1
    name = _name(cursor)
    if cursor.char not in BLANKZ or name not in ("YAML", "TAG"):
        raise cursor.refuse("unknown directive", "quote text that starts with '%'")
    cursor.skip_blanks()
    if name == "YAML":
        version = _VERSION.match(cursor.text, cursor.at)
        if not version:
            raise cursor.refuse("expected a YAML version")
        cursor.at = version.end()
        value, extra = str(int(version.group(1))), str(int(version.group(2)))
    else:
        value = _handle(cursor, in_directive=True)
        if cursor.char not in " \t":
            raise cursor.refuse("expected a blank after the tag handle")
        cursor.skip_blanks()
        extra = _uri(cursor, "")
        if cursor.char not in BLANKZ:
            raise cursor.refuse("expected the end of the line after the tag prefix")
    token = Token(f"{name.lower()}-directive", start, cursor.mark(), value, extra)
    cursor.skip_blanks()
    cursor.skip_comment()
    if cursor.char not in BREAK and cursor.char != "\0":
        raise cursor.refuse("expected the end of the line after the directive")
    cursor.take_break()
    return token


def anchor(cursor: Cursor, kind: str) -> Token:
    """`&name` or `*name`."""
    start = cursor.mark()
    cursor.at += 1
    name = _name(cursor)
    if not name or (cursor.char not in BLANKZ and cursor.char not in "?:,]}%@`"):
        raise cursor.refuse(f"expected the name of an {kind}: letters, digits, '-' and '_'", "quote the text")
    return Token(kind, start, cursor.mark(), name)


def tag(cursor: Cursor) -> Token:
    """`!`, `!name`, `!!name`, `!handle!name` or `!<name>`: the handle as value, the rest as extra."""
    start = cursor.mark()
    if cursor.text[cursor.at + 1] == "<":
        cursor.at += 2
        handle, suffix = "", _uri(cursor, "")
        if cursor.char != ">":
            raise cursor.refuse("expected '>' at the end of the tag")
        cursor.at += 1
    else:
        handle = _handle(cursor, in_directive=False)
        if len(handle) > 1 and handle[-1] == "!":
            suffix = _uri(cursor, "")
        else:
            suffix, handle = _uri(cursor, handle), "!"
            if not suffix:
                handle, suffix = "", "!"
    if cursor.char not in BLANKZ:
        raise cursor.refuse("expected a blank after the tag")
    return Token("tag", start, cursor.mark(), handle, suffix)


def _name(cursor: Cursor) -> str:
    found = _NAME.match(cursor.text, cursor.at)
    name = found.group() if found else ""
    cursor.at += len(name)
    return name


def _handle(cursor: Cursor, *, in_directive: bool) -> str:
    start = cursor.at
    if cursor.char != "!":
        raise cursor.refuse("expected '!'")
    cursor.at += 1
    _name(cursor)
    if cursor.char == "!":
        cursor.at += 1
    elif in_directive and cursor.at > start + 1:
        raise cursor.refuse("expected '!' at the end of the tag handle")
    return cursor.text[start : cursor.at]


def _uri(cursor: Cursor, head: str) -> str:
    parts = [head[1:]]
    found = bool(head)
    while True:
        run = _URI.match(cursor.text, cursor.at)
        if run:
            parts.append(run.group())
            cursor.at = run.end()
        elif cursor.char == "%":
            parts.append(_escaped(cursor))
        elif found:
            return "".join(parts)
        else:
            raise cursor.refuse("expected the name of a tag")
        found = True


def _escaped(cursor: Cursor) -> str:
    """One character, written as the octets of its UTF-8 form; a strange one need only be told apart."""
    octets = bytearray()
    need = 1
    while len(octets) < need:
        found = _ESCAPED.match(cursor.text, cursor.at)
        octet = int(found.group(1), 16) if found else 0
        if not octets:
            need = 1 if octet < 0x80 else 2 if octet >> 5 == 6 else 3 if octet >> 4 == 14 else 4
        leads = octet < 0x80 or 0xC0 <= octet < 0xF8
        if not found or (octet >> 6 != 2 if octets else not leads):
            raise cursor.refuse("expected a character written as %XX in the tag")
        octets.append(octet)
        cursor.at += 3
    return octets.decode("utf-8", "surrogateescape")

"""JSON values, read from and written to text as Go's `encoding/json` does, at any depth that it accepts."""

# ruff: noqa: PLR2004 - the numbers are digits of 64 bits

from __future__ import annotations

import json
import math
import re
from typing import Any

from envpolicy.documents.refusal import MAX_DEPTH, Refusal
from envpolicy.documents.scalars import replace_surrogates, whole

_BLANKS = re.compile("[ \t\r\n]*")
_INT64 = 1 << 63
_SURROGATES = re.compile("[\ud800-\udfff]|\\\\u[dD][89a-fA-F]").search
_LARGE = re.compile(r"[0-9][eE]\+?0*[1-9][0-9]|[0-9]{300}").search
_NUMBER_OR_TEXT = re.compile(r'"(?:[^"\\]++|\\.)*+"|-?[0-9][0-9.eE+-]*').finditer
_ATOM = re.compile(r'"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null')


class NotJSONError(ValueError):
    """A text is not JSON; `at` is the place in it."""

    def __init__(self, message: str, at: int) -> None:
        """Say what is wrong and where."""
        super().__init__(message)
        self.at = at


def skip_blanks(text: str, at: int) -> int:
    """The place of the first character at or after `at` that JSON does not take for a blank."""
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def read(text: str, at: int) -> tuple[Any, int]:
    """The JSON value that starts at `at`, and where it ends. Raises `NotJSONError`."""
    try:
        value, end = _DECODER.raw_decode(text, at)
    except RecursionError:
        value, end = _read_deep(text, at)
    except json.JSONDecodeError as error:
        raise NotJSONError(error.msg, error.pos) from None
    except (_NumberError, StopIteration) as error:
        raise NotJSONError(str(error) or "expected a value", at) from None
    if end < len(text) and type(value) in (int, float) and _goes_on(text[at:end], text[end]):
        raise NotJSONError("expected the rest of the number", end)
    if _SURROGATES(text, at, end):
        value = _without_surrogates(value)
    return value, end


def too_large(text: str, at: int, end: int) -> bool:
    """Whether the value in `text[at:end]` holds a number past what a float can hold: JSON, but no value."""
    if not _LARGE(text, at, end):
        return False
    return any(
        found.group()[0] != '"' and math.isinf(float(found.group()))
        for found in _NUMBER_OR_TEXT(text, at, end)
    )


def longest(value: Any) -> int:
    """The length of the longest text in `value`."""
    most = 0
    todo = [value]
    while todo:
        node = todo.pop()
        if type(node) is dict or type(node) is list:
            todo.extend(node.values() if type(node) is dict else node)
        elif type(node) is str and len(node) > most:
            most = len(node)
    return most


def _goes_on(number: str, following: str) -> bool:
    """Whether what follows a number would have to be part of it."""
    has_exponent = "e" in number or "E" in number
    return (following in "eE" and not has_exponent) or (
        following == "." and not has_exponent and "." not in number
    )


class _NumberError(ValueError):
    """A word that stands for a number, and that no JSON text may hold."""


def _constant(text: str) -> Any:
    raise _NumberError(f"{text} is not JSON")


def _integer(text: str) -> int | float:
    if len(text) < 19:
        return int(text)
    return int(text) if len(text) < 21 and -_INT64 <= int(text) < _INT64 else _float(text)


def _float(text: str) -> int | float:
    return whole(float(text))


_DECODER = json.JSONDecoder(parse_constant=_constant, parse_int=_integer, parse_float=_float)


def _read_deep(text: str, at: int) -> tuple[Any, int]:
    """As `read`, for values nested too deep for the stack."""
    stack: list[Any] = []
    key: list[str] = []
    while True:
        at = skip_blanks(text, at)
        char = text[at : at + 1]
        if char in ("[", "{") and char:
            if len(stack) >= MAX_DEPTH:
                raise NotJSONError(f"nested deeper than {MAX_DEPTH} levels", at)
            stack.append([] if char == "[" else {})
            at = skip_blanks(text, at + 1)
            if text[at : at + 1] != ("]" if char == "[" else "}"):
                if char == "{":
                    at = _key(text, at, key)
                continue
            value, at = stack.pop(), at + 1
        else:
            value, at = _atom(text, at)
        while True:
            if not stack:
                return value, at
            top = stack[-1]
            if type(top) is list:
                top.append(value)
            else:
                top[key.pop()] = value
            at = skip_blanks(text, at)
            char = text[at : at + 1]
            if char == ",":
                at = skip_blanks(text, at + 1) if type(top) is dict else at + 1
                if type(top) is dict:
                    at = _key(text, at, key)
                break
            if char != ("]" if type(top) is list else "}"):
                raise NotJSONError("expected ',' or the end of the collection", at)
            value, at = stack.pop(), at + 1


def _key(text: str, at: int, keys: list[str]) -> int:
    if text[at : at + 1] != '"':
        raise NotJSONError("expected a key in double quotes", at)
    name, at = _atom(text, at)
    keys.append(name)
    at = skip_blanks(text, at)
    if text[at : at + 1] != ":":
        raise NotJSONError("expected ':'", at)
    return at + 1


def _atom(text: str, at: int) -> tuple[Any, int]:
    if not _ATOM.match(text, at):
        raise NotJSONError("expected a value", at)
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise NotJSONError(error.msg, error.pos) from None
    except _NumberError as error:
        raise NotJSONError(str(error), at) from None


def _without_surrogates(value: Any) -> Any:
    """`value` with what is no character replaced, in keys and texts. Does not recurse."""
    root = [value]
    todo: list[Any] = [root]
    while todo:
        node = todo.pop()
        if type(node) is dict:
            entries = [(replace_surrogates(key), entry) for key, entry in node.items()]
            node.clear()
            node.update(entries)
        for key, entry in node.items() if type(node) is dict else enumerate(node):
            if type(entry) is str:
                node[key] = replace_surrogates(entry)
            elif type(entry) is dict or type(entry) is list:
                todo.append(entry)
    return root[0]


def write(value: Any, *, indent: int | None = None) -> str:
    """`value` as JSON text, at any depth; one that is too deep for the stack is written on one line."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=indent)
    except RecursionError:
        return _write_deep(value)


def _write_deep(value: Any) -> str:
    parts: list[str] = []
    todo: list[tuple[bool, Any]] = [(False, value)]
    while todo:
        ready, node = todo.pop()
        if ready:
            parts.append(node)
        elif type(node) is dict and node:
            todo.append((True, "}"))
            for number, key in enumerate(reversed(node)):
                todo.append((True, ", ") if number else (True, ""))
                todo.append((False, node[key]))
                todo.append((True, json.dumps(key, ensure_ascii=False) + ": "))
            todo.append((True, "{"))
        elif type(node) is list and node:
            todo.append((True, "]"))
            for number, entry in enumerate(reversed(node)):
                todo.append((True, ", ") if number else (True, ""))
                todo.append((False, entry))
            todo.append((True, "["))
        else:
            parts.append(json.dumps(node, ensure_ascii=False))
    return "".join(parts)


def refusal(text: str, error: NotJSONError) -> Refusal:
    """The refusal of `text` where `error` says."""
    start = text.rfind("\n", 0, error.at) + 1
    return Refusal(str(error), text.count("\n", 0, error.at), error.at - start)

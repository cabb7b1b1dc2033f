"""The digest of a file in a bundle, exactly as OPA computes it.

Four file names are hashed by what they hold, everything else by its bytes. What a JSON document holds is written
again without blanks, keys in the order of their bytes, numbers as they are spelled, texts as Go escapes them.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from envpolicy.bundle import BundleError
from envpolicy.errors import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

#: By the names that signatures use.
ALGORITHMS = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-224": "sha224",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
    "SHA-512-224": "sha512_224",
    "SHA-512-256": "sha512_256",
}
STRUCTURED = frozenset(("data.json", "data.yaml", ".manifest", "signatures.json"))
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_ESCAPED = re.compile('["\\\\\x00-\x1f\u2028\u2029\ud800-\udfff]')


class _Number(str):
    """A number as it is spelled."""

    __slots__ = ()


def file_digest(path: str, content: bytes, algorithm: str = "SHA-256") -> str:
    """The digest in hexadecimal digits. Raises `BundleError` where OPA could not make one."""
    if algorithm not in ALGORITHMS:
        raise BundleError(
            Problem(
                message=f"{path} is signed with the unknown hash `{algorithm}`",
                hint=f"known are {', '.join(ALGORITHMS)}",
            )
        )
    total = hashlib.new(ALGORITHMS[algorithm], usedforsecurity=False)
    if path.rpartition("/")[2] in STRUCTURED:
        for piece in _spelled(_parsed(path, content)):
            total.update(piece.encode())
    else:
        total.update(content)
    return total.hexdigest()


def _parsed(path: str, content: bytes) -> Any:
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text, parse_int=_Number, parse_float=_Number, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        hint = "OPA reads YAML there too; data.json is what every program hashes alike"
        raise BundleError(
            Problem(message=f"it is no JSON: {error}", location=Location(file=path), hint=hint)
        ) from None


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


def _spelled(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield "{"
        for index, key in enumerate(sorted(value)):
            yield f"{',' if index else ''}{_text(key)}:"
            yield from _spelled(value[key])
        yield "}"
    elif isinstance(value, list):
        yield "["
        for index, entry in enumerate(value):
            if index:
                yield ","
            yield from _spelled(entry)
        yield "]"
    elif isinstance(value, _Number):
        yield str(value)
    elif isinstance(value, str):
        yield _text(value)
    else:
        yield {None: "null", True: "true", False: "false"}[value]


def _text(text: str) -> str:
    """As Go writes it: halves of a surrogate pair that stand alone are U+FFFD there."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    if char in _SHORT:
        return _SHORT[char]
    return "\ufffd" if "\ud800" <= char <= "\udfff" else f"\\u{ord(char):04x}"

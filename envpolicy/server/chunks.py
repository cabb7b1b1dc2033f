"""The decisions of a chunk that is not taken as it is: each for itself, so that one does not take the others with it.

OPA sends a chunk that was refused again and again, and nothing after it. What callers put into an input must not end
the log of an agent: of a decision that is too large or nested too deeply the id is kept, a number that has no room in
Python is kept as it is spelled.
"""

from __future__ import annotations

import contextlib
import json
import math
import re
import zlib
from typing import TYPE_CHECKING, Any

from envpolicy.server.uploads import UploadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: OPA takes no larger input, if nobody told it otherwise.
LARGEST_CHUNK = 256 << 20
LARGEST_DECISION = 1 << 20
_PIECE = 1 << 18
_HEAD = 4096
_SIGN = re.compile(rb'["\[\]{}]')
_IN_TEXT = re.compile(rb'["\\]')
_ID = re.compile(rb'"decision_id"\s*:\s*"([\w-]{1,200})"')
_OPEN, _QUOTE, _ESCAPE = frozenset(b"[{"), ord('"'), ord("\\")
#: How deep an object of the list is, and what is left of a list without what is in its objects.
_OBJECT = 2
_AROUND = re.compile(rb"\[(?:\{(?:,\{)*)?\]")


def decisions(body: bytes, *, squeezed: bool) -> Iterator[dict[str, Any]]:
    """The decisions; one that cannot be read as `leftOut` and, where it is found, its id.

    Raises `UploadError` for what is no list of objects, and where there is no end to it.
    """
    for text, whole in _split(_pieces(body, squeezed=squeezed)):
        yield _read(text) if whole else _left_out(text, f"larger than {LARGEST_DECISION} bytes")


def _read(text: bytes) -> Any:
    try:
        return json.loads(text, parse_int=_number, parse_float=_number, parse_constant=_number)
    except RecursionError:
        return _left_out(text, "nested too deeply")
    except ValueError:
        raise UploadError(400, "it is no JSON") from None


def _left_out(text: bytes, why: str) -> dict[str, Any]:
    name = _ID.search(text[:_HEAD])
    return {**({"decision_id": name[1].decode()} if name else {}), "leftOut": why}


def _number(text: str) -> int | float | str:
    """A number; as it is spelled where Python has none that is as large."""
    for kind in (int, float):
        with contextlib.suppress(ValueError):
            found: float = kind(text)
            return found if math.isfinite(found) else text
    return text


def _pieces(body: bytes, *, squeezed: bool) -> Iterator[bytes]:
    """The body, unpacked a piece at a time."""
    if not squeezed:
        for start in range(0, len(body), _PIECE):
            yield body[start : start + _PIECE]
        return
    reader = zlib.decompressobj(16 + zlib.MAX_WBITS)
    total = 0
    try:
        while not reader.eof:
            piece = reader.decompress(body, _PIECE)
            body = reader.unconsumed_tail
            total += len(piece)
            if total > LARGEST_CHUNK:
                raise UploadError(413, f"it unpacks to more than {LARGEST_CHUNK} bytes")
            if not piece and not body and not reader.eof:
                break
            yield piece
    except zlib.error:
        raise UploadError(400, "it is no gzip") from None
    if not reader.eof or reader.unused_data:
        raise UploadError(400, "the gzip is cut off, or something follows it")


def _split(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The objects in a list, as text; of one that is too large its head, and False."""
    kept: list[bytes] = []
    depth = size = 0
    quoted = escaped = False
    around = b""
    for piece in pieces:
        at = start = 0
        while at < len(piece):
            if escaped:
                escaped, at = False, at + 1
                continue
            found = (_IN_TEXT if quoted else _SIGN).search(piece, at)
            if found is None:
                break
            at, sign = found.end(), piece[found.start()]
            if quoted:
                escaped, quoted = sign == _ESCAPE, sign != _QUOTE
            elif sign == _QUOTE:
                quoted = True
            elif sign in _OPEN:
                depth += 1
                if depth == _OBJECT:
                    around, start = around + piece[start:at], at - 1
            else:
                depth -= 1
                if depth == _OBJECT - 1:
                    kept, size = _more(kept, size, piece[start:at])
                    yield b"".join(kept), size <= LARGEST_DECISION
                    kept, size, start = [], 0, at
        if depth >= _OBJECT:
            kept, size = _more(kept, size, piece[start:])
        else:
            around = b"".join((around + piece[start:]).split())
        if len(around) > _PIECE:
            break
    if quoted or not _AROUND.fullmatch(b"".join(around.split())):
        raise UploadError(400, "it is no list of objects")


def _more(kept: list[bytes], size: int, text: bytes) -> tuple[list[bytes], int]:
    """What is kept of one that grows: all of it while it may be taken, and then its head."""
    size += len(text)
    if size <= LARGEST_DECISION:
        return [*kept, text], size
    return [b"".join((*kept, text))[:_HEAD]], size

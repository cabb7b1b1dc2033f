"""Bodies of requests, read within bounds: nothing is taken that is too large, unpacks to too much, or is no JSON."""

from __future__ import annotations

import asyncio
import json
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

#: OPA's own chunks are 32 KiB squeezed, if nobody told it otherwise.
LARGEST_BODY = 4 << 20
LARGEST_UNPACKED = 32 << 20
#: How long a client may take to send a body.
SECONDS = 30.0
_PIECE = 1 << 16


class UploadError(Exception):
    """A body that is not taken: the status to answer with, and why."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


async def read_body(stream: AsyncIterator[bytes], headers: Mapping[str, str]) -> bytes:
    """The body, unpacked where the headers say it is gzip. Raises `UploadError`."""
    encoding = headers.get("content-encoding", "identity").strip().lower() or "identity"
    if encoding not in ("gzip", "identity"):
        raise UploadError(415, "expected a body as it is, or gzip")
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > LARGEST_BODY:
        raise UploadError(413, f"larger than {LARGEST_BODY} bytes")
    try:
        async with asyncio.timeout(SECONDS):
            return await _gathered(stream, encoding)
    except TimeoutError:
        raise UploadError(408, f"it took longer than {SECONDS:g} seconds") from None


async def _gathered(stream: AsyncIterator[bytes], encoding: str) -> bytes:
    reader = zlib.decompressobj(16 + zlib.MAX_WBITS) if encoding == "gzip" else None
    pieces, received, unpacked = [], 0, 0
    async for chunk in stream:
        received += len(chunk)
        if received > LARGEST_BODY:
            raise UploadError(413, f"larger than {LARGEST_BODY} bytes")
        for piece in _inflated(reader, chunk) if reader else (chunk,):
            unpacked += len(piece)
            if unpacked > LARGEST_UNPACKED:
                raise UploadError(413, f"it unpacks to more than {LARGEST_UNPACKED} bytes")
            pieces.append(piece)
    if reader and (not reader.eof or reader.unused_data):
        raise UploadError(400, "the gzip is cut off, or something follows it")
    return b"".join(pieces)


def _inflated(reader: Any, chunk: bytes) -> list[bytes]:
    """A chunk of gzip, unpacked piece by piece, so that the bound is met before the memory is gone."""
    pieces = []
    while chunk:
        try:
            pieces.append(reader.decompress(chunk, _PIECE))
        except zlib.error:
            raise UploadError(400, "it is no gzip") from None
        chunk = reader.unconsumed_tail
        if sum(map(len, pieces)) > LARGEST_UNPACKED:
            raise UploadError(413, f"it unpacks to more than {LARGEST_UNPACKED} bytes")
    return pieces


def parsed(body: bytes) -> Any:
    """The JSON value of a body. Raises `UploadError`."""
    try:
        return json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise UploadError(400, "it is no JSON, or nested too deeply") from None


def _refuse(word: str) -> Any:
    raise ValueError(word)

"""Bodies of requests, read within bounds: nothing is taken that is too large, unpacks to too much, or is no JSON."""

from __future__ import annotations

import asyncio
import json
import math
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

#: OPA's own chunks are 32 KiB squeezed, if nobody told it otherwise.
LARGEST_BODY = 4 << 20
LARGEST_UNPACKED = 16 << 20
#: How long a client may take to send a body.
SECONDS = 30.0


class UploadError(Exception):
    """A body that is not taken: the status to answer with, and why."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


async def read_body(stream: AsyncIterator[bytes], headers: Mapping[str, str]) -> bytes:
    """The body as it was sent. Raises `UploadError`."""
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > LARGEST_BODY:
        raise UploadError(413, f"larger than {LARGEST_BODY} bytes")
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for chunk in stream:
                body += chunk
                if len(body) > LARGEST_BODY:
                    raise UploadError(413, f"larger than {LARGEST_BODY} bytes")
    except TimeoutError:
        raise UploadError(408, f"it took longer than {SECONDS:g} seconds") from None
    return bytes(body)


def is_squeezed(headers: Mapping[str, str]) -> bool:
    """Whether the headers say that the body is gzip. Raises `UploadError` where they say something else."""
    encoding = headers.get("content-encoding", "identity").strip().lower() or "identity"
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise UploadError(415, "expected a body as it is, or gzip")
    return encoding != "identity"


def unpacked(body: bytes, *, squeezed: bool) -> bytes:
    """The body, unpacked where it is gzip; no further than it may. Raises `UploadError`."""
    if not squeezed:
        return body
    reader = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        content = reader.decompress(body, LARGEST_UNPACKED + 1)
    except zlib.error:
        raise UploadError(400, "it is no gzip") from None
    if len(content) > LARGEST_UNPACKED:
        raise UploadError(413, f"it unpacks to more than {LARGEST_UNPACKED} bytes")
    if not reader.eof or reader.unused_data:
        raise UploadError(400, "the gzip is cut off, or something follows it")
    return content


def parsed(body: bytes) -> Any:
    """The JSON value of a body. Raises `UploadError`."""
    try:
        return json.loads(body, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        raise UploadError(400, "it is no JSON, or nested too deeply") from None


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _refuse(word: str) -> Any:
    raise ValueError(word)

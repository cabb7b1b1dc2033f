"""What is served: a bundle's bytes and their tag; published whole, awaited by long polls."""

from __future__ import annotations

import asyncio
import gzip
import re
import time
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from envpolicy.bundle.archive import pack
from envpolicy.bundle.manifest import manifest_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_TAG = re.compile(r'(?:W/)?("[^"]*")')


@dataclass(frozen=True, slots=True)
class Published:
    """A bundle as it goes over the wire: as it was packed, and the same squeezed for who takes that."""

    name: str
    revision: str
    signed: bool
    plain: bytes = field(repr=False)
    squeezed: bytes = field(repr=False)
    digest: str

    def etag(self, *, squeezed: bool) -> str:
        """A strong tag: one for each form, since it stands for bytes."""
        return f'"{self.digest}{"-gzip" if squeezed else ""}"'

    def is_known(self, if_none_match: str | None) -> bool:
        """Whether the client has these bytes, in any form. An empty header is none, as OPA means it."""
        given = (if_none_match or "").strip()
        if not given:
            return False
        tags = _TAG.findall(given) or [given]
        return given == "*" or any(self.etag(squeezed=form) in tags for form in (False, True))


def published(name: str, files: Mapping[str, bytes], *, signed: bool) -> Published:
    """A bundle, packed. Raises `BundleError` where it cannot be."""
    plain = pack(files)
    return Published(
        name=name,
        revision=str(manifest_of(files, name).get("revision", "")),
        signed=signed,
        plain=plain,
        squeezed=gzip.compress(plain, 6, mtime=0),
        digest=sha256(plain).hexdigest(),
    )


class Shelf:
    """The bundles that are served now. Only the event loop's thread touches it."""

    def __init__(self) -> None:
        self._bundles: dict[str, Published] = {}
        self._changed = asyncio.Event()
        self._draining = asyncio.Event()
        self.published_at = 0.0
        #: Why what is on the disk now is not what is served; empty where it is.
        self.problems: tuple[str, ...] = ()
        self.waiting = 0

    @property
    def bundles(self) -> Mapping[str, Published]:
        """All of them, by name."""
        return self._bundles

    @property
    def draining(self) -> bool:
        """Whether the server is about to stop."""
        return self._draining.is_set()

    def publish(self, bundles: Mapping[str, Published]) -> None:
        """Serve these and no others from now on; who waits for another one looks again."""
        self._bundles = dict(bundles)
        self.published_at = time.time()
        self.problems = ()
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def drain(self) -> None:
        """Let everybody go who waits."""
        self._draining.set()

    async def other_than(self, name: str, if_none_match: str | None, seconds: float) -> Published | None:
        """The bundle as soon as it is another one than the client has; what there is when the time is over.

        Who waits is told of by `waiting`.
        """
        deadline = time.monotonic() + seconds
        self.waiting += 1
        try:
            while True:
                found = self._bundles.get(name)
                left = deadline - time.monotonic()
                if found is None or not found.is_known(if_none_match) or left <= 0 or self.draining:
                    return found
                await self._next(left)
        finally:
            self.waiting -= 1

    async def _next(self, seconds: float) -> None:
        tasks = [asyncio.ensure_future(one.wait()) for one in (self._changed, self._draining)]
        try:
            await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()

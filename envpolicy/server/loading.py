"""From the disk to what is served: at the start, and again when something is another one and has settled."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, TypeVar

from envpolicy.errors import EnvpolicyError
from envpolicy.server.publishing import published
from envpolicy.server.sources import is_signed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from envpolicy.server.metrics import Metrics
    from envpolicy.server.publishing import Published, Shelf
    from envpolicy.server.sources import Source

    Files = Mapping[str, bytes]

log = logging.getLogger("envpolicy.server")
_Loaded = TypeVar("_Loaded")


class Loader:
    """Loads, signs and packs. A bundle whose files are the same keeps its signature, and so its tag."""

    def __init__(self, source: Source, sign: Callable[[Files], Files] | None = None) -> None:
        self._source = source
        self._sign = sign
        self._made: dict[str, tuple[Files, Published]] = {}

    def load(self) -> dict[str, Published]:
        """All bundles. Raises `EnvpolicyError` where one of them is not fit to be served."""
        made = {}
        for name, files in self._source.load().items():
            kept = self._made.get(name)
            if kept is not None and kept[0] == files:
                made[name] = kept
                continue
            content = self._sign(files) if self._sign else files
            made[name] = (files, published(name, content, signed=is_signed(content)))
        self._made = made
        return {name: one for name, (_, one) in made.items()}

    def fingerprint(self) -> object:
        """That of the source; what cannot be looked at is a state of its own."""
        try:
            return self._source.fingerprint()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is loading that tells of it
            return f"{type(error).__name__}: {error}"


async def follow(
    fingerprint: Callable[[], object],
    load: Callable[[], _Loaded],
    *,
    seen: object,
    interval: float,
    done: Callable[[_Loaded], None],
    refused: Callable[[tuple[str, ...]], None],
) -> None:
    """Load each change, until cancelled. `seen` is the fingerprint of what was loaded already.

    Many files are written one after the other: a change counts when two looks see the same, and when nothing has
    moved while it was read. What cannot be loaded is told to `refused`, with the reasons.
    """
    before = seen
    while True:
        await asyncio.sleep(interval)
        now = await asyncio.to_thread(fingerprint)
        settled, before = now == before, now
        if now == seen or not settled:
            continue
        loaded, reasons = await asyncio.to_thread(_outcome, load)
        if await asyncio.to_thread(fingerprint) != now:
            continue
        seen = now
        if loaded is None:
            refused(reasons)
        else:
            done(loaded)


def _outcome(load: Callable[[], _Loaded]) -> tuple[_Loaded | None, tuple[str, ...]]:
    try:
        return load(), ()
    except EnvpolicyError as error:
        return None, tuple(map(str, error.problems))
    except Exception as error:  # noqa: BLE001 - whatever it is, what is served stays
        return None, (f"{type(error).__name__}: {error}",)


async def watch(loader: Loader, shelf: Shelf, metrics: Metrics, seen: object, interval: float) -> None:
    """Publish each change of the bundles, until cancelled. What cannot be loaded is told, and the old stays."""

    def done(bundles: dict[str, Published]) -> None:
        changed = sorted(name for name, one in bundles.items() if shelf.bundles.get(name) != one)
        gone = sorted(set(shelf.bundles) - set(bundles))
        shelf.publish(bundles)
        metrics.reloads.labels("published").inc()
        for name in changed:
            log.info("published %s %s", name, bundles[name].revision)
        for name in gone:
            log.warning("%s is no longer there", name)

    def refused(reasons: tuple[str, ...]) -> None:
        shelf.problems = reasons
        metrics.reloads.labels("refused").inc()
        for reason in reasons:
            log.error("the change is refused, the old bundles stay: %s", reason)

    await follow(loader.fingerprint, loader.load, seen=seen, interval=interval, done=done, refused=refused)

"""The rows of the catalogue of leaks that have no check: policies/rego/leaks/left_out.yaml, read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from envpolicy.documents import read_authored
from envpolicy.errors import CatalogError, Problem
from envpolicy.model import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from envpolicy.documents import Document
    from envpolicy.leaks.metadata import LeakCheck

_FIELDS = ("id", "channel", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A row that no check speaks of, and why."""

    id: str
    channel: str
    reason: str


def read_left_out(file: Path, checks: Iterable[LeakCheck]) -> tuple[LeftOut, ...]:
    """Read the list in `file`, sorted by id; a file that is not there lists nothing.

    Raises `CatalogError` with all problems found: no list, unknown fields and channels, no reason, a row that
    stands twice, and one that `checks` have after all.
    """
    if not file.exists():
        return ()
    reading = read_authored(file.read_bytes(), f"leaks/{file.name}")
    problems = list(reading.problems)
    found: list[LeftOut] = []
    for document in reading.documents:
        faults = list(_faults(document, {check.id: check.file for check in checks}))
        problems += faults
        if not faults:
            found += [
                LeftOut(**{field: " ".join(item[field].split()) for field in _FIELDS})
                for item in document.value
            ]
    if problems:
        raise CatalogError(problems)
    return tuple(sorted(found, key=lambda row: row.id))


def _faults(document: Document, files: dict[str, str]) -> Iterator[Problem]:
    if not isinstance(document.value, list):
        yield _problem(document, (), "not a list", "a list of {id, channel, reason}")
        return
    seen: set[str] = set()
    for index, item in enumerate(document.value):
        if not isinstance(item, dict):
            yield _problem(document, (index,), "not a mapping", "{id, channel, reason}")
            continue
        for field in sorted(set(item) - set(_FIELDS)):
            yield _problem(
                document, (index, field), f"{field} is not known", f"known are {', '.join(_FIELDS)}"
            )
        for field in _FIELDS:
            if not isinstance(item.get(field), str) or not item[field].strip():
                yield _problem(
                    document, (index, field), f"{field} is missing or empty", "a text that says it"
                )
        yield from _contradictions(document, index, item, files, seen)


def _contradictions(
    document: Document, index: int, item: dict[str, Any], files: dict[str, str], seen: set[str]
) -> Iterator[Problem]:
    channel, name = item.get("channel"), item.get("id")
    if isinstance(channel, str) and channel.strip() and channel not in CHANNELS:
        hint = f"expected one of {', '.join(CHANNELS)}"
        yield _problem(document, (index, "channel"), f"channel {channel} is not known", hint)
    if not isinstance(name, str):
        return
    if name in files:
        hint = "take it off the list, or remove the file"
        yield _problem(document, (index, "id"), f"{name} is left out, but has a check: {files[name]}", hint)
    if name in seen:
        yield _problem(document, (index, "id"), f"{name} stands twice", "keep one of the two")
    seen.add(name)


def _problem(document: Document, path: tuple[str | int, ...], message: str, hint: str) -> Problem:
    return Problem(message=message, location=document.position(path), hint=hint)

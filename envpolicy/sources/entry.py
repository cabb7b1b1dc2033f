"""One entry of a list of sources, as it stands on the command line or in a plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from envpolicy.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

_KINDS = ("path", "chart", "kustomize")
_OPTIONS = ("namespace", "release", "values", "set")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What to read: `place` as it was written, and as what (`path`, `chart` or `kustomize`).

    `namespace` is that of objects which name none; `release`, `values` (files) and `settings` are for charts.
    """

    place: str
    kind: str = "path"
    namespace: str | None = None
    release: str | None = None
    values: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)


def entry(given: object) -> Entry | Problem:
    """The entry that `given` (a text or a mapping) describes, or what is wrong with it."""
    if isinstance(given, str) and given:
        return Entry(place=given)
    if not isinstance(given, dict):
        return Problem(message=f"{given!r} is no source", hint="name a file, a folder, a glob or '-'")
    kinds = [kind for kind in _KINDS if kind in given]
    unknown = sorted(str(key) for key in given if key not in (*_KINDS, *_OPTIONS))
    if len(kinds) != 1 or unknown:
        what = (
            f"does not know {', '.join(unknown)}"
            if unknown
            else "needs exactly one of path, chart and kustomize"
        )
        return Problem(
            message=f"a source {what}", hint="write it as {chart: DIR, release: NAME, values: [FILE]}"
        )
    place, values, settings = given[kinds[0]], given.get("values") or [], given.get("set") or {}
    texts = [place, *(given[key] for key in ("namespace", "release") if given.get(key) is not None)]
    if not isinstance(values, list) or not isinstance(settings, dict):
        return Problem(message="`values` of a source is a list of files, and `set` a mapping")
    if not all(isinstance(text, str) and text for text in (*texts, *values)):
        return Problem(message="the names in a source are texts", hint="quote them")
    if kinds[0] != "chart" and (given.get("release") or values or settings):
        return Problem(
            message="`release`, `values` and `set` are for charts", hint="write `chart:` instead of the path"
        )
    return Entry(
        place=place,
        kind=kinds[0],
        namespace=given.get("namespace"),
        release=given.get("release"),
        values=tuple(values),
        settings=settings,
    )

"""Where manifests come from: files, folders, globs, standard input, charts and kustomizations.

`read` is the one way in. What cannot be read is a problem in the reading, never an exception; a source that
gives nothing is a problem too.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from envpolicy.documents import Reading
from envpolicy.errors import Location, Problem
from envpolicy.sources import files, helm, kustomize
from envpolicy.sources.entry import Entry, entry
from envpolicy.sources.estates import read_estate
from envpolicy.sources.reach import Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from envpolicy.sources.reach import Source

__all__ = ["Entry", "read", "read_estate"]

_SOURCES: dict[str, Source] = {"path": files.read, "chart": helm.read, "kustomize": kustomize.read}


def read(
    paths: Iterable[object], *, base: Path = Path(), stdin: bytes | Callable[[], bytes] | None = None
) -> Reading:
    """The manifests that `paths` name, in order; a file that is named twice is read once.

    A path is a text - a file, a folder, a glob (with `**`), a folder with a chart or a kustomization, or
    `-` for standard input - or a mapping as a plan has it: `{path|chart|kustomize, namespace, release,
    values, set}`. Relative paths start at `base`, and documents are named as they were written. `stdin` is
    what `-` stands for, or gives it.
    """
    reading = Reading()
    reach = Reach(base=base)
    for given in paths:
        one = entry(given)
        if isinstance(one, Problem):
            reading += Reading(problems=(one,))
            continue
        if one.place == "-" and stdin is not None:
            reach.stdin, stdin = (stdin if isinstance(stdin, bytes) else stdin()), None
        reading += _read(one, reach)
    return reading


def _read(one: Entry, reach: Reach) -> Reading:
    if "\0" in one.place:
        return Reading(
            problems=(Problem(message="a path holds no NUL", location=Location(file=repr(one.place))),)
        )
    reading = _SOURCES[one.kind](one, reach.base / one.place, reach)
    if one.namespace is not None:
        documents = tuple(replace(document, namespace=one.namespace) for document in reading.documents)
        reading = replace(reading, documents=documents)
    return reading

"""Paths that match a pattern: `*`, `?`, `[...]`, and `**` for any number of folders.

Unlike the standard library's, this one never follows a link in a circle. Names that start with a dot are
matched only by a pattern that starts with one; a pattern's last part matches folders unless `**` stands in
the pattern, and files whose names end as those of manifests.
"""

from __future__ import annotations

import fnmatch
import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIXES = (".yaml", ".yml", ".json")
_WILD = frozenset("*?[")


def is_pattern(text: str) -> bool:
    """Whether `text` has a character that means something in a pattern."""
    return bool(_WILD & set(text))


def matches(pattern: Path) -> list[Path]:
    """What `pattern` matches, sorted."""
    parts = pattern.parts
    first = next((place for place, part in enumerate(parts) if is_pattern(part)), len(parts))
    deep = "**" in parts
    found = [type(pattern)(*parts[:first])]
    for place in range(first, len(parts)):
        found = [
            match for folder in found for match in _below(folder, parts[place], last=place == len(parts) - 1)
        ]
    wanted = (
        path for path in dict.fromkeys(found) if path.suffix in SUFFIXES or (not deep and path.is_dir())
    )
    return sorted(wanted)


def _below(folder: Path, part: str, *, last: bool) -> Iterator[Path]:
    if part == "**":
        for inside in _folders(folder):
            yield inside
            if last:
                yield from (inside / name for name in _names(inside))
    elif is_pattern(part):
        fits = re.compile(fnmatch.translate(part)).match
        yield from (folder / name for name in _names(folder, hidden=part.startswith(".")) if fits(name))
    elif os.path.lexists(folder / part):
        yield folder / part


def _folders(root: Path) -> Iterator[Path]:
    """`root` and the folders below it, each real one once."""
    todo, seen = [root], set()
    while todo:
        folder = todo.pop()
        real = os.path.realpath(folder)
        if real not in seen:
            seen.add(real)
            yield folder
            todo.extend(folder / name for name in _names(folder) if (folder / name).is_dir())


def _names(folder: Path, *, hidden: bool = False) -> list[str]:
    try:
        return [path.name for path in folder.iterdir() if hidden or not path.name.startswith(".")]
    except OSError:
        return []

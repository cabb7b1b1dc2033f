"""Files, folders, globs and standard input.

A folder is read with all folders below it, in the order of names: files that end in `.yaml`, `.yml` or
`.json`. Left out are names that start with a dot, such as `.git` and `.github`. A folder that holds a chart
or a kustomization is rendered, not read, wherever it is met; a kustomization that another one in the same
folder builds on is left to that one, and so is everything below a kustomization that is neither a chart nor
a kustomization itself.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from envpolicy.documents import Reading
from envpolicy.sources import helm, kustomize
from envpolicy.sources.patterns import SUFFIXES, is_pattern, matches
from envpolicy.sources.reach import reason

if TYPE_CHECKING:
    from envpolicy.sources.entry import Entry
    from envpolicy.sources.reach import Reach


def read(entry: Entry, path: Path, reach: Reach) -> Reading:
    """The manifests at `path`, whatever is there. See `envpolicy.sources.reach.Source`."""
    if entry.place == "-":
        return _stdin(reach)
    if is_pattern(entry.place) and not os.path.lexists(path):
        return _matches(entry, path, reach)
    return _place(entry, path, reach)


def _stdin(reach: Reach) -> Reading:
    if reach.stdin is None:
        return reach.problem(
            Path("-"), "there is nothing on standard input", "pipe manifests into the command"
        )
    data, reach.stdin = reach.stdin, b""
    return reach.reader.read(data, "-")


def _matches(entry: Entry, path: Path, reach: Reach) -> Reading:
    found = matches(path)
    if not found:
        return reach.problem(
            path, "nothing matches this pattern", "quote it, so that the shell leaves it alone"
        )
    reading = Reading()
    for match in found:
        reading += _place(entry, match, reach)
    return reading


def _place(entry: Entry, path: Path, reach: Reach) -> Reading:
    try:
        is_folder = path.is_dir()
        if not is_folder and path.name in kustomize.NAMES:
            path, is_folder = path.parent, True
        first = reach.first_time(path)
    except (OSError, ValueError) as error:
        return reach.problem(path, reason(error))
    if not first:
        return Reading()
    if not is_folder:
        return helm.read(entry, path, reach) if path.name.endswith(".tgz") else reach.read_file(path)
    if (path / helm.NAME).is_file():
        return helm.read(entry, path, reach)
    if kustomize.file_in(path):
        return kustomize.read(entry, path, reach)
    walk = _Walk(reach=reach)
    walk.enter(path, frozenset(), below=False)
    reading = walk.result(entry)
    if not reading.documents and not reading.problems:
        hint = f"manifests end in {', '.join(SUFFIXES)}, and hold at least one document"
        return reach.problem(path, "there are no manifests in this folder", hint)
    return reading


@dataclass(slots=True, kw_only=True)
class _Walk:
    """A folder and what is below it: files to read, charts and kustomizations to render, what went wrong."""

    reach: Reach
    files: list[Path] = field(default_factory=list)
    charts: list[Path] = field(default_factory=list)
    kustomizations: list[Path] = field(default_factory=list)
    reading: Reading = field(default_factory=Reading)

    def enter(self, folder: Path, above: frozenset[str], *, below: bool) -> None:
        """Note what is in `folder`; `above` the real folders on the way, `below` if in a kustomization."""
        real = os.path.realpath(folder)
        if real in above:
            self.reading += self.reach.problem(
                folder, "this link leads back to a folder above it", "remove the link"
            )
            return
        above |= {real}
        try:
            names = sorted(entry.name for entry in os.scandir(folder) if not entry.name.startswith("."))
        except OSError as error:
            self.reading += self.reach.problem(folder, reason(error))
            return
        if helm.NAME in names:
            self.charts.append(folder)
            return
        if kustomize.file_in(folder):
            self.kustomizations.append(folder)
            below = True
        for name in names:
            self._note(folder / name, above, below=below)

    def _note(self, path: Path, above: frozenset[str], *, below: bool) -> None:
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
            if is_folder:
                if os.path.realpath(path) in above or self.reach.first_time(path):
                    self.enter(path, above, below=below)
            elif path.suffix in SUFFIXES and not below and path.name not in kustomize.NAMES:
                self.files.append(path)
        except OSError as error:
            # A link to nowhere matters only where it would have been read.
            if not below and (path.suffix in SUFFIXES or not path.suffix):
                self.reading += self.reach.problem(path, reason(error))

    def result(self, entry: Entry) -> Reading:
        """Everything that was noted, read and rendered, in the order of paths."""
        used = {used for folder in self.kustomizations for used in kustomize.folders_used(folder)}
        work = [(path, "file") for path in self.files if self._first(path)]
        work += [(path, "chart") for path in self.charts]
        work += [
            (path, "kustomize")
            for path in self.kustomizations
            if os.path.realpath(path) not in used and not kustomize.is_component(path)
        ]
        reading = self.reading
        for path, kind in sorted(work):
            if kind == "file":
                reading += self.reach.read_file(path)
            else:
                reading += (helm if kind == "chart" else kustomize).read(entry, path, self.reach)
        return reading

    def _first(self, path: Path) -> bool:
        try:
            return self.reach.first_time(path)
        except OSError as error:
            self.reading += self.reach.problem(path, reason(error))
            return False

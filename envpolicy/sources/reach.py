"""What all sources of one reading share: where paths start, what was read already, how files are named."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from envpolicy.documents import MAX_FILE_BYTES, ManifestReader, Reading
from envpolicy.errors import Location, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from envpolicy.sources.entry import Entry

_TEMPLATE_HINT = "this looks like a Helm template: name the chart's folder, not its templates"


class Source(Protocol):
    """A way to get manifests. Each adapter is a module with one of these, called `read`."""

    def __call__(self, entry: Entry, path: Path, reach: Reach) -> Reading:
        """The manifests of `entry`, whose place is `path`."""


@dataclass(slots=True, kw_only=True)
class Reach:
    """One reading: paths start at `base`; a real file or folder that is reached twice is read once."""

    base: Path
    stdin: bytes | None = None
    reader: ManifestReader = field(default_factory=ManifestReader)
    seen: set[tuple[int, int]] = field(default_factory=set)

    def name(self, path: Path) -> str:
        """`path` as editors find it: from the working directory, or from a base that is absolute."""
        if self.base.is_absolute():
            with suppress(ValueError):
                path = path.relative_to(self.base)
        return os.path.normpath(path).encode("utf-8", "replace").decode()

    def first_time(self, path: Path) -> bool:
        """Whether the real file or folder at `path` was not reached before; it is now. Raises `OSError`."""
        status = path.stat()
        key = (status.st_dev, status.st_ino)
        if key in self.seen:
            return False
        self.seen.add(key)
        return True

    def problem(self, path: Path, message: str, hint: str | None = None) -> Reading:
        """A reading that is nothing but a problem with `path`."""
        return Reading(
            problems=(Problem(message=message, location=Location(file=self.name(path)), hint=hint),)
        )

    def read_file(self, path: Path) -> Reading:
        """The manifests in one regular file; never waits for anything."""
        data = self.bytes_of(path)
        if isinstance(data, Reading):
            return data
        reading = self.reader.read(data, self.name(path))
        if reading.problems and b"{{" in data:
            problems = tuple(replace(problem, hint=_TEMPLATE_HINT) for problem in reading.problems)
            reading = replace(reading, problems=problems)
        return reading

    def bytes_of(self, path: Path) -> bytes | Reading:
        """The bytes of one regular file, or the problem with it."""
        try:
            # Without O_NONBLOCK, opening a pipe waits until somebody writes to it.
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
        except (OSError, ValueError) as error:
            return self.problem(path, reason(error))
        with os.fdopen(descriptor, "rb") as stream:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return self.problem(
                    path, f"{_what(status.st_mode)} is no manifest", "to read a pipe, name '-'"
                )
            if status.st_size > MAX_FILE_BYTES:
                return self.problem(path, f"larger than {MAX_FILE_BYTES >> 20} MiB")
            try:
                return stream.read(MAX_FILE_BYTES + 1)
            except OSError as error:
                return self.problem(path, reason(error))


def reason(error: OSError | ValueError) -> str:
    """Why the operating system refuses, in words."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, OSError) and error.errno is not None:
        import errno

        if error.errno == errno.ELOOP:
            return "this link leads back to itself"
        if error.errno == errno.ENXIO:
            return "a socket or a pipe is no manifest"
        return (error.strerror or str(error)).lower()
    return str(error)


def _what(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"

"""The shipped law, compiled once: a wheel carries it, a checkout keeps it in the user's cache.

Nothing but speed depends on this. What is kept is the catalogue and the generated Rego, as JSON; it is taken only where
it was made from exactly the files that are there now.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envpolicy.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = Path(__file__).resolve().parent

#: Where a wheel has it.
PACKAGED = _PACKAGE / "_data" / "prebuilt.json"


@cache
def prebuilt() -> dict[str, Any] | None:
    """`{"catalog", "modules", "leakTable", "library"}`, or None where it was not made from what is there now."""
    for file, stamp in ((PACKAGED, None), (_cached(), _stamp)):
        try:
            kept = json.loads(file.read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(kept, dict) and (stamp is None or kept.get("stamp") == stamp()):
            return kept
    return None


def keep(made: dict[str, Any], file: Path | None = None) -> None:
    """Keep what was made for the next run, in the user's cache (if that can be written), or in `file`."""
    target = file or _cached()
    aside = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        stamped = made if file else {**made, "stamp": _stamp()}
        aside.write_text(json.dumps(stamped, separators=(",", ":")), encoding="utf-8")
        aside.replace(target)
    except OSError:
        if file is not None:
            raise


def _cached() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - Path.home() may raise
    return Path(home, "envpolicy", f"{_PACKAGE.as_posix().strip('/').replace('/', '-')}.json")


@cache
def _stamp() -> str:
    """Names, sizes and times of everything that the law and its compiled form are made from."""
    from hashlib import sha256

    total = sha256()
    for entry in sorted(_made_from(), key=lambda entry: entry.path):
        status = entry.stat()
        total.update(f"{entry.path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return total.hexdigest()


def _made_from() -> Iterator[os.DirEntry[str]]:
    folders = [shipped("policies"), shipped("schemas"), _PACKAGE / "catalog", _PACKAGE / "compiler", _PACKAGE]
    for folder in folders:
        yield from _files(folder, deep=folder != _PACKAGE)


def _files(folder: Path | str, *, deep: bool) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if deep and entry.name != "__pycache__":
                    yield from _files(entry.path, deep=True)
            elif not entry.name.endswith("_test.rego"):
                yield entry

"""The one place that writes what was built: each file aside, then renamed; nothing that is not ours is touched.

What a target wrote last time is listed beside its folder, in the form of `sha256sum`: `<target>.sha256`. What the list
names and the target no longer makes is removed; what it does not name was put there by somebody else, and stays.
"""

from __future__ import annotations

import os
import re
from hashlib import sha256
from typing import TYPE_CHECKING

from envpolicy.errors import EnvpolicyError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_LISTED = re.compile(r"[0-9a-f]{64}  (\S.*)")


class WriteError(EnvpolicyError):
    """Something could not be written."""


def files_of(name: str, artefacts: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """The files of a target by path below the output folder, its list last."""
    files = {f"{name}/{path}": content for path, content in artefacts}
    listed = "".join(f"{sha256(content).hexdigest()}  {path}\n" for path, content in sorted(files.items()))
    return {**files, f"{name}.sha256": listed.encode()}


def differences(folder: Path, name: str, files: Mapping[str, bytes]) -> list[Problem]:
    """What of a target's files is not there as it would be written: stale, missing, or there and not made by it."""
    found = []
    for path, content in files.items():
        try:
            there = _inside(folder, path).read_bytes()
        except OSError:
            found.append(_differs(folder, path, "it is missing"))
            continue
        if there != content:
            found.append(_differs(folder, path, "it is stale"))
    top = folder / name
    extra = sorted(path for path in top.rglob("*") if path.is_symlink() or not path.is_dir())
    for file in extra:
        path = file.relative_to(folder).as_posix()
        if path not in files:
            found.append(_differs(folder, path, "nothing that is built now makes it"))
    return found


def write(folder: Path, name: str, files: Mapping[str, bytes]) -> int:
    """Write a target's files, and remove those of an earlier build; the number of files that changed."""
    changed = 0
    earlier = _listed(folder / f"{name}.sha256", name)
    for path, content in files.items():
        changed += write_file(_inside(folder, path), content)
    for path in sorted(earlier - set(files)):
        file = _inside(folder, path)
        if file.is_file() and not file.is_symlink():
            file.unlink()
            changed += 1
            _prune(file.parent, folder / name)
    return changed


def write_file(file: Path, content: bytes) -> bool:
    """Write one file, whole or not at all; whether it was other than that before."""
    try:
        if file.is_file() and file.read_bytes() == content:
            return False
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            aside.write_bytes(content)
            aside.replace(file)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WriteError(
            Problem(message=f"it cannot be written: {reason}", location=Location(file=str(file)))
        ) from None
    return True


def _listed(file: Path, name: str) -> set[str]:
    """What the last build of a target wrote; what is not below its folder was never its own."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return set()
    paths = {found[1] for line in lines if (found := _LISTED.fullmatch(line))}
    return {path for path in paths if path.startswith(f"{name}/") and ".." not in path.split("/")}


def _inside(folder: Path, path: str) -> Path:
    """The file at a path, unless a link on the way leads somewhere else."""
    file = folder / path
    for parent in file.parents:
        if parent == folder:
            break
        if parent.is_symlink():
            raise WriteError(
                Problem(
                    message="a link stands where a folder of the build is",
                    location=Location(file=str(parent)),
                )
            )
    return file


def _prune(folder: Path, top: Path) -> None:
    """Remove folders that are empty now."""
    while folder != top and folder.is_relative_to(top) and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _differs(folder: Path, path: str, what: str) -> Problem:
    return Problem(message=what, location=Location(file=(folder / path).as_posix()))

"""Where the files that ship with the package are: `policies/` and `schemas/`."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The path of `name` (such as `policies/regulations` or `schemas/regulation.schema.json`).

    In an installed wheel the files are inside the package, in a checkout beside it. Raises
    `FileNotFoundError` where neither place has it, which means a broken installation.
    """
    for root in (_PACKAGE / "_data", _PACKAGE.parent):
        path = root / name
        if path.exists():
            return path
    raise FileNotFoundError(f"{name} is missing from this installation of envpolicy: install it again")


def shown(path: Path) -> str:
    """How `path` is named to a person: shipped files the same on every machine, others as they were given."""
    for root in (_PACKAGE / "_data", _PACKAGE.parent):
        for folder in ("policies", "schemas"):
            if path.is_relative_to(root / folder):
                return path.relative_to(root).as_posix()
    return path.as_posix()

"""The hand-written Rego: every module by its path, and what some modules need of the others."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from envpolicy.prebuilt import prebuilt
from envpolicy.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LIBRARY = "lib/envpolicy/"
_PACKAGE = re.compile(r"^package (\S+)", re.MULTILINE)
_IMPORT = re.compile(r"^import data\.([\w.]+)", re.MULTILINE)


@cache
def library() -> Mapping[str, str]:
    """The modules below `policies/rego`, tests left out, by path.

    A module of the library goes by its package, whichever room of the library's folder it stands in.
    """
    folder = shipped("policies/rego")
    found = {}
    for file in sorted(folder.rglob("*.rego")):
        if not file.name.endswith("_test.rego"):
            text = file.read_text(encoding="utf-8")
            path = file.relative_to(folder).as_posix()
            found[_by_package(text) if path.startswith(_LIBRARY) else path] = text
    return found


def kept_library() -> Mapping[str, str]:
    """The same as it was compiled for the last run, where nothing has changed since."""
    kept = prebuilt()
    modules: Mapping[str, str] = kept["library"] if kept else library()
    return modules


def with_imports(wanted: Mapping[str, str], modules: Mapping[str, str]) -> dict[str, str]:
    """`wanted` and every module of `modules` that these import, and those in turn."""
    found = dict(wanted)
    waiting = _imports(wanted.values())
    while waiting:
        path = f"{waiting.pop().replace('.', '/')}.rego"
        if path in modules and path not in found:
            found[path] = modules[path]
            waiting += _imports([modules[path]])
    return found


def _imports(texts: Iterable[str]) -> list[str]:
    return [name for text in texts for name in _IMPORT.findall(text)]


def _by_package(text: str) -> str:
    package = _PACKAGE.search(text)
    return f"{package[1].replace('.', '/')}.rego" if package else ""

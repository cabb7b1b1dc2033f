"""Rego as the embedded engine reads it rightly: the same meaning, in other words.

Two things that OPA and Gatekeeper read well make regorus (0.11) answer wrongly, without an error:

- After a rule of a package was looked up through an import, a function of that package which is called through it
  finds nothing of what its own module imports (`import data.f`, then `f.rule` and `f.function(x)` in one rule).
  References that are spelled out do not have this fault; Gatekeeper, however, knows imports only.
- `else if { ... }`, which `opa fmt` makes of `else := true if { ... }`, leaves the whole rule undefined.

So the library is written for the others, and rewritten here. Lines stay where they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envpolicy.prebuilt import prebuilt

if TYPE_CHECKING:
    from collections.abc import Mapping

_IMPORT = re.compile(r"^import[ \t]+(data(?:\.\w+)+)(?:[ \t]+as[ \t]+(\w+))?[ \t]*(?:#.*)?$", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
_TEXT = r'"(?:\\.|[^"\\\n])*"|`[^`]*`|#[^\n]*'
_ELSE_IF = r"\b(else)\s+(?=if\b)"


def for_embedded(modules: Mapping[str, str]) -> dict[str, str]:
    """Modules by path, as the embedded engine is given them; what was shipped is not rewritten again."""
    kept = prebuilt()
    known: dict[str, str] = {}
    if kept:
        known.update(kept["library"])
        for entry in kept["modules"].values():
            known.update(entry["modules"])
    return {
        path: kept["embedded"][path] if kept and known.get(path) == source else rewritten(source)
        for path, source in modules.items()
    }


def rewritten(source: str) -> str:
    """`source` without imports of data, each use of their names spelled out, and with a value for every `else`.

    A local that is called as an import would be replaced as well: nobody writes that, since no engine tells the two
    apart reliably (the project's own modules are tested for it).
    """
    if "`" not in source:
        source = _COMMENT.sub("", source)
    paths = {found[2] or found[1].rpartition(".")[2]: found[1] for found in _IMPORT.finditer(source)}
    names = "|".join(sorted(paths, key=len, reverse=True)) or "(?!)"
    pattern = re.compile(rf"{_TEXT}|{_ELSE_IF}|(?<![\w.])({names})\b(?!\s*:(?!=))")

    def other(found: re.Match[str]) -> str:
        if found[1]:
            return "else := true "
        return paths[found[2]] if found[2] else found[0]

    return pattern.sub(other, _IMPORT.sub("", source))

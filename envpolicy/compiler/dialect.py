"""Rego as the embedded engine reads it rightly: the same meaning, in other words.

Two things that OPA and Gatekeeper read well make regorus (0.11) answer wrongly, without an error; one makes it slow:

- After a rule of a package was looked up through an import, a function of that package which is called through it
  finds nothing of what its own module imports (`import data.f`, then `f.rule` and `f.function(x)` in one rule).
  References that are spelled out do not have this fault; Gatekeeper, however, knows imports only.
- `else if { ... }`, which `opa fmt` makes of `else := true if { ... }`, leaves the whole rule undefined.
- A field or an element of another package's rule (`f.rule[x]`) is looked up by way of all modules, each time: a hundred
  times slower than that of a rule of the own package. So each module has a rule of its own for such a rule.

So the library is written for the others, and rewritten here. Lines stay where they are; rules are added at the end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envpolicy.prebuilt import prebuilt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_IMPORT = re.compile(r"^import[ \t]+(data(?:\.\w+)+)(?:[ \t]+as[ \t]+(\w+))?[ \t]*(?:#.*)?$", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
_TEXT = r'"(?:\\.|[^"\\\n])*"|`[^`]*`|#[^\n]*'
_ELSE_IF = r"\b(else)\s+(?=if\b)"
_PACKAGE = re.compile(r"^package[ \t]+([\w.]+)", re.MULTILINE)
_HEAD = re.compile(
    r"^(?:default[ \t]+)?(?!(?:package|import|default)\b)([A-Za-z_]\w*)(?![\w(])", re.MULTILINE
)


def for_embedded(modules: Mapping[str, str]) -> dict[str, str]:
    """Modules by path, as the embedded engine is given them; what was shipped is not rewritten again."""
    kept = prebuilt()
    known: dict[str, str] = {}
    if kept:
        known.update(kept["library"])
        for entry in kept["modules"].values():
            known.update(entry["modules"])
    others = {path: source for path, source in modules.items() if known.get(path) != source}
    rules = value_rules(modules.values()) if others else frozenset()
    return {
        path: rewritten(source, rules) if path in others or not kept else kept["embedded"][path]
        for path, source in modules.items()
    }


def value_rules(sources: Iterable[str]) -> frozenset[str]:
    """The rules of some modules that are no functions, as `data.a.b.rule`."""
    return frozenset(
        f"data.{package[1]}.{found[1]}"
        for source in sources
        if (package := _PACKAGE.search(source))
        for found in _HEAD.finditer(source)
    )


def rewritten(source: str, rules: frozenset[str] = frozenset()) -> str:
    """`source` without imports of data, each use of their names spelled out, and with a value for every `else`.

    A rule of another package (one of `rules`) that is looked into becomes a rule of this one. A local that is called as
    an import would be replaced as well: nobody writes that, since no engine tells the two apart reliably (the project's
    own modules are tested for it).
    """
    if "`" not in source:
        source = _COMMENT.sub("", source)
    paths = {found[2] or found[1].rpartition(".")[2]: found[1] for found in _IMPORT.finditer(source)}
    names = "|".join(sorted(paths, key=len, reverse=True)) or "(?!)"
    pattern = re.compile(rf"{_TEXT}|{_ELSE_IF}|(?<![\w.])({names})\b(?!\s*:(?!=))(?:\.(\w+)(?=[\[.]))?")
    near: dict[str, str] = {}

    def other(found: re.Match[str]) -> str:
        if found[1]:
            return "else := true "
        if not found[2]:
            return found[0]
        rule = f"{paths[found[2]]}.{found[3]}"
        if found[3] and rule in rules:
            return near.setdefault(rule, rule.replace(".", "__"))
        return rule if found[3] else paths[found[2]]

    text = pattern.sub(other, _IMPORT.sub("", source))
    return text + "".join(f"\n{name} := {rule}\n" for rule, name in near.items())

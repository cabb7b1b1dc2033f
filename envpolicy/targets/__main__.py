"""`python -m envpolicy.targets`: docs/targets.md, what each host decides. `--write` writes it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from envpolicy.targets import target, targets
from envpolicy.targets._described import leak_checks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from envpolicy.targets import Coverage

_HEAD = """# What each host decides

Generated from what the targets declare; `make generate` writes it anew.

- **full**: the host decides what `envpolicy check` decides, on what it is shown.
- **projected**: one-sided. What the host refuses fails in `envpolicy check` as well; it may let in what fails there.
- **no**: not expressible there, for the reason given.

A host that sees the whole estate (OPA, conftest) decides every requirement. Gatekeeper and admission policies see one
cluster, and one object at a time: [Gatekeeper](gatekeeper.md) tells how the plan reaches them.

`tests/interop/test_*_law.py` hold the real tools to this on generated estates; each rule that is said to be decided has
to be met there.
"""


def main(arguments: list[str] | None = None) -> int:
    """Write the page into the checkout (`--write`), or name it where it is stale (then 1, else 0)."""
    file = Path(__file__).resolve().parents[2] / "docs/targets.md"
    text = page()
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return 0
    if "--write" in (sys.argv[1:] if arguments is None else arguments):
        file.write_text(text, encoding="utf-8", newline="\n")
        return 0
    print("docs/targets.md is stale: python -m envpolicy.targets --write")  # noqa: T201 - a command's answer
    return 1


def page() -> str:
    """The page: leaks by channel, then requirements by regulation, and the reasons."""
    from envpolicy.catalog import load_catalog

    made = {name: target(name) for name in targets()}
    channels: dict[str, dict[str, dict[str, Coverage]]] = {}
    for check in leak_checks():
        row = {name: one.covers_leak(check) for name, one in made.items()}
        channels.setdefault(check.channel, {})[check.id] = row
    regulations: dict[str, dict[str, dict[str, Coverage]]] = {}
    for requirement in load_catalog().requirements:
        row = {name: one.covers_requirement(requirement) for name, one in made.items()}
        regulations.setdefault(requirement.regulation, {})[requirement.id] = row
    reasons: list[str] = []
    parts = [_HEAD, "## Leaks\n"]
    parts += [_section(title, rows, made, reasons) for title, rows in sorted(channels.items())]
    parts.append("## Requirements\n")
    parts += [_section(title, rows, made, reasons) for title, rows in sorted(regulations.items())]
    parts.append("## Reasons\n")
    parts.append("".join(f"{number}. {reason}\n" for number, reason in enumerate(reasons, start=1)))
    return "\n".join(parts)


def _section(
    title: str, rows: Mapping[str, Mapping[str, Coverage]], names: Iterable[str], reasons: list[str]
) -> str:
    columns = list(names)
    lines = [f"### {title}\n", f"| | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
    for id_, row in sorted(rows.items()):
        lines.append(f"| {id_} | {' | '.join(_cell(row[name], reasons) for name in columns)} |")
    return "\n".join(lines) + "\n"


def _cell(coverage: Coverage, reasons: list[str]) -> str:
    word = "no" if coverage.extent == "none" else coverage.extent
    if not coverage.why:
        return word
    if coverage.why not in reasons:
        reasons.append(coverage.why)
    return f"{word} ({reasons.index(coverage.why) + 1})"


if __name__ == "__main__":
    sys.exit(main())

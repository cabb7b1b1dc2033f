"""What is made from the METADATA of all leak checks: the table that policies read, the page that people read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from envpolicy.model import CHANNELS, LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from envpolicy.leaks.left_out import LeftOut
    from envpolicy.leaks.metadata import LeakCheck

_LINE = 110


def least(checks: Iterable[LeakCheck]) -> dict[str, list[int]]:
    """By channel, for the nominal levels 0 to 4: the least level that a leak of the channel could leave."""
    table: dict[str, list[int]] = {}
    for check in sorted(checks, key=lambda check: check.channel):
        row = table.setdefault(check.channel, list(range(len(LEVELS))))
        for level in check.boundary:
            number = LEVELS.index(level)
            row[number] = min(row[number], LEVELS.index(check.cap))
    return table


def leak_table(checks: Iterable[LeakCheck]) -> str:
    """Render policies/rego/lib/envpolicy/leak_table.rego: what the library needs to know of each check."""
    checks = sorted(checks, key=lambda check: check.id)
    lines = [
        "# METADATA",
        "# title: The leak checks, as a table",
        "# description: Generated from the METADATA of policies/rego/leaks; `make generate` writes it anew.",
        "package lib.envpolicy.leak_table",
        "",
        "rows := {",
    ]
    for check in checks:
        lines.append(f"\t{json.dumps(check.name)}: {{")
        for key in ("id", "kind", "channel", "cap", "severity", "title", "remediation"):
            line = f"\t\t{json.dumps(key)}: {json.dumps(getattr(check, key), ensure_ascii=False)},"
            if len(line) > _LINE:
                lines.append("\t\t# regal ignore:line-length")
            lines.append(line)
        lines.append("\t},")
    lines += ["}", "", "# The kinds that a channel's checks read.", "reads := {"]
    kinds: dict[str, set[str]] = {}
    for check in checks:
        kinds.setdefault(check.channel, set()).update(check.reads)
    for channel, read in sorted(kinds.items()):
        lines.append(f"\t{json.dumps(channel)}: [")
        lines += [f"\t\t{json.dumps(kind)}," for kind in sorted(read)]
        lines.append("\t],")
    lines += [
        "}",
        "",
        "# By channel and nominal level: the least level that a leak of the channel could leave.",
        "least := {",
    ]
    lines += [
        f"\t{json.dumps(channel)}: {json.dumps(row)}," for channel, row in sorted(least(checks).items())
    ]
    return "\n".join([*lines, "}", ""])


def leaks_page(checks: Iterable[LeakCheck], left_out: Iterable[LeftOut] = ()) -> str:
    """Render docs/leaks.md: every leak by channel, with its rule, cap, sources and examples; what is left out."""
    checks = sorted(checks, key=lambda check: (CHANNELS.index(check.channel), check.id))
    lines = [
        "# Leaks",
        "",
        "What can connect two Application Deployments meant to be apart. Generated from the METADATA",
        "of `policies/rego/leaks`; `make generate` writes it anew.",
        "",
        "*Cap*: the highest level at which the leak is still tolerated.",
        "*Breaks*: the levels whose promise it breaks.",
        "",
    ]
    for channel in CHANNELS:
        mine = [check for check in checks if check.channel == channel]
        if not mine:
            continue
        lines += [f"## {channel.capitalize().replace('-', ' ')}", ""]
        for check in mine:
            lines += [
                f"### `{check.id}`",
                "",
                f"**{check.title}.** " + " ".join(check.description.split()),
                "",
            ]
            lines += [f"- {name}: {text}" for name, text in _particulars(check)]
            lines.append("")
    missing = sorted(left_out, key=lambda row: (CHANNELS.index(row.channel), row.id))
    if missing:
        lines += [
            "## Rows that are left out",
            "",
            "Ways to leak that are known and that no check looks for, since nothing that is given would decide them.",
            "",
            *(f"- `{row.id}` ({row.channel}): {row.reason}" for row in missing),
            "",
        ]
    return "\n".join(lines).rstrip() + "\n"


def _particulars(check: LeakCheck) -> Iterator[tuple[str, str]]:
    yield (
        "Severity",
        f"{check.severity}; kind: {check.kind}; breaks: {', '.join(check.boundary)}; cap: {check.cap}",
    )
    yield "Mend it", check.remediation
    if check.patch is not None:
        yield "Patch", f"`{check.patch}`, printed by `envpolicy explain --patch`"
    yield "Must be listed in full", ", ".join(f"`{kind}`" for kind in check.reads) or "nothing"
    yield "Leaks, for example", "; ".join(example["note"].rstrip(".") for example in check.examples["leaks"])
    yield "Does not leak", "; ".join(example["note"].rstrip(".") for example in check.examples["innocent"])
    yield "Sources", "; ".join(check.sources)
    if check.scanners:
        yield "Nearest controls of other tools", "; ".join(check.scanners)

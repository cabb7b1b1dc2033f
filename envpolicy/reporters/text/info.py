"""What is worth knowing and lowers nothing, by leak: one line each, bounded, with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.reporters.text.finding import place
from envpolicy.reporters.text.page import counted, some

if TYPE_CHECKING:
    from envpolicy.model import Info, Report
    from envpolicy.reporters import View
    from envpolicy.reporters.text.page import Page

_LEAKS = 12
_EACH = 3
_NAMES = 4


def write_info(page: Page, report: Report, view: View) -> None:
    """The section, where it was asked for."""
    if report.info is None:
        return
    page.heading(f"Worth knowing, lowers nothing ({len(report.info)})")
    if not report.info:
        page.whole("nothing", indent=2)
    by_leak: dict[str, list[Info]] = {}
    for one in report.info:
        by_leak.setdefault(one.leak, []).append(one)
    bound = len(by_leak) if view.everything else _LEAKS
    for leak, found in list(by_leak.items())[:bound]:
        page.whole(page.ink(f"info, {found[0].channel}: {leak} ({len(found)})", bold=True), indent=2)
        each = len(found) if view.everything else _EACH
        for one in found[:each]:
            page.prose(f"{one.message}: {_names(one)}", indent=4, hang=2)
            if one.witness:
                page.whole(page.ink(place(one.witness[0]), colour="cyan"), indent=6)
        if len(found) > each:
            page.whole(page.ink(f"and {len(found) - each} more (--all-pairs)", dim=True), indent=4)
    if len(by_leak) > bound:
        page.whole(
            page.ink(f"and {counted(len(by_leak) - bound, 'more kind')} (--all-pairs)", dim=True), indent=2
        )


def _names(one: Info) -> str:
    left = one.deployment_count - len(one.deployments)
    shown = some(one.deployments, _NAMES) if left <= 0 else ", ".join(one.deployments[:_NAMES])
    return shown if left <= 0 else f"{shown} and {one.deployment_count - _NAMES} more"

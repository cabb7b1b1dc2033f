"""One pair, step by step: where both stand, the level of that, each leak with its witness, what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envpolicy.model import Level, Verdict
from envpolicy.reporters._chosen import findings_of, pair_of, worst_first
from envpolicy.reporters.text.finding import required, write_finding
from envpolicy.reporters.text.problems import write_problems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from envpolicy.model import Finding, PairResult, Report
    from envpolicy.reporters import View
    from envpolicy.reporters.text.page import Page

_SHARED = {
    Level.NONE: "they share everything: release, claims or accounts",
    Level.RELEASE: "they share a namespace",
    Level.NAMESPACE: "they share a cluster",
    Level.CLUSTER: "they share an environment",
    Level.ENVIRONMENT: "they share nothing",
}
_FACTS = ("stage", "protection", "function", "zone", "owner")


def write_pair(page: Page, report: Report, view: View) -> None:
    """The answer in the first line, then how it comes about."""
    names = view.pair or ("", "")
    pair = pair_of(report, names)
    if pair is None:
        page.whole(page.ink(f"{' and '.join(names)} are no pair: one of them has no place on the platform"))
        return
    page.whole(page.ink(" and ".join(names), bold=True) + page.ink(f": {_answer(pair)}"))
    _placement(page, pair, names, view)
    found = findings_of(report, pair)
    _leaks(page, pair, [finding for finding in found if finding.leak is not None], view)
    other = [finding for finding in found if finding.leak is None and finding.verdict is not Verdict.PASS]
    if other:
        page.heading("What else was found about both")
        for finding in sorted(other, key=worst_first):
            write_finding(page, finding, view, indent=2)
    _levels(page, pair)
    _clauses(page, report, found)
    if report.problems:
        page.heading("About the input")
        write_problems(page, report.problems, everything=view.everything)


def _answer(pair: PairResult) -> str:
    nominal, effective = pair.nominal.label, pair.effective
    if effective.lower != effective.upper:
        return f"placed as {nominal}, effectively {effective}: not known exactly"
    if effective.upper == pair.nominal:
        return f"placed as {nominal}, and that holds"
    return f"placed as {nominal}, effectively only {effective}"


def _placement(page: Page, pair: PairResult, names: Sequence[str], view: View) -> None:
    page.heading("1. Placement")
    width = max(len(name) for name in names)
    for name in names:
        facts = view.deployments.get(name)
        if facts is not None:
            page.prose(f"{_place(facts)}; {_about(facts)}", indent=2, label=f"{name:<{width}}  ")
    page.prose(f"{_SHARED[pair.nominal]}, so the nominal level is {pair.nominal.label}", indent=2)


def _place(facts: Mapping[str, Any]) -> str:
    placement = facts.get("placement") or {}
    words = ("environment", "cluster", "namespace", "release")
    return ", ".join(f"{word} {placement[word]}" for word in words if placement.get(word)) or "no place"


def _about(facts: Mapping[str, Any]) -> str:
    known = [f"{word} {facts[word]}" for word in _FACTS if facts.get(word)]
    return ", ".join([f"application {facts.get('application', '?')}", *known])


def _leaks(page: Page, pair: PairResult, leaks: Sequence[Finding], view: View) -> None:
    page.heading(f"2. Leaks ({len(leaks)})")
    if not leaks:
        page.whole("none was found", indent=2)
    channels: dict[str, list[Finding]] = {}
    for finding in leaks:
        channels.setdefault(finding.channel or "", []).append(finding)
    levels = {name: pair.channels.get(name, pair.effective) for name in channels}
    for name in sorted(channels, key=lambda name: (levels[name].lower, worst_first(channels[name][0]))):
        page.whole(page.ink(f"{name}: leaves {levels[name]}", bold=True), indent=2)
        for finding in channels[name]:
            write_finding(page, finding, view, indent=4)


def _levels(page: Page, pair: PairResult) -> None:
    page.heading("3. Effective level")
    low = {name: level for name, level in pair.channels.items() if level.lower < pair.nominal}
    for name, level in sorted(low.items(), key=lambda item: (item[1].lower, item[0])):
        open_ = " (not known exactly: facts or objects are missing)" if level.lower != level.upper else ""
        page.whole(page.ink(f"{name}: {level}{open_}"), indent=2)
    if low:
        page.prose(f"every other channel: {pair.nominal.label}", indent=2)
    page.whole(page.ink(f"together: {pair.effective}", bold=True), indent=2)
    if pair.availability.lower < pair.nominal:
        page.whole(page.ink(f"availability, judged apart: {pair.availability}"), indent=2)


def _clauses(page: Page, report: Report, found: Sequence[Finding]) -> None:
    page.heading("4. Clauses that these findings stand against")
    bound = {name: finding for finding in reversed(found) for name in finding.requirements}
    results = [result for result in report.results if result.requirement in bound]
    if not results:
        page.whole("none of the selected ones", indent=2)
    for result in results:
        level = required([bound[result.requirement]])
        word = page.verdict(result.verdict.value.upper(), result.verdict, result.force)
        said = f"{result.force.value} {result.requirement} ({result.clause}): {result.title}{level}"
        page.whole(f"{word} {page.ink(said)}", indent=2)

"""One pair, step by step: where both stand, the level of that, each leak with its witness, what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envpolicy.model import Force, Level, Verdict
from envpolicy.reporters._chosen import binding_of, findings_of, pair_of, worst_first
from envpolicy.reporters.text.finding import Telling, alike, write_finding
from envpolicy.reporters.text.problems import write_problems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from envpolicy.model import Finding, PairResult, Report, RequirementResult
    from envpolicy.reporters import View
    from envpolicy.reporters.text.page import Page

_SHARED = {
    Level.NONE: "they share everything: release, claims or accounts",
    Level.RELEASE: "they share a namespace",
    Level.NAMESPACE: "they share a cluster",
    Level.CLUSTER: "they share an environment",
    Level.ENVIRONMENT: "they share nothing",
}
_VERDICTS = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.WAIVED, Verdict.PASS, Verdict.NOT_APPLICABLE)
_FORCES = {Force.MUST: 0, Force.SHOULD: 1, Force.MAY: 2}
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
    telling = Telling(report)
    _leaks(page, pair, [finding for finding in found if finding.leak is not None], view, telling)
    other = [finding for finding in found if finding.leak is None and finding.verdict is not Verdict.PASS]
    if other:
        page.heading("What else was found about both")
        for findings in alike(sorted(other, key=worst_first)):
            write_finding(page, findings, view, telling, indent=2)
    if report.notices:
        page.heading("Worth knowing, and without effect on a level")
        for notices in alike(sorted(report.notices, key=worst_first)):
            write_finding(page, notices, view, telling, indent=2)
    _levels(page, pair)
    _clauses(page, report, pair, found)
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


def _leaks(page: Page, pair: PairResult, leaks: Sequence[Finding], view: View, telling: Telling) -> None:
    page.heading(f"2. Leaks ({len(leaks)})")
    if not leaks:
        page.whole("none was found", indent=2)
    channels: dict[str, list[Finding]] = {}
    for finding in leaks:
        channels.setdefault(finding.channel or "", []).append(finding)
    levels = {name: pair.channels.get(name, pair.effective) for name in channels}
    for name in sorted(channels, key=lambda name: (levels[name].lower, worst_first(channels[name][0]))):
        page.whole(page.ink(f"{name}: leaves {levels[name]}", bold=True), indent=2)
        for findings in alike(channels[name]):
            write_finding(page, findings, view, telling, indent=4)


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


def _clauses(page: Page, report: Report, pair: PairResult, found: Sequence[Finding]) -> None:
    """Each clause that speaks of the two, with what it asks for; those that nothing stands against as well."""
    page.heading("4. Clauses that speak of the two")
    against: dict[str, list[Finding]] = {}
    for finding in found:
        for name in finding.requirements:
            against.setdefault(name, []).append(finding)
    results = [one for one in report.results if one.pair is not None or one.requirement in against]
    if not results:
        page.whole("none of the selected ones", indent=2)
    judged = [(one, _verdict(one, against.get(one.requirement, []))) for one in results]
    judged.sort(key=lambda one: (_FORCES[one[0].force], _VERDICTS.index(one[1]), one[0].requirement))
    for result, verdict in judged:
        findings = against.get(result.requirement, [])
        word = page.verdict(verdict.value.upper(), verdict, result.force)
        said = f"{result.force.value} {result.requirement} ({result.clause})"
        page.whole(f"{word} {page.ink(said)}{page.ink(_asked(result, pair))}", indent=2)
        if result.advice_of is None:
            page.prose(result.title, indent=6, dim=True)
        if result.pair is not None and result.pair.missing:
            page.prose(", ".join(result.pair.missing), indent=6, label="would decide: ")
        if findings:
            page.whole(page.ink(f"[{', '.join(one.id for one in findings)}]", dim=True), indent=6)


def _verdict(result: RequirementResult, findings: Sequence[Finding]) -> Verdict:
    """The verdict for this pair."""
    if result.pair is not None:
        return result.pair.verdict
    verdicts = {binding_of(finding, result.requirement).verdict for finding in findings}
    return next(
        (one for one in (Verdict.FAIL, Verdict.UNKNOWN, Verdict.WAIVED) if one in verdicts), result.verdict
    )


def _asked(result: RequirementResult, pair: PairResult) -> str:
    """`: at least namespace, environment recommended; there is release`."""
    asked = result.pair
    if asked is None:
        return ""
    parts = []
    if asked.floor is not None:
        parts.append(f"at least {asked.floor.label}")
    if asked.any_of:
        parts.append(f"{' or '.join(asked.any_of)}")
    if asked.disjoint:
        parts.append(f"no common {' or '.join(asked.disjoint)}")
    if asked.recommended is not None:
        parts.append(f"{asked.recommended.label} recommended")
    there = "" if asked.verdict is Verdict.PASS else f"; there is {pair.effective}"
    return f": {', '.join(parts) or 'no level'}{there}"

"""The verdicts, in the order in which a person must know them.

The answer in one line; each `must` that fails; each that could not be decided; what is only advised; what is
waived; and in one line each what passes and what does not apply. Every requirement starts with its verdict
and its id in one line, so that a search finds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.model import Force, Verdict
from envpolicy.reporters._chosen import binding_of, pair_of, worst_first
from envpolicy.reporters.text.finding import (
    Telling,
    alike,
    levels,
    references,
    write_finding,
    write_waivers,
)
from envpolicy.reporters.text.info import write_info
from envpolicy.reporters.text.page import counted, some
from envpolicy.reporters.text.problems import write_problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envpolicy.model import Binding, Finding, Report, RequirementResult
    from envpolicy.reporters import View
    from envpolicy.reporters.text.page import Page

_FORCES = {Force.MUST: 0, Force.SHOULD: 1, Force.MAY: 2}

#: Findings shown in full under one requirement: of what must be mended, and of advice.
_BOUND = {Force.MUST: 8, Force.SHOULD: 3, Force.MAY: 2}

#: What is more than saying that a requirement does not apply.
_DECIDED = (Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN, Verdict.WAIVED)

#: Requirements named in the lines of what passes and what does not apply.
_IDS = 6


def write_verdicts(page: Page, report: Report, view: View) -> None:
    """The whole answer; only its first line where the view is brief."""
    _first_line(page, report)
    if view.brief:
        return
    page.whole(page.ink(_size(report), dim=True))
    must = [result for result in report.results if result.force is Force.MUST]
    advice = sorted(
        (result for result in report.results if result.force is not Force.MUST),
        key=lambda result: _FORCES[result.force],
    )
    telling = Telling(report)
    for heading, results, verdict in (
        ("Must be mended", must, Verdict.FAIL),
        ("Could not be decided", must, Verdict.UNKNOWN),
        ("Advice that is not followed", advice, Verdict.FAIL),
        ("Advice that could not be decided", advice, Verdict.UNKNOWN),
        ("Waived", [*must, *advice], Verdict.WAIVED),
    ):
        _section(page, view, heading, [one for one in results if one.verdict is verdict], telling)
    _waivers(page, view, telling)
    _tolerated(page, view, telling)
    write_info(page, report, view)
    _rest(page, report, view)
    if report.problems:
        page.heading("About the input")
        write_problems(page, report.problems, everything=view.everything)
    if view.verbose:
        page.gap()
        facts = "; ".join(f"{name} {value}" for name, value in report.run.items())
        page.prose(facts, dim=True)


def _first_line(page: Page, report: Report) -> None:
    """`FAIL: 2 must fail, 1 must undecided, ...`: every number that is not nought."""
    counts: dict[tuple[bool, Verdict], int] = {}
    for result in report.results:
        key = (result.force is Force.MUST, result.verdict)
        counts[key] = counts.get(key, 0) + 1
    errors = sum(problem.get("level") == "error" for problem in report.problems)
    parts = [
        (counts.get((True, Verdict.FAIL), 0), "must fail"),
        (counts.get((True, Verdict.UNKNOWN), 0), "must undecided"),
        (counts.get((False, Verdict.FAIL), 0), "advised against"),
        (counts.get((False, Verdict.UNKNOWN), 0), "advice undecided"),
        (sum(count for (_, verdict), count in counts.items() if verdict is Verdict.WAIVED), "waived"),
        (sum(count for (_, verdict), count in counts.items() if verdict is Verdict.PASS), "pass"),
        (
            sum(count for (_, verdict), count in counts.items() if verdict is Verdict.NOT_APPLICABLE),
            "not applicable",
        ),
    ]
    said = ", ".join(f"{count} {what}" for count, what in parts if count) or "no requirement was judged"
    # What makes an answer hollow belongs beside it, where nobody overlooks it.
    if errors:
        said += f"; NOT ALL INPUT WAS READ: {counted(errors, 'error')} below"
    if report.totals.get("deployments") == 0:
        said += "; THE PLAN HAS NO DEPLOYMENT"
    elif report.verdict is Verdict.UNKNOWN and not any(
        count for (_, one), count in counts.items() if one in _DECIDED
    ):
        said += "; NOTHING WAS DECIDED: no pair, and nothing applies"
    elif report.totals.get("objects") == 0:
        said += "; NO OBJECT WAS READ, placement is all that was judged"
    page.whole(page.verdict(report.verdict.value.upper(), report.verdict) + page.ink(f": {said}", bold=True))


def _size(report: Report) -> str:
    totals = report.totals
    things = [
        counted(totals[key], one)
        for key, one in (
            ("deployments", "deployment"),
            ("pairs", "pair"),
            ("objects", "object"),
            ("requirements", "requirement"),
            ("findings", "finding"),
        )
        if key in totals
    ]
    if totals.get("unclaimed"):
        things.append(f"{counted(totals['unclaimed'], 'object')} of no deployment")
    return ", ".join(things)


def _section(
    page: Page, view: View, heading: str, results: Sequence[RequirementResult], telling: Telling
) -> None:
    if not results:
        return
    page.heading(f"{heading} ({len(results)})")
    for result in results:
        page.gap()
        _head(page, result)
        mine = [finding for finding in telling.report.findings if finding.id in result.findings]
        if not mine and not result.reason:
            page.prose("no finding says why", indent=2, dim=True)
        _findings(page, view, result, mine, telling)


def _head(page: Page, result: RequirementResult) -> None:
    """`FAIL must <id>: <title>`, then the clause and how well its wording is known."""
    word = page.verdict(result.verdict.value.upper(), result.verdict, result.force)
    name = page.ink(result.requirement, bold=True)
    page.whole(f"{word} {page.ink(result.force.value)} {name}: {page.ink(result.title)}")
    about = [f"clause {result.clause}" if result.advice_of is None else result.clause]
    if result.provenance != "confirmed":
        about.append(result.provenance.upper())
    about.append(result.basis)
    if result.superseded_by:
        about.append(f"superseded by {', '.join(result.superseded_by)}")
    page.prose(", ".join(about), indent=2, dim=True)
    if result.reason:
        page.prose(result.reason, indent=2)


def _findings(
    page: Page,
    view: View,
    result: RequirementResult,
    found: Sequence[Finding],
    telling: Telling,
) -> None:
    """The findings by verdict, pair and channel, the worst first. Each is told once in full."""
    telling.sentences.clear()
    told = sorted(
        ((finding, binding_of(finding, result.requirement)) for finding in found),
        key=lambda one: worst_first(one[0], one[1].verdict),
    )
    bound = len(told) if view.everything else _BOUND[result.force] * (4 if view.verbose else 1)
    headed: set[tuple[str, ...]] = set()
    for verdict, heading in _ASIDE.items():
        here = [one for one in told[:bound] if one[1].verdict is verdict]
        if here and verdict is not result.verdict:
            page.whole(page.ink(heading, dim=True), indent=2)
        groups: dict[tuple[str, ...], list[tuple[Finding, Binding]]] = {}
        for finding, binding in here:
            both = [name for name in (binding.source, binding.target) if name is not None]
            groups.setdefault(tuple(sorted(both)), []).append((finding, binding))
        for names, group in groups.items():
            _group(page, view, result, names, group, telling, headed)
    if len(told) > bound:
        more = counted(len(told) - bound, "more finding")
        page.whole(page.ink(f"and {more} against it (--all-pairs)", dim=True), indent=2)


#: What stands beside the reason for a requirement's verdict, and how that is said.
_ASIDE = {
    Verdict.FAIL: "what fails:",
    Verdict.UNKNOWN: "beside that, not decided:",
    Verdict.WAIVED: "beside that, waived:",
}


def _group(
    page: Page,
    view: View,
    result: RequirementResult,
    names: tuple[str, ...],
    group: Sequence[tuple[Finding, Binding]],
    telling: Telling,
    headed: set[tuple[str, ...]],
) -> None:
    """What concerns one pair, one deployment, or none of them."""
    line = page.ink(" and ".join(names), bold=True)
    pair = pair_of(telling.report, (names[0], names[1])) if len(names) > 1 else None
    if pair is not None and names not in headed:
        level = max((one.required for _, one in group if one.required is not None), default=None)
        line += page.ink(f": {levels(pair)}" + (f", required {level.label}" if level is not None else ""))
    headed.add(names)
    old = [finding for finding, _ in group if finding.id in telling.findings]
    new = [finding for finding, _ in group if finding.id not in telling.findings]
    told = page.ink(f"[{references(old)}]", dim=True) if old else ""
    if names and told and not new and page.fits(f"{line} {told}", indent=2):
        page.whole(f"{line} {told}", indent=2)
    else:
        if names:
            page.whole(line, indent=2)
        if told:
            page.whole(told, indent=4)
    bindings = {finding.id: binding for finding, binding in group}
    new.sort(key=lambda one: (worst_first(one)[:2], one.channel or "", one.id))
    for findings in alike(new):
        telling.findings.update(finding.id for finding in findings)
        first = findings[0]
        fix = result.remediation if first.kind == "placement" else None
        write_finding(page, findings, view, telling, indent=4, fix=fix, binding=bindings[first.id])
    if any(finding.kind == "placement" for finding in old) and telling.first("fix", result.remediation):
        page.prose(result.remediation, indent=4, label="fix: ")
    for finding in old:
        write_waivers(page, finding, telling, indent=4, binding=bindings[finding.id])


def _waivers(page: Page, view: View, telling: Telling) -> None:
    stale = [finding for finding in telling.report.findings if finding.kind == "waiver"]
    if stale:
        page.heading(f"Waivers to look at ({len(stale)})")
        telling.sentences.clear()
        for finding in stale:
            write_finding(page, [finding], view, telling, indent=2)


def _tolerated(page: Page, view: View, telling: Telling) -> None:
    """Leaks that no requirement here forbids: counted, and told where asked for."""
    free = sorted(
        (one for one in telling.report.findings if not one.requirements and one.kind != "waiver"),
        key=worst_first,
    )
    if not free:
        return
    if view.verbose:
        page.heading(f"Leaks that no requirement here forbids ({len(free)})")
        telling.sentences.clear()
        for findings in alike(free):
            write_finding(page, findings, view, telling, indent=2)
    else:
        kinds = some(sorted({finding.leak or finding.kind for finding in free}), 4)
        page.gap()
        page.prose(f"{counted(len(free), 'leak')} that no requirement here forbids: {kinds} (-v lists them)")


def _rest(page: Page, report: Report, view: View) -> None:
    """What passes and what does not apply: one line each, or with -v one line for each requirement."""
    page.gap()
    for verdict, word in ((Verdict.PASS, "PASS"), (Verdict.NOT_APPLICABLE, "NOT APPLICABLE")):
        results = [result for result in report.results if result.verdict is verdict]
        if not results:
            continue
        if view.verbose:
            for result in results:
                said = f" {result.force.value} {result.requirement}: {result.title}"
                page.whole(page.verdict(word, verdict, Force.MAY) + page.ink(said))
                if result.reason or result.provenance != "confirmed":
                    page.prose(_because(result), indent=2, dim=True)
        else:
            why = " (-v says why)" if verdict is Verdict.NOT_APPLICABLE else ""
            ids = some([result.requirement for result in results], _IDS)
            page.prose(ids + why, label=f"{word} {len(results)}: ")


def _because(result: RequirementResult) -> str:
    standing = result.provenance.upper() if result.provenance != "confirmed" else ""
    return "; ".join(part for part in (standing, result.reason or "") if part)

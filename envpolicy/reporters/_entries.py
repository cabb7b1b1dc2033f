"""What formats for pipelines tell: each requirement, and under it each finding that stands against it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from envpolicy.model import Force, Verdict
from envpolicy.reporters._chosen import binding_of, worst_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.model import Finding, Report, RequirementResult, Witness

# XML cannot hold these, and other formats have no use for them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Entry(NamedTuple):
    """A requirement and one finding against it, None where it has a verdict without any; `verdict` is that of both."""

    result: RequirementResult
    finding: Finding | None
    verdict: Verdict


def entries(report: Report) -> Iterator[Entry]:
    """What is to be told: all that fails, is not known or is waived, requirement by requirement, the worst first."""
    known = {finding.id: finding for finding in report.findings}
    for result in report.results:
        if result.verdict not in (Verdict.FAIL, Verdict.UNKNOWN, Verdict.WAIVED):
            continue
        told = [
            Entry(result, known[id_], binding_of(known[id_], result.requirement).verdict)
            for id_ in result.findings
            if id_ in known
        ]
        told.sort(key=lambda entry: worst_first(entry.finding, entry.verdict) if entry.finding else ())
        yield from told or [Entry(result, None, result.verdict)]


def level(result: RequirementResult, verdict: Verdict) -> str:
    """`error` for what a must fails, `note` for advice of force may and for what is waived, else `warning`."""
    if verdict is Verdict.FAIL and result.force is Force.MUST:
        return "error"
    return "note" if verdict is Verdict.WAIVED or result.force is Force.MAY else "warning"


def sentence(entry: Entry) -> str:
    """The finding, or why the requirement has its verdict, with the clause and the remedy, as lines of text."""
    result, finding, verdict = entry
    what = finding.message if finding else (result.reason or result.title)
    lines = [
        f"{'not known: ' if verdict is Verdict.UNKNOWN else ''}{what}",
        f"{result.clause} ({result.regulation}, {result.force.value}): {result.title}",
    ]
    if finding and finding.missing:
        lines.append(f"missing: {', '.join(finding.missing)}")
    remedy = (finding.remediation if finding else "") or result.remediation
    if remedy:
        lines.append(f"fix: {remedy}")
    return plain("\n".join(lines))


def place(entry: Entry) -> Witness | None:
    """The first witness that stands in a file."""
    return next((one for one in entry.finding.witness if one.file), None) if entry.finding else None


def plain(text: str) -> str:
    """The text without characters that terminals obey and XML cannot hold."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)

"""Findings for people: what, where (`file:line` first, so that editors jump there), and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from envpolicy.model import Verdict
from envpolicy.reporters.text.page import counted, some

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from envpolicy.model import Binding, Finding, PairResult, Report, Witness
    from envpolicy.reporters import View
    from envpolicy.reporters.text.page import Page

_WITNESSES = 4
_FACTS = 5
_PAIRS = 4


@dataclass(slots=True)
class Telling:
    """What a page has said already: findings and waivers on all of it, sentences under one requirement."""

    report: Report
    findings: set[str] = field(default_factory=set)
    waivers: set[str] = field(default_factory=set)
    sentences: set[tuple[str, str]] = field(default_factory=set)

    def first(self, label: str, sentence: str) -> bool:
        """Whether this was not said yet under the requirement."""
        if (label, sentence) in self.sentences:
            return False
        self.sentences.add((label, sentence))
        return True


def levels(pair: PairResult | Finding) -> str:
    """`namespace -> release` from nominal to effective level; one word where they are equal."""
    nominal, effective = pair.nominal, pair.effective
    if nominal is None or effective is None:
        return ""
    if effective.lower == effective.upper == nominal:
        return nominal.label
    return f"{nominal.label} -> {effective}"


def alike(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings that differ only in the objects that prove them, together; in the order given."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        key = (finding.leak, finding.kind, finding.severity, finding.message, finding.verdict, finding.pairs)
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def write_finding(
    page: Page,
    findings: Sequence[Finding],
    view: View,
    telling: Telling,
    *,
    indent: int,
    fix: str | None = None,
    binding: Binding | None = None,
) -> None:
    """Findings that are alike, in full: what was found, then witnesses, what would decide it, fix, other pairs.

    `binding` is what the requirement makes of it under which it stands, `fix` that one's own remediation.
    """
    finding = findings[0]
    verdict = binding.verdict if binding is not None else finding.verdict
    label = ", ".join(part for part in (finding.severity, finding.channel) if part)
    if verdict is Verdict.UNKNOWN:
        label = f"unknown, {label}"
    elsewhere = binding is not None and not _is_shown_for(finding, binding)
    named = not elsewhere and (binding is not None or view.pair is not None)
    page.prose(_message(finding, named=named), indent=indent, label=f"{label}: ", hang=4)
    inner = indent + 2
    if binding is not None and elsewhere:
        page.prose(f"{binding.source} and {binding.target} meet there as well", indent=inner)
    witnesses = list(dict.fromkeys(witness for one in findings for witness in one.witness))
    bound = len(witnesses) if view.everything else _WITNESSES
    for witness in witnesses[:bound]:
        page.whole(_witness(page, witness), indent=inner)
    if len(witnesses) > bound:
        page.prose(f"and {counted(len(witnesses) - bound, 'more place')}", indent=inner, dim=True)
    missing = list(dict.fromkeys(fact for one in findings for fact in one.missing))
    if missing:
        facts = some(missing, len(missing) if view.everything else _FACTS)
        if telling.first("would decide", facts):
            page.prose(facts, indent=inner, label="would decide: ")
    fix = fix or finding.remediation
    if fix and telling.first("fix", fix):
        page.prose(fix, indent=inner, label="fix: ")
    write_waivers(page, finding, telling, indent=inner, binding=binding)
    _other_pairs(page, finding, view, inner, binding)
    kind = finding.leak or finding.kind
    cap = f", tolerated up to {finding.cap.label}" if finding.cap is not None else ""
    ids = " ".join(one.id for one in findings)
    page.whole(page.ink(f"[{ids} {kind}{cap}]", dim=True), indent=inner)


def write_waivers(
    page: Page, finding: Finding, telling: Telling, *, indent: int, binding: Binding | None = None
) -> None:
    """By which waivers it is waived: with owner, day and reason the first time."""
    if finding.kind == "waiver":
        return
    if binding is not None:
        label = "waived by: " if binding.verdict is Verdict.WAIVED else "waived for other pairs by: "
        said = [(label, binding.waivers)]
    elif finding.verdict is Verdict.WAIVED:
        said = [("waived by: ", finding.waivers)]
    else:
        said = [(f"waived for {one.requirement} by: ", one.waivers) for one in finding.bindings]
    known = {waiver.id: waiver for waiver in telling.report.waivers}
    for label, names in said:
        for name in names:
            text = name
            if name in known and name not in telling.waivers:
                waiver = known[name]
                telling.waivers.add(name)
                ticket = f", {waiver.ticket}" if waiver.ticket else ""
                text += f" until {waiver.expires}, owner {waiver.owner}{ticket}: {waiver.reason}"
            page.prose(text, indent=indent, label=label, hang=4)


def _is_shown_for(finding: Finding, binding: Binding) -> bool:
    """Whether what a finding says is of the two that the requirement speaks of first."""
    return {finding.source, finding.target} == {binding.source, binding.target}


def _message(finding: Finding, *, named: bool) -> str:
    """What was found; which two it is about, only where it has a direction or they are not named above."""
    if not named:
        return finding.message
    return finding.message.removesuffix(f": {finding.source} \u2194 {finding.target}")


def references(findings: Iterable[Finding]) -> str:
    """`as above: f-1b9c rbac-crossns-grant, ...`."""
    return "as above: " + ", ".join(f"{one.id} {one.leak or one.kind}" for one in findings)


def place(witness: Witness) -> str:
    """`file:line:column` as far as it is known, the cluster where no file is."""
    if witness.file is None:
        return witness.cluster or "?"
    numbers = [str(number) for number in (witness.line, witness.column) if number is not None]
    return ":".join([witness.file, *numbers])


def _witness(page: Page, witness: Witness) -> str:
    name = f"{witness.namespace}/{witness.name}" if witness.namespace else witness.name
    said = " ".join(part for part in (witness.kind, name, witness.path) if part)
    if witness.kind == "DeploymentPlan":
        said = witness.path or "the plan"
    return page.ink(place(witness), colour="cyan") + page.ink(f": {said}")


def _other_pairs(page: Page, finding: Finding, view: View, indent: int, binding: Binding | None) -> None:
    """Pairs that it was found for as well; under a requirement only how many more of those it speaks of."""
    if binding is not None and binding.pair_count != finding.pair_count:
        if binding.pair_count > 1:
            page.prose(counted(binding.pair_count - 1, "more pair"), indent=indent, label="same between: ")
        return
    here = (binding.source, binding.target) if binding is not None else (finding.source, finding.target)
    others = [pair for pair in finding.pairs if pair not in (here, here[::-1])]
    total = max(finding.pair_count - 1, len(others))
    if total <= 0:
        return
    arrow = " -> " if finding.directed else " and "
    bound = len(others) if view.everything else _PAIRS
    shown = ", ".join(arrow.join(pair) for pair in others[:bound])
    left = total - len(others[:bound])
    if left > 0:
        shown = f"{shown}, and {left} more (--all-pairs)" if shown else f"{left} (--all-pairs)"
    page.prose(shown, indent=indent, label="same between: ")

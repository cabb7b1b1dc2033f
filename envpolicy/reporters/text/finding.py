"""One finding for people: what, where (`file:line` first, so that editors jump there), and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.model import Verdict
from envpolicy.reporters.text.page import counted, some

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envpolicy.model import Finding, PairResult, Witness
    from envpolicy.reporters import View
    from envpolicy.reporters.text.page import Page

_WITNESSES = 3
_FACTS = 5
_PAIRS = 4


def levels(pair: PairResult | Finding) -> str:
    """`namespace -> release` from nominal to effective level; one word where they are equal."""
    nominal, effective = pair.nominal, pair.effective
    if nominal is None or effective is None:
        return ""
    if effective.lower == effective.upper == nominal:
        return nominal.label
    return f"{nominal.label} -> {effective}"


def required(group: Iterable[Finding]) -> str:
    """`, required cluster`; a finding carries the strictest level alone, so others that ask are counted."""
    asking = [finding for finding in group if finding.required is not None]
    level = max((finding.required for finding in asking if finding.required is not None), default=None)
    if level is None:
        return ""
    most = max(len(finding.requirements) for finding in asking if finding.required == level)
    return f", required {level.label}" + (f" by the strictest of {most} requirements" if most > 1 else "")


def write_finding(page: Page, finding: Finding, view: View, *, indent: int) -> None:
    """The finding in full: what was found, then witnesses, what would decide it, the fix, other pairs."""
    kind = finding.leak or finding.kind
    label = ", ".join(part for part in (finding.severity, finding.channel) if part)
    page.prose(finding.message, indent=indent, label=f"{label}: ", hang=4)
    inner = indent + 2
    bound = len(finding.witness) if view.everything else _WITNESSES
    for witness in finding.witness[:bound]:
        page.whole(_witness(page, witness), indent=inner)
    if len(finding.witness) > bound:
        page.prose(f"and {counted(len(finding.witness) - bound, 'more object')}", indent=inner, dim=True)
    if finding.missing:
        facts = some(finding.missing, len(finding.missing) if view.everything else _FACTS)
        page.prose(facts, indent=inner, label="would decide: ")
    if finding.remediation:
        page.prose(finding.remediation, indent=inner, label="fix: ")
    if finding.waivers and finding.kind != "waiver":
        part = "" if finding.verdict is Verdict.WAIVED else "in part "
        page.prose(", ".join(finding.waivers), indent=inner, label=f"waived {part}by: ")
    if view.pair is not None and {finding.source, finding.target} != set(view.pair):
        page.prose("told of another pair, and found alike for this one", indent=inner, dim=True)
    _other_pairs(page, finding, view, inner)
    cap = f", tolerated up to {finding.cap.label}" if finding.cap is not None else ""
    page.whole(page.ink(f"[{finding.id} {kind}{cap}]", dim=True), indent=inner)


def write_reference(page: Page, finding: Finding, *, indent: int) -> None:
    """One line for a finding that stands in full further up."""
    kind = finding.leak or finding.kind
    page.whole(page.ink(f"[{finding.id} {kind}, as above]", dim=True), indent=indent)


def place(witness: Witness) -> str:
    """`file:line:column` as far as it is known, the cluster where no file is."""
    if witness.file is None:
        return witness.cluster or "?"
    numbers = [str(number) for number in (witness.line, witness.column) if number is not None]
    return ":".join([witness.file, *numbers])


def _witness(page: Page, witness: Witness) -> str:
    name = f"{witness.namespace}/{witness.name}" if witness.namespace else witness.name
    path = f" {witness.path}" if witness.path else ""
    return page.ink(place(witness), colour="cyan") + page.ink(f": {witness.kind} {name}{path}")


def _other_pairs(page: Page, finding: Finding, view: View, indent: int) -> None:
    here = (finding.source, finding.target)
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

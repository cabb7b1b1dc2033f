"""What of a report concerns one pair, and in which order people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.model import SEVERITIES, Binding, Verdict

if TYPE_CHECKING:
    from envpolicy.model import Finding, PairResult, Report

_VERDICTS = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.WAIVED, Verdict.NOT_APPLICABLE, Verdict.PASS)


def worst_first(finding: Finding, verdict: Verdict | None = None) -> tuple[int, int, list[str], str]:
    """Sort key: failures before what is unknown and what is waived, then by severity, then by names, then by id.

    `verdict` is that of one requirement on the finding, where it is told under that one.
    """
    severity = SEVERITIES.index(finding.severity) if finding.severity in SEVERITIES else len(SEVERITIES)
    names = sorted((finding.source or "", finding.target or ""))
    return (_VERDICTS.index(verdict or finding.verdict), severity, names, finding.id)


def pair_of(report: Report, names: tuple[str, str]) -> PairResult | None:
    """The pair of these two deployments, in whatever order they are named."""
    wanted = tuple(sorted(names))
    return next((pair for pair in report.pairs if pair.deployments == wanted), None)


def findings_of(report: Report, pair: PairResult) -> tuple[Finding, ...]:
    """The findings that concern a pair, worst first: its leaks, and what was found about both deployments."""
    both = set(pair.deployments)
    return tuple(
        sorted(
            (
                finding
                for finding in report.findings
                if finding.id in pair.leaks
                or {finding.source, finding.target} == both
                or any(set(some) == both for some in finding.pairs)
            ),
            key=worst_first,
        )
    )


def binding_of(finding: Finding, requirement: str) -> Binding:
    """What a requirement makes of a finding; as the finding itself says where nothing more is known."""
    for binding in finding.bindings:
        if binding.requirement == requirement:
            return binding
    return Binding(
        requirement=requirement,
        required=finding.required,
        verdict=finding.verdict,
        source=finding.source,
        target=finding.target,
        pair_count=finding.pair_count,
        waivers=finding.waivers,
    )

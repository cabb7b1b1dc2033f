"""What a report is worth as an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.model import Force, Verdict

if TYPE_CHECKING:
    from envpolicy.model import Report

COMPLIANT, VIOLATIONS, WRONG_INPUT, UNDECIDED = range(4)

_ASKED = {
    "must": (Force.MUST,),
    "should": (Force.MUST, Force.SHOULD),
    "may": (Force.MUST, Force.SHOULD, Force.MAY),
}


def exit_code(report: Report, fail_on: str = "must") -> int:
    """2 where input could not be read, else 1 for a violation, else 3 for what could not be decided, else 0.

    Only requirements of the force `fail_on`, or stronger, count. Where nothing at all was decided (a plan
    without deployments) that is 3 as well.
    """
    if input_failed(report):
        return WRONG_INPUT
    verdicts = {result.verdict for result in report.results if result.force in _ASKED[fail_on]}
    if Verdict.FAIL in verdicts:
        return VIOLATIONS
    undecided = Verdict.UNKNOWN in verdicts or report.verdict is Verdict.UNKNOWN
    return UNDECIDED if undecided else COMPLIANT


def input_failed(report: Report) -> bool:
    """Whether something of the input could not be read, so that the report speaks of the rest only."""
    return any(problem.get("level") == "error" for problem in report.problems)

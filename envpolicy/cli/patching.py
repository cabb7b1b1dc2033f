"""From the explanation of a pair to patches: each is judged on the estate that it would make."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from envpolicy.cli.pipeline import Request
    from envpolicy.estate import Estate
    from envpolicy.model import Report
    from envpolicy.patches import Mending


def mended(request: Request, report: Report, estate: Estate, progress: Callable[[str], None]) -> Mending:
    """Patches for the pair that is explained. Raises `EnvpolicyError` where the engine fails."""
    from envpolicy.cli.pipeline import chosen_engine, law, moment
    from envpolicy.evaluator import evaluate
    from envpolicy.leaks import read_leaks
    from envpolicy.patches import OF_REQUIREMENTS, mend
    from envpolicy.resources import shipped

    engine, policies = chosen_engine(request), law(request, estate.plan)
    now, _ = moment(request.today)

    def judge(other: Estate) -> Report:
        progress("trying a patch on the pair")
        return evaluate(policies, other, engine, now=now, explain=request.explain, alone=True)

    def overall(other: Estate) -> Report:
        progress("trying the patches on all pairs")
        return evaluate(policies, other, engine, now=now)

    return mend(
        report.findings,
        estate,
        before=report,
        judge=judge,
        overall=overall,
        recipes={
            **OF_REQUIREMENTS,
            **{one.id: one.patch for one in read_leaks(shipped("policies/rego/leaks")) if one.patch},
        },
    )

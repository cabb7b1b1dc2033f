"""What a reader must know beside the verdicts: nothing given, nothing found, objects of nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envpolicy.errors import Location, Problem
from envpolicy.model import Verdict

if TYPE_CHECKING:
    from envpolicy.estate import Estate
    from envpolicy.evaluator.answer import Told


def remarks(told: Told, estate: Estate) -> list[Problem]:
    """Warnings about what no verdict speaks of."""
    found = []
    if not estate.input["deployments"]:
        found.append(
            Problem(
                message="the plan has no deployment, so there is nothing to decide about",
                location=estate.plan.locate("deployments"),
                hint="name what is deployed where; see `envpolicy schema deployment-plan`",
            )
        )
    elif not told.pairs and all(result.verdict is Verdict.NOT_APPLICABLE for result in told.results):
        found.append(
            Problem(
                message="no requirement applies and there is no pair of deployments, so nothing was decided",
                location=estate.plan.locate("deployments"),
                hint="name every deployment, also those that are not production; -v says what applies when",
            )
        )
    if not estate.object_count:
        found.append(
            Problem(
                message="no object was read: placement is all that was judged",
                hint="name manifests under environments[].clusters[].manifests, or as arguments",
            )
        )
    found += [
        Problem(
            message=f"deployment {name} has no objects",
            hint="check its placement: cluster, namespace, and release or selector",
        )
        for name in told.empty
    ]
    found += [
        Problem(
            message=f"{one.kind} {one.namespace}/{one.name} in {one.cluster} belongs to no deployment",
            location=Location(file=one.file, line=one.line, column=one.column) if one.file else None,
            hint="add a deployment for it, or list its namespace under facts.platformNamespaces",
        )
        for one in told.unclaimed
    ]
    if left := told.unclaimed_count - len(told.unclaimed):
        found.append(Problem(message=f"{left} more objects belong to no deployment"))
    return found


def problem_json(level: str, problem: Problem) -> dict[str, Any]:
    """A problem in the form that reports carry it in."""
    at = problem.location
    return {
        "level": level,
        "message": problem.message,
        "file": at.file if at else None,
        "line": at.line if at else None,
        "column": at.column if at else None,
        "path": at.path if at else None,
        "hint": problem.hint,
    }

"""Facts that would turn unknowns into verdicts: where each is stated, and which is worth most.

A fact has the words of policies, such as `nodeCIDRs of prod/prod-wc`. One that a plan can state has a place in it and
a line to write there; the others are objects or settings that were not given, or could not be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from envpolicy.facts.lines import CLUSTER_FACTS, CONTROLLER_FACTS
from envpolicy.facts.stating import Statement, statement
from envpolicy.model import Force, Verdict

if TYPE_CHECKING:
    from envpolicy.model import Lacking, Report
    from envpolicy.plan import Plan

__all__ = ["CLUSTER_FACTS", "CONTROLLER_FACTS", "Facts", "Statement", "Wanted", "facts", "statement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A fact that is not given, what it would decide, and how to state it (None: no plan can)."""

    lacking: Lacking
    musts: int
    statement: Statement | None = None

    @property
    def place(self) -> str:
        """`cluster`, `deployment`, `environment`, `organisation`, `records`, or `manifests`."""
        return self.statement.place if self.statement else "manifests"

    def to_json(self) -> dict[str, Any]:
        """The fact as programs read it."""
        return {
            "fact": self.lacking.fact,
            "place": self.place,
            "subject": self.statement.subject if self.statement else None,
            "decides": {
                "musts": self.musts,
                "results": list(self.lacking.results),
                "pairs": self.lacking.pair_count,
                "findings": self.lacking.finding_count,
            },
            "pairs": [list(pair) for pair in self.lacking.pairs],
            "state": self.statement.to_json() if self.statement else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts that lack, most valuable first. `nameless` are undecided results for which none is named."""

    wanted: tuple[Wanted, ...] = ()
    undecided: int = 0
    open_pairs: int = 0
    nameless: tuple[str, ...] = field(default=())


def facts(report: Report, plan: Plan) -> Facts:
    """The facts that `report` (made with `facts=True`) lacks: musts first, then by the number of unknowns."""
    forces = {result.requirement: result.force for result in report.results}
    undecided = [result.requirement for result in report.results if result.verdict is Verdict.UNKNOWN]
    wanted = [
        Wanted(
            lacking=one,
            musts=sum(forces.get(name) is Force.MUST and name in undecided for name in one.results),
            statement=statement(one.fact, plan),
        )
        for one in report.lacking
    ]
    wanted.sort(
        key=lambda one: (
            -one.musts,
            -(len(one.lacking.results) + one.lacking.pair_count + one.lacking.finding_count),
            one.lacking.fact,
        )
    )
    named = {name for one in report.lacking for name in one.results}
    return Facts(
        wanted=tuple(wanted),
        undecided=len(undecided),
        open_pairs=report.open_pairs,
        nameless=tuple(name for name in undecided if name not in named),
    )

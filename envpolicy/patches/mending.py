"""Recipes applied, and judged before anybody sees them: what stays mends, and harms nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from envpolicy.estate import amended
from envpolicy.model import Verdict
from envpolicy.patches.case import Case, Declined
from envpolicy.patches.recipes import recipe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from envpolicy.estate import Estate
    from envpolicy.model import Finding, Report
    from envpolicy.patches.case import Change

#: How often what a patch uncovers is patched as well: one thing behind another.
_ROUNDS = 6
#: Findings that are tried one by one where all together do harm.
_SINGLE = 16

_RANK = {Verdict.FAIL: 2, Verdict.UNKNOWN: 1}

_Identity = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An object to add, what it does, and the findings that go away by it."""

    change: Change
    mends: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    """The documents that mend, and the findings that none of them mends, each with the reason."""

    documents: tuple[Document, ...] = ()
    declined: tuple[tuple[Finding, str], ...] = ()


@dataclass(slots=True)
class _Attempt:
    """Changes so far, by what they replace; which findings asked for each; why others were declined."""

    changes: dict[_Identity, Change] = field(default_factory=dict)
    asked: dict[str, set[_Identity]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    report: Report | None = None


@dataclass(frozen=True, kw_only=True)
class _Bench:
    """What is known before: the estate and the report on the pair, who judges another, the recipes.

    `judge` looks at the pair, `overall` at all of the estate.
    """

    estate: Estate
    before: Report
    judge: Callable[[Estate], Report]
    overall: Callable[[Estate], Report]
    recipes: Mapping[str, str]

    @cached_property
    def overall_before(self) -> Report:
        """The report on all of the estate as it is."""
        return self.overall(self.estate)


def mend(
    findings: Iterable[Finding],
    estate: Estate,
    *,
    before: Report,
    judge: Callable[[Estate], Report],
    overall: Callable[[Estate], Report],
    recipes: Mapping[str, str],
) -> Mending:
    """Patches for `findings` of `before`, the report on one pair of `estate`.

    `recipes` are by the id of a leak, or of a requirement for what it finds by itself. `judge` gives the report on
    that pair in another estate, `overall` that on all pairs. No finding is added, no pair stands nearer, no verdict
    is worse with the patches than without; where all together would do that, they are tried one by one.
    """
    bench = _Bench(estate=estate, before=before, judge=judge, overall=overall, recipes=recipes)
    wanted = [
        finding for finding in findings if finding.leak is not None or _recipe(bench, finding) is not None
    ]
    attempt = _attempt(bench, wanted, {})
    if attempt.changes and not (_useful(attempt) and _sound(bench, attempt)):
        attempt = _one_by_one(bench, wanted, attempt.reasons)
    gone = _gone(bench, attempt, wanted)
    documents = tuple(
        Document(
            change=change,
            mends=tuple(one for one in gone if identity in attempt.asked.get(one.id, ())),
        )
        for identity, change in attempt.changes.items()
    )
    left = [one for one in wanted if one not in gone]
    return Mending(documents=documents, declined=tuple((one, _reason(bench, attempt, one)) for one in left))


def _recipe(bench: _Bench, finding: Finding) -> str | None:
    """The recipe for a leak, or for what a requirement finds by itself."""
    names = (finding.leak,) if finding.leak is not None else finding.requirements
    return next((bench.recipes[name] for name in names if name in bench.recipes), None)


def _reason(bench: _Bench, attempt: _Attempt, finding: Finding) -> str:
    if _recipe(bench, finding) is None:
        return "what mends it is a choice that no patch can make"
    return attempt.reasons.get(finding.id, "the patch that there is for it would not be enough, or do harm")


def _attempt(bench: _Bench, wanted: Iterable[Finding], start: Mapping[_Identity, Change]) -> _Attempt:
    """Patch the findings, then what comes to light behind them, until nothing is left that has a recipe."""
    attempt = _Attempt(changes=dict(start))
    known = {finding.id for finding in bench.before.findings}
    todo, estate = list(wanted), bench.estate
    if start:
        estate = _with(bench, attempt)
        attempt.report = bench.judge(estate)
        todo = [one for one in attempt.report.findings if one.id in {finding.id for finding in todo}]
    for _ in range(_ROUNDS):
        proposed = _proposals(bench, attempt, todo, estate)
        if not proposed:
            break
        attempt.changes.update(proposed)
        estate = _with(bench, attempt)
        attempt.report = bench.judge(estate)
        ids = {finding.id for finding in todo}
        todo = [
            one
            for one in attempt.report.findings
            if _recipe(bench, one) is not None and (one.id in ids or one.id not in known)
        ]
    return attempt


def _proposals(
    bench: _Bench, attempt: _Attempt, findings: Iterable[Finding], estate: Estate
) -> dict[_Identity, Change]:
    """What recipes would change. An object is changed once a round: its fields move, and are looked up anew."""
    proposed: dict[_Identity, Change] = {}
    for finding in findings:
        name = _recipe(bench, finding)
        if name is None:
            continue
        try:
            changes = list(recipe(name)(Case(finding=finding, estate=estate)))
        except Declined as reason:
            attempt.reasons.setdefault(finding.id, str(reason))
            continue
        attempt.asked.setdefault(finding.id, set()).update(change.identity for change in changes)
        if not any(change.identity in proposed for change in changes):
            proposed.update({change.identity: change for change in changes})
    return proposed


def _with(bench: _Bench, attempt: _Attempt) -> Estate:
    objects: dict[str, list[dict[str, object]]] = {}
    for change in attempt.changes.values():
        objects.setdefault(change.cluster, []).append(change.value)
    return amended(bench.estate, objects)


def _gone(bench: _Bench, attempt: _Attempt, wanted: Iterable[Finding]) -> list[Finding]:
    after = {finding.id for finding in (attempt.report or bench.before).findings}
    return [finding for finding in wanted if finding.id not in after]


def _id(finding: Finding) -> str:
    return finding.id


def _useful(attempt: _Attempt) -> bool:
    """Whether each change makes some finding go away that asked for it: one of before, or one behind it."""
    left = {finding.id for finding in attempt.report.findings} if attempt.report is not None else set()
    asked = {
        identity for id_, identities in attempt.asked.items() if id_ not in left for identity in identities
    }
    return set(attempt.changes) <= asked


def _sound(bench: _Bench, attempt: _Attempt) -> bool:
    """Whether nothing is worse than before, of the pair and then of all pairs."""
    if attempt.report is None:
        return True
    return _no_worse(bench.before, attempt.report) and _no_worse(
        bench.overall_before, bench.overall(_with(bench, attempt))
    )


def _no_worse(before: Report, after: Report) -> bool:
    """No finding more, no pair nearer, no verdict worse."""
    if {one.id for one in after.findings} - {one.id for one in before.findings}:
        return False
    stood = {pair.deployments: pair for pair in before.pairs}
    for pair in after.pairs:
        old = stood[pair.deployments]
        for new, was in ((pair.effective, old.effective), (pair.availability, old.availability)):
            if new.lower < was.lower or new.upper < was.upper:
                return False
    ranks = {one.requirement: _RANK.get(one.verdict, 0) for one in before.results}
    return all(_RANK.get(one.verdict, 0) <= ranks.get(one.requirement, 0) for one in after.results)


def _one_by_one(bench: _Bench, wanted: Iterable[Finding], reasons: Mapping[str, str]) -> _Attempt:
    """Each finding's patch alone, on top of those that were good."""
    best = _Attempt(reasons=dict(reasons))
    for finding in [one for one in wanted if _recipe(bench, one) is not None][:_SINGLE]:
        if best.report is not None and finding.id not in {one.id for one in best.report.findings}:
            continue
        attempt = _attempt(bench, [finding], best.changes)
        added = set(attempt.changes) - set(best.changes)
        if not added or finding.id in {one.id for one in (attempt.report or bench.before).findings}:
            continue
        # What comes behind the finding was asked for by it, as by others that went with it.
        went = set(map(_id, _gone(bench, attempt, wanted))) - set(map(_id, _gone(bench, best, wanted)))
        attempt.asked = {**best.asked, **dict.fromkeys(went, added)}
        attempt.reasons = {**best.reasons, **attempt.reasons}
        if _sound(bench, attempt):
            best = attempt
    return best

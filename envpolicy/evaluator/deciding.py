"""Asks the engine, and makes a report of its answer; an answer that is none decides nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

from envpolicy.compiler import ENTRYPOINT
from envpolicy.errors import EngineError, PlanError, Problem
from envpolicy.evaluator.answer import Answer
from envpolicy.evaluator.remarks import problem_json, remarks
from envpolicy.model import Force, Report, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from envpolicy.compiler import PolicySet
    from envpolicy.estate import Estate
    from envpolicy.evaluator.answer import Told
    from envpolicy.model import RequirementResult

# More pairs than any finding has.
_ALL_PAIRS = 1_000_000_000


class Engine(Protocol):
    """The port to a policy engine; `envpolicy.engines` has the adapters."""

    name: str

    def evaluate(self, modules: Mapping[str, str], query: str, input_json: str) -> Any:
        """The value of `query` over `modules` for an input in JSON. Raises `EngineError` and nothing else."""


def evaluate(  # noqa: PLR0913 - each is a question of its own
    policies: PolicySet,
    estate: Estate,
    engine: Engine,
    *,
    now: datetime | None = None,
    all_pairs: bool = False,
    explain: tuple[str, str] | None = None,
    alone: bool = False,
    info: bool = False,
    facts: bool = False,
) -> Report:
    """Decide every requirement of `policies` on `estate`.

    `now` stamps the report (the present, in UTC, by default). With `all_pairs` each finding lists all its
    pairs, else a sample. With `explain` findings and pairs are those of these two deployments alone, and each
    result that speaks of them says (`pair`) what it asks of them; its verdict stays that on the whole estate. Only
    then does the report have `notices`: facts of severity info about the two. With `alone` findings about one of
    the two alone are there as well.
    With `info` the report tells what lowers nothing of the whole estate, with `facts` which facts that lack would
    decide what.

    Raises `PlanError` where the plan lacks one of the two, `EngineError` where the engine fails, leaves a
    requirement undecided, or gives an answer that is no report.
    """
    wanted: dict[str, Any] = {"info": info, "facts": facts, **({"sample": _ALL_PAIRS} if all_pairs else {})}
    if explain is not None:
        wanted["explain"] = _known_pair(estate, explain)
        wanted["alone"] = alone
    raw = engine.evaluate(policies.modules, ENTRYPOINT, _input(estate, wanted))
    told = _told(raw, policies, engine, estate)
    problems = [("error", problem) for problem in estate.problems]
    problems += [("warning", problem) for problem in (*estate.notes, *remarks(told, estate))]
    return Report(
        verdict=overall(told.results, deployments=len(estate.input["deployments"]), pairs=len(told.pairs)),
        run={
            "envpolicy": _version(),
            "engine": engine.name,
            "policyDigest": policies.digest,
            "inputDigest": estate.digest,
            "time": _timestamp(now),
        },
        results=told.results,
        pairs=told.pairs,
        findings=told.findings,
        notices=told.notices,
        waivers=told.waivers,
        problems=tuple(problem_json(level, problem) for level, problem in problems),
        totals={
            "requirements": len(policies.requirements),
            "deployments": len(estate.input["deployments"]),
            "objects": estate.object_count,
            "pairs": len(told.pairs),
            "findings": len(told.findings),
            "unclaimed": told.unclaimed_count,
        },
        info=told.info if info else None,
        lacking=told.lacking,
        open_pairs=told.open_pairs,
    )


def _input(estate: Estate, wanted: Mapping[str, Any]) -> str:
    """The estate as JSON, and beside it what is wanted to know of it."""
    asked = {name: value for name, value in wanted.items() if value}
    return f"{json.dumps(asked)[:-1]}, {estate.input_json[1:]}" if asked else estate.input_json


def _known_pair(estate: Estate, pair: tuple[str, str]) -> list[str]:
    known = {deployment["name"] for deployment in estate.input["deployments"]}
    if missing := sorted(set(pair) - known):
        raise PlanError([Problem(message=f"the plan has no deployment `{name}`") for name in missing])
    return sorted(pair)


def _told(raw: Any, policies: PolicySet, engine: Engine, estate: Estate) -> Told:
    """What the engine says, if that is a report that decides every requirement."""
    if not (isinstance(raw, list) and len(raw) == 1 and isinstance(raw[0], dict)):
        raise _no_report(engine, "one object in an array was expected")
    answer = Answer(raw=raw[0], policies=policies, estate=estate)
    try:
        undecided = answer.undecided()
        told = None if undecided else answer.told()
    except KeyError as error:
        raise _no_report(engine, f"{error} is missing or unknown") from error
    except (AttributeError, IndexError, TypeError, ValueError) as error:
        raise _no_report(engine, str(error)) from error
    if told is None:
        raise EngineError(
            [
                Problem(
                    message=f"the {engine.name} engine left requirement {name} undefined",
                    hint="nothing was decided; a rule of its own may lack a value for this input",
                )
                for name in undecided
            ]
        )
    return told


def _no_report(engine: Engine, why: str) -> EngineError:
    return EngineError(
        Problem(
            message=f"the {engine.name} engine gave no report: {why}",
            hint="nothing was decided; look at rules of your own: what they give as findings is passed on",
        )
    )


def overall(results: Iterable[RequirementResult], *, deployments: int, pairs: int) -> Verdict:
    """`fail` if any `must` fails, else `unknown` if any `must` is unknown, else `pass`.

    Where there is no deployment, or no pair and nothing that applied, nothing was decided: `unknown`.
    """
    results = tuple(results)
    binding = {result.verdict for result in results if result.force is Force.MUST}
    for verdict in (Verdict.FAIL, Verdict.UNKNOWN):
        if verdict in binding:
            return verdict
    hollow = not pairs and all(result.verdict is Verdict.NOT_APPLICABLE for result in results)
    return Verdict.UNKNOWN if hollow or not deployments else Verdict.PASS


def _timestamp(now: datetime | None) -> str:
    if now is None:
        from datetime import UTC, datetime

        now = datetime.now(UTC)
    return now.isoformat(timespec="seconds").replace("+00:00", "Z")


def _version() -> str:
    from envpolicy.version import __version__

    return __version__

"""From what was asked to a report: plan, law, facts, engine. The same for every command that judges."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from envpolicy.errors import CatalogError, EngineError, Location, PlanError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from envpolicy.compiler import PolicySet
    from envpolicy.estate import Estate
    from envpolicy.evaluator import Engine
    from envpolicy.model import Report
    from envpolicy.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for on the command line."""

    plan: str
    paths: tuple[str, ...] = ()
    cluster: str | None = None
    regulations: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    profile: str | None = None
    engine: str = "embedded"
    opa_url: str | None = None
    today: date | None = None
    all_pairs: bool = False
    quiet: bool = False
    info: bool = False
    facts: bool = False
    explain: tuple[str, str] | None = None
    alone: bool = False


def read_plan(path: str) -> Plan:
    """The plan in that file. Where there is none, the `PlanError` says what a plan is, and where to look."""
    if not os.path.isfile(path):  # noqa: PTH113 - os is there already
        from pathlib import Path

        raise PlanError(_no_plan(Path(path)))

    from envpolicy.plan import load_plan

    return load_plan(path)


def decide(request: Request, plan: Plan, progress: Callable[[str], None]) -> tuple[Report, Estate]:
    """Judge the plan's estate by the law that was asked for.

    Raises `EnvpolicyError` for wrong input, and for an engine that fails. Imports stand here, in the order of
    work, so that bad input is answered before anything heavy is loaded.
    """
    now, _ = moment(request.today)
    engine = chosen_engine(request)
    policies, estate = gather(request, plan, progress)

    from envpolicy.evaluator import evaluate

    progress(f"deciding {len(policies.requirements)} requirements on {estate.object_count} objects")
    report = evaluate(
        policies,
        estate,
        engine,
        now=now,
        all_pairs=request.all_pairs,
        explain=request.explain,
        alone=request.alone,
        info=request.info,
        facts=request.facts,
    )
    return report, estate


def gather(request: Request, plan: Plan, progress: Callable[[str], None]) -> tuple[PolicySet, Estate]:
    """The law that was asked for, and the facts to judge by it. Raises `EnvpolicyError` for wrong input."""
    if request.cluster is not None and not request.paths:
        raise PlanError(
            Problem(
                message="--cluster says whose manifests PATHs replace, but there is no PATH",
                hint="name manifests, or leave --cluster out",
            )
        )
    _, today = moment(request.today)
    progress("reading the law")
    policies = law(request, plan)
    plan = _noting_waivers(request, plan, {one.id for one in policies.requirements})

    from envpolicy.sources import read_estate

    progress("reading manifests")
    estate = read_estate(
        plan,
        paths=list(request.paths) or None,
        cluster=request.cluster,
        stdin=sys.stdin.buffer.read,
        today=today,
        profile=request.profile,
        progress=progress,
    )
    return policies, estate


def law(request: Request, plan: Plan) -> PolicySet:
    """The law that was asked for. Raises `EnvpolicyError` where there is none."""
    from envpolicy.catalog import load_catalog
    from envpolicy.compiler import compile_policies

    names = request.regulations or plan.regulations
    if not names:
        raise CatalogError(_no_law(plan))
    try:
        return compile_policies(load_catalog(extra=own(request.policies), names=names).select(names))
    except CatalogError as error:
        if request.regulations:
            raise
        raise CatalogError([_placed(problem, plan) for problem in error.problems]) from None


def _placed(problem: Problem, plan: Plan) -> Problem:
    """An unknown name that the plan wrote is told with the place where it stands."""
    from dataclasses import replace

    for index, name in enumerate(plan.regulations):
        if problem.location is None and problem.message.endswith(f"`{name}`"):
            return replace(problem, location=plan.locate("regulations", index))
    return problem


def _noting_waivers(request: Request, plan: Plan, judged: set[str]) -> Plan:
    """The plan, with a note on each waiver for a requirement that no regulation has: it can waive nothing."""
    others = [one for one in plan.waivers if one.requirement is not None and one.requirement not in judged]
    if not others:
        return plan

    from dataclasses import replace

    from envpolicy.catalog import load_catalog

    catalog = load_catalog(extra=own(request.policies))
    known = {one.id for one in catalog.requirements}
    notes = [
        Problem(
            message=f"waiver {one.id} waives nothing: no requirement has the id `{one.requirement}`",
            location=one.location,
            hint="write the id as the report shows it; see `envpolicy catalog list`",
        )
        for one in others
        if one.requirement not in known
    ]
    return replace(plan, notes=(*plan.notes, *notes))


def own(policies: Sequence[str]) -> list[Path]:
    """Where regulations of one's own are, as `load_catalog` takes it. A folder without any is a `CatalogError`."""
    from pathlib import Path

    paths = [Path(path) for path in policies]
    empty = [
        Problem(
            message="there is no regulation in this folder",
            location=Location(file=str(path)),
            hint="expected files that end in .yaml, .yml or .json; folders below it are not looked into",
        )
        for path in paths
        if _holds_nothing(path)
    ]
    if empty:
        raise CatalogError(empty)
    return paths


def _holds_nothing(path: Path) -> bool:
    try:
        return path.is_dir() and not any(one.suffix in {".yaml", ".yml", ".json"} for one in path.iterdir())
    except OSError:  # what cannot be listed is told by who reads it
        return False


def moment(today: date | None) -> tuple[datetime | None, date | None]:
    """The instant that stamps the report, and the day to judge by: of `--today`, else of SOURCE_DATE_EPOCH.

    Both None where neither is given: the present.
    """
    from datetime import UTC, datetime, time

    if today is not None:
        return datetime.combine(today, time(), UTC), today
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None, None
    try:
        now = datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise PlanError(
            Problem(message=f"SOURCE_DATE_EPOCH is `{epoch}`", hint="expected seconds since 1970, or nothing")
        ) from None
    return now, now.date()


def chosen_engine(request: Request) -> Engine:
    """The engine that was asked for. Raises `EnvpolicyError` where it cannot be had."""
    from envpolicy.engines import engine

    if request.opa_url is not None and request.engine != "opa":
        raise PlanError(
            Problem(message="--opa-url is for a server", hint="add `--engine opa`, or leave the URL out")
        )
    try:
        return engine(request.engine, url=request.opa_url)
    except EngineError as error:
        # Nothing was asked of it yet: what it refuses is what was typed.
        raise PlanError(error.problems) from None
    except ImportError as error:
        raise EngineError(
            Problem(
                message=f"the engine {request.engine} is not installed: {error}",
                hint="install envpolicy again",
            )
        ) from error


def _no_law(plan: Plan) -> Problem:
    return Problem(
        message="the plan names no regulation: nothing would be checked",
        location=Location(file=plan.file),
        hint="write `regulations: [...]`, or use --regulation; see `envpolicy catalog list`, or take `all`",
    )


def _no_plan(path: Path) -> Problem:
    from envpolicy.cli.settings import PLAN

    if path.is_dir():
        inside = path / PLAN
        hint = f"did you mean {inside}?" if inside.is_file() else "--plan takes a file"
        return Problem(
            message="expected a plan, but this is a folder", location=Location(file=str(path)), hint=hint
        )
    near = [one for one in _near(path) if one.is_file()]
    hint = (
        f"did you mean --plan {near[0]}?"
        if near
        else "it says which deployments there are, and where: see `envpolicy schema deployment-plan`"
    )
    return Problem(message="there is no such deployment plan", location=Location(file=str(path)), hint=hint)


def _near(path: Path) -> list[Path]:
    """Where a plan may be instead: another ending, a folder further up."""
    from pathlib import Path

    here = [path.with_suffix(".yml"), path.with_suffix(".yaml"), path.with_suffix(".json")]
    above = [Path(*[".."] * steps) / path for steps in (1, 2)] if not path.is_absolute() else []
    return [*here, *above]

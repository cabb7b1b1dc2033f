"""A plan and the manifests that it names, or others in their place, become an estate."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from envpolicy.errors import PlanError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from envpolicy.documents import Reading
    from envpolicy.estate import Estate
    from envpolicy.plan import Cluster, Manifest, Plan


def read_estate(
    plan: Plan,
    *,
    paths: Sequence[str] | None = None,
    cluster: str | None = None,
    stdin: bytes | Callable[[], bytes] | None = None,
    today: date | None = None,
    profile: str | None = None,
    progress: Callable[[str], None] | None = None,
    key: bytes | None = None,
) -> Estate:
    """Read the manifests of a plan and make the evaluation input of them.

    `paths` take the place of the manifests of one cluster: the one called `cluster` (`name` or `environment/name`),
    needless where the plan has only one. They start at the working directory, the plan's own at the plan's folder.
    `today` is the day for waivers and records (the present one by default), `key` that of the digests (random).
    What could not be read is in the estate's problems, and such a cluster's inventory does not count as complete.
    Raises `PlanError` for a cluster that the plan does not have, `DocumentError` where nothing can be used.
    """
    from pathlib import Path

    from envpolicy.estate import build_estate
    from envpolicy.sources import read

    replaced = _chosen(plan, cluster).id if paths else None
    readings: dict[str, Reading] = {}
    for one in plan.clusters:
        if progress is not None:
            progress(f"reading {one.id}")
        if one.id == replaced:
            readings[one.id] = read(paths or (), base=Path(), stdin=stdin)
        else:
            readings[one.id] = read([_entry(manifest) for manifest in one.manifests], base=plan.base)
    broken = {id_ for id_, reading in readings.items() if reading.problems}
    if today is None:
        from datetime import UTC, datetime

        today = datetime.now(UTC).date()
    estate = build_estate(
        plan.doubting(broken),
        {
            id_: [part for item in reading.documents for part in item.objects()]
            for id_, reading in readings.items()
        },
        today=today,
        profile=profile,
        key=key,
    )
    problems = [problem for reading in readings.values() for problem in reading.problems]
    warnings = [warning for reading in readings.values() for warning in reading.warnings]
    return replace(estate, problems=(*problems, *estate.problems), notes=(*estate.notes, *warnings))


def _chosen(plan: Plan, name: str | None) -> Cluster:
    """The cluster whose manifests are replaced."""
    clusters = [one for one in plan.clusters if name is None or name in {one.name, one.id}]
    if len(clusters) == 1:
        return clusters[0]
    known = ", ".join(one.id for one in plan.clusters)
    if name is None:
        raise PlanError(
            Problem(
                message="the plan has several clusters: which one are these manifests for?",
                hint=f"say --cluster with one of {known}",
            )
        )
    what = f"the plan has {'several clusters' if clusters else 'no cluster'} called `{name}`"
    raise PlanError(Problem(message=what, hint=f"its clusters are {known}"))


def _entry(manifest: Manifest) -> dict[str, Any]:
    """The source of manifests in the form that `read` takes."""
    given = {
        "path": manifest.path,
        "chart": manifest.chart,
        "kustomize": manifest.kustomize,
        "namespace": manifest.namespace,
        "release": manifest.release,
        "values": list(manifest.values),
        "set": dict(manifest.set),
    }
    return {name: value for name, value in given.items() if value}

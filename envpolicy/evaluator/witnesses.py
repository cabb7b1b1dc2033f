"""Where a finding stands: the object that proves it, or, where no object does, the plan that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envpolicy.errors import Location
from envpolicy.model import Witness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from envpolicy.estate import Estate
    from envpolicy.plan import Plan

_Path = tuple[str | int, ...]

#: What is looked at in a deployment for a finding of each kind; the first that is there, else the deployment.
_FIELDS = {"data": ("data",), "access": ("administrators", "placement")}


def shown(item: Mapping[str, Any], estate: Estate) -> Witness:
    """A witness as policies give it, with its place in a file."""
    at = estate.locate(item) or Location(file="")
    return Witness(
        cluster=item["cluster"],
        kind=item["kind"].partition(".")[0],
        namespace=item["namespace"],
        name=item["name"],
        path=at.path or "",
        file=at.file or None,
        line=at.line,
        column=at.column,
    )


def place_in_plan(item: Mapping[str, Any], names: Sequence[str], plan: Plan) -> tuple[Witness, ...]:
    """For a finding that no object proves: the fields of the plan that say so; at least the plan itself.

    `names` are the deployments that the finding (as policies give it) is about.
    """
    kind, place = item["kind"], item.get("place", "")
    if kind == "waiver":
        return tuple(
            _witness(waiver.location, "Waiver", waiver.id)
            for waiver in plan.waivers
            if waiver.id in item["waivers"]
        ) or (_of_plan(plan, ()),)
    if kind in {"change", "update", "evidence"}:
        return _records(kind, place, plan)
    if kind == "inventory":
        found = [_cluster(plan, name) for name in names]
    elif kind == "environments" and not names:
        found = [("environments",)]
    else:
        fields = _FIELDS.get(kind, ("placement",)) if kind != "fact" else ()
        found = [_deployment(plan, name, fields) for name in names]
        if kind == "data" and place.startswith("audience "):
            found = [_deployment(plan, name, ("audience",)) for name in names]
    return tuple(_of_plan(plan, path) for path in dict.fromkeys(found)) or (_of_plan(plan, ()),)


def _deployment(plan: Plan, name: str, fields: Sequence[str]) -> _Path:
    """The first of `fields` that the deployment of that name has, or the deployment."""
    for index, deployment in enumerate(plan.document.value["deployments"]):
        if deployment["name"] == name:
            field = next((one for one in fields if one in deployment), None)
            return ("deployments", index) if field is None else ("deployments", index, field)
    return ("deployments",)


def _cluster(plan: Plan, name: str) -> _Path:
    """The cluster in which the deployment of that name stands."""
    placement = next((one.placement for one in plan.deployments if one.name == name), None)
    if placement is None:
        return ("environments",)
    for number, environment in enumerate(plan.environments):
        for index, cluster in enumerate(environment.clusters):
            if cluster.id == placement.cluster_id:
                return ("environments", number, "clusters", index)
    return ("environments",)


def _records(kind: str, place: str, plan: Plan) -> tuple[Witness, ...]:
    """The entry that a finding is about, wherever it is written; or the register, or where one would stand."""
    register = {"change": "changes", "update": "updates"}.get(kind, "evidence")
    entries = getattr(plan.records, register)
    found = [
        _witness(plan.records.locate(register, index), "DeploymentPlan", plan.name)
        for index in _entries(kind, place, entries)
    ]
    if found:
        return tuple(found)
    inline = plan.document.value.get("records")
    path: _Path = () if inline is None else ("records",)
    if isinstance(inline, dict) and register in inline:
        path = ("records", register)
    return (_of_plan(plan, path),)


def _entries(kind: str, place: str, entries: Sequence[Mapping[str, Any]]) -> Iterator[int]:
    """The entries that `place` speaks of: `change CHG-17, tested`, or `update 0.46.0, environment prod`."""
    for index, entry in enumerate(entries):
        if kind == "change" and place.startswith(f"change {entry['id']}, "):
            yield index
        if kind == "update" and place == f"update {entry['release']}, environment {entry['environment']}":
            yield index


def _of_plan(plan: Plan, path: _Path) -> Witness:
    return _witness(plan.locate(*path), "DeploymentPlan", plan.name)


def _witness(at: Location, kind: str, name: str) -> Witness:
    return Witness(
        cluster=None,
        kind=kind,
        namespace="",
        name=name,
        path=at.path or "",
        file=at.file,
        line=at.line,
        column=at.column,
    )

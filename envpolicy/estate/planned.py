"""What the plan contributes to the evaluation input: deployments, places, records, days, waivers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envpolicy.calendars import CALENDARS, calendar_day, working_day_numbers
from envpolicy.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from envpolicy.plan import Deployment, Environment, Plan, Waiver

#: Fields of the registers that hold a moment, and become a calendar date.
_MOMENTS = {
    "changes": ("assessed", "tested", "approved", "impactAnalysis", "production", "verifiedAfter"),
    "evidence": ("date", "expires"),
}


def environments(plan: Plan) -> list[dict[str, Any]]:
    """The Environments, by name."""
    return sorted((_environment(one) for one in plan.environments), key=_name)


def clusters(plan: Plan) -> dict[str, dict[str, Any]]:
    """The clusters by id, without objects. Facts that name a cluster of the plan do so by its id."""
    found = {}
    for cluster in plan.clusters:
        facts = dict(cluster.facts)
        for fact in ("managementCluster", "hostCluster"):
            if fact in facts:
                facts[fact] = _cluster_id(facts[fact], cluster.environment, plan)
        found[cluster.id] = _present(
            environment=cluster.environment,
            name=cluster.name,
            role=cluster.role,
            facts=facts,
            administrators=cluster.administrators,
        )
    return dict(sorted(found.items()))


def deployments(plan: Plan) -> list[dict[str, Any]]:
    """The deployments, by name; a fact that nobody wrote down is an absent key."""
    return sorted((_deployment(one) for one in plan.deployments), key=_name)


def records(plan: Plan) -> dict[str, Any]:
    """The registers: each update with its `day`, each moment of changes and evidence as a calendar date."""
    given = plan.records
    return {
        "complete": sorted(given.complete),
        "updates": [{**update, "day": calendar_day(update["at"])} for update in given.updates],
        "changes": [_dated(change, _MOMENTS["changes"]) for change in given.changes],
        "evidence": [_dated(record, _MOMENTS["evidence"]) for record in given.evidence],
    }


def calendars(registers: Mapping[str, Any], today: date) -> dict[str, dict[str, int]]:
    """By calendar, the working day number of today and of each day in updates and changes."""
    from datetime import date as calendar_date

    days = {update["day"] for update in registers["updates"]}
    days.update(
        change[name] for change in registers["changes"] for name in _MOMENTS["changes"] if name in change
    )
    if not days:
        return {}
    dates = [today, *map(calendar_date.fromisoformat, days)]
    return {calendar: working_day_numbers(dates, calendar) for calendar in CALENDARS}


def waivers(plan: Plan, known: list[dict[str, Any]], notes: list[Problem]) -> list[dict[str, Any]]:
    """The waivers by id. One with a selector becomes an entry for each deployment that it surely matches."""
    classes = {one.name: one.class_ for one in plan.environments}
    found = [entry for waiver in plan.waivers for entry in _waiver(waiver, known, classes, notes)]
    return sorted(found, key=lambda entry: (entry["id"], entry.get("deployments", [])))


def _name(value: Mapping[str, Any]) -> str:
    name: str = value["name"]
    return name


def _present(**fields: Any) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in fields.items()
        if value is not None
    }


def _environment(environment: Environment) -> dict[str, Any]:
    return _present(
        **{
            "name": environment.name,
            "class": environment.class_,
            "administrators": environment.administrators,
        }
    )


def _deployment(deployment: Deployment) -> dict[str, Any]:
    data, placement = deployment.data, deployment.placement
    return _present(
        name=deployment.name,
        application=deployment.application,
        stage=deployment.stage,
        data=None
        if data is None
        else _present(**{"class": data.class_, "qualities": data.qualities, "treatment": data.treatment}),
        protection=deployment.protection,
        function=deployment.function,
        zone=deployment.zone,
        owner=deployment.owner,
        audience=deployment.audience,
        medicalDevice=deployment.medical_device,
        administrators=deployment.administrators,
        placement=None
        if placement is None
        else _present(
            environment=placement.environment,
            cluster=placement.cluster,
            namespace=placement.namespace,
            release=placement.release,
            selector=placement.selector,
            dedicatedNodes=placement.dedicated_nodes,
        ),
    )


def _cluster_id(name: str, environment: str, plan: Plan) -> str:
    """The id of a cluster that a fact names: in its own Environment first, then the only one of that name."""
    ids = [cluster.id for cluster in plan.clusters]
    if f"{environment}/{name}" in ids:
        return f"{environment}/{name}"
    named = [cluster.id for cluster in plan.clusters if cluster.name == name]
    return named[0] if len(named) == 1 else name


def _dated(entry: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    return {**entry, **{name: calendar_day(entry[name]) for name in fields if name in entry}}


def _waiver(
    waiver: Waiver, known: list[dict[str, Any]], classes: Mapping[str, str | None], notes: list[Problem]
) -> Iterator[dict[str, Any]]:
    entry = _present(
        id=waiver.id,
        requirement=waiver.requirement,
        leak=waiver.leak,
        deployments=sorted(waiver.deployments) if waiver.deployments is not None else None,
        reason=waiver.reason,
        owner=waiver.owner,
        expires=waiver.expires,
        ticket=waiver.ticket,
        acceptRisk=waiver.accept_risk,
    )
    if waiver.selector is None:
        yield entry
        return
    matched = [one["name"] for one in known if _matches(waiver.selector, one, classes)]
    if not matched:
        notes.append(
            Problem(
                message=f"waiver `{waiver.id}` covers no deployment",
                location=waiver.location,
                hint="its selector matches none for certain; a fact that a deployment lacks matches nothing",
            )
        )
    for name in matched:
        yield {**entry, "deployments": [name]}


def _matches(
    selector: Mapping[str, Any], deployment: Mapping[str, Any], classes: Mapping[str, str | None]
) -> bool:
    """Whether a selector matches for certain: a literal about a fact that is missing holds of nothing."""
    from envpolicy.catalog.selectors import normal_form

    return any(
        all(_holds(one, deployment, classes) for one in literals) for literals in normal_form(selector)
    )


def _holds(
    literal: Mapping[str, Any], deployment: Mapping[str, Any], classes: Mapping[str, str | None]
) -> bool:
    path = literal["field"]
    if path == ["environment", "class"]:
        value: Any = classes.get(deployment.get("placement", {}).get("environment"))
    else:
        value = deployment
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
    if value is None:
        return False
    found = any(one in literal["in"] for one in (value if isinstance(value, list) else [value]))
    return found is not literal["negated"]

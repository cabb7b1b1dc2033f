"""Where in a plan a fact is stated, and how: its path, the line to write, the values that are allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from envpolicy.facts.describing import described
from envpolicy.facts.lines import CLUSTER_FACTS, CONTROLLER_FACTS, DEPLOYMENT_FACTS, ENVIRONMENT_FACTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envpolicy.plan import Plan

_CHANGE = re.compile(r"(?P<fields>\w+(?: and \w+)*) of change (?P<id>\S+)")
_OF = re.compile(r"(?P<fact>.+) of (?:Environment )?(?P<subject>\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """How to state a fact: what it is about, the path in the plan, a line as an example, and where it belongs.

    The line stands in the mapping that `file` and `line` name: the innermost of the path that the plan has. `values`
    are those that are allowed, `meaning` what they say, as the schema has it.
    """

    place: str
    subject: str | None
    path: str
    example: str | None
    file: str | None = None
    line: int | None = None
    values: str | None = None
    meaning: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The statement as programs read it."""
        return {
            "path": self.path,
            "example": self.example,
            "values": self.values,
            "meaning": self.meaning,
            "file": self.file,
            "line": self.line,
        }


def statement(fact: str, plan: Plan) -> Statement | None:
    """Where and how a plan states a fact; None where it is no fact of a plan."""
    if fact.startswith("organisation."):
        return _statement(plan, "organisation", None, tuple(fact.split(".")), "false")
    if fact.startswith("records."):
        register = fact.split(" ", maxsplit=1)[0].split(".")[1]
        stated = _statement(plan, "records", None, ("records", "complete"), f"[{register}]")
        return replace(stated, path=f"records.{register}", values=None, meaning=None)
    if change := _CHANGE.fullmatch(fact):
        return _of_change(change["fields"].split(" and "), change["id"], plan)
    match = _OF.fullmatch(fact)
    # Of several facts that would do, the first.
    return None if match is None else _of(match["fact"].split(" or ")[0], match["subject"], fact, plan)


def _of_change(fields: list[str], id_: str, plan: Plan) -> Statement | None:
    for index, entry in enumerate(plan.records.changes):
        if entry["id"] == id_:
            found = plan.records.locate("changes", index)
            return Statement(
                place="records",
                subject=id_,
                path=f"records.changes[{index}].{fields[0]}",
                example=", ".join(f"{name}: ..." for name in fields),
                file=found.file,
                line=found.line,
            )
    return None


def _of(name: str, subject: str, fact: str, plan: Plan) -> Statement | None:
    for number, environment in enumerate(plan.environments):
        where: tuple[str | int, ...] = ("environments", number)
        if fact.endswith(f" of Environment {subject}") and environment.name == subject:
            return _known(plan, ENVIRONMENT_FACTS, name, "environment", subject, where)
        for index, cluster in enumerate(environment.clusters):
            if cluster.id == subject:
                return _of_cluster(plan, name, subject, (*where, "clusters", index))
    for number, deployment in enumerate(plan.deployments):
        if deployment.name == subject:
            return _known(plan, DEPLOYMENT_FACTS, name, "deployment", subject, ("deployments", number))
    return None


def _of_cluster(plan: Plan, name: str, subject: str, at: tuple[str | int, ...]) -> Statement:
    known = {**CLUSTER_FACTS, **CONTROLLER_FACTS}
    if (stated := _known(plan, known, name, "cluster", subject, (*at, "facts"))) is not None:
        return stated
    # An object of the cluster, then.
    found = plan.locate(*at)
    return Statement(
        place="manifests",
        subject=subject,
        path=_path((*at, "manifests")),
        example=None,
        file=found.file,
        line=found.line,
    )


def _known(
    plan: Plan,
    known: Mapping[str, str],
    name: str,
    place: str,
    subject: str,
    at: tuple[str | int, ...],
) -> Statement | None:
    return _statement(plan, place, subject, (*at, *name.split(".")), known[name]) if name in known else None


def _statement(
    plan: Plan, place: str, subject: str | None, path: tuple[str | int, ...], value: str
) -> Statement:
    within = _within(plan.document.value, path)
    found = plan.locate(*path[:within])
    values, meaning = described(path)
    return Statement(
        place=place,
        subject=subject,
        path=_path(path),
        example=_line([str(step) for step in path[within:]], value),
        file=found.file,
        line=found.line,
        values=values,
        meaning=meaning,
    )


def _within(value: Any, path: tuple[str | int, ...]) -> int:
    """How many steps of a path lead to a mapping that is there; its last step is the name of the field."""
    for number, step in enumerate(path[:-1]):
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return number
        if not isinstance(value, dict | list):
            return number
    return len(path) - 1


def _line(steps: list[str], value: str) -> str:
    """`facts: {controllers: {flux: ...}}`, as it is written into the mapping that the place names."""
    text = f"{steps[-1]}: {value}"
    for step in reversed(steps[:-1]):
        text = f"{step}: {{{text}}}"
    return text


def _path(steps: tuple[str | int, ...]) -> str:
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text

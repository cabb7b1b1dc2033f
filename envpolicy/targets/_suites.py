"""Suites for `gator verify`, made from the examples of the leak checks.

For each leak one example that leaks and one innocent twin: the object that the check names is refused, with the leak
and the clause in the message, while the twin's is let in. What to expect is decided by the engine of this run, so that
a suite that passes says that Gatekeeper agrees with it.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from envpolicy.leaks.examples import HOME, by_kind
from envpolicy.targets._demands import Demand, demands
from envpolicy.targets._manifests import manifest
from envpolicy.targets._templates import constraints
from envpolicy.targets._themes import THEMES, modules, synced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from envpolicy.evaluator import Engine
    from envpolicy.leaks import LeakCheck
    from envpolicy.targets import Law
    from envpolicy.targets._themes import Theme

_ANSWERS = "data.lib.hosts.gatekeeper.answers.all"
_ASKING = """package lib.hosts.gatekeeper.answers

import data.lib.hosts.gatekeeper.told

all := [answers |
  some item in input
  answers := [answer.details.leak | some answer in told.all with input as item]
]
"""
_TODAY = "2026-11-23"


class Case:
    """An object of an example under review, beside the other objects of its cluster."""

    def __init__(self, check: LeakCheck, side: str, number: int, reviewed: Mapping[str, Any]) -> None:
        """`number` is the example's, among those of its side."""
        self.check, self.side, self.number, self.reviewed = check, side, number, reviewed
        self.estate = by_kind(check.examples[side][number])
        self.name = f"{check.id}-{side}-{number}"

    @property
    def is_added(self) -> bool:
        """Whether the example adds the object."""
        return any(self.reviewed == one for one in self.check.examples[self.side][self.number].get("add", []))

    def others(self, theme: Theme) -> list[dict[str, Any]]:
        """What Gatekeeper would keep of the cluster for a theme, but for the object itself."""
        objects = self.estate["clusters"][HOME]["objects"]
        return [one for kind in synced(theme) for one in objects.get(kind, []) if one is not self.reviewed]


def suites(law: Law) -> dict[str, bytes]:
    """The suites with their files; none where the law asks nothing of the estate that examples are patches on."""
    engine = law.deciding()
    asked = demands(law, engine, by_kind({}))[HOME]
    chosen = next((one for one in asked if one.force == "must"), asked[0] if asked else None)
    if chosen is None:
        return {}
    made: dict[str, bytes] = {}
    for theme in THEMES:
        cases = [case for check in theme.checks for case in shown(theme, check, engine, chosen)]
        made.update(_suite(theme, cases, chosen))
    return made


def _suite(theme: Theme, cases: Iterable[Case], chosen: Demand) -> Iterator[tuple[str, bytes]]:
    folder = f"tests/{theme.slug}"
    tests = []
    for case in cases:
        stem = f"{case.check.id}/{case.side}"
        refused = case.side == "leaks"
        files = {
            "constraint": constraint(theme, case.estate, chosen),
            "object": case.reviewed,
            "inventory": case.others(theme),
        }
        for name, content in files.items():
            documents = content if name == "inventory" else [content]
            yield f"{folder}/{stem}/{name}.yaml", manifest(*documents)
        expected: dict[str, Any] = {"violations": "yes" if refused else "no"}
        if refused:
            expected["message"] = rf"^{case.check.id}: .*\({chosen.requirement.id}\)"
        tests.append(
            {
                "name": case.name,
                "template": f"../../1-templates/{theme.slug}.yaml",
                "constraint": f"{stem}/constraint.yaml",
                "cases": [
                    {
                        "name": case.check.examples[case.side][case.number]["note"],
                        "object": f"{stem}/object.yaml",
                        "inventory": [f"{stem}/inventory.yaml"],
                        "assertions": [expected],
                    }
                ],
            }
        )
    yield (
        f"{folder}/suite.yaml",
        manifest(
            {
                "apiVersion": "test.gatekeeper.sh/v1alpha1",
                "kind": "Suite",
                "metadata": {"name": theme.slug},
                "tests": tests,
            }
        ),
    )


def constraint(theme: Theme, estate: Mapping[str, Any], chosen: Demand) -> dict[str, Any]:
    """The constraint of a theme that asks of all pairs of an example what `chosen` asks."""
    names = sorted(
        one["name"]
        for one in estate["deployments"]
        if f"{one['placement']['environment']}/{one['placement']['cluster']}" == HOME
    )
    pairs = tuple((one, other) for index, one in enumerate(names) for other in names[index + 1 :])
    demand = Demand(requirement=chosen.requirement, against=chosen.against, pairs=pairs)
    ((_, found),) = constraints(theme, estate, HOME, (demand,))
    found["spec"]["parameters"]["today"] = _TODAY
    return found


def shown(theme: Theme, check: LeakCheck, engine: Engine, chosen: Demand) -> Iterator[Case]:
    """For each side the first example of which an object shows it."""
    for side in ("leaks", "innocent"):
        found = next(
            (
                case
                for number in range(len(check.examples[side]))
                for case in candidates(theme, check, side, number)
                if (case.is_added or side == "leaks")
                and _shows(case, *answers(theme, [case], engine, chosen))
            ),
            None,
        )
        if found is not None:
            yield found


def _shows(case: Case, leaks: list[str]) -> bool:
    return case.check.id in leaks if case.side == "leaks" else not leaks


def candidates(theme: Theme, check: LeakCheck, side: str, number: int) -> list[Case]:
    """An example's cases: each object of a kind that the theme reviews, those first that the example adds."""
    example = check.examples[side][number]
    objects = by_kind(example)["clusters"][HOME]["objects"]
    reviewed = [one for kind in theme.reviewed for one in objects.get(kind, [])]
    found = []
    for one in sorted(reviewed, key=lambda one: one not in example.get("add", [])):
        case = Case(check, side, number, one)
        kept = case.estate["clusters"][HOME]["objects"]
        case.reviewed = next(item for kind in theme.reviewed for item in kept.get(kind, []) if item == one)
        found.append(case)
    return found


def answers(theme: Theme, cases: list[Case], engine: Engine, chosen: Demand) -> list[list[str]]:
    """The leaks that the object of each case is refused for, by the engine of this run."""
    asked = json.dumps([_seen(theme, case, chosen) for case in cases])
    found: list[list[str]] = engine.evaluate(_with_answers(theme), _ANSWERS, asked)
    return found


@cache
def _with_answers(theme: Theme) -> dict[str, str]:
    return {f"{number}.rego": text for number, text in enumerate((*modules(theme), _ASKING))}


def _seen(theme: Theme, case: Case, chosen: Demand) -> dict[str, Any]:
    """What `seen.estate` makes of a review."""
    parameters = constraint(theme, case.estate, chosen)["spec"]["parameters"]
    cluster = parameters["cluster"]
    objects: dict[str, list[Any]] = {}
    for one in [case.reviewed, *case.others(theme)]:
        objects.setdefault(_kind(one), []).append(one)
    metadata = case.reviewed["metadata"]
    return {
        "today": _TODAY,
        "profile": "default",
        "organisation": {},
        "environments": [{"name": cluster["environment"]}],
        "clusters": {cluster["id"]: {**cluster, "objects": objects}},
        "deployments": parameters["deployments"],
        "records": {},
        "waivers": parameters["waivers"],
        "asked": parameters["requirements"],
        "reviewed": {
            "kind": _kind(case.reviewed),
            "namespace": metadata.get("namespace", ""),
            "name": metadata.get("name", ""),
        },
    }


def _kind(item: Mapping[str, Any]) -> str:
    group, _, _ = item["apiVersion"].rpartition("/")
    return f"{item['kind']}.{group}" if group else str(item["kind"])

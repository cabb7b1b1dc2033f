"""Which stages the namespaces of a cluster may host, as a template and its constraints.

Decided by the law itself: a deployment of each stage is put into each namespace of the plan, and into a namespace of
its own, and where that alone makes a requirement fail, the stage is refused there.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from envpolicy.model import STAGES as ALL_STAGES
from envpolicy.resources import shipped
from envpolicy.targets._demands import ACTIONS, ENTRIES, NOBODY, Demand, neighbours
from envpolicy.targets._manifests import by_group
from envpolicy.targets._themes import WORKLOADS, bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from envpolicy.evaluator import Engine
    from envpolicy.plan import Plan
    from envpolicy.targets import Law

STAGES = "stages"
KIND = "EnvpolicyStages"
_TITLE = "A namespace hosts the stages that the plan leaves room for"
#: Parts the names of deployments that nobody has; no name in a plan holds it.
_WHAT_IF = "\x1f"
_ELSEWHERE = ""

#: By cluster and namespace ("" for one that the plan does not name): stage and what refuses it.
Refusals = dict[str, dict[str, dict[str, list[Demand]]]]


def stage_template() -> dict[str, Any]:
    """The constraint template."""
    text = {"type": "string"}
    open_ = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    by_stage = {
        "type": "object",
        "additionalProperties": {"type": "array", "items": {"type": "integer"}},
        "description": "By stage, the places in `requirements` of those that refuse it.",
    }
    schema = {
        "type": "object",
        "required": ["requirements", "namespaces", "elsewhere"],
        "properties": {
            "label": {
                "type": "string",
                "description": "The label that tells the stage; envpolicy.dev/stage if none.",
            },
            "names": {
                "type": "object",
                "additionalProperties": text,
                "description": "Names of stages of one's own, and which they stand for.",
            },
            "namespaces": {"type": "object", "additionalProperties": by_stage},
            "elsewhere": by_stage,
            "requirements": {"type": "array", "items": open_},
            "waivers": {"type": "array", "items": open_},
            "today": {
                "type": "string",
                "description": "The day to judge waivers by; the clock's if it is not given.",
            },
        },
    }
    source = bare(shipped("policies/gatekeeper/stages/stages.rego").read_text(encoding="utf-8"))
    return {
        "apiVersion": "templates.gatekeeper.sh/v1",
        "kind": "ConstraintTemplate",
        "metadata": {
            "name": KIND.lower(),
            "annotations": {
                "metadata.gatekeeper.sh/title": _TITLE,
                "metadata.gatekeeper.sh/version": "1.0.0",
                "description": "Refuses namespaces and workloads whose label tells a stage that would stand too near "
                "to what the plan puts into the namespace or the cluster.",
            },
        },
        "spec": {
            "crd": {"spec": {"names": {"kind": KIND}, "validation": {"openAPIV3Schema": schema}}},
            "targets": [
                {
                    "target": "admission.k8s.gatekeeper.sh",
                    "code": [{"engine": "Rego", "source": {"version": "v1", "rego": source}}],
                }
            ],
        },
    }


def stage_constraints(
    law: Law, plan: Plan, engine: Engine, estate: Mapping[str, Any]
) -> dict[str, dict[str, dict[str, Any]]]:
    """By cluster id and force, the constraint."""
    names = dict(plan.document.value.get("stages", {}))
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for cluster, places in refusals(law, engine, estate).items():
        for force, action in ACTIONS.items():
            parameters = _parameters(places, force)
            if parameters is None:
                continue
            ids = {one["id"] for one in parameters["requirements"]}
            parameters["waivers"] = [one for one in estate["waivers"] if one.get("requirement") in ids]
            if names:
                parameters["names"] = names
            excluded = estate["clusters"][cluster]["facts"].get("platformNamespaces", [])
            found.setdefault(cluster, {})[force] = {
                "apiVersion": "constraints.gatekeeper.sh/v1beta1",
                "kind": KIND,
                "metadata": {
                    "name": f"{STAGES}-{force}",
                    "annotations": {"metadata.gatekeeper.sh/title": _TITLE},
                },
                "spec": {
                    "enforcementAction": action,
                    "match": {
                        "kinds": [
                            {"apiGroups": [group], "kinds": kinds}
                            for group, kinds in by_group(("Namespace", *WORKLOADS)).items()
                        ],
                        **({"excludedNamespaces": list(excluded)} if excluded else {}),
                    },
                    "parameters": parameters,
                },
            }
    return found


def _parameters(places: Mapping[str, Mapping[str, list[Demand]]], force: str) -> dict[str, Any] | None:
    requirements: list[dict[str, Any]] = []
    tables: dict[str, dict[str, list[int]]] = {}
    for place, stages in sorted(places.items()):
        table = tables.setdefault(place, {})
        for stage, asked in stages.items():
            for one in asked:
                if one.force != force:
                    continue
                entry = {
                    **{key: value for key, value in one.to_json().items() if key != "pairs"},
                    "remediation": one.requirement.remediation or "",
                }
                if entry not in requirements:
                    requirements.append(entry)
                table.setdefault(stage, []).append(requirements.index(entry))
    if not requirements:
        return None
    elsewhere = tables.pop(_ELSEWHERE, {})
    return {"requirements": requirements, "namespaces": tables, "elsewhere": elsewhere}


def refusals(law: Law, engine: Engine, estate: Mapping[str, Any]) -> Refusals:
    """What refuses which stage where. Raises `EngineError` where the engine fails."""
    known = {one.id: one for one in law.policies.requirements}
    found: Refusals = {
        cluster: {place: {} for place in _places(estate, cluster)} for cluster in estate["clusters"]
    }
    for stage in ALL_STAGES:
        guests = [
            _guest(estate, cluster, place, stage) for cluster, places in found.items() for place in places
        ]
        asked = {
            **estate,
            "waivers": [],
            "explain": NOBODY,
            "deployments": [*estate["deployments"], *guests],
            "clusters": {id_: {**content, "objects": {}} for id_, content in estate["clusters"].items()},
        }
        for entry in engine.evaluate(law.policies.modules, ENTRIES, json.dumps(asked)):
            demand = Demand(
                requirement=known[entry["requirement"]],
                against="floor" if entry["adviceOf"] is None else "default",
                pairs=(),
            )
            for cluster, place in sorted(_failing(entry["shortfalls"])):
                of_stage = found[cluster][place].setdefault(stage, [])
                if not any(one.requirement is demand.requirement for one in of_stage):
                    of_stage.append(demand)
    return found


def _failing(shortfalls: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """The places whose guest would be too near to a deployment of the plan."""
    found = set()
    for item in shortfalls:
        for names in item["shortfall"]["pairs"] if item["verdict"] == "fail" else ():
            guests = [name for name in names if _WHAT_IF in name]
            if len(guests) == 1:
                _, cluster, place = guests[0].split(_WHAT_IF)
                found.add((cluster, place))
    return found


def _places(estate: Mapping[str, Any], cluster: str) -> list[str]:
    named = {one["placement"]["namespace"] for one in neighbours(estate, cluster)}
    return [_ELSEWHERE, *sorted(named)]


def _guest(estate: Mapping[str, Any], cluster: str, place: str, stage: str) -> dict[str, Any]:
    """A deployment of a stage, of which nothing else is known but whose it would be."""
    there = [one for one in neighbours(estate, cluster) if one["placement"]["namespace"] == place]
    shared = {}
    for fact in ("application", "owner"):
        values = {one.get(fact) for one in there}
        if len(values) == 1 and None not in values:
            shared[fact] = values.pop()
    content = estate["clusters"][cluster]
    return {
        "name": f"guest{_WHAT_IF}{cluster}{_WHAT_IF}{place}",
        "stage": stage,
        **shared,
        "placement": {
            "environment": content["environment"],
            "cluster": content["name"],
            "namespace": place or f"guest{_WHAT_IF}",
            "release": f"guest{_WHAT_IF}",
        },
    }

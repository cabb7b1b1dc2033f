"""Which stages the namespaces of a cluster may host, as a template and its constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envpolicy.resources import shipped
from envpolicy.targets._demands import ACTIONS
from envpolicy.targets._manifests import by_group
from envpolicy.targets._themes import WORKLOADS, bare
from envpolicy.targets._what_ifs import ELSEWHERE, refusals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envpolicy.evaluator import Engine
    from envpolicy.plan import Plan
    from envpolicy.targets import Law
    from envpolicy.targets._demands import Demand

STAGES = "stages"
KIND = "EnvpolicyStages"
_TITLE = "A namespace hosts the stages that the plan leaves room for"


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
    elsewhere = tables.pop(ELSEWHERE, {})
    return {"requirements": requirements, "namespaces": tables, "elsewhere": elsewhere}

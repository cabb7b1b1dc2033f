"""The constraint template of a theme, and the constraints that a cluster of a plan makes of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from envpolicy.targets._demands import ACTIONS, neighbours
from envpolicy.targets._manifests import by_group
from envpolicy.targets._themes import VERSIONS, entry, modules, synced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from envpolicy.targets._demands import Demand
    from envpolicy.targets._themes import Theme

_OPEN: dict[str, Any] = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}


def template(theme: Theme) -> dict[str, Any]:
    """The constraint template of a theme."""
    return {
        "apiVersion": "templates.gatekeeper.sh/v1",
        "kind": "ConstraintTemplate",
        "metadata": {
            "name": theme.name,
            "annotations": {
                "metadata.gatekeeper.sh/title": theme.title,
                "metadata.gatekeeper.sh/version": "1.0.0",
                "description": theme.description,
                "metadata.gatekeeper.sh/requires-sync-data": _requires(theme),
                "policy.gatekeeper.sh/docs": "docs/leaks.md of envpolicy, by the ids that a message starts with",
                "envpolicy.dev/leaks": ", ".join(theme.leaks),
                "envpolicy.dev/sources": "; ".join(
                    sorted({source for check in theme.checks for source in check.sources})
                ),
            },
        },
        "spec": {
            "crd": {
                "spec": {
                    "names": {"kind": theme.kind},
                    "validation": {"openAPIV3Schema": _parameters()},
                }
            },
            "targets": [
                {
                    "target": "admission.k8s.gatekeeper.sh",
                    "code": [
                        {
                            "engine": "Rego",
                            "source": {"version": "v1", "rego": entry(), "libs": list(modules(theme))},
                        }
                    ],
                }
            ],
        },
    }


def _parameters() -> dict[str, Any]:
    names = {"type": "array", "items": {"type": "string"}}
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["cluster", "deployments", "requirements"],
        "properties": {
            "cluster": {
                "type": "object",
                "description": "This cluster as the plan names it, and its facts.",
                "required": ["id", "environment", "name"],
                "properties": {"id": text, "environment": text, "name": text, "facts": _OPEN},
            },
            "deployments": {
                "type": "array",
                "description": "The deployments of this cluster, as the plan describes them.",
                "items": _OPEN,
            },
            "requirements": {
                "type": "array",
                "description": "What is asked, and of which pairs of deployments: each of `one` with each of `other`.",
                "items": {
                    "type": "object",
                    "required": ["id", "clause", "pairs"],
                    "properties": {
                        "id": text,
                        "clause": text,
                        "title": text,
                        "against": {"type": "string", "enum": ["floor", "default"]},
                        "pairs": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["one", "other"],
                                "properties": {"one": names, "other": names},
                            },
                        },
                    },
                },
            },
            "waivers": {
                "type": "array",
                "description": "Waivers of the plan; each ends after its last day, `expires`.",
                "items": _OPEN,
            },
            "today": {
                "type": "string",
                "description": "The day to judge waivers by, YYYY-MM-DD; the clock's, in UTC, if it is not given.",
            },
        },
    }


def gvk(kind: str) -> dict[str, str]:
    """Group, version and kind of `Kind.group`."""
    name, _, group = kind.partition(".")
    return {"group": group, "version": VERSIONS[kind], "kind": name}


def _requires(theme: Theme) -> str:
    """What must be kept, in Gatekeeper's own form: all of these, each in one of its alternatives; in quotes."""
    alternatives = [
        [{"groups": [one["group"]], "versions": [one["version"]], "kinds": [one["kind"]]}]
        for one in map(gvk, synced(theme))
    ]
    lines = ",\n  ".join(json.dumps(one) for one in alternatives)
    return f'"[\n  {lines}\n]"\n'


def constraints(
    theme: Theme, estate: Mapping[str, Any], cluster: str, asked: tuple[Demand, ...]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The constraints of a theme for a cluster, one for each force that asks something there."""
    content = estate["clusters"][cluster]
    facts = {**content["facts"], "inventory": list(synced(theme))}
    here = neighbours(estate, cluster)
    names = {one["name"] for one in here}
    for force, action in ACTIONS.items():
        of_force = [one for one in asked if one.force == force]
        if not of_force:
            continue
        match: dict[str, Any] = {
            "kinds": [
                {"apiGroups": [group], "kinds": kinds} for group, kinds in by_group(theme.reviewed).items()
            ]
        }
        if facts.get("platformNamespaces"):
            match["excludedNamespaces"] = list(facts["platformNamespaces"])
        yield (
            force,
            {
                "apiVersion": "constraints.gatekeeper.sh/v1beta1",
                "kind": theme.kind,
                "metadata": {
                    "name": f"{theme.slug}-{force}",
                    "annotations": {
                        "metadata.gatekeeper.sh/title": theme.title,
                        "envpolicy.dev/clauses": "; ".join(
                            f"{one.requirement.id}: {one.requirement.clause}" for one in of_force
                        ),
                        "envpolicy.dev/provenance": "; ".join(
                            f"{one.requirement.id}: {one.requirement.provenance}, {one.requirement.basis}"
                            for one in of_force
                        ),
                    },
                },
                "spec": {
                    "enforcementAction": action,
                    "match": match,
                    "parameters": {
                        "cluster": {
                            "id": cluster,
                            "environment": content["environment"],
                            "name": content["name"],
                            "facts": facts,
                        },
                        "deployments": here,
                        "requirements": [one.to_json() for one in of_force],
                        "waivers": [
                            one
                            for one in estate["waivers"]
                            if not one.get("deployments") or names & set(one["deployments"])
                        ],
                    },
                },
            },
        )

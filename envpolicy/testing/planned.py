"""Examples of leaks as a person would give them: a plan in a file, and objects as they were written."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from envpolicy.documents import Document, Part
from envpolicy.estate import build_estate
from envpolicy.plan import load_plan
from envpolicy.testing import examples

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from envpolicy.estate import Estate


def planned(example: Mapping[str, Any], folder: Path) -> Estate:
    """The estate of an example, by way of a plan that is written into `folder`."""
    return of_document(examples.written(example), folder)


def of_document(found: Mapping[str, Any], folder: Path) -> Estate:
    """The same of an estate document whose clusters hold objects as they were written, in a list."""
    file = folder / "envpolicy.json"
    file.write_text(json.dumps(plan_of(found)), encoding="utf-8")
    objects = {
        id_: [
            Part(document=Document(file=file_of(id_), index=number, line=1, value=value), value=value)
            for number, value in enumerate(cluster["objects"])
        ]
        for id_, cluster in found["clusters"].items()
    }
    return build_estate(load_plan(file), objects, today=date.fromisoformat(found["today"]), key=b"examples")


def file_of(cluster: str) -> str:
    """The file that holds the objects of a cluster."""
    return f"{cluster}.yaml"


def plan_of(found: Mapping[str, Any]) -> dict[str, Any]:
    """The plan that says of an estate document what no object says."""
    environments: dict[str, dict[str, Any]] = {
        one["name"]: {**one, "clusters": []} for one in found["environments"]
    }
    for id_, cluster in found["clusters"].items():
        # A plan says `none` for what policies see as an empty text.
        facts = {name: "none" if value == "" else value for name, value in cluster["facts"].items()}
        facts = {name: value for name, value in facts.items() if value is not None}
        manifests = {"manifests": [file_of(id_)]} if cluster["objects"] else {}
        environments[cluster["environment"]]["clusters"].append(
            {"name": cluster["name"], "role": cluster["role"], "facts": facts, **manifests}
        )
    return {
        "apiVersion": "envpolicy.dev/v1alpha1",
        "kind": "DeploymentPlan",
        "metadata": {"name": "example"},
        **{name: found[name] for name in _SAID if found.get(name)},
        "environments": list(environments.values()),
        "deployments": found["deployments"],
    }


#: What an estate document and a plan both say in the same words.
_SAID = ("regulations", "profile", "organisation", "records", "waivers")

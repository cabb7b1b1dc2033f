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
    environments: dict[str, dict[str, Any]] = {
        one["name"]: {**one, "clusters": []} for one in found["environments"]
    }
    for cluster in found["clusters"].values():
        # A plan says `none` for what policies see as an empty text.
        facts = {name: "none" if value == "" else value for name, value in cluster["facts"].items()}
        facts = {name: value for name, value in facts.items() if value is not None}
        environments[cluster["environment"]]["clusters"].append(
            {"name": cluster["name"], "role": cluster["role"], "facts": facts}
        )
    plan = {
        "apiVersion": "envpolicy.dev/v1alpha1",
        "kind": "DeploymentPlan",
        "metadata": {"name": "example"},
        "environments": list(environments.values()),
        "deployments": found["deployments"],
    }
    file = folder / "envpolicy.json"
    file.write_text(json.dumps(plan), encoding="utf-8")
    objects = {
        id_: [
            Part(document=Document(file=f"{id_}.yaml", index=number, line=1, value=value), value=value)
            for number, value in enumerate(cluster["objects"])
        ]
        for id_, cluster in found["clusters"].items()
    }
    return build_estate(load_plan(file), objects, today=date.fromisoformat(found["today"]), key=b"examples")

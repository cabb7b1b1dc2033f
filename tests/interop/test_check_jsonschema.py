"""The schemas of plans, tried with `check-jsonschema`: it takes and refuses what the law of the schemas says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from envpolicy.catalog import load_catalog
from envpolicy.compiler import compile_policies
from envpolicy.targets import Law, target

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "examples/hospital-webshop/envpolicy.yaml"

#: That of every plan, that of the whole law, and that of a rule which the plan alone can break.
SCHEMAS = ("all.schema.json", "deployment-plan.schema.json", "welkin-two-environments.schema.json")


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("schemas")
    catalog = load_catalog()
    law = Law(catalog=catalog, policies=compile_policies(catalog.select(["all"])))
    for path, content in target("json-schema").artefacts(law):
        if path in SCHEMAS:
            (folder / path).write_bytes(content)
    found = sorted(folder.iterdir())
    assert [one.name for one in found] == list(SCHEMAS)
    return found


def plans() -> dict[str, dict[str, Any]]:
    """The example's plan, and what becomes of it under one change."""
    plan = json.loads(json.dumps(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")), default=str))
    alone = [one for one in plan["deployments"] if one["placement"]["environment"] == "prod"]
    bare = {key: value for key, value in plan.items() if key != "waivers"}  # a waiver excuses
    return {
        "as it is": plan,
        "one Environment": {**bare, "environments": plan["environments"][:1], "deployments": alone},
        "a word that no plan has": {**plan, "enviroments": []},
        "a stage that nobody knows": {**plan, "deployments": [{**alone[0], "stage": 7}]},
        "no deployments at all": {**plan, "deployments": "none"},
    }


def takes(schema: Path, plan: Path) -> bool:
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), str(plan)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode in (0, 1), run.stderr
    return run.returncode == 0


@pytest.mark.parametrize("name", plans())
def test_it_takes_and_refuses_what_the_library_does(name: str, schemas: list[Path], tmp_path: Path) -> None:
    plan, file = plans()[name], tmp_path / "envpolicy.yaml"
    file.write_text(yaml.safe_dump(plan), encoding="utf-8")
    refused = []
    for schema in schemas:
        found = list(jsonschema.Draft202012Validator(json.loads(schema.read_bytes())).iter_errors(plan))
        assert takes(schema, file) == (not found), schema.name
        refused += [schema.name] if found else []
    assert bool(refused) == (name != "as it is")

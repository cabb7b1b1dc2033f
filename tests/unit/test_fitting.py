from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from envpolicy import fitting
from envpolicy.documents import read_authored

if TYPE_CHECKING:
    from pathlib import Path

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.sampled_from([0.0, 1.0, 1.5])
    | st.sampled_from(["", "a", "b"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner),
    max_leaves=6,
)
FEW = st.integers(0, 2)


def keywords(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    names = st.sampled_from(["a", "b", "c"])
    return st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(list(fitting._TYPES)) | st.just(["string", "null"]),
            "enum": st.lists(VALUES, min_size=1, max_size=3),
            "const": VALUES,
            "anyOf": st.lists(inner, min_size=1, max_size=2),
            "properties": st.dictionaries(names, inner),
            "additionalProperties": inner,
            "propertyNames": inner,
            "required": st.lists(names, unique=True),
            "dependentRequired": st.dictionaries(names, st.lists(names, unique=True)),
            "items": inner,
            "uniqueItems": st.booleans(),
            "minItems": FEW,
            "maxItems": FEW,
            "minProperties": FEW,
            "maxProperties": FEW,
            "minLength": FEW,
            "minimum": FEW,
            "pattern": st.sampled_from(["^a", "b$"]),
            "$ref": st.just("#/$defs/x"),
            "title": st.just("x"),
            "not": st.just({}),
        },
    )


SCHEMAS: st.SearchStrategy[Any] = st.recursive(st.booleans() | st.just({}), keywords, max_leaves=5)


@given(
    VALUES, SCHEMAS, st.sampled_from([{"type": "string"}, {"items": {"$ref": "#/$defs/x"}}, {"minimum": 1}])
)
def test_a_yes_is_a_yes(value: Any, schema: Any, other: dict[str, Any]) -> None:
    root = {**(schema if isinstance(schema, dict) else {}), "$defs": {"x": other}}
    if fitting._fits(value, root, root):
        assert jsonschema.Draft202012Validator(root).is_valid(value)


def test_what_people_write_is_recognised(root: Path) -> None:
    documents = [
        *(root / "policies/regulations").glob("*.yaml"),
        *(root / "examples").rglob("envpolicy.yaml"),
    ]
    for path in documents:
        (document,) = read_authored(path.read_bytes(), str(path)).documents
        kind = {"Regulation": "regulation", "DeploymentPlan": "deployment-plan"}[document.value["kind"]]
        assert fitting.surely_fits(document.value, kind), path


@pytest.mark.parametrize("name", ["deployment-plan", "waiver", "records", "regulation"])
def test_the_schemas_of_what_people_write_use_known_keywords(root: Path, name: str) -> None:
    schema = json.loads((root / f"schemas/{name}.schema.json").read_text())
    todo, used = [schema, *schema["$defs"].values()], set()
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            used |= set(one)
            todo += [one[key] for key in ("items", "additionalProperties", "propertyNames") if key in one]
            todo += [*one.get("properties", {}).values(), *one.get("anyOf", [])]
    assert used <= fitting._SILENT | set(fitting._KEYWORDS)


def test_a_plan_that_fits_needs_no_explanations(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(
        "apiVersion: envpolicy.dev/v1alpha1\nkind: DeploymentPlan\nmetadata: {name: x}\n"
        "environments: [{name: e}]\ndeployments: []\n"
    )
    code = "import sys, envpolicy.plan as p; p.load_plan(sys.argv[1]); sys.exit('jsonschema' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path / "p.yaml")], check=False).returncode == 0

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from envpolicy.bundle.archive import pack, unpack
from envpolicy.bundle.manifest import check_disjoint, roots_of
from envpolicy.catalog import load_catalog
from envpolicy.cli import main
from envpolicy.compiler import compile_policies
from envpolicy.engines.embedded import EmbeddedEngine
from envpolicy.leaks import read_leaks
from envpolicy.resources import shipped
from envpolicy.targets import FULL, Law, Target, TargetError, target, targets

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from envpolicy.catalog import Requirement
    from envpolicy.leaks import LeakCheck
    from envpolicy.targets import Coverage


@pytest.fixture(scope="module")
def law() -> Law:
    """The whole catalogue."""
    catalog = load_catalog()
    policies = compile_policies(catalog.select(["all"]))
    return Law(policies=policies, catalog=catalog, engine=EmbeddedEngine())


def test_names_are_those_of_files() -> None:
    assert {"opa", "opa-regulations", "json-schema"} <= set(targets())
    with pytest.raises(TargetError, match="use one of"):
        target("opa-bundle")


@pytest.mark.parametrize("name", targets())
def test_two_builds_are_the_same(name: str, law: Law) -> None:
    made = target(name).artefacts(law)
    assert made == target(name).artefacts(law)
    assert [one.path for one in made] == sorted({one.path for one in made})


def test_two_processes_build_the_same(tmp_path: Path) -> None:
    built = []
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "envpolicy", "build", "-o", str(tmp_path / seed)]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True)
        built.append(sorted((path.name, path.read_text()) for path in (tmp_path / seed).glob("*.sha256")))
    assert [name for name, _ in built[0]] == sorted(f"{name}.sha256" for name in targets())
    assert built[0] == built[1]


@pytest.mark.parametrize("name", [name for name in targets() if target(name).is_bundle])
def test_packed_and_unpacked_it_is_the_same(name: str, law: Law) -> None:
    files = dict(target(name).artefacts(law))
    assert unpack(pack(files)) == files
    assert pack(unpack(pack(files))) == pack(files)


def test_the_manifest_says_what_is_in_the_bundle(law: Law) -> None:
    files = dict(target("opa").artefacts(law))
    manifest = json.loads(files[".manifest"])
    assert {one["id"] for one in manifest["metadata"]["requirements"]} == {
        one.id for one in law.policies.requirements
    }
    assert {one["id"] for one in manifest["metadata"]["regulations"]} == {one.id for one in law.regulations}
    names = json.loads(files["data.json"])["envpolicy"]["catalogue"]["names"]
    assert names["hipaa"] == sorted(one.id for one in law.catalog.select(["hipaa"]))
    assert set(names["all"]) == {one.id for one in law.policies.requirements}


def test_one_bundle_a_regulation_and_no_root_twice(law: Law) -> None:
    bundles: dict[str, dict[str, bytes]] = {}
    for path, content in target("opa-regulations").artefacts(law):
        name, _, rest = path.partition("/")
        bundles.setdefault(name, {})[rest] = content
    assert set(bundles) == {"envpolicy-lib", *(one.id for one in law.regulations)}
    check_disjoint(bundles)
    assert "envpolicy/main" in roots_of(bundles["envpolicy-lib"])


def test_a_path_that_leads_out_is_refused(law: Law) -> None:
    class Everything(Target):
        def covers_leak(self, _: LeakCheck) -> Coverage:
            return FULL

        def covers_requirement(self, _: Requirement) -> Coverage:
            return FULL

    class Out(Everything):
        def _artefacts(self, _: Law) -> Mapping[str, bytes]:
            return {"../x": b""}

    class Broken(Everything):
        def _artefacts(self, _: Law) -> Mapping[str, bytes]:
            raise KeyError("x")

    for one in (Out(), Broken()):
        with pytest.raises(TargetError):
            one.artefacts(law)


# --- build


def build(*arguments: str) -> int:
    return main(["build", "--regulation", "hipaa", *arguments])


def test_check_names_what_is_stale_missing_or_extra(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "out")
    assert build("-o", folder) == 0
    assert build("-o", folder, "--check") == 0
    (tmp_path / "out/opa/data.json").write_text("{}")
    (tmp_path / "out/opa/.manifest").unlink()
    (tmp_path / "out/opa/other.rego").write_text("package other")
    capsys.readouterr()
    assert build("-o", folder, "--check") == 1
    said = capsys.readouterr().err
    for words in ("opa/data.json: error: it is stale", "opa/.manifest: error: it is missing"):
        assert words in said
    assert "opa/other.rego: error: nothing that is built now makes it" in said
    assert build("-o", folder) == 0
    assert (tmp_path / "out/opa/other.rego").exists(), "somebody else's file"


def test_what_is_no_longer_made_is_removed(tmp_path: Path) -> None:
    folder = str(tmp_path)
    assert (
        main(["build", "--target", "opa", "--regulation", "hipaa", "--regulation", "mdr", "-o", folder]) == 0
    )
    mdr = tmp_path / "opa/envpolicy/requirements/mdr"
    assert mdr.is_dir()
    assert build("--target", "opa", "-o", folder) == 0
    assert not mdr.exists()
    assert build("--target", "opa", "-o", folder, "--check") == 0


def test_a_list_that_names_other_peoples_files_removes_none(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    listed = "".join(f"{'0' * 64}  {path}\n" for path in ("mine", "opa/../mine", "../mine"))
    (tmp_path / "opa.sha256").write_text(listed)
    assert build("--target", "opa", "-o", str(tmp_path)) == 0
    assert (tmp_path / "mine").exists()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out/opa").symlink_to(tmp_path / "elsewhere")
    assert build("--target", "opa", "-o", str(tmp_path / "out")) == 2
    assert not list((tmp_path / "elsewhere").iterdir())


def test_an_archive_is_the_same_each_time(tmp_path: Path) -> None:
    one, other = tmp_path / "a.tar.gz", tmp_path / "b.tar.gz"
    assert build("--target", "opa", "-o", str(one)) == 0
    assert build("--target", "opa", "-o", str(other)) == 0
    assert one.read_bytes() == other.read_bytes()
    assert build("--target", "opa", "-o", str(one), "--check") == 0
    one.write_bytes(b"")
    assert build("--target", "opa", "-o", str(one), "--check") == 1
    assert build("-o", str(one)) == 2
    assert build("--target", "json-schema", "-o", str(one)) == 2


# --- JSON Schemas


def example(root: Path) -> dict[str, Any]:
    """The example's plan; dates stay text, as editors and check-jsonschema see them."""
    text = (root / "examples/hospital-webshop/envpolicy.yaml").read_text(encoding="utf-8")
    plan: dict[str, Any] = json.loads(json.dumps(yaml.safe_load(text), default=str))
    return plan


def test_schemas_take_the_example_and_refuse_what_is_no_plan(law: Law, root: Path) -> None:
    plan = example(root)
    for path, content in target("json-schema").artefacts(law):
        if path.endswith("cluster-facts.schema.json"):
            continue
        schema = json.loads(content)
        validator = jsonschema.Draft202012Validator(schema)
        validator.check_schema(schema)
        told = [error.message for error in validator.iter_errors(plan)]
        assert not told, path
        assert list(validator.iter_errors({**plan, "deployment": []})), path
        assert schema["title"], path


def described(schema: dict[str, Any], path: str = "") -> list[str]:
    """The fields of a schema that no words explain."""
    found = []
    for name, one in schema.get("properties", {}).items():
        found += [] if one.get("description") else [f"{path}.{name}"]
        for inner in (one, *one.get("anyOf", [])):
            found += described(inner, f"{path}.{name}")
    return found


def test_the_schema_of_facts_takes_those_of_the_example_and_explains_each(law: Law, root: Path) -> None:
    schema = json.loads(dict(target("json-schema").artefacts(law))["cluster-facts.schema.json"])
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    clusters = [cluster for one in example(root)["environments"] for cluster in one["clusters"]]
    for cluster in clusters:
        assert not list(validator.iter_errors(cluster["facts"]))
    assert list(validator.iter_errors({"networkPolicyEnforced": "often"}))
    assert list(validator.iter_errors({"podCIDRs": ["10.0.0.0"]}))
    assert list(validator.iter_errors({"controllers": {"externalSecrets": {"instaled": True}}}))
    assert described(schema) == []


def test_a_schema_refuses_what_the_plan_alone_shows(law: Law, root: Path) -> None:
    """An Environment for everything, and nothing but production: the schema of the two-Environments rule is red."""
    plan = example(root)
    del plan["waivers"]
    plan["environments"] = plan["environments"][:1]
    plan["deployments"] = [one for one in plan["deployments"] if one["placement"]["environment"] == "prod"]
    files = dict(target("json-schema").artefacts(law))
    validator = jsonschema.Draft202012Validator(json.loads(files["welkin-two-environments.schema.json"]))
    assert list(validator.iter_errors(plan))
    assert not list(
        jsonschema.Draft202012Validator(json.loads(files["deployment-plan.schema.json"])).iter_errors(plan)
    )


# --- coverage


def test_the_page_of_coverage_is_as_declared() -> None:
    from envpolicy.targets.__main__ import main as page

    assert page([]) == 0, "python -m envpolicy.targets --write"


@pytest.mark.parametrize("name", targets())
def test_what_is_not_full_says_why(name: str, law: Law) -> None:
    one = target(name)
    declared = [one.covers_leak(check) for check in read_leaks(shipped("policies/rego/leaks"))]
    declared += [one.covers_requirement(requirement) for requirement in law.policies.requirements]
    for coverage in declared:
        assert coverage.extent in ("full", "projected", "none")
        assert coverage.extent == "full" or coverage.why

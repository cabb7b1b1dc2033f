"""The real gator on what is built for Gatekeeper: suites, sync sets, whole clusters; that it is one-sided."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from envpolicy.cli import main
from envpolicy.compiler.library import library, with_imports
from envpolicy.engines.embedded import EmbeddedEngine
from envpolicy.leaks.examples import HOME, by_kind
from envpolicy.targets import _suites
from envpolicy.targets._demands import demands
from envpolicy.targets._themes import THEMES
from envpolicy.targets.gatekeeper import TARGET
from envpolicy.testing import examples

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Gator = Callable[..., subprocess.CompletedProcess[str]]

DAY = "2026-05-01"


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    plan = root / "examples/hospital-webshop/envpolicy.yaml"
    words = ["build", "--target", "gatekeeper", "--plan", str(plan), "--today", DAY]
    assert main([*words, "-o", str(folder)]) == 0
    return folder / "gatekeeper"


@pytest.fixture(scope="module")
def gator(tool: Callable[[str], Path]) -> Gator:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(tool("gator")), *words], capture_output=True, text=True, timeout=300, check=False
        )

    return run


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.slug)
def test_suites_pass(theme: Any, built: Path, gator: Gator) -> None:
    folder = built / "tests" / theme.slug
    suite = yaml.safe_load((folder / "suite.yaml").read_text())
    names = {one["name"] for one in suite["tests"]}
    for leak in theme.leaks:
        assert f"{leak}-leaks-" in " ".join(names), f"no example of {leak} leaks"
    done = gator("verify", f"{folder}/suite.yaml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_templates_need_is_kept(built: Path, gator: Gator) -> None:
    files = [
        str(file)
        for folder in ("1-templates", "2-sync", "3-constraints/prod/prod-wc")
        for file in sorted((built / folder).glob("*.yaml"))
        if file.name != "kustomization.yaml"
    ]
    flags = [word for file in files for word in ("-n", file)]
    done = gator("sync", "test", "-f", *flags)
    assert done.returncode == 0, done.stdout + done.stderr
    without = [word for file in files if "kubernetes" not in file for word in ("-n", file)]
    assert gator("sync", "test", "-f", *without).returncode != 0


def _flags(built: Path, cluster: str) -> list[str]:
    files = [
        *sorted((built / "1-templates").glob("*.yaml")),
        *sorted((built / "3-constraints" / cluster).glob("*.yaml")),
    ]
    return [word for file in files if file.name != "kustomization.yaml" for word in ("-f", str(file))]


def test_the_example_is_tested_whole(
    built: Path, gator: Gator, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What gator refuses of the example's clusters, the report finds as well, with the same clauses."""
    manifests = root / "examples/hospital-webshop/manifests"
    done = gator("test", *_flags(built, "prod/prod-wc"), "-f", str(manifests / "prod"), "-o", "json")
    said = json.loads(done.stdout)
    assert done.returncode == 1, done.stderr
    plan = root / "examples/hospital-webshop/envpolicy.yaml"
    capsys.readouterr()
    main(["check", "--plan", str(plan), "--today", DAY, "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    found = {
        (one["leak"], binding["requirement"].removesuffix("/recommended"))
        for one in report["findings"]
        for binding in one["bindings"]
        if binding["verdict"] == "fail"
    }
    refused = {
        (one["metadata"]["details"]["leak"], one["metadata"]["details"]["requirement"]) for one in said
    }
    assert refused
    assert refused <= found
    covered = {leak for theme in THEMES for leak in theme.leaks}
    assert {leak for leak, _ in refused} == {leak for leak, _ in found} & covered


# --- waivers


def _waived_plan() -> dict[str, Any]:
    return {
        "apiVersion": "envpolicy.dev/v1alpha1",
        "kind": "DeploymentPlan",
        "metadata": {"name": "shop"},
        "regulations": ["iso-27001-2022"],
        "environments": [{"name": "prod", "class": "production", "clusters": [{"name": "prod-wc"}]}],
        "deployments": by_kind({})["deployments"],
        "waivers": [
            {
                "id": "debugging",
                "leak": "rbac-secret-read",
                "deployments": ["shop-prod", "shop-staging"],
                "reason": "a search for a fault",
                "owner": "shop-team",
                "expires": "2026-12-31",
                "acceptRisk": True,
            }
        ],
    }


def test_a_waiver_counts_until_its_last_day(gator: Gator, tmp_path: Path) -> None:
    """Of that leak alone, and by the day that the constraint names; without one by the clock."""
    (tmp_path / "envpolicy.yaml").write_text(yaml.safe_dump(_waived_plan()))
    words = ["build", "--target", "gatekeeper", "--plan", str(tmp_path / "envpolicy.yaml")]
    assert main([*words, "-o", str(tmp_path)]) == 0
    built = tmp_path / "gatekeeper"
    constraint = yaml.safe_load((built / "3-constraints/prod/prod-wc/access-grants-must.yaml").read_text())
    objects = [one for kind in by_kind({})["clusters"][HOME]["objects"].values() for one in kind]
    objects.append(
        {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "RoleBinding",
            "metadata": {"name": "across", "namespace": "shop-prod"},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "edit"},
            "subjects": [{"kind": "ServiceAccount", "name": "web", "namespace": "shop-staging"}],
        }
    )
    (tmp_path / "objects.yaml").write_text(yaml.safe_dump_all(objects))
    refused = {}
    for day in ("2026-12-31", "2027-01-01"):
        constraint["spec"]["parameters"]["today"] = day
        (tmp_path / "constraint.yaml").write_text(yaml.safe_dump(constraint))
        files = (
            built / "1-templates/access-grants.yaml",
            tmp_path / "constraint.yaml",
            tmp_path / "objects.yaml",
        )
        done = gator("test", "-o", "json", *(word for file in files for word in ("-f", str(file))))
        refused[day] = {one["metadata"]["details"]["leak"] for one in json.loads(done.stdout)}
    assert refused["2027-01-01"] - refused["2026-12-31"] == {"rbac-secret-read"}
    assert refused["2026-12-31"]


# --- one-sided: on the examples of all leaks


_WHOLE = """package lib.hosts.gatekeeper.whole

import data.lib.envpolicy.isolation
import data.lib.envpolicy.leak_table

all := [leaks |
  some item in input
  found := isolation.hits_of with input as item
  leaks := [leak_table.rows[hit.key[0]].id | some pair, hits in found; some hit in hits; hit.certain]
]
"""


@pytest.fixture(scope="module")
def chosen(root: Path) -> Any:
    law = _law()
    return next(one for one in demands(law, EmbeddedEngine(), by_kind({}))[HOME] if one.force == "must")


def _law() -> Any:
    from envpolicy.catalog import load_catalog
    from envpolicy.compiler import compile_policies
    from envpolicy.targets import Law

    catalog = load_catalog()
    return Law(
        policies=compile_policies(catalog.select(["iso-27001-2022"])),
        catalog=catalog,
        engine=EmbeddedEngine(),
    )


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.slug)
def test_what_a_template_refuses_is_surely_a_leak_in_full(theme: Any, chosen: Any) -> None:
    """Each object of each example under review, beside what one cluster keeps; against the estate as it is checked."""
    engine = EmbeddedEngine()
    sides = [
        (check, side, number)
        for check in theme.checks
        for side in ("leaks", "innocent")
        for number, example in enumerate(check.examples[side])
        # A live cluster has no kind that is not listed in full.
        if example.get("facts", {}).get("inventory", "complete") == "complete"
    ]
    cases = [_suites.candidates(theme, *one) for one in sides]
    said = iter(_suites.answers(theme, [case for one in cases for case in one], engine, chosen))
    refused = [{leak for _ in one for leak in next(said)} for one in cases]
    # cp-operator-in-stage speaks of custom resources where it sees them, rbac-crossns-grant where nobody does.
    names = {check.name for check in theme.checks} | {"cp_operator_in_stage"}
    checks = {
        path: text
        for path, text in library().items()
        if path.startswith("leaks/") and path.rpartition("/")[2].removesuffix(".rego") in names
    }
    whole = with_imports({**checks, "whole.rego": _WHOLE}, library())
    estates = [examples.estate(check.examples[side][number]) for check, side, number in sides]
    found = engine.evaluate(whole, "data.lib.hosts.gatekeeper.whole.all", json.dumps(estates))
    wrong = [
        (check.id, side, number, leaks - set(sure))
        for (check, side, number), leaks, sure in zip(sides, refused, found, strict=True)
        if leaks and not sure
    ]
    assert not wrong
    silent = {
        (check.id, check.examples[side][number]["note"])
        for (check, side, number), leaks, sure in zip(sides, refused, found, strict=True)
        if side == "leaks" and check.id in sure and check.id not in leaks
    }
    full = {check.id for check in theme.checks if TARGET.covers_leak(check).extent == "full"}
    assert not {one for one in silent if one[0] in full}

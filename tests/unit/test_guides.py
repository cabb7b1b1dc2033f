"""The guides work to the letter: for a person with a clone, and for one with nothing but an installed wheel."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
GUIDE = (ROOT / "docs/adding-a-regulation.md").read_text(encoding="utf-8")

PLAN = """\
apiVersion: envpolicy.dev/v1alpha1
kind: DeploymentPlan
metadata: {name: example}
regulations: [house-rules]
environments:
  - name: prod
    class: production
    clusters:
      - {name: a, manifests: [manifests], facts: {networkPolicyEnforced: true, inventory: complete}}
      - {name: b, manifests: [manifests], facts: {networkPolicyEnforced: true, inventory: complete}}
deployments:
  - {name: shop, application: shop, placement: {environment: prod, cluster: a, namespace: shop}}
  - {name: books, application: books, placement: {environment: prod, cluster: a, namespace: books}}
"""

MANIFESTS = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: books}
"""


def regulation() -> str:
    found = re.search(r"^```yaml\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def commands(*, clone: bool) -> list[list[str]]:
    """The `envpolicy` lines of the guide; in a clone without `--policy`, as it says there."""
    lines = re.findall(r"^    (envpolicy .*)$", GUIDE, re.MULTILINE)
    assert len(lines) == 2
    if clone:
        lines = [line.replace(" --policy house-rules.yaml", "") for line in lines]
    return [shlex.split(line)[1:] for line in lines]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The contents of a wheel made from this checkout, as an installation lays them out."""
    folder = tmp_path_factory.mktemp("wheel")
    hatchling = Path(sys.executable).with_name("hatchling")
    if not hatchling.exists():
        pytest.skip("needs hatchling: make venv")
    subprocess.run(
        [hatchling, "build", "-t", "wheel", "-d", folder / "dist"], cwd=ROOT, check=True, capture_output=True
    )
    (found,) = (folder / "dist").glob("*.whl")
    with zipfile.ZipFile(found) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What matters of a clone, so that a file may be added to it."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("envpolicy", "policies", "schemas"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def run(arguments: list[str], site: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("NO_COLOR", "FORCE_"))},
        "PYTHONPATH": str(site),
        "XDG_CACHE_HOME": str(site / ".cache"),
    }
    return subprocess.run(
        [sys.executable, "-m", "envpolicy.cli", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def follow(site: Path, folder: Path, rules: Path, *, in_clone: bool) -> None:
    """Each step of the guide."""
    (folder / "envpolicy.yaml").write_text(PLAN)
    (folder / "manifests").mkdir()
    (folder / "manifests" / "all.yaml").write_text(MANIFESTS)
    rules.write_text(regulation())
    show, check = commands(clone=in_clone)

    shown = run(show, site, folder)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "must house-rules-1: No two applications share a cluster" in shown.stdout

    broken = run(check, site, folder)
    assert (broken.returncode, broken.stderr) == (1, "")
    assert "FAIL must house-rules-1" in broken.stdout
    assert "fix: Move one of the two applications into a cluster of its own." in broken.stdout

    kept = PLAN.replace("cluster: a, namespace: books", "cluster: b, namespace: books")
    (folder / "envpolicy.yaml").write_text(kept)
    assert run(check, site, folder).stdout.startswith("PASS: 1 pass\n")
    named_by_the_plan = [word for word in check if word not in {"--regulation", "house-rules"}]
    assert run(named_by_the_plan, site, folder).stdout.startswith("PASS: 1 pass\n")

    rules.write_text(regulation().replace("floor: cluster", "floor: clutser"))
    told = run(show, site, folder)
    assert told.returncode == 2
    said = re.search(r"^    (house-rules\.yaml:.*)\n    (  hint: .*)$", GUIDE, re.MULTILINE)
    assert said
    expected = f"{said[1]}\n{said[2]}\n"
    assert told.stderr == (f"policies/regulations/{expected}" if in_clone else expected)


def test_a_regulation_of_ones_own_beside_an_installed_envpolicy(wheel: Path, tmp_path: Path) -> None:
    follow(wheel, tmp_path, tmp_path / "house-rules.yaml", in_clone=False)
    assert run(["schema", "regulation"], wheel, tmp_path).returncode == 0


def test_a_regulation_in_a_clone(clone: Path, tmp_path: Path) -> None:
    follow(clone, tmp_path, clone / "policies/regulations/house-rules.yaml", in_clone=True)


def test_a_folder_of_regulations_and_one_that_is_not_there(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "any-name.yaml").write_text(regulation())
    listed = run(["catalog", "list", "-p", "own"], wheel, tmp_path)
    assert "house-rules: House rules of Example Ltd" in listed.stdout
    missing = run(["catalog", "list", "--policy", "nowhere"], wheel, tmp_path)
    assert missing.returncode == 2
    assert missing.stderr.startswith("nowhere: error: cannot be read: no such file or directory\n")

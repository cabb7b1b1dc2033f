"""`make bench`: writes the figures to docs/benchmarks.md and prints them."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import estates, measure

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1_000, 10_000)
#: Objects of the estates whose stages are measured, with deployments: the third has 10,000 pods and 1,000 policies.
STAGES = ((1_000, 10), (10_000, 100), (11_700, 100))

_CONFTEST_POLICY = """\
package main

deny contains msg if {
	input.kind == "Deployment"
	not input.spec.template.spec.securityContext.runAsNonRoot
	msg := sprintf("%v may run as root", [input.metadata.name])
}
"""

_TEMPLATE = """\
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: nonroot}
spec:
  crd: {spec: {names: {kind: NonRoot}}}
  targets:
    - target: admission.k8s.gatekeeper.sh
      code:
        - engine: Rego
          source:
            version: v1
            rego: |
              package nonroot

              violation contains {"msg": msg} if {
                not input.review.object.spec.template.spec.securityContext.runAsNonRoot
                msg := sprintf("%v may run as root", [input.review.object.metadata.name])
              }
---
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: NonRoot
metadata: {name: nonroot}
spec: {match: {kinds: [{apiGroups: [apps], kinds: [Deployment]}]}}
"""


def main() -> int:
    """Measure everything there is a tool for."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--large", action="store_true", help="also an estate of 100,000 objects")
    parser.add_argument("--stages", action="store_true", help="neither cold starts nor other tools")
    chosen = parser.parse_args()
    load = os.getloadavg()[0]
    lines = [
        "# Benchmarks",
        "",
        f"Made by `make bench` on {_machine()}; load {load:.1f} when it began (other work on the machine, if above 1).",
        "",
    ]
    stages = (*STAGES, (100_000, 100)) if chosen.large else STAGES
    with tempfile.TemporaryDirectory() as folder:
        lines += _stages(Path(folder), stages)
        if not chosen.stages:
            lines += _cold()
            lines += _others(Path(folder))
    text = "\n".join(lines) + "\n"
    (ROOT / "docs/benchmarks.md").write_text(text, encoding="utf-8")
    print(text)
    return 0


def _envpolicy() -> str:
    return str(Path(sys.executable).with_name("envpolicy"))


def _tool(name: str) -> str | None:
    built = ROOT / ".tools/bin" / name
    return str(built) if built.exists() else shutil.which(name)


def _stages(folder: Path, sizes: tuple[tuple[int, int], ...]) -> list[str]:
    """What reading and evaluating take, by size; and real OPA on the smallest, with the same bundle and input."""
    lines = [
        "## Cost of an evaluation",
        "",
        "Every leak check, every pair, every witness, in the embedded engine. Seconds of processor time in one process",
        "(`benchmarks/stages.py`), which other work on the machine stretches little; one run.",
        "",
        "| objects | deployments | pairs | manifests MB | read | evaluate | evaluate / read | peak MiB |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for size, namespaces in sizes:
        plan = estates.write(folder / f"stages-{size}", size, namespaces)
        megabytes = sum(file.stat().st_size for file in (plan.parent / "manifests").iterdir()) / 1e6
        command = [sys.executable, "-m", "benchmarks.stages", str(plan)]
        answer = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
        cells = (
            answer["objects"],
            answer["deployments"],
            answer["pairs"],
            f"{megabytes:.1f}",
            f"{answer['read']:.2f}",
            f"{answer['evaluate']:.2f}",
            f"{answer['evaluate'] / answer['read']:.1f}",
            f"{answer['mebibytes']:.0f}",
        )
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return [*lines, "", *_real_opa(folder, folder / f"stages-{sizes[0][0]}" / "envpolicy.yaml")]


def _real_opa(folder: Path, plan: Path) -> list[str]:
    opa = _tool("opa")
    if opa is None:
        return []
    bundle, document = folder / "bundle.tar.gz", folder / "input.json"
    law = [word for name in ("iso-27001-2022", "bsi-app-4.4") for word in ("--regulation", name)]
    ours = [sys.executable, "-m", "envpolicy"]
    subprocess.run([*ours, "build", "--target", "opa", *law, "-o", bundle], check=True, capture_output=True)
    found = subprocess.run([*ours, "input", "--plan", plan], check=True, capture_output=True)
    document.write_bytes(found.stdout)
    query = [opa, "eval", "--bundle", bundle, "--input", document, "data.envpolicy.main.report"]
    theirs = measure.run(query, runs=1)
    check = measure.run([*ours, "check", "--plan", plan], runs=1, accepted=(0, 1, 3))
    return [
        "Beside real OPA, the same bundle and input, the smallest of these estates, one run:",
        "",
        "| command | processor seconds | peak MiB |",
        "|---|---|---|",
        f"| `opa eval` (bundle and input made before) | {theirs.processor:.2f} | {theirs.mebibytes:.0f} |",
        f"| `envpolicy check` (from the manifests) | {check.processor:.2f} | {check.mebibytes:.0f} |",
        "",
    ]


def _cold() -> list[str]:
    bare = measure.run([sys.executable, "-I", "-c", "pass"], runs=7)
    plan = ROOT / "examples/hospital-webshop/envpolicy.yaml"
    check = measure.run([_envpolicy(), "check", "--plan", plan], runs=7)
    return [
        "## Cold start",
        "",
        "| command | seconds | ratio | peak MiB |",
        "|---|---|---|---|",
        f"| `python -I -c pass` | {bare.seconds:.3f} | 1 | {bare.mebibytes:.0f} |",
        (
            f"| `envpolicy check` on the example | {check.seconds:.3f} | {check.seconds / bare.seconds:.1f} "
            f"| {check.mebibytes:.0f} |"
        ),
        "",
    ]


def _others(folder: Path) -> list[str]:
    policy = folder / "policy"
    policy.mkdir()
    (policy / "main.rego").write_text(_CONFTEST_POLICY)
    template = folder / "template.yaml"
    template.write_text(_TEMPLATE)
    lines = [
        "## Beside other tools",
        "",
        "Generated manifests (`benchmarks/estates.py`), 50 objects a file. conftest and gator check one rule",
        "on each object; `envpolicy check` decides every pair of deployments under two regulations.",
        "",
        "| objects | MB | deployments | tool | seconds | ratio to conftest | peak MiB |",
        "|---|---|---|---|---|---|---|",
    ]
    growth: dict[int, float] = {}
    for size in SIZES:
        namespaces = max(size // 100, 2)
        plan = estates.write(folder / str(size), size, namespaces)
        manifests = plan.parent / "manifests"
        megabytes = sum(file.stat().st_size for file in manifests.iterdir()) / 1e6
        rows = {"envpolicy check": measure.run([_envpolicy(), "check", "--plan", plan], accepted=(0, 1, 3))}
        growth[size] = rows["envpolicy check"].seconds
        if conftest := _tool("conftest"):
            rows["conftest test"] = measure.run([conftest, "test", "--policy", policy, manifests])
            rows["conftest test --combine"] = measure.run(
                [conftest, "test", "--combine", "--policy", policy, manifests]
            )
        if gator := _tool("gator"):
            rows["gator test"] = measure.run([gator, "test", "-f", template, "-f", manifests])
        base = rows["conftest test"].seconds if "conftest test" in rows else None
        for name, row in rows.items():
            ratio = f"{row.seconds / base:.2f}" if base else "-"
            cells = (
                size,
                f"{megabytes:.1f}",
                namespaces,
                name,
                f"{row.seconds:.2f}",
                ratio,
                f"{row.mebibytes:.0f}",
            )
            lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    small, large = SIZES
    factor = growth[large] / growth[small]
    lines += ["", f"Ten times the objects took `envpolicy check` {factor:.1f} times as long.", ""]
    return lines


def _machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


if __name__ == "__main__":
    sys.exit(main())

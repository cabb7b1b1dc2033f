"""`make bench`: writes the figures to docs/benchmarks.md and prints them."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks import estates, measure

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1_000, 10_000)

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
    lines = [
        "# Benchmarks",
        "",
        f"`make bench` on {_machine()}. Whole processes, the least of three runs.",
        "",
    ]
    lines += _cold()
    with tempfile.TemporaryDirectory() as folder:
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
    import os

    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


if __name__ == "__main__":
    sys.exit(main())

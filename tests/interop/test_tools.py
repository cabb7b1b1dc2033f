"""The real tools are the ones that are pinned: each says the version that its go.mod under tools/ names."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

TOOLS = Path(__file__).resolve().parents[2] / "tools"

#: How each tool is asked for its version. Gatekeeper has no word for it, so it is seen to know its own flags.
ASK = {
    "opa": ["version"],
    "regal": ["version"],
    "conftest": ["--version"],
    "gator": ["--version"],
    "etcd": ["--version"],
    "kube-apiserver": ["--version"],
    "kubectl": ["version", "--client"],
    "gatekeeper": ["--help"],
    "helm": ["version", "--short"],
    "kustomize": ["version"],
    "registry": ["--version"],
    "oras": ["version"],
}


def pin(name: str) -> str:
    """Return the version, without its `v`, of the module that holds the tool, from tools/<name>/go.mod."""
    text = (TOOLS / name / "go.mod").read_text(encoding="utf-8")
    (package,) = re.findall(r"^tool (\S+)$", text, re.MULTILINE)
    required: dict[str, str] = dict(re.findall(r"^(?:require |\t)(\S+) v(\S+)", text, re.MULTILINE))
    holders = [module for module in required if package == module or package.startswith(module + "/")]
    return required[max(holders, key=len)]


def test_every_pinned_tool_is_asked() -> None:
    assert {file.parent.name for file in TOOLS.glob("*/go.mod")} == ASK.keys()


@pytest.mark.parametrize("name", ASK)
def test_tool_is_the_pinned_one(name: str, tool: Callable[[str], Path]) -> None:
    done = subprocess.run([tool(name), *ASK[name]], capture_output=True, text=True, timeout=60, check=False)
    said = done.stdout + done.stderr
    if name == "gatekeeper":
        assert "-operation" in said
    else:
        assert done.returncode == 0, said
        assert re.search(rf"(?<![\d.]){re.escape(pin(name))}(?![\d.])", said), said

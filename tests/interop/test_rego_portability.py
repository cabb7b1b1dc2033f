"""What `opa check` and Regal do not see, but the embedded engine stumbles over."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def modules(root: Path, tool: Callable[[str], Path]) -> dict[str, Any]:
    """The syntax tree of every Rego module, by path."""
    opa = tool("opa")
    trees = {}
    for path in sorted((root / "policies/rego").rglob("*.rego")):
        run = subprocess.run([opa, "parse", "--format", "json", path], capture_output=True, check=True)
        trees[path.relative_to(root).as_posix()] = json.loads(run.stdout)
    return trees


def _locals(node: Any) -> Iterator[str]:
    """Names that a rule binds: arguments, `some`, `every`, and the left side of `:=`."""
    if isinstance(node, dict):
        if node.get("type") == "call" and _operator(node) == "assign":
            yield from _names(node["value"][1])
        if "symbols" in node:
            for symbol in node["symbols"]:
                declared = symbol["value"][1:-1] if symbol.get("type") == "call" else [symbol]
                for name in declared:
                    yield from _names(name)
        terms = node.get("terms")
        if isinstance(terms, list) and terms and _is_assign(terms[0]):
            yield from _names(terms[1])
        for value in node.values():
            yield from _locals(value)
    elif isinstance(node, list):
        for value in node:
            yield from _locals(value)


def _operator(node: dict[str, Any]) -> str | None:
    head = node["value"][0]
    return head["value"][0]["value"] if head.get("type") == "ref" else None


def _is_assign(term: Any) -> bool:
    return (
        isinstance(term, dict)
        and term.get("type") == "ref"
        and [part["value"] for part in term["value"]] == ["assign"]
    )


def _names(term: Any) -> Iterator[str]:
    if not isinstance(term, dict):
        return
    if term.get("type") == "var":
        yield term["value"]
    elif term.get("type") == "array":
        for item in term["value"]:
            yield from _names(item)


def test_no_local_is_called_as_a_rule_of_its_package(modules: dict[str, Any]) -> None:
    """The embedded engine confuses the two, and gives another answer than OPA without a word."""
    shadows = []
    for path, tree in modules.items():
        rules = {rule["head"]["ref"][0]["value"] for rule in tree["rules"]}
        rules |= {each.get("alias") or each["path"]["value"][-1]["value"] for each in tree.get("imports", [])}
        for rule in tree["rules"]:
            arguments = [name for term in rule["head"].get("args", []) for name in _names(term)]
            bound = {*arguments, *_locals(rule)}
            shadows += [
                f"{path}: {rule['head']['ref'][0]['value']}: {name}" for name in sorted(bound & rules)
            ]
    assert not shadows

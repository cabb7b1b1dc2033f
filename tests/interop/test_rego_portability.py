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


def _is_open(part: dict[str, Any]) -> bool:
    return part.get("type") not in ("string", "number")


def _lookups(value: Any) -> Iterator[list[Any]]:
    """References by a key that is not known beforehand; what is undefined in a comprehension is left out of it."""
    if isinstance(value, list):
        for item in value:
            yield from _lookups(item)
    elif isinstance(value, dict) and not value.get("type", "").endswith("comprehension"):
        parts = value["value"] if value.get("type") == "ref" else []
        if parts and parts[0].get("type") == "var" and any(map(_is_open, parts[1:])):
            yield parts
        for item in value.values():
            yield from _lookups(item)


def _is_guarded(lookup: list[Any], body: Any) -> bool:
    """Whether a body asks for the same, and so does not hold where it is undefined."""
    if isinstance(body, list):
        return any(_is_guarded(lookup, item) for item in body)
    if not isinstance(body, dict) or body.get("negated") or body.get("type", "").endswith("comprehension"):
        return False
    if body.get("type") == "ref" and body["value"][: len(lookup)] == lookup:
        return True
    return any(_is_guarded(lookup, item) for item in body.values())


def _branches(rule: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The branches of a rule that have another one after them."""
    while "else" in rule:
        yield rule
        rule = rule["else"]


def test_no_function_is_undefined_instead_of_going_on_to_its_else(modules: dict[str, Any]) -> None:
    """Where the value of a branch is undefined, OPA goes on to the next one, and the embedded engine stops."""
    stops = [
        f"{path}: {rule['head']['name']}: {json.dumps(lookup)[:200]}"
        for path, tree in modules.items()
        for rule in tree["rules"]
        if rule["head"].get("args")
        for branch in _branches(rule)
        for lookup in _lookups(branch["head"].get("value"))
        if not _is_guarded(lookup, branch["body"])
    ]
    assert not stops, "look it up in the body of the branch, or with object.get"

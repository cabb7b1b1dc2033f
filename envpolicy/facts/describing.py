"""What the schema of plans says of a field: which values it takes, and what they mean."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from envpolicy.validation import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_KINDS = {"boolean": "true or false", "integer": "a whole number", "string": "text", "object": "a mapping"}


@cache
def _schema() -> Mapping[str, Any]:
    import json

    from envpolicy.resources import shipped

    return json.loads(shipped("schemas/deployment-plan.schema.json").read_text("utf-8"))  # type: ignore[no-any-return]


def described(path: tuple[str | int, ...]) -> tuple[str | None, str | None]:
    """The values that a field of a plan takes, in words, and its description; None where the schema says nothing."""
    part = _schema()
    for step in path:
        if (below := next(_below(part, step), None)) is None:
            return None, None
        part = below
    return _values(part), part.get("description")


def _whole(part: Mapping[str, Any]) -> Mapping[str, Any]:
    """A part with what it refers to; its own words go first."""
    reference = part.get("$ref")
    return part if reference is None else {**_schema()["$defs"][reference.rsplit("/", 1)[-1]], **part}


def _below(part: Mapping[str, Any], step: str | int) -> Iterator[Mapping[str, Any]]:
    part = _whole(part)
    found = part.get("items") if isinstance(step, int) else part.get("properties", {}).get(step)
    if isinstance(found, dict):
        yield _whole(found)
    for choice in part.get("anyOf", []):
        yield from _below(choice, step)


def _values(part: Mapping[str, Any]) -> str | None:
    part = _whole(part)
    if "enum" in part:
        return listed(part["enum"])
    if "anyOf" in part:
        return "; or ".join(dict.fromkeys(said for one in part["anyOf"] if (said := _values(one))))
    kind = part.get("type")
    if kind == "array":
        item = part.get("items", {})
        words = listed(item["enum"]) if "enum" in item else _whole(item).get("title")
        return f"a list of {words}" if words else "a list"
    if kind == "integer" and "minimum" in part:
        return f"a whole number, at least {part['minimum']}"
    if kind == "object" and part.get("properties"):
        return f"a mapping of {listed(list(part['properties'])).replace(' or ', ' and ')}"
    return _KINDS.get(str(kind))

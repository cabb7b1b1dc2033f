"""What the policies get of a requirement: selectors in normal form, levels as numbers, defaults spelled out.

The result is a JSON object, shallow on purpose: each level of nesting doubles the time some engines parse.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from envpolicy.catalog.selectors import condition_literal, normal_form
from envpolicy.model import Level

if TYPE_CHECKING:
    from collections.abc import Mapping


def parameters(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The normal form of a requirement that fits the schema and contradicts itself nowhere.

    Only blocks that the requirement has are there; a block that has a default gets it spelled out.
    Raises `SelectorError` for a selector without a normal form.
    """
    result: dict[str, Any] = {"id": raw["id"], "force": raw["force"]}
    if "appliesWhen" in raw:
        result["appliesWhen"] = _applies_when(raw["appliesWhen"])
    if "between" in raw:
        result["between"] = [normal_form(selector) for selector in raw["between"]]
        result["scope"] = raw["scope"]
        if "where" in raw:
            result["differ"] = list(raw["where"]["differ"])
        result["whenNoPair"] = raw.get("whenNoPair", "not-applicable")
    if "isolation" in raw:
        result["isolation"] = _isolation(raw["isolation"])
    if "data" in raw:
        result["data"] = {**raw["data"], "at": normal_form(raw["data"].get("at", {}))}
    for block in ("access", "promotion", "environments"):
        if block in raw:
            result[block] = dict(raw[block])
    if "evidence" in raw:
        result["evidence"] = [_evidence(item) for item in raw["evidence"]]
    if "rego" in raw:
        result["rego"] = True
    return result


def organisation_fact(fact: str, condition: Any) -> dict[str, Any]:
    """`{"fact", "in", "negated", "absent"}`: `absent` is what an absent fact counts as, null for unknown."""
    negated, absent = False, None
    if isinstance(condition, dict):
        negated, absent, condition = True, condition.get("absent"), condition["not"]
    words = condition if isinstance(condition, list) else [condition]
    return {"fact": fact, "in": list(words), "negated": negated, "absent": absent}


def duration(text: str) -> dict[str, int]:
    """`P1Y6M` as `{"years": 1, "months": 6, "days": 0}`."""
    parts = {unit: int(number) for number, unit in re.findall(r"(\d+)([YMD])", text)}
    return {"years": parts.get("Y", 0), "months": parts.get("M", 0), "days": parts.get("D", 0)}


def _applies_when(raw: Mapping[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    if "organisation" in raw:
        result["organisation"] = [
            organisation_fact(fact, value) for fact, value in raw["organisation"].items()
        ]
    if "deployments" in raw:
        result["deployments"] = normal_form(raw["deployments"])
    for place in ("environments", "changes"):
        if place in raw:
            result[place] = [condition_literal((name,), value, (name,)) for name, value in raw[place].items()]
    return result


def _isolation(raw: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(raw)
    for name in ("floor", "default"):
        if name in raw:
            result[name] = int(Level.of(raw[name]))
    if "floorByProtection" in raw:
        result["floorByProtection"] = {
            need: int(Level.of(name)) for need, name in raw["floorByProtection"].items()
        }
    if "anyOf" in raw:
        result["anyOf"] = [
            {"level": int(Level.of(option["level"]))} if "level" in option else dict(option)
            for option in raw["anyOf"]
        ]
    return result


def _evidence(raw: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(raw)
    if "maxAge" in raw:
        result["maxAge"] = duration(raw["maxAge"])
    return result

"""A JSON Schema for deployment plans from a selection of requirements.

One-sided: what the schema refuses, the Rego fails. It refuses what a plan alone shows to be against a
requirement, whatever the manifests say; what needs two entries to be compared, a date, or the manifests, it
leaves to the Rego. A plan with waivers is left to the Rego altogether.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envpolicy.model import AUDIENCES, DATA_CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from envpolicy.catalog import Requirement

Schema = dict[str, Any]

# Audiences by rank; one step may hold several (the ideal-promotion figure).
_AUDIENCE_RANK = dict(zip(AUDIENCES, (0, 1, 2, 2, 3, 4, 4), strict=True))
_CANCELLING = ["anonymised", "randomised", "synthetic"]
_CANCELLED = frozenset({"personal", "patient"})


def plan_schema(name: str, title: str, requirements: Iterable[Requirement]) -> Schema:
    """The schema (2020-12) of plans that no requirement refuses at sight; `name` goes into its `$id`."""
    rules = [rule for requirement in requirements for rule in _rules(requirement)]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://envpolicy.dev/schemas/v1alpha1/plans/{name}.schema.json",
        "title": f"Deployment plans under {title}",
        "description": "Refuses what a plan alone shows to be against a requirement.",
        "type": "object",
        "anyOf": [
            {"required": ["waivers"], "properties": {"waivers": {"type": "array", "minItems": 1}}},
            {"allOf": rules} if rules else {},
        ],
    }


def _rules(requirement: Requirement) -> list[Schema]:
    applies = _applies(requirement.parameters.get("appliesWhen", {}))
    if applies is None:
        return []
    return [
        {
            "title": f"{requirement.clause}: {requirement.title}",
            "description": _described(requirement),
            "not": {"allOf": [*applies, refused]} if applies else refused,
        }
        for refused in _refusals(requirement.parameters)
    ]


def _described(requirement: Requirement) -> str:
    return f"{requirement.id} ({requirement.force.value}). {requirement.remediation or ''}".strip()


# --- what is certain about a plan


def _at(path: Sequence[str], schema: Schema) -> Schema:
    """`schema` holds of the value at `path`, and there is one."""
    for step in reversed(path):
        schema = {"type": "object", "required": [step], "properties": {step: schema}}
    return schema


def _some(path: Sequence[str], item: Schema) -> Schema:
    return _at(path, {"type": "array", "contains": item})


def _words(words: Sequence[Any]) -> Schema:
    return {"enum": list(words)}


def _literal(literal: Mapping[str, Any]) -> Schema | None:
    """The literal certainly holds of a deployment; None where a schema cannot tell."""
    field, words = literal["field"], literal["in"]
    if field[0] == "environment":
        return None
    if field == ["data", "qualities"]:
        return None if literal.get("negated") else {"anyOf": [_quality(word) for word in words]}
    if literal.get("negated"):
        return _at(field, {"not": {"anyOf": [_words(words), {"type": "array"}]}})
    return _at(field, {"anyOf": [_words(words), {"type": "array", "contains": _words(words)}]})


def _quality(word: str) -> Schema:
    held = _some(["data", "qualities"], {"const": word})
    if word not in _CANCELLED:
        return held
    return {"allOf": [held, {"not": _at(["data", "treatment"], _words(_CANCELLING))}]}


def _deployment(selector: Sequence[Sequence[Mapping[str, Any]]]) -> Schema | None:
    """A deployment that certainly matches a selector in normal form; None where none can be told."""
    branches = []
    for literals in selector:
        parts = [_literal(literal) for literal in literals]
        if all(part is not None for part in parts):
            branches.append({"type": "object", "allOf": parts} if parts else {"type": "object"})
    return {"anyOf": branches} if branches else None


def _applies(condition: Mapping[str, Any]) -> list[Schema] | None:
    """What must hold for the requirement to certainly apply; None where a schema cannot tell."""
    parts: list[Schema | None] = []
    for literal in condition.get("organisation", ()):
        given = _words(literal["in"]) if not literal["negated"] else {"not": _words(literal["in"])}
        known = _at(["organisation", literal["fact"]], given)
        absent = {"not": _at(["organisation", literal["fact"]], {})}
        parts.append({"anyOf": [known, absent]} if literal["absent"] is True else known)
    if "deployments" in condition:
        item = _deployment(condition["deployments"])
        parts.append(None if item is None else _some(["deployments"], item))
    for register, path in (("environments", ["environments"]), ("changes", ["records", "changes"])):
        if register in condition:
            items = [_literal(literal) for literal in condition[register]]
            parts.append(None if None in items else _some(path, {"type": "object", "allOf": items}))
    return None if None in parts else [part for part in parts if part is not None]


# --- what a requirement certainly refuses


def _refusals(parameters: Mapping[str, Any]) -> list[Schema]:
    refused: list[Schema] = []
    if "environments" in parameters:
        refused += _environments(parameters["environments"])
    if "data" in parameters:
        refused += _data(parameters["data"])
    if "evidence" in parameters:
        refused += [_whole("evidence", _lacks(item)) for item in parameters["evidence"]]
    if parameters.get("promotion", {}).get("register") == "changes":
        refused += _changes(parameters["promotion"])
    return refused


def _environments(block: Mapping[str, Any]) -> list[Schema]:
    refused = []
    if "atLeast" in block:
        refused.append(_at(["environments"], {"type": "array", "maxItems": block["atLeast"] - 1}))
    if block.get("designatedNonProduction"):
        only = {"type": "array", "items": _at(["class"], {"const": "production"})}
        refused.append(_at(["environments"], only))
    return refused


def _data(block: Mapping[str, Any]) -> list[Schema]:
    refused = []
    selected = _deployment(block["at"])
    if selected is None:
        return []
    if "qualities" in block:
        parts = [selected, {"anyOf": [_quality(word) for word in block["qualities"]]}]
        if "treatments" in block:
            parts.append(_at(["data", "treatment"], _words(block["treatments"])))
        holds = _some(["deployments"], {"allOf": parts})
        leave = block.get("allowedWhen")
        if leave is None:
            refused.append(holds)
        elif "record" in leave:
            refused.append({"allOf": [holds, _whole("evidence", _lacks({"record": leave["record"]}))]})
    for stage, most in block.get("classAtMost", {}).items():
        above = DATA_CLASSES[DATA_CLASSES.index(most) + 1 :]
        refused.append(_staged(selected, stage, _at(["data", "class"], _words(above))))
    for stage, most in block.get("audienceAtMost", {}).items():
        beyond = [word for word in AUDIENCES if _AUDIENCE_RANK[word] > _AUDIENCE_RANK[most]]
        refused.append(_staged(selected, stage, _some(["audience"], _words(beyond))))
    return refused


def _staged(selected: Schema, stage: str, bad: Schema) -> Schema:
    return _some(["deployments"], {"allOf": [selected, _at(["stage"], {"const": stage}), bad]})


def _whole(register: str, bad: Schema) -> Schema:
    """A register is given whole, written in the plan itself, and `bad`."""
    return {
        "allOf": [
            _some(["records", "complete"], {"const": register}),
            _at(["records"], {"properties": {register: {"type": "array", "items": {"type": "object"}}}}),
            bad,
        ]
    }


def _lacks(evidence: Mapping[str, Any]) -> Schema:
    fitting: list[Schema] = [_at(["record"], {"const": evidence["record"]})]
    if evidence.get("covers"):
        every = [{"type": "array", "contains": {"const": word}} for word in evidence["covers"]]
        fitting.append({"anyOf": [{"not": {"required": ["covers"]}}, _at(["covers"], {"allOf": every})]})
    return {"not": _some(["records", "evidence"], {"type": "object", "allOf": fitting})}


def _changes(block: Mapping[str, Any]) -> list[Schema]:
    """Changes in a whole register that lack a field, or have a word in it that is none of those asked for."""
    concerned: list[Schema] = [_at(["production"], {"not": {"type": "null"}})]
    layers = ["platform"] if block.get("medicalDevice") else block.get("layer")
    if layers:
        concerned.append(_at(["layer"], _words(layers)))
    if block.get("layer"):
        concerned.append(_at(["layer"], _words(block["layer"])))
    if block.get("change"):
        concerned.append(_at(["change"], _words(block["change"])))
    if block.get("exempt"):
        concerned.append({"not": _at(["change"], _words(block["exempt"]))})
    refused = []
    for asked in block.get("records", ()):
        missing = {"not": _at([asked["field"]], {"not": {"type": "null"}})}
        lacking = _some(["records", "changes"], {"type": "object", "allOf": [*concerned, missing]})
        refused.append(_whole("changes", lacking))
        if "in" in asked:
            wrong = _at([asked["field"]], {"not": {"enum": [*asked["in"], None]}})
            refused.append(_some(["records", "changes"], {"type": "object", "allOf": [*concerned, wrong]}))
    return refused

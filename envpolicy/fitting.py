"""Whether a value fits one of the shipped JSON Schemas: yes for certain, or not known.

The library that explains misfits takes a tenth of a second to import, which is most of what a small check costs; nearly
every document fits, and then there is nothing to explain. This knows the keywords that the shipped schemas use (JSON
Schema 2020-12) and says yes only where each of them holds; a keyword that it does not know makes it say no.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sized

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_SILENT = frozenset(("$schema", "$id", "$defs", "title", "description", "$comment", "default", "examples"))


def surely_fits(value: Any, schema: str) -> bool:
    """Whether `value` fits `schemas/<schema>.schema.json` for certain. False says nothing."""
    root = _schema(schema)
    try:
        return _fits(value, root, root)
    except RecursionError:
        return False


@cache
def _schema(name: str) -> dict[str, Any]:
    from envpolicy.resources import shipped

    schema: dict[str, Any] = json.loads(shipped(f"schemas/{name}.schema.json").read_text(encoding="utf-8"))
    return schema


def _fits(value: Any, schema: Any, root: dict[str, Any]) -> bool:
    if isinstance(schema, bool):
        return schema
    for keyword, wanted in schema.items():
        if keyword in _SILENT:
            continue
        check = _KEYWORDS.get(keyword)
        if check is None or not check(value, wanted, schema, root):
            return False
    return True


def _ref(value: Any, wanted: str, _: dict[str, Any], root: dict[str, Any]) -> bool:
    if not wanted.startswith("#/$defs/"):
        return False
    return _fits(value, root["$defs"][wanted.removeprefix("#/$defs/")], root)


def _type(value: Any, wanted: str | list[str], _: dict[str, Any], __: dict[str, Any]) -> bool:
    return any(type(value) in _TYPES[name] for name in ([wanted] if isinstance(wanted, str) else wanted))


def _properties(value: Any, wanted: dict[str, Any], _: dict[str, Any], root: dict[str, Any]) -> bool:
    return type(value) is not dict or all(
        _fits(part, wanted[name], root) for name, part in value.items() if name in wanted
    )


def _additional(value: Any, wanted: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    known = schema.get("properties", {})
    return type(value) is not dict or all(
        _fits(part, wanted, root) for name, part in value.items() if name not in known
    )


def _one_of_them(value: Any, wanted: list[Any], _: dict[str, Any], __: dict[str, Any]) -> bool:
    return any(type(value) is type(word) and value == word for word in wanted)


def _unique(value: Any, wanted: bool, _: dict[str, Any], __: dict[str, Any]) -> bool:  # noqa: FBT001
    if not wanted or type(value) is not list:
        return True
    if all(type(part) is str for part in value):
        return len(set(value)) == len(value)
    texts = [json.dumps(part, sort_keys=True) for part in value]
    # A fraction may equal a whole number that is written differently, and would pass unseen.
    return len(set(texts)) == len(texts) and not any("." in text for text in texts)


def _length(kind: type[Sized], *, least: bool) -> Callable[[Any, int, dict[str, Any], dict[str, Any]], bool]:
    def check(value: Any, wanted: int, _: dict[str, Any], __: dict[str, Any]) -> bool:
        return type(value) is not kind or (len(value) >= wanted if least else len(value) <= wanted)

    return check


def _dependent(value: Any, wanted: dict[str, list[str]], _: dict[str, Any], __: dict[str, Any]) -> bool:
    return type(value) is not dict or all(
        other in value for name, others in wanted.items() if name in value for other in others
    )


_KEYWORDS: dict[str, Callable[[Any, Any, dict[str, Any], dict[str, Any]], bool]] = {
    "$ref": _ref,
    "type": _type,
    "enum": _one_of_them,
    "const": lambda value, wanted, schema, root: _one_of_them(value, [wanted], schema, root),
    "anyOf": lambda value, wanted, _, root: any(_fits(value, branch, root) for branch in wanted),
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": lambda value, wanted, _, root: (
        type(value) is not dict or all(_fits(name, wanted, root) for name in value)
    ),
    "required": lambda value, wanted, _, __: type(value) is not dict or all(name in value for name in wanted),
    "dependentRequired": _dependent,
    "items": lambda value, wanted, _, root: (
        type(value) is not list or all(_fits(part, wanted, root) for part in value)
    ),
    "uniqueItems": _unique,
    "minItems": _length(list, least=True),
    "maxItems": _length(list, least=False),
    "minProperties": _length(dict, least=True),
    "maxProperties": _length(dict, least=False),
    "minLength": _length(str, least=True),
    "pattern": lambda value, wanted, _, __: type(value) is not str or re.search(wanted, value) is not None,
    "minimum": lambda value, wanted, _, __: type(value) in (int, float) and value >= wanted,
}

"""Checks a document against one of the shipped JSON Schemas, and says in plain words what does not fit."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from envpolicy.errors import DocumentError, Problem
from envpolicy.fitting import surely_fits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from envpolicy.errors import Location

    Path: TypeAlias = tuple[str | int, ...]

_KINDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}

#: What people write for true and false.
_ANSWERS = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}


def schema_problems(
    value: Any, schema: str, position: Callable[[Sequence[str | int]], Location]
) -> list[tuple[Path, Problem]]:
    """Everything in `value` that does not fit `schemas/<schema>.schema.json`, with the path of each problem.

    `position` gives the place in the file of a path. Problems come in the order of the document. Raises
    `DocumentError` for a document nested so deeply that it cannot be checked.
    """
    if surely_fits(value, schema):
        return []
    try:
        found = [
            (path, Problem(message=message, location=position(path), hint=hint))
            for error in _validator(schema).iter_errors(value)
            for path, message, hint in _in_words(error)
        ]
    except RecursionError:
        raise DocumentError(
            Problem(message="the document is nested too deeply", location=position(()), hint="flatten it")
        ) from None
    unique = {(path, problem.message): (path, problem) for path, problem in found}
    return sorted(unique.values(), key=lambda item: (_order(item[1].location), item[1].message))


def nearest(word: str, known: Sequence[str], *, count: int = 1) -> list[str]:
    """The words of `known` that `word` was most likely meant to be, best first; empty where none is near."""
    import difflib

    return difflib.get_close_matches(word, known, n=count, cutoff=0.5)


def slip(word: str, known: Sequence[str]) -> str | None:
    """The word of `known` of which `word` is a slip of the pen: nearly the same, and not the same."""
    import difflib

    near = difflib.get_close_matches(word, known, n=1, cutoff=0.82)
    return near[0] if near and word not in known else None


def listed(words: Sequence[Any]) -> str:
    """The words as a person lists them: `a, b or c`."""
    texts = [str(word).lower() if isinstance(word, bool) else str(word) for word in words]
    return " or ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)


@cache
def _validator(schema: str) -> Any:
    import json

    from jsonschema import Draft202012Validator

    from envpolicy.resources import shipped

    text = shipped(f"schemas/{schema}.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def _order(location: Location | None) -> tuple[int, int, int]:
    if location is None:
        return (0, 0, 0)
    return (location.document or 0, location.line or 0, location.column or 0)


def _kind(value: Any) -> str:
    for kind, types in (
        ("boolean", bool),
        ("integer", int),
        ("number", float),
        ("string", str),
        ("null", type(None)),
    ):
        if isinstance(value, types):
            return kind
    return "array" if isinstance(value, list | tuple) else "object"


def _in_words(error: Any) -> Iterator[tuple[Path, str, str | None]]:
    """Path, message and hint of each mistake behind one error of the validator."""
    path: Path = tuple(error.absolute_path)
    if error.validator in ("anyOf", "oneOf"):
        yield from _of_the_branch_that_was_meant(error, path)
    elif error.validator == "required":
        # One error per missing field: the validator names it in its message alone.
        for name in error.validator_value:
            if name not in error.instance and error.message.startswith(f"{name!r} "):
                yield path, f"`{name}` is missing", _described(error.schema, name)
    elif error.validator == "dependentRequired":
        for name, needed in error.validator_value.items():
            if name in error.instance:
                for other in needed:
                    if other not in error.instance:
                        yield (
                            (*path, name),
                            f"`{name}` needs `{other}` beside it",
                            _described(error.schema, other),
                        )
    elif error.validator == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        for name in error.instance:
            if name not in known:
                yield (*path, name), f"unknown field `{name}`", _suggestion(name, known)
    else:
        yield path, *_simple(error)


def _of_the_branch_that_was_meant(error: Any, path: Path) -> Iterator[tuple[Path, str, str | None]]:
    """Speak only of the alternative whose type is the one that was written."""
    branches: dict[int, list[Any]] = {}
    for cause in error.context:
        branches.setdefault(cause.relative_schema_path[0], []).append(cause)
    fitting = [
        causes
        for causes in branches.values()
        if not any(cause.validator in ("type", "const") and not cause.relative_path for cause in causes)
    ]
    if len(fitting) == 1:
        for cause in fitting[0]:
            yield from _in_words(cause)
        return
    kinds: list[str] = []
    for causes in branches.values():
        for cause in causes:
            if cause.validator == "type" and not cause.relative_path:
                wanted = cause.validator_value
                kinds += [wanted] if isinstance(wanted, str) else wanted
    expected = listed([_KINDS[kind] for kind in dict.fromkeys(kinds)])
    yield path, f"expected {expected}, not {_KINDS[_kind(error.instance)]}", _quoting(error.instance, kinds)


def _simple(error: Any) -> tuple[str, str | None]:
    value, wanted, thing = error.instance, error.validator_value, error.schema.get("title", "word")
    described = error.schema.get("description")
    match error.validator:
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            expected = listed([_KINDS[kind] for kind in kinds])
            return f"expected {expected}, not {_KINDS[_kind(value)]}", _rewriting(value, kinds, described)
        case "enum":
            return f"unknown {thing} `{value}`", _suggestion(str(value), [str(word) for word in wanted])
        case "const":
            return f"`{value}` stands where only `{listed([wanted])}` may", described
        case "pattern":
            return f"`{value}` is no {thing}", described
        case "minLength":
            return "the text is empty", described
        case "minItems" | "minProperties":
            return f"too few entries: at least {wanted}", described
        case "maxItems" | "maxProperties":
            return f"too many entries: at most {wanted}", described
        case "uniqueItems":
            return "the list says something twice", "remove the repetition"
        case "minimum":
            return f"`{value}` is too small: at least {wanted}", described
        case _:
            return str(error.message), described


def _described(schema: Any, name: str) -> str | None:
    described = schema.get("properties", {}).get(name, {}).get("description")
    return f"`{name}` says: {described}" if described else None


def _suggestion(word: str, known: Sequence[str]) -> str:
    near = nearest(word, known)
    allowed = f"expected {listed(known)}"
    return f"did you mean `{near[0]}`? {allowed}" if near else allowed


def _rewriting(value: Any, kinds: Sequence[str], described: str | None) -> str | None:
    """How to write the value that was probably meant, and what the field says."""
    written = _quoting(value, kinds)
    if isinstance(value, str) and "array" in kinds:
        written = f"write it as a list: `[{value}]`"
    elif isinstance(value, str) and "integer" in kinds and value.isdecimal():
        written = "write it without quotes"
    elif isinstance(value, str) and "boolean" in kinds and value.lower() in _ANSWERS:
        written = f"write `{_ANSWERS[value.lower()]}`"
    return "; ".join(part for part in (written, described) if part) or None


def _quoting(value: Any, kinds: Sequence[str]) -> str | None:
    if "string" in kinds and _kind(value) in ("boolean", "integer", "number"):
        return "write it in quotes if the text is meant"
    return None

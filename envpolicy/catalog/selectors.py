"""Selectors as the policies read them: any of some lists of literals (disjunctive normal form).

A literal is `{"field": ["data", "class"], "in": [...], "negated": false}`: does the deployment's fact at that
path hold one of the words (`negated`: none of them)? A missing fact makes it unknown. Only steps that hold in
Kleene's strong three-valued logic are taken (distribution, De Morgan, absorption): "x or not x" is never
simplified, because it is unknown where x is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from envpolicy.model import DATA_CLASSES, PROTECTION_NEEDS, STAGE_SETS, STAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

Literal: TypeAlias = dict[str, Any]
NormalForm: TypeAlias = list[list[Literal]]

#: Fields whose words stand in an order, lowest first: `atLeast` and `atMost` speak of these.
ORDERED: dict[tuple[str, ...], tuple[str, ...]] = {
    ("stage",): STAGES,
    ("protection",): PROTECTION_NEEDS,
    ("data", "class"): DATA_CLASSES,
}

#: Fields that hold a list: "any of these words" may hold of one deployment together with "any of those".
LISTS = frozenset({("data", "qualities"), ("audience",)})

#: Fields with sub-fields.
_NESTED = ("data", "environment")

#: A selector that needs more alternatives than this is a mistake, and would make the policies slow.
MAX_ALTERNATIVES = 128


class SelectorError(ValueError):
    """A selector without a sensible normal form; `path` leads from the selector to the part that is wrong."""

    def __init__(self, message: str, path: tuple[str | int, ...], hint: str | None = None) -> None:
        super().__init__(message)
        self.path = path
        self.hint = hint


def normal_form(selector: Mapping[str, Any]) -> NormalForm:
    """The disjunctive normal form of `selector`, which fits the schema. `{}` is `[[]]`: it matches all.

    Raises `SelectorError` where a range is empty or the alternatives are too many.
    """
    return _of_selector(selector, (), negated=False)


def condition_literal(
    field: tuple[str, ...], condition: Any, path: tuple[str | int, ...] = (), *, negated: bool = False
) -> Literal:
    """The one literal that `condition` (a word, a list, `{not: ...}`, `{atLeast: ...}`) means for `field`.

    Raises `SelectorError` where `atLeast` and `atMost` leave nothing, or stand beside `not`.
    """
    if isinstance(condition, dict):
        if "not" in condition:
            if len(condition) > 1:
                raise SelectorError(
                    "`not` stands beside another condition",
                    path,
                    "write a list of the words that are meant, or two entries under `anyOf`",
                )
            return condition_literal(field, condition["not"], (*path, "not"), negated=not negated)
        words: list[Any] = _range(field, condition, path)
    else:
        words = []
        for word in condition if isinstance(condition, list) else [condition]:
            words += STAGE_SETS.get(word, (word,)) if field == ("stage",) else (word,)
    return {"field": list(field), "in": list(dict.fromkeys(words)), "negated": negated}


def never_matches(form: NormalForm) -> bool:
    """Whether no deployment, whatever its facts, can match: each alternative contradicts itself."""
    return all(_contradicts(literals) for literals in form)


def _range(field: tuple[str, ...], condition: Mapping[str, str], path: tuple[str | int, ...]) -> list[str]:
    order = ORDERED[field]
    low = order.index(condition["atLeast"]) if "atLeast" in condition else 0
    high = order.index(condition["atMost"]) if "atMost" in condition else len(order) - 1
    if low > high:
        raise SelectorError(
            f"nothing is at least `{order[low]}` and at most `{order[high]}`",
            path,
            f"the order is {' < '.join(order)}",
        )
    return list(order[low : high + 1])


def _of_selector(selector: Mapping[str, Any], path: tuple[str | int, ...], *, negated: bool) -> NormalForm:
    parts: list[NormalForm] = []
    for key, value in selector.items():
        here = (*path, key)
        if key == "not":
            parts.append(_of_selector(value, here, negated=not negated))
        elif key == "anyOf":
            options = [
                _of_selector(item, (*here, index), negated=negated) for index, item in enumerate(value)
            ]
            parts.append(_all(options, here) if negated else _any(options, here))
        elif key in _NESTED:
            nested = [
                [[condition_literal((key, name), condition, (*here, name), negated=negated)]]
                for name, condition in value.items()
            ]
            parts.append(_any(nested, here) if negated else _all(nested, here))
        else:
            parts.append([[condition_literal((key,), value, here, negated=negated)]])
    return _any(parts, path) if negated else _all(parts, path)


def _any(options: list[NormalForm], path: tuple[str | int, ...]) -> NormalForm:
    return _tidy([literals for option in options for literals in option], path)


def _all(parts: list[NormalForm], path: tuple[str | int, ...]) -> NormalForm:
    whole: NormalForm = [[]]
    for part in parts:
        whole = _tidy([[*left, *right] for left in whole for right in part], path)
    return whole


def _tidy(form: NormalForm, path: tuple[str | int, ...]) -> NormalForm:
    """Drop repeated literals, and alternatives that another one already covers."""
    distinct: dict[frozenset[str], list[Literal]] = {}
    for literals in form:
        by_text = {repr(literal): literal for literal in literals}
        distinct.setdefault(frozenset(by_text), list(by_text.values()))
    kept = distinct
    if len(distinct) <= 8 * MAX_ALTERNATIVES:  # absorption compares each with each
        kept = {
            keys: found for keys, found in distinct.items() if not any(other < keys for other in distinct)
        }
    if len(kept) > MAX_ALTERNATIVES:
        raise SelectorError(
            f"the selector needs more than {MAX_ALTERNATIVES} alternatives",
            path,
            "write several requirements, or list the words of a field instead of nesting `anyOf`",
        )
    return list(kept.values())


def _contradicts(literals: list[Literal]) -> bool:
    left: dict[tuple[str, ...], set[Any]] = {}
    barred: dict[tuple[str, ...], set[Any]] = {}
    for literal in literals:
        field, words = tuple(literal["field"]), set(literal["in"])
        if literal["negated"]:
            barred.setdefault(field, set()).update(words)
        elif field in LISTS:
            # Each such literal asks for one of its words; two of them may be met by two words.
            continue
        else:
            left[field] = left[field] & words if field in left else words
    domains: dict[tuple[str, ...], set[Any]] = {
        **{field: set(order) for field, order in ORDERED.items()},
        ("medicalDevice",): {True, False},
        ("environment", "class"): {"production", "non-production"},
    }
    for field in {*left, *barred}:
        possible = left.get(field, domains.get(field))
        if field not in LISTS and possible is not None and not possible - barred.get(field, set()):
            return True
    return any(
        not literal["negated"]
        and tuple(literal["field"]) in LISTS
        and not set(literal["in"]) - barred.get(tuple(literal["field"]), set())
        for literal in literals
    )

"""Three-valued logic (Kleene's strong one): True, False, and None for "the input does not say"."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Truth: TypeAlias = bool | None

PASS, FAIL, UNKNOWN, NOT_APPLICABLE = "pass", "fail", "unknown", "not-applicable"


def every(values: Iterable[Truth]) -> Truth:
    """False if one is false, else unknown if one is unknown, else true (also of nothing)."""
    found = list(values)
    if False in found:
        return False
    return None if None in found else True


def some(values: Iterable[Truth]) -> Truth:
    """True if one is true, else unknown if one is unknown, else false (also of nothing)."""
    found = list(values)
    if True in found:
        return True
    return None if None in found else False


def negate(value: Truth) -> Truth:
    """The opposite; unknown stays unknown."""
    return None if value is None else not value


def verdict(value: Truth) -> str:
    """`pass`, `fail` or `unknown`."""
    return UNKNOWN if value is None else PASS if value else FAIL


def worst(verdicts: Iterable[str]) -> str:
    """The worst of some verdicts; `not-applicable` only where nothing else was said."""
    found = set(verdicts)
    return next((one for one in (FAIL, UNKNOWN, PASS) if one in found), NOT_APPLICABLE)

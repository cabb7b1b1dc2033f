"""Names that reports give to what they tell."""

from __future__ import annotations


def advice_id(requirement: str) -> str:
    """The id under which the advice of a requirement is reported."""
    return f"{requirement}/recommended"

"""One recipe a file: `drop_subject.py` is the recipe `drop-subject`, its function `changes` says what to change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from envpolicy.patches.case import Case, Change


#: The recipes for what requirements find by themselves, by the requirement.
OF_REQUIREMENTS: Mapping[str, str] = {
    "bsi-app-4.4.A7": "deny-both-ways",
    "bsi-app-4.4.A9": "own-account",
}


def recipes() -> tuple[str, ...]:
    """The names of all recipes, sorted."""
    return tuple(
        sorted(
            path.stem.replace("_", "-")
            for path in Path(__file__).parent.glob("*.py")
            if not path.stem.startswith("_")
        )
    )


def recipe(name: str) -> Callable[[Case], Iterable[Change]]:
    """The recipe of that name. Raises `KeyError` for any other name.

    It gives the objects to add, or raises `Declined` where nothing safe would mend the finding.
    """
    from importlib import import_module

    if name not in recipes():
        raise KeyError(name)
    found: Callable[[Case], Iterable[Change]] = import_module(
        f"envpolicy.patches.recipes.{name.replace('-', '_')}"
    ).changes
    return found

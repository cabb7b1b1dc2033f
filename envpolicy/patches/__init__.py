"""YAML that mends: objects that, when added in place of those of the same name, make findings go away.

A leak's METADATA names a recipe (`patch: drop-subject`); the recipe is the file of that name in `recipes/`. What a
recipe proposes is applied to the estate and judged before anybody sees it: only what mends is printed.
"""

from __future__ import annotations

from envpolicy.patches.case import Case, Change, Declined
from envpolicy.patches.mending import Mending, mend
from envpolicy.patches.recipes import recipe, recipes

__all__ = ["Case", "Change", "Declined", "Mending", "mend", "recipe", "recipes"]

"""YAML that mends: objects that, when added in place of those of the same name, make findings go away.

A leak's METADATA names a recipe (`patch: drop-subject`), and `OF_REQUIREMENTS` one for what a requirement finds by
itself; the recipe is the file of that name in `recipes/`. What a
recipe proposes is applied to the estate and judged before anybody sees it: only what mends is printed.
"""

from __future__ import annotations

from envpolicy.patches.case import Case, Change, Declined
from envpolicy.patches.mending import Mending, mend
from envpolicy.patches.recipes import OF_REQUIREMENTS, recipe, recipes

__all__ = ["OF_REQUIREMENTS", "Case", "Change", "Declined", "Mending", "mend", "recipe", "recipes"]

"""How hard to try: an engine takes a hundred times as long as the specification for one question."""

from __future__ import annotations

from hypothesis import settings

#: A third of the examples of the profile in force.
FEWER = settings(max_examples=max(10, settings.default.max_examples // 3))  # type: ignore[union-attr]

#: A tenth: where each example is judged by every leak check.
FEWEST = settings(max_examples=max(5, settings.default.max_examples // 10))  # type: ignore[union-attr]

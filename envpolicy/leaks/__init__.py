"""The leak checks: what the METADATA on top of each file of policies/rego/leaks says, and what is made of it.

One leak is one Rego file. Its METADATA (an OPA annotation block, scope package) carries everything that is
said about the leak outside its rule; from all of them come the table policies read (`leak_table`) and
the page that people read (`leaks_page`), which also lists the rows that are left out (left_out.yaml).
`python -m envpolicy.leaks --write` writes both.
"""

from __future__ import annotations

from envpolicy.leaks.left_out import LeftOut, read_left_out
from envpolicy.leaks.metadata import BOUNDARIES, KINDS, LeakCheck, read_leaks
from envpolicy.leaks.rendering import leak_table, leaks_page, least

__all__ = [
    "BOUNDARIES",
    "KINDS",
    "LeakCheck",
    "LeftOut",
    "leak_table",
    "leaks_page",
    "least",
    "read_leaks",
    "read_left_out",
]

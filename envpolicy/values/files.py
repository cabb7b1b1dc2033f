"""Settings in files: `name: value`, `name = value`, a line each; what stands around a line is part of its name.

`host: db.example.com` below `database:`, or in the section `[database]`, is the host of a database. Only how lines
are indented is looked at, so that one reading does for YAML, JSON, properties, INI and files of variables.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envpolicy.values.contents import TELLING

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE = re.compile(
    r"""(?P<indent>[ \t]*(?:- )?)(?:export )?["']?(?P<name>[A-Za-z_][\w./-]*)["']?[ \t]*[:=][ \t]*(?P<value>.*)"""
)
SECTION = re.compile(r"\[{1,2}(?P<name>[\w .-]+)\]{1,2}\s*")
#: What a name ends with that says which part of an address its value is: what is before tells what goes together.
ENDING = re.compile(
    r"[_.-]?(host|hostname|hosts|server|servers|addr|address|endpoint|endpoints|url|uri|dsn|port|user|username|name"
    r"|db|dbname|database|schema|brokers|broker|bootstrap[_.-]?servers|topic|vhost|queue|index|prefix|bucket|path|issuer"
    r"|client[_.-]?id|client[_.-]?secret|group[_.-]?id|issuer[_.-]?url)$"
)
#: Ports that say what listens there.
PORTS = frozenset((5432, 3306, 1433, 1521, 27017, 6379, 5671, 5672, 9092, 4222, 9200))
_LONGEST = 1 << 16
_MOST = 400


def lines(text: str) -> Iterator[tuple[str, str]]:
    """Name and value of each line that has both, the names around it before its own; of a file that is not long."""
    if "\n" not in text or len(text) > _LONGEST or not TELLING.search(text):
        return
    rows = text.split("\n")
    if len(rows) > _MOST:
        return
    section = ""
    above: list[tuple[int, str]] = []
    for row in rows:
        heading = SECTION.fullmatch(row)
        if heading is not None:
            section, above = heading["name"], []
            continue
        line = LINE.fullmatch(row)
        if line is None:
            continue
        depth = len(line["indent"])
        while above and above[-1][0] >= depth:
            above.pop()
        names = [section, *(name for _, name in above[-2:]), line["name"]]
        above.append((depth, line["name"]))
        value = line["value"].strip().rstrip(",").strip("\"'")
        if value:
            yield ".".join(filter(None, names)), value


def beginning(name: str) -> str:
    """How a name begins: what `DB_HOST` and `DB_NAME` have in common."""
    return ENDING.sub("", name.lower())

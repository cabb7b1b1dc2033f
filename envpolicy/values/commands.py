"""Command lines that dump and load data: which servers they name, and whether they read or write there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envpolicy.values.endpoints import hosts, in_text

if TYPE_CHECKING:
    from envpolicy.values.endpoints import Endpoint

#: Programs that dump and load data, or ask for them, and what they are told on their line.
TOOLS = {
    **dict.fromkeys(("pg_dump", "pg_dumpall", "pg_basebackup"), ("postgres", "source")),
    "pg_restore": ("postgres", "target"),
    "psql": ("postgres", ""),
    **dict.fromkeys(("mysqldump", "mariadb-dump", "mydumper"), ("mysql", "source")),
    "myloader": ("mysql", "target"),
    **dict.fromkeys(("mysql", "mariadb"), ("mysql", "")),
    "mongodump": ("mongodb", "source"),
    "mongorestore": ("mongodb", "target"),
    "redis-cli": ("redis", ""),
}
#: One of these stands in the name of each.
_SHORTEST = ("pg_", "psql", "mysql", "mariadb", "mydumper", "myloader", "mongo", "redis-cli")
COMMAND = re.compile(
    rf"(?:^|[\s/;|&(\"'])({'|'.join(sorted(TOOLS, key=len, reverse=True))})[ \t]+([^|;&\n]*)"
)
HOST_OPTION = re.compile(r"(?:^|\s)(?:-h[ \t]*|--host[= ][ \t]*)([^\s-]\S*)")
BASE_OPTION = re.compile(r"(?:^|\s)(?:-d[ \t]*|--(?:dbname|db|database)[= ][ \t]*)([^\s-]\S*)")
PORT_OPTION = re.compile(r"(?:^|\s)(?:-[pP][ \t]*|--port[= ][ \t]*)(\d{1,5})(?:\s|$)")


def with_roles(found: list[Endpoint], text: str) -> list[Endpoint]:
    """The addresses found in a text, those that its command lines give to such a program with their part in it."""
    told = _told(text)
    plain = {one._replace(role="") for one in told}
    return [*(one for one in found if one not in plain), *told] if told else found


def _told(text: str) -> list[Endpoint]:
    found: list[Endpoint] = []
    if not any(tool in text for tool in _SHORTEST):
        return found
    for match in COMMAND.finditer(text):
        scheme, role = TOOLS[match[1]]
        rest = match[2]
        host, base, port = (form.search(rest) for form in (HOST_OPTION, BASE_OPTION, PORT_OPTION))
        named = [one for one in in_text(rest) if one.scheme == scheme]
        if host is not None and not named:
            where, path = host[1].strip("\"'"), base[1].strip("\"'") if base else ""
            named = list(hosts(scheme, f"{where}:{port[1]}" if port else where, path, "", ""))
        found += [one._replace(role=role) for one in named]
    return found

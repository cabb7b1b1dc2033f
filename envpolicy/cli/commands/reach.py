"""`envpolicy reach`: who may talk to whom."""

from __future__ import annotations

import click

from envpolicy.cli.settings import HELP, text_or_json


@click.command(
    context_settings=HELP,
    short_help="List the connections that network policies allow.",
    epilog="""\b
Examples:
  envpolicy reach manifests/prod
  envpolicy reach manifests/prod --format json

\b
Exit codes: 0 listed, 2 wrong usage or input; what could be read is still listed.
""",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path())
@text_or_json
def command(paths: tuple[str, ...], format_: str) -> int:
    """List every connection from workload to workload that the network policies in PATHs allow.

    One a line: `ns/name[Kind] => ns/name[Kind] : TCP 80,UDP 53`, or `All Connections`.
    """
    import sys
    from pathlib import Path

    from envpolicy.cli.terminal import complain, emit
    from envpolicy.errors import Problem
    from envpolicy.reach import connections, format_connection
    from envpolicy.reporters.json import dumps
    from envpolicy.reporters.text.visible import visible
    from envpolicy.sources import read

    reading = read(paths, base=Path(), stdin=sys.stdin.buffer.read)
    found = connections(reading.documents)
    if not found:
        complain([Problem(message="no connection is allowed between any two workloads here")], "warning")
    if format_ == "json":
        emit(dumps([connection.to_json() for connection in found]) + "\n")
    else:
        emit("".join(f"{visible(format_connection(connection))}\n" for connection in found))
    complain(reading.problems)
    complain(reading.warnings, "warning")
    return 2 if reading.problems else 0

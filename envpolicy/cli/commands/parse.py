"""`envpolicy parse`: what was read."""

from __future__ import annotations

import click

from envpolicy.cli.settings import HELP


@click.command(
    context_settings=HELP,
    short_help="Show manifests as they were read.",
    epilog="""\b
Examples:
  envpolicy parse manifests/prod
  helm template ./chart | envpolicy parse - | jq -r '.[].object.kind'

\b
Exit codes: 0 everything was read, 2 something could not be; what could is still printed.
""",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path())
def command(paths: tuple[str, ...]) -> int:
    """Show manifests as Kubernetes would read them, as one JSON array, one object a line.

    Each entry has `file`, `document` (its number in the file, from 0), `line` (its first, from 1) and
    `object`. Problems go to standard error.
    """
    import sys
    from pathlib import Path

    from envpolicy.cli.terminal import complain, emit
    from envpolicy.reporters.json import dumps
    from envpolicy.sources import read

    reading = read(paths, base=Path(), stdin=sys.stdin.buffer.read)
    lines = [
        dumps(
            {"file": one.file, "document": one.index, "line": one.line, "object": one.value},
            indent=None,
        )
        for one in reading.documents
    ]
    emit("[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n")
    complain(reading.problems)
    complain(reading.warnings, "warning")
    return 2 if reading.problems else 0

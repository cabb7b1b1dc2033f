"""`envpolicy schema`: the JSON Schemas of what people and programs write and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from envpolicy.cli.settings import HELP, Known

if TYPE_CHECKING:
    from collections.abc import Sequence

_SUFFIX = ".schema.json"


def _names() -> Sequence[str]:
    from envpolicy.resources import shipped

    return sorted(path.name.removesuffix(_SUFFIX) for path in shipped("schemas").glob(f"*{_SUFFIX}"))


@click.command(
    context_settings=HELP,
    short_help="Print a JSON Schema, or the names of all.",
    epilog="""\b
Examples:
  envpolicy schema
  envpolicy schema deployment-plan > deployment-plan.schema.json
      for an editor: # yaml-language-server: $schema=deployment-plan.schema.json
""",
)
@click.argument("name", required=False, type=Known("schema", _names))
def command(name: str | None) -> int:
    """Print the JSON Schema (2020-12) called NAME; without NAME, what there is."""
    import json

    from envpolicy.cli.terminal import emit
    from envpolicy.resources import shipped

    if name is not None:
        emit(shipped(f"schemas/{name}{_SUFFIX}").read_text(encoding="utf-8"))
        return 0
    names = _names()
    size = max(len(one) for one in names)
    for one in names:
        schema = json.loads(shipped(f"schemas/{one}{_SUFFIX}").read_text(encoding="utf-8"))
        emit(f"{one:<{size}}  {schema.get('description', schema.get('title', ''))}\n")
    return 0

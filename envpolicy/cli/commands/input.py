"""`envpolicy input`: what policies see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from envpolicy.cli.settings import HELP, run_options

if TYPE_CHECKING:
    from envpolicy.cli.pipeline import Request


@click.command(
    context_settings=HELP,
    short_help="Print what policies see: the input for OPA.",
    epilog="""\b
Examples:
  envpolicy input > input.json
  opa eval -b bundles/opa -i input.json data.envpolicy.main.report
      the verdicts, from OPA
  envpolicy input | jq '{input: .}' | curl --data @- localhost:8181/v1/data/envpolicy/main/report
      the same from an OPA server

\b
Exit codes: 0 printed, 2 wrong usage or input; where part of the input was unreadable the rest is printed, with exit 2.
""",
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@run_options
def command(request: Request) -> int:
    """Print the evaluation input, as one JSON object.

    It holds the plan, the objects of each cluster, the waivers and the day, and the ids of the requirements to
    judge by. No secret value is in it: each is replaced by a digest under a key that is made anew for each run.
    """
    import json

    from envpolicy.cli.pipeline import gather, read_plan
    from envpolicy.cli.progress import Progress
    from envpolicy.cli.terminal import complain, emit

    with Progress(watched=False if request.quiet else None) as progress:
        policies, estate = gather(request, read_plan(request.plan), progress)
    asked = json.dumps([one.id for one in policies.requirements], separators=(",", ":"))
    emit(f'{{"requirements":{asked},{estate.input_json[1:]}\n')
    complain(estate.problems)
    complain(estate.notes, "warning")
    return 2 if estate.problems else 0

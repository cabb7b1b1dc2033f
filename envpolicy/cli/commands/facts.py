"""`envpolicy facts`: what to state next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from envpolicy.cli.settings import HELP, colour_option, run_options, text_or_json

if TYPE_CHECKING:
    from envpolicy.cli.pipeline import Request


@click.command(
    context_settings=HELP,
    short_help="List the facts that would turn unknowns into verdicts.",
    epilog="""\b
Examples:
  envpolicy facts
  envpolicy facts --format json | jq -r '.facts[0].state'
      the most valuable one: where it belongs in the plan, and a line as an example

\b
Exit codes: 0 listed, 2 wrong usage or input, 3 could not decide. `envpolicy check` judges.
""",
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@run_options
@text_or_json
@colour_option
def command(request: Request, format_: str, no_colour: bool) -> int:
    """List facts that are not given and would decide something, most valuable first.

    Said are for each: what it is about, how many results, pairs and findings it would decide, and the line to
    write into the plan. Facts that a `must` waits for come first, then those that decide most. Lines are examples:
    write what is true.
    """
    from dataclasses import replace

    from envpolicy.cli.exits import COMPLIANT, WRONG_INPUT, input_failed
    from envpolicy.cli.pipeline import decide, read_plan
    from envpolicy.cli.progress import Progress
    from envpolicy.cli.terminal import colourful, emit, width
    from envpolicy.facts import facts
    from envpolicy.reporters import View
    from envpolicy.reporters.json import dumps
    from envpolicy.reporters.text.facts import facts_text

    plan = read_plan(request.plan)
    with Progress(watched=False if request.quiet else None) as progress:
        report, _ = decide(replace(request, facts=True), plan, progress)
    found = facts(report, plan)
    if format_ == "json":
        document = {
            "apiVersion": "envpolicy.dev/v1alpha1",
            "kind": "Facts",
            "run": dict(report.run),
            "undecided": {"results": found.undecided, "pairs": found.open_pairs},
            "facts": [one.to_json() for one in found.wanted],
            "nameless": list(found.nameless),
            "problems": [dict(problem) for problem in report.problems],
        }
        emit(dumps(document) + "\n")
    else:
        view = View(
            width=width(),
            colour=colourful(forbidden=no_colour),
            everything=request.all_pairs,
            brief=request.quiet,
        )
        emit(facts_text(found, report, view))
    return WRONG_INPUT if input_failed(report) else COMPLIANT

"""`envpolicy matrix`: all pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from envpolicy.cli.settings import HELP, colour_option, format_option, run_options

if TYPE_CHECKING:
    from envpolicy.cli.pipeline import Request


@click.command(
    context_settings=HELP,
    short_help="Show how all pairs of deployments stand.",
    epilog="""\b
Examples:
  envpolicy matrix
  envpolicy matrix --format json | jq -r '.pairs[] | select(.effective.lower == "none")'

\b
Exit codes: 0 shown, 2 wrong usage or input, 3 could not decide. `envpolicy check` judges.
""",
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@run_options
@format_option("matrix")
@colour_option
def command(request: Request, format_: str, no_colour: bool) -> int:
    """Show the effective level of every pair of deployments, and which ones leaks lower.

    PATHs replace the manifests of the cluster named by --cluster, as with `envpolicy check`.
    """
    from envpolicy.cli.exits import COMPLIANT, WRONG_INPUT, input_failed
    from envpolicy.cli.pipeline import decide, read_plan
    from envpolicy.cli.progress import Progress
    from envpolicy.cli.terminal import colourful, emit, width
    from envpolicy.reporters import View, reporter

    with Progress(watched=False if request.quiet else None) as progress:
        report, _ = decide(request, read_plan(request.plan), progress)
    view = View(
        subject="matrix",
        width=width(),
        colour=colourful(forbidden=no_colour),
        everything=request.all_pairs,
        brief=request.quiet,
    )
    emit(reporter(format_).render(report, view))
    return WRONG_INPUT if input_failed(report) else COMPLIANT

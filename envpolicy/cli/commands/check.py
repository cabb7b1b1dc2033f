"""`envpolicy check`: the verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from envpolicy.cli.settings import HELP, Known, colour_option, format_option, info_option, run_options

if TYPE_CHECKING:
    from envpolicy.cli.pipeline import Request


@click.command(
    context_settings=HELP,
    short_help="Judge an estate: which clauses hold, which do not, and why.",
    epilog="""\b
Examples:
  envpolicy check
      the plan in ./envpolicy.yaml, the manifests and regulations that it names
  envpolicy check --plan estates/shop.yaml --regulation hipaa --regulation "ISO 27001 A.8.31"
      another plan, by two clauses
  envpolicy check --policy house-rules.yaml --regulation house-rules
      by a regulation of one's own
  helm template shop ./chart | envpolicy check --cluster prod-wc -
      as if the cluster prod-wc held what the chart renders
  envpolicy check --format json --today 2026-03-02 > report.json
      for programs, and the same bytes every time
  envpolicy check --fail-on should -v
      advice counts as well, and what passes is listed

\b
Exit codes: 0 compliant, 1 violations (a `must` that fails, or more with --fail-on),
2 wrong usage or input (also where part of the input was unreadable), 3 could not decide.
""",
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@run_options
@format_option("verdicts")
@click.option(
    "--fail-on",
    type=Known("force", lambda: ("must", "should", "may")),
    default="must",
    show_default=True,
    help="The weakest force whose failure gives exit code 1.",
)
@click.option("--verbose", "-v", is_flag=True, help="List also what passes and what does not apply.")
@info_option
@colour_option
def command(request: Request, format_: str, fail_on: str, verbose: bool, info: bool, no_colour: bool) -> int:
    """Judge an estate by the law.

    PATHs are manifests: files, folders, globs, charts, kustomizations, or - for standard input. They replace
    those of the cluster named by --cluster (needless where the plan has only one). Without PATHs the plan's
    own are read.
    """
    from dataclasses import replace

    from envpolicy.cli.exits import exit_code
    from envpolicy.cli.pipeline import decide, read_plan
    from envpolicy.cli.progress import Progress
    from envpolicy.cli.terminal import colourful, emit, width
    from envpolicy.reporters import View, reporter

    with Progress(watched=False if request.quiet else None) as progress:
        report, _ = decide(replace(request, info=info), read_plan(request.plan), progress)
    view = View(
        width=width(),
        colour=colourful(forbidden=no_colour),
        verbose=verbose,
        everything=request.all_pairs,
        brief=request.quiet,
    )
    emit(reporter(format_).render(report, view))
    return exit_code(report, fail_on)

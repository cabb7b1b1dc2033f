"""`envpolicy explain A B`: one pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from envpolicy.cli.settings import (
    HELP,
    colour_option,
    deployment_argument,
    format_option,
    run_options,
)

if TYPE_CHECKING:
    from envpolicy.cli.pipeline import Request


@click.command(
    context_settings=HELP,
    short_help="Explain one pair, from placement to effective level.",
    epilog="""\b
Examples:
  envpolicy explain webshop-prod webshop-staging
  envpolicy explain webshop-prod journal-prod --plan estates/shop.yaml --format json
  envpolicy explain webshop-prod webshop-staging --patch > patch.yaml
      YAML that mends what can safely be mended; read it, then `kubectl apply -f patch.yaml`

\b
Exit codes: 0 explained, 2 wrong usage or input, 3 could not decide. `envpolicy check` judges.
""",
)
@deployment_argument("first")
@deployment_argument("second")
@run_options
@format_option("pair")
@click.option(
    "--patch", is_flag=True, help="Print objects that mend the leaks of the two, where that is safe, as YAML."
)
@colour_option
def command(request: Request, first: str, second: str, format_: str, patch: bool, no_colour: bool) -> int:
    """Explain how two deployments stand to each other.

    FIRST and SECOND are deployments of the plan. Said are where both are placed, the level of that, each leak
    with the objects that prove it, the level that is left, and every clause that speaks of the two: the level
    it asks for, the one it recommends, and the verdict for this pair.

    With --patch: objects that make leaks of the two go away, and what is found about one of them alone, when they
    are added, in place of those of the same name. Each was tried on the estate before it is printed; findings that
    no patch mends are listed with the reason.
    """
    from dataclasses import replace

    from envpolicy.cli.exits import COMPLIANT, WRONG_INPUT, input_failed
    from envpolicy.cli.pipeline import decide, read_plan
    from envpolicy.cli.progress import Progress
    from envpolicy.cli.settings import unknown
    from envpolicy.cli.terminal import colourful, emit, width
    from envpolicy.reporters import View, reporter

    plan = read_plan(request.plan)
    names = [deployment.name for deployment in plan.deployments]
    for name in (first, second):
        if name not in names:
            raise click.UsageError(unknown("deployment", name, names))
    if first == second:
        raise click.UsageError(f"`{first}` is named twice: a pair needs two deployments")
    mending = None
    with Progress(watched=False if request.quiet else None) as progress:
        asked = replace(request, explain=(first, second), alone=patch)
        report, estate = decide(asked, plan, progress)
        if patch:
            from envpolicy.cli.patching import mended

            mending = mended(asked, report, estate, progress)
    facts = {item["name"]: item for item in estate.input["deployments"]}
    view = View(
        subject="pair",
        pair=(first, second),
        mending=mending,
        deployments=facts,
        width=width(),
        colour=colourful(forbidden=no_colour),
        everything=request.all_pairs,
        brief=request.quiet,
    )
    emit(reporter(format_).render(report, view))
    return WRONG_INPUT if input_failed(report) else COMPLIANT

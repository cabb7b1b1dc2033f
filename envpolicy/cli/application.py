"""The commands, found by file name: `commands/<name>.py` holds a click command called `command`.

Each is imported when it is used, so that a command pays for nothing but itself.
"""

# ruff: noqa: ARG001, ARG002 - click decides which arguments it hands over

from __future__ import annotations

import os

import click

from envpolicy.cli.settings import HELP


class Commands(click.Group):
    """The files in `commands/`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order in which a person meets them, then by name."""
        folder = os.path.join(os.path.dirname(__file__), "commands")  # noqa: PTH118, PTH120 - as in reporters
        files = {entry.removesuffix(".py") for entry in os.listdir(folder) if entry.endswith(".py")}  # noqa: PTH208
        first = [name for name in ("check", "explain", "matrix") if name in files]
        return first + sorted(
            name.replace("_", "-") for name in files if not name.startswith("_") and name not in first
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        from importlib import import_module

        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"envpolicy.cli.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but an unknown command is answered with the nearest ones."""
        name = args[0]
        known = self.list_commands(ctx)
        if name not in known and not name.startswith("-") and not ctx.resilient_parsing:
            from envpolicy.cli.settings import unknown

            raise click.UsageError(unknown("command", name, known), ctx=ctx)
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from envpolicy import __version__

        click.echo(f"envpolicy {__version__}")
        ctx.exit()


@click.group(
    cls=Commands,
    context_settings=HELP,
    epilog="""\b
Examples:
  envpolicy check                               the verdicts on ./envpolicy.yaml
  envpolicy check --regulation hipaa            of one regulation
  envpolicy explain webshop-prod webshop-test   why one pair stands where it stands
  envpolicy matrix                              how all pairs stand
  kustomize build . | envpolicy check -         on what a pipeline renders

\b
Exit codes: 0 compliant, 1 violations, 2 wrong usage or input, 3 could not decide.
ENVPOLICY_DEBUG=1 shows tracebacks, NO_COLOR=1 and FORCE_COLOR=1 decide about colours.
""",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Say the version."
)
def application() -> None:
    """Are Application Deployments really apart, and which clause says they must be?"""

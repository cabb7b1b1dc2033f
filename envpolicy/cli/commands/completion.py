"""`envpolicy completion`: scripts for shells."""

from __future__ import annotations

import click

from envpolicy.cli.settings import HELP, Known


@click.command(
    context_settings=HELP,
    short_help="Print the completion script of a shell.",
    epilog="""\b
Examples:
  envpolicy completion bash > ~/.local/share/bash-completion/completions/envpolicy
  envpolicy completion zsh > "${fpath[1]}/_envpolicy"
  envpolicy completion fish > ~/.config/fish/completions/envpolicy.fish
""",
)
@click.argument("shell", type=Known("shell", lambda: ("bash", "zsh", "fish")))
def command(shell: str) -> int:
    """Print what makes SHELL (bash, zsh or fish) complete commands, options, regulations and deployments."""
    from click.shell_completion import ShellComplete, get_completion_class

    from envpolicy.cli.application import application
    from envpolicy.cli.terminal import emit

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"there is no completion for `{shell}`")
    # The base class's `source`: that of bash looks for a bash to ask its version, and there may be none here.
    emit(ShellComplete.source(found(application, {}, "envpolicy", "_ENVPOLICY_COMPLETE")) + "\n")
    return 0

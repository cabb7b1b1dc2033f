"""The command line: arguments in, one call of the library, text and an exit code out.

Exit codes: 0 compliant, 1 violations, 2 wrong usage or input, 3 could not decide. `main` is the guard
at the top: it turns whatever escapes into one of these, and shows a traceback only where `ENVPOLICY_DEBUG=1`
asks for it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: As a shell reports a program that was interrupted (128 + SIGINT).
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `envpolicy` with these arguments (those of the process by default) and return the exit code."""
    import os

    from envpolicy.errors import EnvpolicyError

    _open_closed()
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter gets an escape of it, never an exception.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        return _run(arguments)
    except EnvpolicyError as error:
        from envpolicy.cli.terminal import complain

        complain(error.problems)
        return error.exit_code
    except (KeyboardInterrupt, EOFError):
        sys.stderr.write("\nenvpolicy: interrupted\n")
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("ENVPOLICY_DEBUG") == "1":
            raise
        return _apologise(error)


def _open_closed() -> None:
    """A standard stream that the caller closed is None in Python: nothing is read, what is written is lost."""
    import os

    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - until the end


def _run(arguments: Sequence[str] | None) -> int:
    import click

    from envpolicy.cli.application import application

    try:
        code = application.main(
            args=None if arguments is None else list(arguments), prog_name="envpolicy", standalone_mode=False
        )
    except click.ClickException as error:
        from envpolicy.cli.terminal import explain_usage

        explain_usage(error)
        return 2
    except click.Abort:
        raise KeyboardInterrupt from None
    return code if isinstance(code, int) else 0


def _apologise(error: Exception) -> int:
    from envpolicy.cli.terminal import complain
    from envpolicy.errors import Problem

    said = " ".join(str(error).split())[:300]
    complain(
        [
            Problem(
                message=f"nothing was decided, by a mistake in envpolicy: {type(error).__name__}: {said}",
                hint="please report it, with what ENVPOLICY_DEBUG=1 shows",
            )
        ]
    )
    return 3

"""Keys as the command line takes them."""

from __future__ import annotations

from pathlib import Path

from envpolicy.errors import EnvpolicyError, Location, Problem


def key_text(given: str) -> str:
    """A key as opa takes it: the text of the file of that name, else what was given itself."""
    try:
        return Path(given).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        if given.endswith((".pem", ".key", ".crt", ".pub")) or "/" in given:
            problem = Problem(message="there is no such key", location=Location(file=given))
            raise EnvpolicyError(problem) from None
        return given
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.filename is None:
            return given
        reason = getattr(error, "strerror", None) or "it is no text"
        raise EnvpolicyError(
            Problem(message=f"the key cannot be read: {reason.lower()}", location=Location(file=given))
        ) from None

"""Serves bundles as OPA fetches them, and takes what OPA reports; for `envpolicy serve`.

Whoever asks is a *client* (`clients`). What is served comes from a *source* (`sources`), is *published* whole or not
at all (`publishing`), and what clients report is masked and kept in SQLite (`reports`).
"""

from __future__ import annotations

from envpolicy.errors import EnvpolicyError, Problem


class ServerError(EnvpolicyError):
    """The server cannot be started as it was told to."""


def require_extra() -> None:
    """Raises `ServerError` where what only the server needs is not installed."""
    from importlib.util import find_spec

    missing = [name for name in ("starlette", "uvicorn", "prometheus_client") if find_spec(name) is None]
    if missing:
        raise ServerError(
            Problem(
                message=f"serving needs {', '.join(missing)}, which is not installed",
                hint="pip install 'envpolicy[server]'",
            )
        )

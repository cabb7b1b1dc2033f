"""Connections: where they are taken, how many there may be, and how long one may stay without doing anything."""

from __future__ import annotations

import contextlib
import logging
import socket
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from envpolicy.errors import Problem
from envpolicy.server import ServerError

log = logging.getLogger("envpolicy.server")
#: How long a connection may go without a whole request, how long a client may take none of its answer, and how often
#: in that time this is looked at.
_SILENCE = 30.0
_STILL = 60.0
_LOOKS = 6
#: Beside connections: the database, what is looked at, the libraries.
_OTHER_FILES = 256


class Connection(H11Protocol):
    """Tells the application of the client's certificate, and lets nobody hold a connection who does nothing with it."""

    def connection_made(self, transport: Any) -> None:
        """The certificate is known from here on."""
        super().connection_made(transport)
        certificate = transport.get_extra_info("peercert")
        self.app_state = {**self.app_state, "certificate": certificate or None}
        # One too many is turned away, and not all who came before it; uvicorn compares when a request has come.
        most = self.limit_concurrency
        self.limit_concurrency = 0 if most is not None and len(self.connections) > most else None
        self._idle_since = self.loop.time()
        self._paused_since: float | None = None
        self.loop.call_later(_SILENCE / _LOOKS, self._look)

    def on_response_complete(self) -> None:
        """From here on a request has to come."""
        self._idle_since = self.loop.time()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The client takes less than is sent."""
        self._paused_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """It has taken some."""
        self._paused_since = None
        super().resume_writing()

    def _look(self) -> None:
        """A request has to come within some time, whatever is sent before it is whole; its answer has to be taken."""
        if self.transport.is_closing():
            return
        cycle: Any = self.cycle
        now = self.loop.time()
        if self._paused_since is not None and now - self._paused_since > _STILL:
            self.transport.abort()
        elif (cycle is None or cycle.response_complete) and now - self._idle_since > _SILENCE:
            self.transport.close()
        else:
            self.loop.call_later(_SILENCE / _LOOKS, self._look)


def make_room(connections: int) -> None:
    """Let the process have a file for each connection, and as many to turn others away; as far as the system does."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * connections + _OTHER_FILES
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    if soft < wanted:
        log.warning(
            "this process may open %d files, too few for %d connections: raise ulimit -n", soft, connections
        )


def listen(host: str, port: int) -> socket.socket:
    """A socket of that address. Raises `ServerError` where it cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _no_address(host, port, error) from None
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        listening.close()
        raise _no_address(host, port, error) from None
    return listening


def _no_address(host: str, port: int, error: OSError) -> ServerError:
    reason = (error.strerror or str(error)).lower()
    message = f"{host}:{port} cannot be listened on: {reason}"
    return ServerError(
        Problem(message=message, hint="--addr HOST:PORT names another address; port 0 takes a free one")
    )

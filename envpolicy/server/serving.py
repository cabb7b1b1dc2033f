"""The process: sockets, TLS, the watch, and an end at which nobody is cut off."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import ssl
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import h11
import uvicorn

from envpolicy.errors import Problem
from envpolicy.server import ServerError
from envpolicy.server.application import Service
from envpolicy.server.connections import Connection, listen, make_room
from envpolicy.server.credentials import Credentials, watch_credentials
from envpolicy.server.loading import Loader, watch
from envpolicy.server.publishing import Shelf
from envpolicy.server.reports import Reports, Retention

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping
    from pathlib import Path

    from envpolicy.server.sources import Source

log = logging.getLogger("envpolicy.server")
_LARGEST_HEADERS = 32 << 10
_PRUNE_EVERY = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to serve."""

    host: str = "127.0.0.1"
    port: int = 8181
    credentials: Credentials = field(default_factory=Credentials)
    insecure: bool = False
    database: Path | None = None
    retention: Retention = field(default_factory=Retention)
    interval: float = 2.0
    longest_wait: float = 300.0
    most_connections: int = 4000
    grace: int = 20


def check(settings: Settings) -> None:
    """Raises `ServerError` for settings that would serve somebody who was not meant, with all that is wrong."""
    problems = []
    files, clients = settings.credentials, settings.credentials.known
    if not (clients.known or files.client_ca or clients.public):
        problems.append(
            Problem(
                message="nobody could ask for anything",
                hint="--clients FILE says who may, --tls-ca-cert-file FILE lets certificates in, --public everybody",
            )
        )
    if (files.certificate is None) != (files.private_key is None):
        problems.append(Problem(message="TLS needs both --tls-cert-file and --tls-private-key-file"))
    if files.client_ca and files.certificate is None:
        problems.append(
            Problem(
                message="certificates of clients need TLS",
                hint="give --tls-cert-file and --tls-private-key-file as well",
            )
        )
    open_to_others = not _is_loopback(settings.host)
    authorised = clients.known or files.client_ca
    if open_to_others and not settings.insecure and not (files.certificate and authorised):
        problems.append(
            Problem(
                message=f"{settings.host} can be reached from other machines, "
                f"{'without TLS' if files.certificate is None else 'by anybody'}",
                hint="give --tls-cert-file and --tls-private-key-file, and --clients or --tls-ca-cert-file; "
                "or --insecure, where something in front of it sees to that",
            )
        )
    if problems:
        raise ServerError(problems)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(
    source: Source,
    settings: Settings,
    sign: Callable[[Mapping[str, bytes]], Mapping[str, bytes]] | None = None,
    announce: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve until SIGINT or SIGTERM. Raises `EnvpolicyError` where it cannot be started."""
    credentials = settings.credentials
    known_at = credentials.fingerprint()
    settings = replace(settings, credentials=credentials.load())
    check(settings)
    make_room(settings.most_connections)
    loader = Loader(source, sign)
    seen = loader.fingerprint()
    bundles = loader.load()
    with contextlib.closing(Reports(settings.database, settings.retention)) as reports:
        shelf = Shelf()
        shelf.publish(bundles)
        service = Service(
            shelf=shelf,
            reports=reports,
            clients=settings.credentials.known,
            longest_wait=settings.longest_wait,
        )
        listening = listen(settings.host, settings.port)
        try:
            for name, one in sorted(bundles.items()):
                log.info("published %s %s", name, one.revision)
            scheme = "https" if credentials.certificate else "http"
            host, port = listening.getsockname()[:2]
            url = f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
            application = _alive(
                service,
                lambda: (
                    watch(loader, shelf, service.metrics, seen, settings.interval),
                    watch_credentials(
                        credentials,
                        config.ssl,
                        partial(setattr, service, "clients"),
                        known_at,
                        settings.interval,
                    ),
                    _prune(reports),
                ),
            )
            config = _config(application, settings)
            _Server(config, shelf, lambda: announce(url)).run(sockets=[listening])
        finally:
            listening.close()


def _alive(service: Service, beside: Callable[[], Iterable[Coroutine[Any, Any, None]]]) -> Any:
    """The application, with what runs beside it for as long as it lives."""
    inner = service.application()

    @contextlib.asynccontextmanager
    async def living() -> AsyncIterator[None]:
        tasks = [asyncio.create_task(one) for one in beside()]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            # A client that breaks the protocol in the middle of its own request gets no answer.
            with contextlib.suppress(h11.LocalProtocolError):
                await inner(scope, receive, send)
            return
        await receive()
        async with living():
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    return application


async def _prune(reports: Reports) -> None:
    import sqlite3

    while True:
        try:
            await asyncio.to_thread(reports.prune)
        except sqlite3.Error as error:
            log.error("old reports could not be removed: %s", error)  # noqa: TRY400 - no mistake of ours
        await asyncio.sleep(_PRUNE_EVERY)


class _Server(uvicorn.Server):
    """Lets long polls go before it waits for connections to end, and leaves the exit to who started it."""

    def __init__(self, config: uvicorn.Config, shelf: Shelf, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._shelf = shelf
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        log.info("stopping: %d long polls are answered", self._shelf.waiting)
        self._shelf.drain()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        with super().capture_signals():
            yield
            # uvicorn raises what it caught once more, so that the process would die of it.
            self._captured_signals.clear()


def _config(application: Any, settings: Settings) -> uvicorn.Config:
    files, clients = settings.credentials, settings.credentials.known
    # Without a list of clients a certificate is the only way in.
    asked = ssl.CERT_OPTIONAL if clients.known or clients.public else ssl.CERT_REQUIRED
    config = uvicorn.Config(
        application,
        http=Connection,
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=settings.most_connections,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=settings.grace,
        h11_max_incomplete_event_size=_LARGEST_HEADERS,
        ssl_certfile=files.certificate,
        ssl_keyfile=files.private_key,
        ssl_ca_certs=files.client_ca,
        ssl_cert_reqs=asked if files.client_ca else ssl.CERT_NONE,
    )
    config.load()
    return config

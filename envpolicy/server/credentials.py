"""Who may ask, and what the server itself shows: read again when the files change, so that both can be replaced."""

from __future__ import annotations

import logging
import ssl
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from envpolicy.errors import Problem
from envpolicy.server import ServerError
from envpolicy.server.clients import Clients, load_clients
from envpolicy.server.loading import follow
from envpolicy.server.sources import stamps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

log = logging.getLogger("envpolicy.server")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """The files, and whether some need no entry in them."""

    clients: Path | None = None
    certificate: Path | None = None
    private_key: Path | None = None
    client_ca: Path | None = None
    public: bool = False
    known: Clients = field(default_factory=Clients)

    def load(self) -> Credentials:
        """The same with the clients in `known`. Raises `ServerError` for bad ones, and for a key that does not fit."""
        if self.certificate is not None and self.private_key is not None:
            _try(self.certificate, self.private_key, self.client_ca)
        known = load_clients(self.clients) if self.clients is not None else ()
        certified = self.clients is None and self.client_ca is not None
        return replace(self, known=Clients(known, public=self.public, certified=certified))

    def fingerprint(self) -> object:
        """Something else whenever one of the files is another one."""
        return stamps(path for path in (self.clients, self.certificate, self.private_key) if path is not None)


def _try(certificate: Path, private_key: Path, client_ca: Path | None) -> None:
    trial = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    named = [certificate, private_key]
    try:
        trial.load_cert_chain(certificate, private_key, password=_no_password)
        if client_ca is not None:
            named = [client_ca]
            trial.load_verify_locations(client_ca)
    except (ssl.SSLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
        raise ServerError(
            Problem(
                message=f"TLS cannot be set up with {' and '.join(map(str, named))}: {reason}",
                hint="expected a certificate, its key without a password, and the CA of the clients, in PEM",
            )
        ) from None


def _no_password() -> str:
    """Instead of a question on the terminal."""
    raise ValueError("the key has a password")


async def watch_credentials(
    credentials: Credentials,
    context: ssl.SSLContext | None,
    known: Callable[[Clients], None],
    seen: object,
    interval: float,
) -> None:
    """Replace clients and certificate when their files change, until cancelled. What is broken changes nothing."""

    def done(now: Credentials) -> None:
        known(now.known)
        if context is not None and now.certificate is not None and now.private_key is not None:
            context.load_cert_chain(now.certificate, now.private_key)
        log.info("clients and certificates are read again: %d clients", len(now.known.known))

    def refused(reasons: tuple[str, ...]) -> None:
        for reason in reasons:
            log.error("the change is refused, the old clients and certificates stay: %s", reason)

    await follow(
        credentials.fingerprint, credentials.load, seen=seen, interval=interval, done=done, refused=refused
    )

"""Who may ask for what: the clients file, bearer tokens, and certificates of clients.

A token is compared by its digest, in constant time, with every one that is known: how long an answer takes says
nothing of how near a guess came.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from envpolicy.errors import Location, Problem
from envpolicy.server import ServerError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FETCH, REPORT, QUERY, METRICS = "fetch", "report", "query", "metrics"
#: What a client may do if the file does not say: what OPA does.
_USUAL = frozenset((FETCH, REPORT))
#: Fewer letters can be guessed.
_SHORTEST_TOKEN = 16


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody who asks. `bundles` are names, or None for every bundle."""

    name: str
    may: frozenset[str] = _USUAL
    bundles: frozenset[str] | None = None
    digest: str = ""
    certificate: str = ""

    def may_fetch(self, bundle: str) -> bool:
        """Whether this client may have that bundle."""
        return FETCH in self.may and (self.bundles is None or bundle in self.bundles)


#: Who anybody is under `--public`: bundles, and nothing else.
ANYBODY = Client("anybody", frozenset((FETCH,)))


@dataclass(frozen=True, slots=True)
class Clients:
    """All clients. `certified`: a certificate of the CA that no client is bound to makes a client of its own."""

    known: tuple[Client, ...] = ()
    public: bool = False
    certified: bool = False

    def who(self, authorization: str | None, certificate: Mapping[str, Any] | None) -> Client | None:
        """The client with that header and certificate; None for one that says nothing, or nothing that is true.

        A token that is wrong is never made up for by anything else.
        """
        if authorization is not None:
            return self._by_token(authorization)
        if certificate:
            names = _names(certificate)
            for client in self.known:
                if client.certificate and client.certificate in names:
                    return client
            if self.certified:
                return Client(names[0] if names else "certificate")
        return ANYBODY if self.public else None

    def _by_token(self, authorization: str) -> Client | None:
        scheme, _, token = authorization.partition(" ")
        digest = sha256(token.strip().encode("utf-8", "surrogateescape")).hexdigest()
        found = None
        for client in self.known:
            if client.digest and hmac.compare_digest(client.digest, digest):
                found = client
        return found if scheme.lower() == "bearer" else None


def _names(certificate: Mapping[str, Any]) -> list[str]:
    """What a certificate says its holder is called, as `ssl` tells it: alternative names, then the common name."""
    names = [str(value) for _, value in certificate.get("subjectAltName", ())]
    subject = [pair for part in certificate.get("subject", ()) for pair in part]
    return names + [str(value) for sort, value in subject if sort == "commonName"]


def load_clients(path: Path) -> tuple[Client, ...]:
    """The clients in a file of the form `schemas/clients.schema.json`. Raises `ServerError` with every problem."""
    from envpolicy.documents import read_authored
    from envpolicy.validation import schema_problems

    try:
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ServerError(
            Problem(message=f"the clients cannot be read: {reason}", location=Location(file=str(path)))
        ) from None
    reading = read_authored(data, str(path))
    problems = list(reading.problems)
    documents = [one for one in reading.documents if one.value is not None]
    if not problems and len(documents) != 1:
        problems.append(
            Problem(message="expected one document with `clients`", location=Location(file=str(path)))
        )
    if not problems:
        problems = [
            problem for _, problem in schema_problems(documents[0].value, "clients", documents[0].position)
        ]
    if not problems:
        entries = documents[0].value["clients"]
        problems = list(_repeated(entries, documents[0]))
    if problems:
        raise ServerError(problems)
    return tuple(map(_client, entries))


def _client(entry: Mapping[str, Any]) -> Client:
    token = entry.get("token")
    return Client(
        name=entry["name"],
        may=frozenset(entry.get("may", _USUAL)),
        bundles=frozenset(entry["bundles"]) if "bundles" in entry else None,
        digest=sha256(token.encode()).hexdigest() if token else entry.get("sha256", "").lower(),
        certificate=entry.get("certificate", ""),
    )


def _repeated(entries: Sequence[Mapping[str, Any]], document: Any) -> list[Problem]:
    """Two clients that could not be told apart, and tokens that are no secret."""
    problems = []
    seen: dict[tuple[str, str], str] = {}
    for index, entry in enumerate(entries):
        place = document.position(("clients", index))
        if len(entry.get("token", "x" * _SHORTEST_TOKEN)) < _SHORTEST_TOKEN:
            message = f"the token of {entry['name']} is shorter than {_SHORTEST_TOKEN} letters"
            problems.append(Problem(message=message, location=place, hint="try: openssl rand -base64 32"))
        client = _client(entry)
        for what, value in (
            ("name", client.name),
            ("token", client.digest),
            ("certificate", client.certificate),
        ):
            if value and seen.setdefault((what, value), client.name) is not client.name:
                message = f"{client.name} has the same {what} as a client before it"
                problems.append(Problem(message=message, location=place))
    return problems

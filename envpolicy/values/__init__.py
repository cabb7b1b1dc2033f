"""Value views: what policies may know of a value. Digests to compare and the hosts it names, never itself.

A view is `{"digests": [...], "credential": bool, "urls": [...], "hosts": [...]}`:

- `digests`: of the value as it is, stripped, under one layer of base64, and of each credential inside it (the
  password of a URL, a `password=` line). Two values have a digest in common where one is found in the other.
- `credential`: whether the same value in two places means that a credential is shared.
- `urls`: `{"scheme", "host", "port", "path", "user"}`; path (a database, without slashes) and user are
  digests, "" when absent; the port is the scheme's own, or 0, when absent.
- `hosts`: the host names and addresses in it, small letters, no port.

Where there is more to tell:

- `says`: `{word: [digest, ...]}`, what the value is by its name or has in it by name: "database", "bucket" and
  others (of a "prefix" also what is above it). `about`: what its name says that it belongs to.
- `issuers`: `{"host", "path"}`, of identity providers. `clients`: digests of client ids that are one of their
  kind wherever they were issued.
- `role`: whether it is the "source" or the "target" of something. `usual`: its name is that of a broker with a
  place that is used where none is named.
- `port`: of a value that its name calls a port. `service`: it is the key of somebody else's service.
- `plugins`: of a Corefile, those plugins of CoreDNS in it that decide who may ask.
- `settings`: of a file, what its lines tell: `{"start", "urls", "hosts"}`, and of these words `says`, `about`,
  `port`, `role` and `usual`; `start` is the digest of how the name begins (`database` of `database.host`).
- `telemetry`: of the file of an agent or collector, `{"hosts", "sender"}`: where it sends to, as whom.
- `buckets`: `{"endpoint", "bucket", "above": [digest, ...]}`, of addresses of buckets; `above` is the path in
  the bucket and all that is above it, "" last. `schema` of a URL: the schema that it names in its database.

Files that hold several credentials say more: `kubeconfig` (`{"servers": [...]}`) and `registries`
(`[{"registry", "user", "auth"}]`, of a Docker configuration). Digests are HMAC-SHA-256 under a key that is
made anew for each run, cut to 32 hexadecimal digits, so that they cannot be looked up and mean nothing in
another run.
"""

from __future__ import annotations

import binascii
import hmac
from typing import TYPE_CHECKING, Any

from envpolicy.values import clouds, commands, credentials, endpoints, files, judging, subjects, telemetry
from envpolicy.values.contents import (
    deciding_plugins,
    docker_registries,
    kubeconfig_servers,
    named_values,
)
from envpolicy.values.names import Says, says

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from envpolicy.values.endpoints import Endpoint
    from envpolicy.values.subjects import Subject

_DIGITS = 32
#: What an address without a path means all the same: a database of Redis, a virtual host of RabbitMQ.
_USUAL = {"redis": "0", "rediss": "0", "amqp": "/", "amqps": "/"}
#: Schemes of addresses of services that one asks with a key.
_ASKED = ("http", "https", "smtp", "smtps")


class Views:
    """Makes views with the key of one run. Equal values share one view: treat it as frozen."""

    def __init__(self, key: bytes | None = None) -> None:
        import os

        self._key = os.urandom(32) if key is None else key
        self._digests: dict[str | bytes, str] = {"": ""}
        self._views: dict[tuple[str | bytes, Says, Subject, bool, bool], dict[str, Any]] = {}

    @property
    def digests(self) -> Iterable[str]:
        """Every digest that was made so far, "" for the empty text among them."""
        return self._digests.values()

    def digest(self, value: str | bytes) -> str:
        """The keyed digest of a value; "" for the empty text."""
        found = self._digests.get(value)
        if found is None:
            data = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
            found = hmac.digest(self._key, data, "sha256").hex()[:_DIGITS]
            self._digests[value] = found
        return found

    def of(self, value: str | bytes, name: str = "", *, secret: bool = False) -> dict[str, Any]:
        """The view of a value called `name`; `secret`: it stands in a Secret, so it is one unless plain."""
        meaning, subject, is_corefile = says(name), subjects.subject(name), name == "Corefile"
        key = (value, meaning, subject, secret, is_corefile)
        view = self._views.get(key)
        if view is None:
            view = (
                self._of_text(value, meaning, secret)
                if isinstance(value, str)
                else self._of_bytes(value, secret)
            )
            if isinstance(value, str):
                view |= self._told(value.strip(), subject, credential=view["credential"])
                inner = self._inner(value, secret)
                if inner:
                    view["settings"] = inner
                sent_to = telemetry.hosts(value)
                if sent_to:
                    view["telemetry"] = {"hosts": sent_to, "sender": self.digest(telemetry.sender(value))}
                if is_corefile:
                    view["plugins"] = deciding_plugins(value)
            self._views[key] = view
        return view

    def of_data(self, value: str, name: str, *, secret: bool) -> dict[str, Any]:
        """The view of an entry of a Secret's `data`, or of a ConfigMap's `binaryData`, which are base64."""
        try:
            data = binascii.a2b_base64("".join(value.split()), strict_mode=True)
        except ValueError:  # no base64: a placeholder, or what SOPS has encrypted
            return self.of(value, name, secret=secret)
        try:
            return self.of(data.decode("utf-8"), name, secret=secret)
        except UnicodeDecodeError:
            return self.of(data, name, secret=secret)

    def of_map(self, entries: Mapping[str, Any]) -> str:
        """One digest of a whole map of views, for maps that are compared as a whole."""
        return self.digest("\n".join(f"{name}={entries[name]['digests'][:1]}" for name in sorted(entries)))

    def _of_bytes(self, value: bytes, secret: bool) -> dict[str, Any]:  # noqa: FBT001
        credential = secret and len(value) >= credentials.SHORTEST
        return {"digests": [self.digest(value)], "credential": credential, "urls": [], "hosts": []}

    def _of_text(self, text: str, meaning: Says, secret: bool) -> dict[str, Any]:  # noqa: FBT001
        stripped = text.strip()
        parts = [text, stripped]
        under = credentials.decoded(stripped)
        if under is not None:
            parts += [under, under.strip()]
        found = endpoints.in_value(
            text, names_address=meaning is Says.ADDRESS, only_explicit=secret or meaning is Says.CREDENTIAL
        )
        found = commands.with_roles(found, stripped)
        inner = [
            one.password or (one.user if one.scheme == "https" and credentials.is_token(one.user) else "")
            for one in found
        ]
        for name, value in named_values(stripped):
            sort = says(name)
            if sort is Says.CREDENTIAL:
                inner.append(value)
            elif sort is Says.ADDRESS:
                found += endpoints.in_value(value, names_address=True, only_explicit=secret)
        inner = [value for value in inner if value and not credentials.is_filled_later(value)]
        view = {
            "digests": list(
                dict.fromkeys(self.digest(part) for part in (*parts, *filter(judging.counts, inner)) if part)
            ),
            "credential": judging.is_credential(
                stripped, meaning, secret, bool(found), not all(map(judging.is_setting, inner))
            ),
            "urls": self._urls(found),
            "hosts": list(dict.fromkeys(one.host for one in found)),
        }
        servers = kubeconfig_servers(stripped)
        if servers:
            view["kubeconfig"] = {"servers": servers}
        registries = docker_registries(stripped)
        if registries:
            view["registries"] = [
                {
                    "registry": host,
                    "user": self.digest(user),
                    "auth": self.digest(auth if judging.counts(auth) else ""),
                }
                for host, user, auth in registries
            ]
        return view

    def _urls(self, found: Iterable[Endpoint]) -> list[dict[str, Any]]:
        unique = dict.fromkeys(one._replace(password="") for one in found if one.scheme or one.port)
        return [
            {
                "scheme": one.scheme,
                "host": one.host,
                "port": one.port,
                "path": self.digest("" if one.path == _USUAL.get(one.scheme) else one.path),
                "user": self.digest(one.user),
                **({"schema": self.digest(one.schema)} if one.schema else {}),
                **({"role": one.role} if one.role else {}),
            }
            for one in unique
        ]

    def _told(self, text: str, subject: Subject, *, credential: bool) -> dict[str, Any]:
        """What the name of a value, and the names of settings in it, say it is."""
        told: dict[str, Any] = {}
        said: dict[str, list[str]] = {}
        issuers: list[dict[str, str]] = []
        settings = list(subjects.inner_settings(text))
        subject, plain = subjects.with_option(subject, text)
        if subject.word == "port" and _is_port(plain):
            told["port"] = int(plain)
        elif subject.word not in ("", "port") and subjects.told(text):
            settings.append((subject.word, text))
        for word, value in settings:
            said.setdefault(word, []).extend(self._said(word, value))
            issuers += self._issuers(word, value)
        clients = [
            value for word, value in settings if word == "client-id" and subjects.is_global_client(value)
        ]
        if clients:
            told["clients"] = list(dict.fromkeys(map(self.digest, clients)))
        for resource in clouds.resources(text):
            said.setdefault("queue", []).append(self.digest(resource))
        if issuers:
            told["issuers"] = [dict(pair) for pair in dict.fromkeys(tuple(one.items()) for one in issuers)]
        if said:
            told["says"] = {word: list(dict.fromkeys(digests)) for word, digests in sorted(said.items())}
        if subject.about or subject.service:
            told["about"] = subject.about or "service"
        role = subject.role or subjects.role(text)
        if role:
            told["role"] = role
        if subject.usual:
            told["usual"] = True
        addresses = list(endpoints.in_text(text)) if "://" in text else []
        buckets = [clouds.bucket(one.scheme, one.host, one.path, one.user) for one in addresses]
        if any(buckets):
            told["buckets"] = [
                {
                    "endpoint": self._storage(one.endpoint),
                    "bucket": self.digest(one.name),
                    "above": self._above(one.path),
                }
                for one in dict.fromkeys(buckets)
                if one is not None
            ]
        if credential and (
            subject.service
            or credentials.is_of_a_service(text)
            or any(one.scheme in _ASKED and subjects.is_outside(one.host) for one in addresses)
        ):
            told["service"] = True
        return told

    def _said(self, word: str, value: str) -> list[str]:
        if word == "prefix":
            return self._above(value)
        if word == "kms-key" and value.startswith("alias/"):  # an alias is another key in every account
            return []
        if word == "repository":
            value = value.rstrip("/")
        return [self.digest("" if word == "vhost" and value in _USUAL.values() else value)]

    def _storage(self, endpoint: str) -> str:
        """Where a bucket is: an account as a digest, since settings name it as well."""
        return endpoint if endpoint in ("s3", "gs") else self.digest(endpoint)

    def _inner(self, text: str, secret: bool) -> list[dict[str, Any]]:  # noqa: FBT001
        """What the lines of a file tell, each with the digest of how its name begins."""
        found = []
        for name, value in files.lines(text):
            if not subjects.told(value):
                continue
            subject = subjects.subject(name)
            named = says(name.rpartition(".")[2]) is Says.ADDRESS
            ends = endpoints.in_value(value, names_address=named, only_explicit=secret or not named)
            word, port = subject.word, subject.word == "port" and _is_port(value)
            one: dict[str, Any] = {
                "start": self.digest(files.beginning(name)),
                "urls": self._urls(ends),
                "hosts": list(dict.fromkeys(end.host for end in ends)),
                **({"says": {word: self._said(word, value)}} if word not in ("", "port") else {}),
                **({"port": int(value)} if port else {}),
                **({"about": subject.about} if subject.about else {}),
                **({"role": subject.role} if subject.role else {}),
                **({"usual": True} if subject.usual else {}),
            }
            if one["hosts"] or port or word not in ("", "port"):
                found.append(one)
        # Mostly lines tell of nothing that is compared: what counts is what is beside those that do.
        starts = {one["start"] for one in found if _tells(one)}
        return [one for one in found if one["start"] in starts]

    def _issuers(self, word: str, value: str) -> list[dict[str, str]]:
        """Host, and digest of the path, of an issuer; of one that is no URL the digest of what it is."""
        if word != "issuer":
            return []
        found = list(endpoints.in_value(value, names_address=True, only_explicit=True))
        return [{"host": one.host, "path": self.digest(subjects.issuer_path(one.path))} for one in found] or [
            {"host": "", "path": self.digest(value)}
        ]

    def _above(self, path: str) -> list[str]:
        return [self.digest(one) for one in subjects.above(path)]


def _tells(line: Mapping[str, Any]) -> bool:
    return "about" in line or "says" in line or line.get("port") in files.PORTS


def _is_port(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 6  # noqa: PLR2004

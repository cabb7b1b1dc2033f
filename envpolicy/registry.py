"""OCI registries, by the client of the oras project: artefacts go there and come back, each checked by its digest.

Credentials are those of `docker login`. Plain HTTP is spoken only where somebody said so, or to this machine.
"""

from __future__ import annotations

import inspect
import ipaddress
import json
import logging
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import MethodType
from typing import TYPE_CHECKING, Any

from envpolicy.bundle.artefact import BUNDLE, MANIFEST_TYPE, digest_of, wanted
from envpolicy.errors import EnvpolicyError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from envpolicy.bundle.artefact import Artefact

_LARGEST_MANIFEST = 1 << 20
_SECONDS = (10, 60)
_OK = range(200, 300)
_PIECE = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_REFERENCE = re.compile(
    r"(?P<host>localhost|\[[0-9a-fA-F:]+\]|[\w-]+(?:\.[\w-]+)+|[\w-]+(?=:))(?P<port>:\d{1,5})?"
    rf"/(?P<path>{_PIECE}(?:/{_PIECE})*)(?::(?P<tag>\w[\w.-]{{0,127}}))?(?:@(?P<digest>sha256:[0-9a-f]{{64}}))?",
    re.ASCII,
)


class RegistryError(EnvpolicyError):
    """A registry was not reached, or does not do what it was asked for."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where an artefact is: `registry/repository:tag`, or pinned `@sha256:...`."""

    host: str
    repository: str
    tag: str | None
    digest: str | None

    def __str__(self) -> str:
        tag = f":{self.tag}" if self.tag else ""
        return f"{self.host}/{self.repository}{tag}{f'@{self.digest}' if self.digest else ''}"

    def pinned(self, digest: str) -> str:
        """The same, by digest."""
        return f"{self.host}/{self.repository}@{digest}"


def reference(text: str) -> Reference:
    """Read `text`. There is no registry that is meant where none is named. Raises `RegistryError`."""
    found = _REFERENCE.fullmatch(text.removeprefix("oci://"))
    if not found:
        raise RegistryError(
            Problem(
                message=f"{text!a} is no reference",
                hint="expected REGISTRY/REPOSITORY:TAG or REGISTRY/REPOSITORY@sha256:..., as ghcr.io/example/law:1",
            )
        )
    host = found["host"] + (found["port"] or "")
    tag = found["tag"] or (None if found["digest"] else "latest")
    return Reference(host, found["path"], tag, found["digest"])


class Registry:
    """One registry, as this process may speak to it."""

    def __init__(self, place: Reference, *, plain_http: bool = False, ca_file: str | None = None) -> None:
        """Raises `RegistryError` where the client is not installed, or the registry is not reached."""
        try:
            import oras.container
            import oras.provider
            from oras.logger import logger
        except ImportError:
            raise RegistryError(
                Problem(
                    message="speaking to a registry needs oras, which is not installed",
                    hint="pip install 'envpolicy[oci]'",
                )
            ) from None
        # It prints to standard output on its own, and tells of what is told here as well.
        logger.set_level(logging.CRITICAL + 1)
        self._place = place
        insecure = plain_http or (ca_file is None and _is_loopback(place.host))
        self._base = f"{'http' if insecure else 'https'}://{place.host}/v2/"
        verify = ca_file or True
        self._challenge = self._asked(verify, insecure)
        scheme = self._challenge.partition(" ")[0].lower()
        self._client = oras.provider.Registry(
            place.host,
            insecure=insecure,
            tls_verify=verify,
            auth_backend="basic" if scheme == "basic" else "token",
        )
        _bound(self._client.session)
        # Without its own retries, which take minutes to say that nobody is there.
        self._client.do_request = MethodType(inspect.unwrap(type(self._client).do_request), self._client)
        self._container = oras.container.Container("repository", registry=place.host)
        self._container.registry = place.host
        self._container.namespace, _, self._container.repository = place.repository.rpartition("/")
        self._container.tag, self._container.digest = place.tag, place.digest
        self._guarded(self._load_credentials)
        if scheme == "basic" and not hasattr(self._client.auth, "_basic_auth"):
            raise self._bad(
                "the registry wants to know who asks, and there are no credentials for it", _HINTS[401]
            )

    def push(self, made: Artefact) -> str:
        """Put it there under the tag; what it is pinned by. Blobs that are there already are not sent again."""
        self._log_in("pull,push")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "blob")
            for digest, data in made.blobs.items():
                file.write_bytes(data)
                layer = {"digest": digest, "size": len(data)}
                self._answer(lambda layer=layer: self._client.upload_blob(str(file), self._container, layer))  # type: ignore[misc]
        answer = self._ask(
            "PUT", f"manifests/{self._place.tag}", made.manifest, {"Content-Type": MANIFEST_TYPE}
        )
        told = answer.headers.get("Docker-Content-Digest", made.digest)
        if told != made.digest:
            raise self._bad(f"the registry has {told}, which is not what was sent ({made.digest})")
        return made.digest

    def pull(self, *, everything: bool) -> tuple[str, dict[str, bytes]]:
        """Digest of the manifest, and the layers by what they are; without `everything` only the OPA bundle.

        Raises `RegistryError` where a digest is not that of what came, and `BundleError` for what is no bundle.
        """
        self._log_in("pull")
        name = str(self._place)
        wish = self._place.digest or self._place.tag
        manifest = self._read(f"manifests/{wish}", _LARGEST_MANIFEST, {"Accept": MANIFEST_TYPE})
        digest = digest_of(manifest)
        if self._place.digest not in (None, digest):
            raise self._bad(f"the registry gave another artefact: {digest}")
        layers = {}
        for title, (expected, size) in wanted(manifest, name).items():
            if everything or title == BUNDLE:
                data = self._read(f"blobs/{expected}", size)
                if digest_of(data) != expected:
                    raise self._bad(f"the layer {title} is not what its digest says: {digest_of(data)}")
                layers[title] = data
        return digest, layers

    def _read(self, path: str, most: int, headers: dict[str, str] | None = None) -> bytes:
        answer = self._ask("GET", path, None, headers or {}, stream=True)

        def read() -> bytes:
            data = bytearray()
            for chunk in answer.iter_content(1 << 16):
                data += chunk
                if len(data) > most:
                    raise self._bad(f"{path} is larger than it should be ({most} bytes)")
            return bytes(data)

        found: bytes = self._guarded(read)
        return found

    def _ask(
        self, method: str, path: str, data: bytes | None, headers: dict[str, str], *, stream: bool = False
    ) -> Any:
        url = f"{self._base}{self._place.repository}/{path}"
        return self._answer(
            lambda: self._client.do_request(url, method, data=data, headers=dict(headers), stream=stream)
        )

    def _answer(self, ask: Callable[[], Any]) -> Any:
        answer = self._guarded(ask)
        if answer.status_code not in _OK:
            raise self._bad(_said(answer), _HINTS.get(answer.status_code))
        return answer

    def _guarded(self, ask: Callable[[], Any]) -> Any:
        import requests

        try:
            return ask()
        except requests.exceptions.SSLError as error:
            raise self._bad(
                f"TLS failed: {_short(error)}", "--ca-file FILE names the CA of the registry"
            ) from None
        except requests.exceptions.RequestException as error:
            raise self._bad(f"the registry was not reached: {_short(error)}") from None
        except EnvpolicyError:
            raise
        except Exception as error:  # noqa: BLE001 - the client raises whatever it meets
            raise self._bad(f"the registry's client failed: {_short(error)}", _HINTS[401]) from None

    def _load_credentials(self) -> None:
        """What `docker login` has kept; the client itself does not know of DOCKER_CONFIG."""
        if folder := os.environ.get("DOCKER_CONFIG"):
            file = Path(folder, "config.json")
            kept = json.loads(file.read_bytes()) if file.is_file() else {}
            names = ("auths", "credsStore", "credHelpers")
            self._client.auth._auth_config = {name: kept.get(name) or {} for name in names}  # noqa: SLF001
        self._client.auth.load_configs(self._container)

    def _log_in(self, actions: str) -> None:
        """Get a token for all that follows: the client would keep the first one, which may be for reading only."""
        if not self._challenge.lower().startswith("bearer "):
            return
        from oras.auth.utils import parse_auth_header

        auth = self._client.auth
        wanted = parse_auth_header(self._challenge)
        wanted.scope = f"repository:{self._place.repository}:{actions}"
        known = getattr(auth, "_basic_auth", None) is not None
        token = self._guarded(
            lambda: auth.request_token(wanted) if known else auth.request_anonymous_token(wanted)
        )
        if not token and known:
            raise self._bad("the registry does not take the credentials", _HINTS[401])
        auth.set_token_auth(token)

    def _asked(self, verify: Any, insecure: Any) -> str:
        """How the registry wants to be told who asks, as it says it; nothing where it does not want to know."""
        import requests

        answer = self._guarded(
            lambda: requests.get(self._base, verify=verify, timeout=_SECONDS, allow_redirects=False)
        )
        challenge = str(answer.headers.get("WWW-Authenticate", ""))
        if not insecure and re.search(r'realm="http://', challenge, re.IGNORECASE):
            raise self._bad("the registry wants credentials to be sent without TLS")
        return challenge

    def _bad(self, message: str, hint: str | None = None) -> RegistryError:
        return RegistryError(Problem(message=message, location=Location(file=str(self._place)), hint=hint))


_HINTS = {
    401: "log in with `docker login`, or `oras login`: the credentials of both are read",
    403: "the credentials are known, but may not do this",
    404: "there is no such repository, tag or digest",
}


def _bound(session: Any) -> None:
    """Give every request of the session an end."""
    from requests.adapters import HTTPAdapter

    class Bounded(HTTPAdapter):
        def send(self, request: Any, **given: Any) -> Any:  # type: ignore[override]
            given["timeout"] = given.get("timeout") or _SECONDS
            return super().send(request, **given)

    for scheme in ("http://", "https://"):
        session.mount(scheme, Bounded())


def _said(answer: Any) -> str:
    """What the registry says is wrong, as far as it says it in the form of the specification."""
    try:
        errors = answer.json()["errors"]
        said = "; ".join(f"{one.get('code', '')} {one.get('message', '')}".strip() for one in errors)
    except (ValueError, KeyError, TypeError, AttributeError):
        said = str(answer.reason)
    return f"the registry answered {answer.status_code}: {said[:300]}"


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _is_loopback(host: str) -> bool:
    name = host.rpartition(":")[0] if re.search(r":\d+$", host) else host
    try:
        return name == "localhost" or ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False

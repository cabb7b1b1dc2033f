"""A real OPA is a client of `envpolicy serve`: it fetches, polls, waits, verifies, and reports."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import time
import urllib.request
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from envpolicy.bundle.manifest import bundle
from envpolicy.bundle.signing import sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TOKEN, ADMIN = "token-of-an-opa-agent", "token-of-an-admin-person"
CLIENTS = (
    f"clients:\n- {{name: opa, token: {TOKEN}}}\n- {{name: admin, token: {ADMIN}, may: [query, metrics]}}\n"
)


def fetch(url: str, token: str | None = None, body: bytes | None = None) -> Any:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(f"http://{url.removeprefix('http://')}", body, headers)
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - the line above says http
        return json.load(answer)


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            if condition():
                return
        except OSError:
            pass
        assert time.monotonic() < deadline
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write(folder: Path, text: str, key: str | None = None) -> None:
    made = bundle(
        {"demo/rules.rego": b"package demo.rules\n\nanswer := data.demo.text\n"},
        roots=("demo",),
        data={"demo": {"text": text}},
    )
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in (sign(made, key) if key else made).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


class Agent:
    """A running OPA."""

    def __init__(
        self,
        binary: Path,
        folder: Path,
        url: str,
        *,
        text: str = "",
        environment: dict[str, str] | None = None,
        **settings: Any,
    ) -> None:
        address = f"127.0.0.1:{free_port()}"
        self.url = f"http://{address}"
        config = folder / "opa.yaml"
        service = {"url": url, "credentials": {"bearer": {"token": TOKEN}}}
        config.write_text(text or yaml.safe_dump({"services": {"envpolicy": service}, **settings}))
        self.log = folder / "opa.log"
        with self.log.open("w") as stream:
            self.process = subprocess.Popen(
                [binary, "run", "--server", "--addr", address, "--disable-telemetry", "-c", config],
                stdout=stream,
                stderr=stream,
                env={**os.environ, **(environment or {})},
            )

    def answer(self) -> Any:
        try:
            return fetch(f"{self.url}/v1/data/demo/rules/answer").get("result")
        except OSError:
            return None

    def next(self, seen: list[Any]) -> Any:
        seen.append(self.answer())
        return seen[-1]


@pytest.fixture
def agent(tool: Callable[[str], Path], tmp_path: Path) -> Iterator[Callable[..., Agent]]:
    started: list[Agent] = []

    def start(url: str, **settings: Any) -> Agent:
        started.append(Agent(tool("opa"), tmp_path, url, **settings))
        return started[-1]

    yield start
    for one in started:
        one.process.terminate()
        one.process.wait(timeout=30)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clients.yaml").write_text(CLIENTS)
    write(tmp_path / "bundles" / "demo", "one")
    return tmp_path / "bundles"


def private_pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def public_pem(key: rsa.RSAPrivateKey) -> str:
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def demo(*, wait: int | None = None, **more: Any) -> dict[str, Any]:
    polling: dict[str, Any] = {"min_delay_seconds": 1, "max_delay_seconds": 1}
    if wait:
        polling = {"long_polling_timeout_seconds": wait}
    return {"demo": {"service": "envpolicy", "polling": polling, **more}}


@pytest.mark.parametrize("wait", [None, 20], ids=["polls", "waits"])
def test_a_new_revision_arrives_without_a_gap_and_a_restart_is_survived(
    serving: Callable[..., Any], agent: Callable[..., Agent], folder: Path, wait: int | None
) -> None:
    arguments = (folder, "--clients", folder.parent / "clients.yaml")
    server = serving(*arguments)
    port = int(server.url.rpartition(":")[2])
    opa = agent(server.url, bundles=demo(wait=wait))
    until(lambda: opa.answer() == "one")
    write(folder / "demo", "two")
    seen: list[Any] = []
    start = time.monotonic()
    until(lambda: opa.next(seen) == "two")
    assert set(seen) <= {"one", "two"}
    assert seen == sorted(seen)
    if wait:
        assert time.monotonic() - start < wait / 2
    server.process.terminate()
    assert server.process.wait(20) == 0
    assert opa.answer() == "two"
    write(folder / "demo", "three, while nobody served")
    serving(*arguments, port=port)
    seen.clear()
    until(lambda: opa.next(seen) != "two")
    assert seen[-1] == "three, while nobody served"


def test_a_tampered_revision_is_refused_and_the_old_one_goes_on(
    serving: Callable[..., Any], agent: Callable[..., Agent], folder: Path
) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = private_pem(key)
    write(folder / "demo", "one", private)
    server = serving(folder, "--clients", folder.parent / "clients.yaml")
    opa = agent(
        server.url,
        bundles=demo(signing={"keyid": "default"}),
        keys={"default": {"algorithm": "RS256", "key": public_pem(key)}},
        status={"service": "envpolicy"},
    )
    until(lambda: opa.answer() == "one")
    write(folder / "demo", "not signed anew")  # the signature beside it is that of the first

    def told() -> bool:
        return "mismatch" in json.dumps(fetch(f"{server.url}/v1/status", ADMIN))

    until(told)
    assert opa.answer() == "one"
    write(folder / "demo", "two", private)
    until(lambda: opa.answer() == "two")


def test_the_recipe_works_to_the_letter_and_reports_are_found(
    serving: Callable[..., Any],
    agent: Callable[..., Agent],
    tmp_path: Path,
    root: Path,
    tool: Callable[[str], Path],
) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (tmp_path / "private.pem").write_text(private_pem(key))
    guide = (root / "docs/serve.md").read_text(encoding="utf-8")
    clients, config = (
        guide.partition(f"```yaml\n# {name}\n")[2].partition("```")[0]
        for name in ("clients.yaml", "opa.yaml")
    )
    digests = iter((sha256(TOKEN.encode()).hexdigest(), sha256(ADMIN.encode()).hexdigest()))
    (tmp_path / "clients.yaml").write_text(re.sub(r"(?<=sha256: )\w+", lambda _: next(digests), clients))
    server = serving(
        *("-r", "hipaa", "--clients", tmp_path / "clients.yaml", "--signing-key", tmp_path / "private.pem"),
        *("--database", tmp_path / "reports.sqlite"),
    )
    config = config.replace("min_delay_seconds: 5", "min_delay_seconds: 1")
    config = config.replace("max_delay_seconds: 10", "max_delay_seconds: 1")
    environment = {"ENVPOLICY_TOKEN": TOKEN, "ENVPOLICY_PUBLIC_KEY": public_pem(key).replace("\n", "\\n")}
    opa = agent(server.url, text=config.replace("http://127.0.0.1:8181", server.url), environment=environment)
    table = f"{opa.url}/v1/data/envpolicy/catalogue/names"
    until(lambda: fetch(table).get("result"))
    body = json.dumps({"input": {"password": "Tr0ub4dor-and-3", "who": "anna"}}).encode()
    fetch(table, body=body)

    def decided() -> list[Any]:
        found = fetch(f"{server.url}/v1/decisions?limit=50", ADMIN)["result"]
        return [one["report"] for one in found if one["report"].get("input")]

    until(decided)
    (event,) = decided()
    assert event["input"] == {"password": "***", "who": "anna"}
    assert event["path"] == "envpolicy/catalogue/names"
    listed = {one["name"]: one["revision"] for one in fetch(f"{server.url}/v1/bundles", TOKEN)["bundles"]}

    def active() -> dict[str, str]:
        found = fetch(f"{server.url}/v1/status", ADMIN)["result"]
        bundles = found[0]["report"].get("bundles", {}) if found else {}
        return {name: bundles[name].get("active_revision", "") for name in bundles}

    until(lambda: active() == {"envpolicy": listed["envpolicy"]})
    assert b"Tr0ub4dor" not in (tmp_path / "reports.sqlite").read_bytes()


def test_an_opa_shows_its_certificate(
    serving: Callable[..., Any],
    agent: Callable[..., Agent],
    certify: Callable[..., Any],
    folder: Path,
    root: Path,
) -> None:
    ca = certify("ca")
    own, client = certify("localhost", by=ca), certify("opa.example.com", by=ca)
    (folder.parent / "clients.yaml").write_text("clients: [{name: opa, certificate: opa.example.com}]\n")
    server = serving(
        *(folder, "--clients", folder.parent / "clients.yaml", "--tls-cert-file", own.certificate),
        *("--tls-private-key-file", own.key, "--tls-ca-cert-file", ca.certificate),
    )
    guide = (root / "docs/serve.md").read_text(encoding="utf-8")
    part = "    tls: {" + guide.partition("```yaml\n    tls: {")[2].partition("```")[0]
    for name, path in (("ca.pem", ca.certificate), ("opa.pem", client.certificate), ("opa.key", client.key)):
        assert name in part
        part = part.replace(name, str(path))
    config = f"services:\n  envpolicy:\n    url: {server.url}\n{part}"
    opa = agent(server.url, text=config + yaml.safe_dump({"bundles": demo(wait=50)}))
    until(lambda: opa.answer() == "one")
    write(folder / "demo", "two")
    until(lambda: opa.answer() == "two", 40)


def test_an_opa_without_the_token_gets_nothing(
    serving: Callable[..., Any], agent: Callable[..., Agent], folder: Path
) -> None:
    (folder.parent / "clients.yaml").write_text(f"clients: [{{name: admin, token: {ADMIN}}}]\n")
    server = serving(folder, "--clients", folder.parent / "clients.yaml")
    opa = agent(server.url, bundles=demo())
    until(lambda: "Unauthorized" in opa.log.read_text())
    assert opa.answer() is None

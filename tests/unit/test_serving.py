"""The server as a process, asked over HTTP: who gets what, tags, long polls, changes on the disk, its end."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import json
import signal
import socket
import sqlite3
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest
import uvicorn

from envpolicy.bundle.archive import unpack
from envpolicy.bundle.manifest import bundle
from envpolicy.cli import main
from envpolicy.server import connections

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OPA, ADMIN, ONE = "token-of-an-opa-agent", "token-of-an-admin-person", "token-for-one-bundle"
CLIENTS = f"""\
clients:
  - {{name: opa, token: {OPA}}}
  - {{name: admin, token: {ADMIN}, may: [fetch, query, metrics]}}
  - {{name: one, token: {ONE}, bundles: [first]}}
"""


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(
    url: str,
    path: str,
    token: str | None = None,
    *,
    method: str = "GET",
    body: bytes | None = None,
    tls: ssl.SSLContext | None = None,
    **headers: str,
) -> Answer:
    where = urlsplit(url)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if token:
        given["Authorization"] = f"Bearer {token}"
    host, port = where.hostname or "", where.port
    connection: http.client.HTTPConnection = (
        http.client.HTTPSConnection(host, port, timeout=30, context=tls)
        if where.scheme == "https"
        else http.client.HTTPConnection(host, port, timeout=30)
    )
    try:
        connection.request(method, path, body, given)
        answer = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, named, answer.read())
    finally:
        connection.close()


def write(folder: Path, name: str, text: str) -> str:
    """A bundle with that text; its revision."""
    made = bundle({}, roots=(name,), data={name: {"text": text}})
    (folder / name).mkdir(parents=True, exist_ok=True)
    for path, content in made.items():
        (folder / name / path).write_bytes(content)
    return str(json.loads(made[".manifest"])["revision"])


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "bundles", "first", "one")
    write(tmp_path / "bundles", "second", "two")
    (tmp_path / "clients.yaml").write_text(CLIENTS)
    return tmp_path / "bundles"


@pytest.fixture
def server(serving: Callable[..., Any], folder: Path) -> Any:
    return serving(folder, "--clients", folder.parent / "clients.yaml")


def test_nothing_is_said_to_who_says_nothing(server: Any) -> None:
    for path in ("/bundles/first", "/bundles/none", "/v1/bundles", "/v1/status", "/v1/decisions", "/metrics"):
        for token in (None, "wrong", OPA + "x"):
            refused = ask(server.url, path, token)
            assert (refused.status, refused.headers["www-authenticate"]) == (401, "Bearer")
            assert b"first" not in refused.body
    for path in ("/status", "/logs", "/logs/eu"):
        assert ask(server.url, path, method="POST", body=b"{}").status == 401
    assert ask(server.url, "/healthz").json == {"healthy": True}
    assert ask(server.url, "/readyz").json["ready"] is True
    assert OPA not in server.log.read_text()


def test_each_gets_what_is_theirs(server: Any) -> None:
    assert ask(server.url, "/bundles/first", ONE).status == 200
    hidden, missing = ask(server.url, "/bundles/second", ONE), ask(server.url, "/bundles/none", ONE)
    assert (hidden.status, hidden.body) == (missing.status, missing.body)
    assert hidden.status == 404
    assert [one["name"] for one in ask(server.url, "/v1/bundles", ONE).json["bundles"]] == ["first"]
    assert len(ask(server.url, "/v1/bundles", ADMIN).json["bundles"]) == 2
    for path in ("/v1/status", "/v1/decisions", "/v1/decisions?limit=1", "/metrics"):
        assert ask(server.url, path, OPA).status == 403
        assert ask(server.url, path, ADMIN).status == 200
    assert ask(server.url, "/logs", ADMIN, method="POST", body=b"[]").status == 403
    assert ask(server.url, "/v1/decisions?limit=many", ADMIN).status == 400
    assert ask(server.url, "/bundles/../clients.yaml", OPA).status == 404
    assert ask(server.url, "/bundles/%2e%2e/clients.yaml", OPA).status == 404
    assert ask(server.url, "/bundles/first", OPA, method="DELETE").status == 405


def test_tags_and_forms(server: Any) -> None:
    plain = ask(server.url, "/bundles/first", OPA)
    assert plain.headers["content-type"] == "application/vnd.openpolicyagent.bundles"
    assert json.loads(unpack(plain.body)["data.json"]) == {"first": {"text": "one"}}
    squeezed = ask(server.url, "/bundles/first", OPA, accept_encoding="br;q=1, gzip")
    assert squeezed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(squeezed.body) == plain.body
    assert squeezed.headers["etag"] != plain.headers["etag"]
    assert (
        "content-encoding" not in ask(server.url, "/bundles/first", OPA, accept_encoding="gzip;q=0").headers
    )
    for tag in (plain.headers["etag"], squeezed.headers["etag"], f"W/{plain.headers['etag']}", "*"):
        known = ask(server.url, "/bundles/first", OPA, if_none_match=tag)
        assert (known.status, known.body) == (304, b"")
        assert known.headers["etag"] == plain.headers["etag"]
    for tag in ("", '"other"', plain.headers["etag"].strip('"')):
        assert ask(server.url, "/bundles/first", OPA, if_none_match=tag).status == 200
    part = ask(server.url, "/bundles/first", OPA, range="bytes=0-9")
    assert (part.status, part.body, part.headers["accept-ranges"]) == (200, plain.body, "none")


def test_a_long_poll_ends_with_the_change_or_with_its_time(server: Any, folder: Path) -> None:
    tag = ask(server.url, "/bundles/first", OPA).headers["etag"]
    prefer = "modes=snapshot,delta;wait=1"
    start = time.monotonic()
    over = ask(server.url, "/bundles/first", OPA, if_none_match=tag, prefer=prefer)
    assert over.status == 304
    assert over.headers["content-type"] == "application/vnd.openpolicyagent.bundles"
    assert 0.9 < time.monotonic() - start < 10
    start = time.monotonic()
    assert (
        ask(server.url, "/bundles/first", OPA, if_none_match="", prefer="modes=snapshot;wait=60").status
        == 200
    )
    with ThreadPoolExecutor(20) as pool:
        waiting = [
            pool.submit(
                ask,
                server.url,
                "/bundles/first",
                OPA,
                if_none_match=tag,
                prefer="modes=snapshot,delta;wait=60",
            )
            for _ in range(20)
        ]
        until(lambda: b"envpolicy_long_polls 20.0" in ask(server.url, "/metrics", ADMIN).body)
        write(folder, "first", "changed")
        answers = [one.result() for one in waiting]
    assert time.monotonic() - start < 15
    for answer in answers:
        files = unpack(answer.body)
        assert json.loads(files["data.json"]) == {"first": {"text": "changed"}}
        assert "patch.json" not in files


def test_who_hangs_up_is_not_waited_for(server: Any) -> None:
    where = urlsplit(server.url)
    tag = ask(server.url, "/bundles/first", OPA).headers["etag"]
    with socket.create_connection((where.hostname, where.port)) as connection:
        connection.sendall(
            f"GET /bundles/first HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {OPA}\r\n"
            f"If-None-Match: {tag}\r\nPrefer: wait=60\r\n\r\n".encode()
        )
        until(lambda: b"envpolicy_long_polls 1.0" in ask(server.url, "/metrics", ADMIN).body)
    until(lambda: b"envpolicy_long_polls 0.0" in ask(server.url, "/metrics", ADMIN).body)


def test_what_is_broken_on_the_disk_is_told_and_not_served(server: Any, folder: Path) -> None:
    before = ask(server.url, "/v1/bundles", ADMIN).json["bundles"]
    manifest = folder / "second" / ".manifest"
    whole = manifest.read_text()
    manifest.write_text(whole[: len(whole) // 2])
    write(folder, "first", "this one is sound, and waits for the other")
    until(lambda: ask(server.url, "/readyz").json["stale"])
    found = ask(server.url, "/v1/bundles", ADMIN).json
    assert found["bundles"] == before
    assert ".manifest" in found["problems"][0]
    assert ask(server.url, "/v1/bundles", OPA).json["problems"] == []
    metrics = ask(server.url, "/metrics", ADMIN).body.decode()
    assert "envpolicy_stale 1.0" in metrics
    assert 'envpolicy_reloads_total{outcome="refused"} 1.0' in metrics
    assert "the change is refused" in server.log.read_text()
    manifest.write_text(whole)
    until(lambda: not ask(server.url, "/readyz").json["stale"])
    assert ask(server.url, "/v1/bundles", ADMIN).json["bundles"] != before


def test_regulations_that_change_are_built_anew(
    serving: Callable[..., Any], tmp_path: Path, root: Path
) -> None:
    guide = (root / "docs/adding-a-regulation.md").read_text(encoding="utf-8")
    regulation = guide.partition("```yaml\n")[2].partition("```")[0]
    rules = tmp_path / "house-rules.yaml"
    rules.write_text(regulation)
    server = serving("-r", "house-rules", "-p", rules, "--public")
    before = ask(server.url, "/bundles/house-rules").headers["etag"]
    rules.write_text(regulation.replace("floor: cluster", "floor: clutser"))
    until(lambda: ask(server.url, "/readyz").json["stale"])
    assert ask(server.url, "/bundles/house-rules").headers["etag"] == before
    rules.write_text(regulation.replace("floor: cluster", "floor: namespace"))
    until(lambda: ask(server.url, "/bundles/house-rules").headers["etag"] != before)


def test_reports_are_kept_and_found_again(serving: Callable[..., Any], folder: Path) -> None:
    arguments = (
        folder,
        "--clients",
        folder.parent / "clients.yaml",
        "--database",
        folder.parent / "r.sqlite",
    )
    server = serving(*arguments)
    events = [
        {"decision_id": str(number), "path": "a", "input": {"password": "s3cret-word"}} for number in range(3)
    ]
    squeezed = gzip.compress(json.dumps(events).encode())
    for _ in range(2):  # the second time is OPA's retry
        sent = ask(server.url, "/logs/eu/1", OPA, method="POST", body=squeezed, content_encoding="gzip")
        assert sent.status == 204
    for number in range(3):
        status = json.dumps({"labels": {"id": "x"}, "bundles": {"first": {"active_revision": str(number)}}})
        assert ask(server.url, "/status", OPA, method="POST", body=status.encode()).status == 204
    bomb = gzip.compress(b"[" + b" " * (64 << 20) + b"]", 9)
    refused = ask(server.url, "/logs", OPA, method="POST", body=bomb, content_encoding="gzip")
    assert refused.status == 413
    for body in (b"{}", b"[1]", b"[", b"[" * 50_000):
        assert ask(server.url, "/logs", OPA, method="POST", body=body).status == 400
    assert ask(server.url, "/status", OPA, method="POST", body=b"[]").status == 400
    odd = b'[{"decision_id": 5, "labels": [], "a\\ud800": "\\u0000", "input": {"kind": 3, "name": {}, "value": [1.5]}}]'
    assert ask(server.url, "/logs", OPA, method="POST", body=odd).status == 204
    (kept,) = ask(server.url, "/v1/decisions?limit=1", ADMIN).json["result"]
    assert kept["report"] == json.loads(odd)[0]
    with_huge = b'[{"decision_id": "huge", "input": "' + b"a" * (20 << 20) + b'"}, {"decision_id": "after"}]'
    squeezed = gzip.compress(with_huge)
    assert ask(server.url, "/logs", OPA, method="POST", body=squeezed, content_encoding="gzip").status == 204
    after, huge = ask(server.url, "/v1/decisions?limit=2", ADMIN).json["result"]
    assert (after["report"]["decision_id"], huge["report"]["decision_id"]) == ("after", "huge")
    server.process.terminate()
    assert server.process.wait(20) == 0
    server = serving(*arguments)
    found = ask(server.url, "/v1/decisions?limit=5", ADMIN).json["result"][3:]
    assert [one["report"]["decision_id"] for one in found] == ["2", "1"]
    assert found[0]["client"] == "opa"
    assert found[0]["report"]["input"] == {"password": "***"}
    (status,) = ask(server.url, "/v1/status", ADMIN).json["result"]
    assert status["report"]["bundles"]["first"]["active_revision"] == "2"


def test_who_breaks_the_protocol_disturbs_nobody(server: Any) -> None:
    where = urlsplit(server.url)
    request = (
        f"GET /bundles/first HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {OPA}\r\nPrefer: wait=1\r\n"
        f"If-None-Match: {ask(server.url, '/bundles/first', OPA).headers['etag']}\r\n\r\n"
    ).encode()
    for rest in (b"\x00\xff not a request\r\n\r\n", b"G", b"GET / HTTP/9.9\r\n\r\n", request * 20):
        with socket.create_connection((where.hostname, where.port), timeout=20) as connection:
            connection.sendall(request + rest)
            connection.recv(100)
    half = f"POST /logs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {OPA}\r\nContent-Length: 99\r\n\r\n[".encode()
    with socket.create_connection((where.hostname, where.port)) as connection:
        connection.sendall(half)
        time.sleep(0.2)
    assert ask(server.url, "/bundles/first", OPA).status == 200
    gone = b'envpolicy_reports_refused_total{kind="decisions"} 1.0'
    until(lambda: gone in ask(server.url, "/metrics", ADMIN).body)
    assert "Traceback" not in server.log.read_text()


def test_headers_without_end_are_not_read(server: Any) -> None:
    where = urlsplit(server.url)
    with socket.create_connection((where.hostname, where.port), timeout=20) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 100_000)
        assert connection.recv(100).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (b"", b"X: y\r\n"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", b"X: y\r\n"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b""),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\n", b"X: y\r\n"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n", b"a body of many words"),
        (b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n", b"GET"),
    ],
    ids=["silent", "headers", "idle", "second-headers", "body", "answer"],
)
def test_who_holds_a_connection_for_nothing_loses_it(
    first: bytes, then: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_SILENCE", 0.3)
    monkeypatch.setattr(connections, "_STILL", 0.3)

    async def application(scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(1000 if scope["path"] == "/much" else 0):
            await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def held() -> float:
        config = uvicorn.Config(application, http=connections.Connection, lifespan="off", log_config=None)
        listening = connections.listen("127.0.0.1", 0)
        server = uvicorn.Server(config)
        config.load()
        server.lifespan = config.lifespan_class(config)
        await server.startup([listening])
        started = time.monotonic()
        reader, writer = await asyncio.open_connection(*listening.getsockname()[:2])
        writer.write(first)
        ended = asyncio.create_task(asyncio.sleep(10) if b"much" in first else reader.read())
        while not writer.is_closing() and not ended.done() and time.monotonic() - started < 10:
            writer.write(then)
            await asyncio.sleep(0.05)
        ended.cancel()
        took = time.monotonic() - started
        writer.close()
        await server.shutdown([listening])
        return took

    assert 0.2 < asyncio.run(held()) < 5


def test_one_too_many_is_turned_away_and_no_other(serving: Callable[..., Any], folder: Path) -> None:
    server = serving(folder, "--public", "--most-connections", 5)
    where = urlsplit(server.url)
    opened = [socket.create_connection((where.hostname, where.port), timeout=20) for _ in range(7)]
    time.sleep(0.2)
    for connection in opened:
        connection.sendall(
            b"GET /bundles/first HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\nPrefer: wait=1\r\n\r\n"
        )
    answers = [connection.recv(1000).split(b" ")[1] for connection in opened]
    assert answers == [b"304"] * 5 + [b"503"] * 2
    for connection in opened:
        connection.close()
    until(lambda: ask(server.url, "/healthz").status == 200)


def test_hundreds_at_once_while_the_bundle_changes(server: Any, folder: Path) -> None:
    revisions = {write(folder, "first", "one")}
    stop = threading.Event()

    def change() -> None:
        number = 0
        while not stop.wait(0.4):
            number += 1
            revisions.add(write(folder, "first", f"text {number}"))

    def fetch(number: int) -> tuple[int, str]:
        answer = ask(server.url, "/bundles/first", OPA, accept_encoding="gzip" if number % 2 else "identity")
        body = gzip.decompress(answer.body) if number % 2 else answer.body
        assert answer.headers["etag"].strip('"').removesuffix("-gzip") == sha256(body).hexdigest()
        return answer.status, str(json.loads(unpack(body)[".manifest"])["revision"])

    changing = threading.Thread(target=change)
    changing.start()
    answers: list[tuple[int, str]] = []
    deadline = time.monotonic() + 30
    try:
        with ThreadPoolExecutor(32) as pool:
            while len(answers) < 600 or len({revision for _, revision in answers}) < 3:
                assert time.monotonic() < deadline
                answers += pool.map(fetch, range(200))
    finally:
        stop.set()
        changing.join()
    assert {status for status, _ in answers} == {200}
    assert {revision for _, revision in answers} <= revisions


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_the_end_cuts_nobody_off(server: Any, sign: signal.Signals) -> None:
    tag = ask(server.url, "/bundles/first", OPA).headers["etag"]
    with ThreadPoolExecutor(5) as pool:
        waiting = [
            pool.submit(ask, server.url, "/bundles/first", OPA, if_none_match=tag, prefer="wait=60")
            for _ in range(5)
        ]
        until(lambda: b"envpolicy_long_polls 5.0" in ask(server.url, "/metrics", ADMIN).body)
        server.process.send_signal(sign)
        assert {one.result().status for one in waiting} == {304}
    assert server.process.wait(20) == 0
    assert "Traceback" not in server.log.read_text()


# --- TLS


def context(ca: Path, client: Any = None) -> ssl.SSLContext:
    made = ssl.create_default_context(cafile=str(ca))
    if client:
        made.load_cert_chain(client.certificate, client.key)
    return made


def test_certificates_of_clients(
    serving: Callable[..., Any], certify: Callable[..., Any], folder: Path, tmp_path: Path
) -> None:
    authority = certify("ca")
    ca = authority.certificate
    certificate, key = certify("localhost", by=authority)[:2]
    edge = certify("edge.example.com", by=authority)
    forged = certify("edge.example.com", by=certify("other-ca"))
    tls = ["--tls-cert-file", certificate, "--tls-private-key-file", key, "--tls-ca-cert-file", ca]
    (tmp_path / "listed.yaml").write_text(
        f"clients:\n- {{name: edge, certificate: edge.example.com, bundles: [first]}}\n"
        f"- {{name: opa, token: {OPA}}}\n"
    )
    alone, listed = serving(folder, *tls), serving(folder, *tls, "--clients", tmp_path / "listed.yaml")
    assert alone.url.startswith("https://")
    assert ask(alone.url, "/bundles/second", tls=context(ca, edge)).status == 200
    assert ask(alone.url, "/v1/status", tls=context(ca, edge)).status == 403
    assert ask(listed.url, "/bundles/first", tls=context(ca, edge)).status == 200
    assert ask(listed.url, "/bundles/second", tls=context(ca, edge)).status == 404
    assert ask(listed.url, "/bundles/second", OPA, tls=context(ca)).status == 200
    assert ask(listed.url, "/bundles/first", tls=context(ca)).status == 401
    assert ask(listed.url, "/bundles/first", "wrong", tls=context(ca, edge)).status == 401
    for server in (alone, listed):
        with pytest.raises((ssl.SSLError, ConnectionError, http.client.RemoteDisconnected)):
            ask(server.url, "/bundles/first", tls=context(ca, forged))
    with pytest.raises((ssl.SSLError, ConnectionError, http.client.RemoteDisconnected)):
        ask(alone.url, "/bundles/first", tls=context(ca))


def test_tokens_and_certificates_are_replaced_while_it_runs(
    serving: Callable[..., Any], certify: Callable[..., Any], folder: Path, tmp_path: Path
) -> None:
    authority = certify("ca")
    ca = authority.certificate
    certificate, key = certify("localhost", by=authority)[:2]
    clients = tmp_path / "clients.yaml"
    tls = context(ca)
    server = serving(
        folder, "--clients", clients, "--tls-cert-file", certificate, "--tls-private-key-file", key
    )

    def status(token: str) -> int:
        return ask(server.url, "/bundles/first", token, tls=tls).status

    def shown() -> str:
        where = urlsplit(server.url)
        return ssl.get_server_certificate((str(where.hostname), int(where.port or 0)))

    assert (status(OPA), status("token-that-comes-later")) == (200, 401)
    clients.write_text("clients: [{name: broken}]\n")
    until(lambda: "the old clients" in server.log.read_text())
    assert status(OPA) == 200
    clients.write_text("clients: [{name: opa, token: token-that-comes-later}]\n")
    until(lambda: status("token-that-comes-later") == 200)
    assert status(OPA) == 401
    before = shown()
    other = certify("localhost", by=authority)
    other.key.replace(key)
    other.certificate.replace(certificate)
    until(lambda: shown() != before)
    assert status("token-that-comes-later") == 200


def test_reports_that_cannot_be_kept_are_asked_for_again(serving: Callable[..., Any], folder: Path) -> None:
    file = folder.parent / "reports.sqlite"
    server = serving(folder, "--clients", folder.parent / "clients.yaml", "--database", file)
    with sqlite3.connect(file) as database:
        database.execute("DROP TABLE decisions")
    database.close()
    sent = ask(server.url, "/logs", OPA, method="POST", body=b'[{"decision_id": "1"}]')
    assert sent.status == 503
    ready = ask(server.url, "/readyz")
    assert (ready.status, ready.json["reports"]) == (503, False)
    assert ask(server.url, "/bundles/first", OPA).status == 200
    assert ask(server.url, "/v1/decisions", ADMIN).status == 503


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "nobody could ask"),
        (["--public", "--addr", "0.0.0.0:0"], "can be reached from other machines"),
        (["--public", "--addr", "nonsense"], "no address"),
        (["--public", "--addr", "192.0.2.1:0", "--insecure"], "cannot be listened on"),
        (["--public", "--tls-cert-file", "clients.yaml"], "both"),
        (["--public", "--tls-cert-file", "clients.yaml", "--tls-private-key-file", "clients.yaml"], "TLS"),
        (["--clients", "none.yaml"], "clients cannot be read"),
        (["--public", "--signing-key", "no-key-at-all"], "what signs is a private key, and this is none"),
        (["--public", "--signing-key", "none.pem"], "no such key"),
        (["--public", "-r", "hipaa"], "is made already"),
        (["--public", "--database", "bundles"], "reports cannot be kept"),
    ],
)
def test_what_cannot_be_served_is_said(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(folder.parent)
    assert main(["serve", "bundles", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_what_is_not_installed_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert main(["serve", "--public"]) == 2
    assert "pip install 'envpolicy[server]'" in capsys.readouterr().err

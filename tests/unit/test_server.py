"""The parts of the server by themselves: who may what, tags, masking, what is kept, bounds on bodies."""

from __future__ import annotations

import asyncio
import gzip
import json
import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from envpolicy.bundle.manifest import bundle
from envpolicy.errors import EngineError, EnvpolicyError
from envpolicy.server import ServerError, chunks, masking, uploads
from envpolicy.server.clients import Client, Clients, load_clients
from envpolicy.server.credentials import Credentials
from envpolicy.server.loading import Loader
from envpolicy.server.masking import masked
from envpolicy.server.publishing import Shelf, published
from envpolicy.server.reports import Reports, Retention
from envpolicy.server.serving import Settings, check
from envpolicy.server.sources import FolderSource, LawSource, PlanSource
from envpolicy.values import Views

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

TOKEN = "correct-horse-battery"  # noqa: S105


def files(text: str = "one") -> dict[str, bytes]:
    return bundle({}, roots=("demo",), data={"demo": {"text": text}})


# --- who may what


def test_clients_are_told_apart_by_token_and_certificate(tmp_path: Path) -> None:
    path = tmp_path / "clients.yaml"
    digest = "af76a4fa8ef04ad6d4a0c0fb9b0f9d06ee0dc2a8b96ce3de05ac8a4e6a4a6dc0"
    path.write_text(
        "clients:\n"
        f"  - {{name: opa, token: {TOKEN}, bundles: [hipaa]}}\n"
        f"  - {{name: other, sha256: {digest}, may: [query]}}\n"
        "  - {name: edge, certificate: edge.example.com}\n"
    )
    clients = Clients(load_clients(path))
    opa = clients.who(f"Bearer {TOKEN}", None)
    assert opa is not None
    assert (opa.name, opa.may_fetch("hipaa"), opa.may_fetch("mdr")) == ("opa", True, False)
    assert clients.who(f"bearer {TOKEN}", None) is opa
    edge = {"subjectAltName": (("DNS", "edge.example.com"),), "subject": ((("commonName", "x"),),)}
    named = clients.who(None, edge)
    assert named is not None
    assert named.name == "edge"
    for wrong in (f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ", "Bearer", "", "Bearer \udcff"):
        assert clients.who(wrong, edge) is None
        assert Clients(clients.known, public=True).who(wrong, None) is None
    assert clients.who(None, {"subject": ((("commonName", "stranger"),),)}) is None
    assert clients.who(None, None) is None


def test_a_certificate_alone_lets_in_only_where_nobody_is_listed() -> None:
    certificate = {"subject": ((("commonName", "node-7"),),)}
    found = Clients(certified=True).who(None, certificate)
    assert found is not None
    assert (found.name, sorted(found.may)) == ("node-7", ["fetch", "report"])
    assert Clients((Client("a", digest="x"),)).who(None, certificate) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("clients: [{name: a}]", "clients"),
        ("clients: [{name: a, token: short}]", "shorter than 16"),
        (f"clients: [{{name: a, token: {TOKEN}}}, {{name: b, token: {TOKEN}}}]", "same token"),
        (f"clients: [{{name: a, token: {TOKEN}, may: [everything]}}]", "may[0]"),
        (f"clients: [{{name: a, token: {TOKEN}, bundle: x}}]", "bundle"),
        ("", "one document"),
        ("clients: [", ""),
    ],
)
def test_bad_clients_are_refused_without_showing_a_token(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "clients.yaml"
    path.write_text(text)
    with pytest.raises(ServerError) as error:
        load_clients(path)
    assert said in str(error.value)
    assert TOKEN not in str(error.value)


KNOWN, EVERYWHERE = Clients((Client("a", digest="x"),)), "0.0.0.0"  # noqa: S104


def settings(host: str = "127.0.0.1", *, insecure: bool = False, **files: Any) -> Settings:
    return Settings(host=host, insecure=insecure, credentials=Credentials(**files))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (settings(), "nobody could ask"),
        (settings(EVERYWHERE, known=Clients(public=True)), "without TLS"),
        (settings("::", known=KNOWN), "without TLS"),
        (settings("example.com", known=Clients(public=True)), "without TLS"),
        (settings(EVERYWHERE, known=Clients(public=True), certificate="x", private_key="y"), "by anybody"),
        (settings(client_ca="x"), "need TLS"),
        (settings(known=KNOWN, private_key="x"), "needs both"),
    ],
)
def test_what_would_be_open_is_refused(given: Settings, said: str) -> None:
    with pytest.raises(ServerError, match=said):
        check(given)


@pytest.mark.parametrize(
    "given",
    [
        settings(known=Clients(public=True)),
        settings("::1", known=KNOWN),
        settings(EVERYWHERE, known=Clients(public=True), insecure=True),
        settings(EVERYWHERE, known=KNOWN, certificate="x", private_key="y"),
        settings(EVERYWHERE, certificate="x", private_key="y", client_ca="z"),
    ],
)
def test_what_is_closed_or_told_to_be_open_is_not_refused(given: Settings) -> None:
    check(given)


# --- tags and waiting


@pytest.mark.parametrize("given", [None, "", "  ", '"other"', "W/", '"', "other"])
def test_a_tag_of_something_else_is_not_known(given: str | None) -> None:
    assert not published("a", files(), signed=False).is_known(given)


@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', "*", "{},"])
@pytest.mark.parametrize("squeezed", [False, True])
def test_a_tag_is_known_in_any_list(form: str, squeezed: bool) -> None:
    one = published("a", files(), signed=False)
    assert one.is_known(form.format(one.etag(squeezed=squeezed)))


def test_tags_stand_for_bytes() -> None:
    one, same, other = (published("a", files(text), signed=False) for text in ("one", "one", "two"))
    assert one == same
    assert len({one.etag(squeezed=False), one.etag(squeezed=True), other.etag(squeezed=False)}) == 3
    assert gzip.decompress(one.squeezed) == one.plain


def test_waiting_ends_with_a_change_the_end_of_time_and_the_end_of_the_server() -> None:
    first, second = (published("a", files(text), signed=False) for text in ("one", "two"))

    async def story() -> None:
        shelf = Shelf()
        shelf.publish({"a": first})
        tag = first.etag(squeezed=False)
        assert await shelf.other_than("a", tag, 0.01) is first
        assert await shelf.other_than("a", "", 60) is first
        assert await shelf.other_than("none", tag, 60) is None
        waiting = [asyncio.create_task(shelf.other_than("a", tag, 60)) for _ in range(50)]
        await asyncio.sleep(0)
        assert shelf.waiting == 50
        shelf.publish({"a": first, "b": second})  # nothing that they wait for
        await asyncio.sleep(0.01)
        assert shelf.waiting == 50
        shelf.publish({"a": second})
        assert await asyncio.gather(*waiting) == [second] * 50
        left = asyncio.create_task(shelf.other_than("a", second.etag(squeezed=True), 60))
        await asyncio.sleep(0)
        shelf.drain()
        assert await left is second
        assert shelf.waiting == 0

    asyncio.run(story())


# --- sources


def test_a_folder_gives_folders_and_archives_by_their_paths(tmp_path: Path) -> None:
    from envpolicy.bundle.archive import pack

    (tmp_path / "in" / "one").mkdir(parents=True)
    for path, content in files().items():
        (tmp_path / "in" / "one" / path).write_bytes(content)
    (tmp_path / "two.tar.gz").write_bytes(pack(files("two")))
    (tmp_path / ".hidden.tar.gz").write_bytes(b"")
    (tmp_path / "conftest").mkdir()
    (tmp_path / "conftest" / "main.rego").write_text("package main\n")
    source = FolderSource(tmp_path)
    assert set(source.load()) == {"in/one", "two"}
    assert set(FolderSource(tmp_path / "in" / "one").load()) == {"one"}
    before = source.fingerprint()
    (tmp_path / "in" / "one" / "data.json").write_text("{}")
    assert source.fingerprint() != before
    damaged = bytearray(pack(files("two")))
    damaged[-600] ^= 1
    (tmp_path / "two.tar.gz").write_bytes(bytes(damaged))
    with pytest.raises(Exception, match=r"two\.tar\.gz"):
        source.load()


def test_a_bundle_is_taken_away_whole(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for path, content in bundle({}, roots=[name], data={name: 1}).items():
            (tmp_path / name / path).write_bytes(content)
    source = FolderSource(tmp_path)
    assert set(source.load()) == {"a", "b"}
    (tmp_path / "a" / ".manifest").unlink()
    with pytest.raises(ServerError, match=r"a has lost its \.manifest"):
        source.load()
    assert set(FolderSource(tmp_path).load()) == {"b"}
    (tmp_path / "a" / "data.json").unlink()
    assert set(source.load()) == {"b"}


def test_a_folder_without_bundles_is_told(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="no bundle"):
        FolderSource(tmp_path).load()
    with pytest.raises(ServerError, match="no such folder"):
        FolderSource(tmp_path / "nowhere").load()


def test_a_bundle_of_ours_that_does_not_parse_is_refused_and_others_are_not_asked(tmp_path: Path) -> None:
    about: dict[str, dict[str, Any]] = {"ours": {"envpolicy": {}}, "theirs": {}}
    for name, metadata in about.items():
        made = bundle({"demo/x.rego": b"package demo\n\nx := [\n"}, roots=("demo",), metadata=metadata)
        for path, content in made.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_bytes(content)
    assert set(FolderSource(tmp_path / "theirs").load()) == {"theirs"}
    with pytest.raises(EngineError, match=r"ours/demo/x\.rego does not parse"):
        FolderSource(tmp_path).load()


def test_a_plan_gives_what_it_names(root: Path, tmp_path: Path) -> None:
    plan = tmp_path / "envpolicy.yaml"
    head = "apiVersion: envpolicy.dev/v1alpha1\nkind: DeploymentPlan\nmetadata: {name: x}\n"
    plan.write_text(head + "environments: [{name: e}]\ndeployments: []\nregulations: [mdr]\n")
    source = PlanSource(plan)
    before = source.fingerprint()
    assert set(source.load()) == {"envpolicy", "envpolicy-lib", "mdr"}
    plan.write_text(plan.read_text().replace("[mdr]", "[mdr, hipaa]"))
    assert source.fingerprint() != before
    assert set(source.load()) == {"envpolicy", "envpolicy-lib", "hipaa", "mdr"}
    plan.write_text(plan.read_text().replace("[mdr, hipaa]", "[]"))
    with pytest.raises(EnvpolicyError):
        source.load()


def test_the_law_in_one_and_by_regulation() -> None:
    assert set(LawSource(("hipaa", "mdr")).load()) == {"envpolicy", "envpolicy-lib", "hipaa", "mdr"}


def test_what_is_the_same_is_signed_once(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    for path, content in files().items():
        (tmp_path / "one" / path).write_bytes(content)
    signatures = iter(range(9))

    def sign(given: Any) -> dict[str, bytes]:
        return {**given, ".signatures.json": str(next(signatures)).encode()}

    loader = Loader(FolderSource(tmp_path), sign)
    first = loader.load()["one"]
    assert first.signed
    assert loader.load()["one"] is first


# --- bodies


async def _stream(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def read(*pieces: bytes, **headers: str) -> bytes:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    squeezed = uploads.is_squeezed(named)
    return uploads.unpacked(asyncio.run(uploads.read_body(_stream(*pieces), named)), squeezed=squeezed)


def test_bodies_are_unpacked() -> None:
    data = gzip.compress(b"[1, 2]" * 1000, mtime=0)
    assert (
        read(*(data[n : n + 7] for n in range(0, len(data), 7)), content_encoding="gzip") == b"[1, 2]" * 1000
    )
    assert read(b"[", b"]") == b"[]"


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (gzip.compress(b"0" * (uploads.LARGEST_UNPACKED + 1), mtime=0), {"content_encoding": "gzip"}, 413),
        (b"0" * (uploads.LARGEST_BODY + 1), {}, 413),
        (b"", {"content_length": str(uploads.LARGEST_BODY + 1)}, 413),
        (b"no gzip", {"content_encoding": "gzip"}, 400),
        (gzip.compress(b"[]", mtime=0)[:-3], {"content_encoding": "gzip"}, 400),
        (gzip.compress(b"[]", mtime=0) + b"more", {"content_encoding": "gzip"}, 400),
        (b"", {"content_encoding": "gzip"}, 400),
        (b"[]", {"content_encoding": "br"}, 415),
        (b"[]", {"content_encoding": "gzip, gzip"}, 415),
    ],
)
def test_bodies_out_of_bounds_are_not_taken(body: bytes, headers: dict[str, str], status: int) -> None:
    with pytest.raises(uploads.UploadError) as error:
        read(body, **headers)
    assert error.value.status == status


def test_who_sends_too_slowly_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def slowly() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.01)
            yield b" "

    monkeypatch.setattr(uploads, "SECONDS", 0.1)
    with pytest.raises(uploads.UploadError) as error:
        asyncio.run(uploads.read_body(slowly(), {}))
    assert error.value.status == 408


@pytest.mark.parametrize("body", [b"", b"{", b"[NaN]", b"[1e999]", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(uploads.UploadError):
        uploads.parsed(body)


# --- chunks of decisions

ODD = [
    b'{"decision_id": "huge", "input": "' + b"a" * (chunks.LARGEST_DECISION + 1) + b'"}',
    b'{"decision_id": "deep", "input": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    b'{"decision_id": "half", "input": "\\ud800"}',
    b'{"decision_id": "large", "input": 1e999, "more": ' + b"9" * 5000 + b"}",
    b'{"decision_id": "text", "input": "a \\" ] } , { [ \\\\"}',
    b"{}",
]


@pytest.mark.parametrize("squeezed", [True, False])
def test_one_odd_decision_does_not_take_the_others_with_it(squeezed: bool) -> None:
    good = [b'{"decision_id": "%d", "input": {"a": [%d, {}]}}' % (n, n) for n in range(len(ODD) + 1)]
    body = b" [" + b" ,\n".join([one for pair in zip(good, ODD, strict=False) for one in pair]) + b", {}]\n"
    reports = Reports()
    found = list(chunks.decisions(gzip.compress(body) if squeezed else body, squeezed=squeezed))
    assert reports.add_decisions("opa", "", found) == len(found) == 2 * len(ODD) + 1
    kept = {str(one["report"].get("decision_id")): one["report"] for one in reports.decisions(100)}
    assert all(kept[str(n)]["input"] == {"a": [n, {}]} for n in range(len(ODD)))
    assert "larger than" in kept["huge"]["leftOut"]
    assert "nested" in kept["deep"]["leftOut"]
    assert kept["large"]["input"] == "1e999"
    assert len(kept["large"]["more"]) == 5000
    assert kept["text"]["input"] == 'a " ] } , { [ \\'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[",
        b"[{]",
        b"[{}",
        b"[{},]",
        b"[{}{}]",
        b"[{}]]",
        b"[{}] x",
        b"[[1]]",
        b"[1]",
        b'[{"a',
        b"[{a}]",
        b"]" * 1_000_000,
        b"[{} 1]",
        b'["{}"]',
    ],
)
def test_what_is_no_list_of_decisions_is_not_taken(body: bytes) -> None:
    for squeezed in (False, True):
        with pytest.raises(uploads.UploadError):
            list(chunks.decisions(gzip.compress(body) if squeezed else body, squeezed=squeezed))


def test_a_chunk_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "LARGEST_CHUNK", 1 << 20)
    for body in (gzip.compress(b"[" + b" " * (2 << 20) + b"]"), gzip.compress(b"[{}]")[:-1], b"no gzip"):
        with pytest.raises(uploads.UploadError):
            list(chunks.decisions(body, squeezed=True))


# --- masking, and what is kept

PASSWORD = "Tr0ub4dor&3-xkcd"  # noqa: S105
RANDOM = "q9X2mB7Kw4Zr8Tn1Yc6Vh3Js5"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"

SECRETS: dict[str, Any] = {
    "a setting": {"input": {"DB_PASSWORD": PASSWORD}},
    "a number": {"input": {"pin": 123456, "password": 7}},
    "a list": {"input": {"tokens": [PASSWORD, {"x": PASSWORD}]}},
    "a pair": {"input": {"env": [{"name": "API_TOKEN", "value": PASSWORD}]}},
    "a Secret": {
        "input": {"object": {"kind": "Secret", "data": {"x": PASSWORD}, "stringData": {"y": PASSWORD}}}
    },
    "an earlier form": {
        "input": {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": PASSWORD}}
    },
    "a header": {"input": {"headers": {"Authorization": f"Bearer {PASSWORD}", "cookie": f"sid={PASSWORD}"}}},
    "headers of Envoy": {
        "input": {"attributes": {"request": {"http": {"headers": {"x-api-key": PASSWORD}}}}}
    },
    "a body": {"input": {"request": {"method": "POST", "body": PASSWORD}, "parsed_body": {"a": PASSWORD}}},
    "a URL": {"input": {"a": f"postgres://shop:{PASSWORD.replace('&', '')}@db/shop"}, "path": PASSWORD[:0]},
    "a JWT anywhere": {"input": {"text": f"see {JWT} there"}},
    "a JWT as a key": {"input": {JWT: 1}},
    "something random": {"result": {"answer": RANDOM}},
    "what OPA asked": {"nd_builtin_cache": {"http.send": {"x": PASSWORD}}},
}


@pytest.mark.parametrize("name", SECRETS)
def test_secrets_are_not_kept(name: str, tmp_path: Path) -> None:
    file = tmp_path / "reports.sqlite"
    reports = Reports(file)
    reports.add_decisions("opa", "", [{"decision_id": "1", **SECRETS[name]}])
    reports.add_status("opa", "", SECRETS[name])
    said = json.dumps([reports.decisions(9), reports.statuses()])
    reports.close()
    for path in tmp_path.iterdir():
        said += path.read_bytes().decode("latin-1")
    for secret in (PASSWORD, PASSWORD.replace("&", ""), RANDOM, JWT, "123456"):
        assert secret not in said
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "a.b-c_d",
        "0123456789abcdefABC",
        "13d9e49d-2490-4be8-a084-bc1795770122",
        "2026-11-25T21:38:45.640448532Z",
        "10.0.0.1:48030",
        "127.0.0.1",
    ],
)
def test_the_short_way_says_what_the_long_one_says(text: str) -> None:
    assert masking._PLAIN.fullmatch(text)
    for name in ("decision_id", "user", "url", "DB_HOST", "x"):
        assert not Views().of(text, name)["credential"]
        assert masked({name: text}) == {name: text}


def test_what_is_remembered_is_what_is_stored() -> None:
    masking._texts.clear()
    masking._names.clear()
    for _ in range(2):
        for secret in SECRETS.values():
            masked(secret)
        assert masked(
            {"a": "plain words of somebody", "sk_live_" + "x9" * 12: 1, "password": "plain words"}
        ) == {
            "a": "plain words of somebody",
            masking.HIDDEN: 1,
            "password": masking.HIDDEN,
        }
    assert ("a", "plain words of somebody") in masking._texts
    remembered = repr((masking._texts, masking._names))
    assert not any(secret in remembered for secret in (PASSWORD, RANDOM, JWT, "sk_live", "somebody's"))


def test_not_all_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "_MOST", 10)
    for number in range(100):
        masked({f"name {number}": f"some words about {number}"})
    assert len(masking._texts) <= 10
    assert len(masking._names) <= 10


def test_what_is_no_secret_is_kept() -> None:
    event = {
        "decision_id": "4ca636c1-55e4-417a-b1d8-4aceb67960d1",
        "labels": {"id": "2c8a", "version": "1.22.2", "region": "eu-north-1"},
        "bundles": {"envpolicy": {"revision": "sha256:" + "0a" * 32}},
        "path": "envpolicy/main/report",
        "input": {"kind": "Deployment", "metadata": {"name": "shop", "namespace": "prod"}, "replicas": 3},
        "result": {"verdict": "pass", "allowed": True, "none": None},
        "timestamp": "2026-05-01T10:00:00.123456789Z",
    }
    assert masked(event) == event


def test_what_was_sent_twice_is_kept_once() -> None:
    reports = Reports()
    events = [{"decision_id": str(number), "path": "x"} for number in range(5)]
    assert reports.add_decisions("opa", "", events) == 5
    assert reports.add_decisions("opa", "", events) == 0
    assert reports.add_decisions("other", "", events) == 5
    assert reports.add_decisions("opa", "", [{"path": "without an id"}] * 2) == 2


def test_the_latest_come_first_and_a_page_leads_to_the_next() -> None:
    reports = Reports()
    reports.add_decisions("opa", "eu", [{"decision_id": str(number)} for number in range(10)])
    page = reports.decisions(4)
    assert [one["report"]["decision_id"] for one in page] == ["9", "8", "7", "6"]
    assert [one["report"]["decision_id"] for one in reports.decisions(4, page[-1]["id"])] == [
        "5",
        "4",
        "3",
        "2",
    ]
    assert page[0]["partition"] == "eu"
    assert abs(datetime.now(UTC) - datetime.fromisoformat(page[0]["received"])) < timedelta(minutes=5)


def test_only_so_many_are_kept_and_only_so_long(tmp_path: Path) -> None:
    file = tmp_path / "reports.sqlite"
    reports = Reports(file, Retention(days=1, rows=50))
    for batch in range(20):
        reports.add_decisions("opa", "", [{"decision_id": f"{batch}-{number}"} for number in range(20)])
        reports.add_status("opa", "", {"labels": {"id": str(batch)}})
        assert reports.counts()["decisions"] <= 50 + 20
    reports.prune()
    assert reports.counts() == {"status": 20, "decisions": 50}
    with sqlite3.connect(file) as database:
        database.execute("UPDATE decisions SET received = received - 90000 WHERE id % 2 = 0")
    database.close()
    reports.prune()
    assert reports.counts()["decisions"] == 25
    reports.close()
    reports = Reports(file, Retention(days=1, rows=50))
    assert reports.counts()["decisions"] == 25
    assert len(reports.statuses()) == 20


def test_all_that_is_kept_has_a_size(tmp_path: Path) -> None:
    file = tmp_path / "reports.sqlite"
    reports = Reports(file, Retention(size=1 << 20))
    for batch in range(12):
        events = [
            {"decision_id": f"{batch}-{number}", "input": ["some words"] * 2000} for number in range(10)
        ]
        reports.add_decisions("opa", "", events)
    reports.prune()
    assert 5 < reports.counts()["decisions"] < 60
    assert reports.decisions(1)[0]["report"]["decision_id"] == "11-9"
    reports.close()
    assert file.stat().st_size < 8 << 20


def test_a_huge_report_is_kept_without_what_makes_it_huge() -> None:
    reports = Reports()
    reports.add_decisions("opa", "", [{"decision_id": "1", "input": {"list": ["words words"] * 50_000}}])
    (kept,) = reports.decisions(1)
    assert kept["report"]["decision_id"] == "1"
    assert "input" not in kept["report"]
    assert "larger than" in kept["report"]["leftOut"]


@pytest.mark.parametrize("depth", [200, 900, 100_000])
def test_a_deep_report_is_kept_without_what_makes_it_deep(depth: int) -> None:
    deep: Any = 1
    for _ in range(depth):
        deep = {"a": [deep]}
    reports = Reports()
    reports.add_decisions("opa", "", [{"decision_id": "1", "input": deep}, {"decision_id": "2"}])
    last, first = reports.decisions(2)
    assert last["report"] == {"decision_id": "2"}
    assert first["report"]["decision_id"] == "1"
    assert ("leftOut" in first["report"]) is (depth > 200)


def test_a_file_that_is_something_else_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("no database at all, but somebody's notes\n" * 100)
    before = file.read_bytes()
    with pytest.raises(ServerError, match=r"notes\.txt"):
        Reports(file)
    assert file.read_bytes() == before


def test_threads_do_not_meet() -> None:
    reports = Reports()

    def add(thread: int) -> None:
        for number in range(20):
            reports.add_decisions("opa", "", [{"decision_id": f"{thread}-{number}"}])

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert reports.counts()["decisions"] == 160

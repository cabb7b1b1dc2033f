"""One artefact in a real registry, taken by the real OPA, conftest, gator and oras."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import yaml

from envpolicy.bundle.archive import read_bundle, unpack
from envpolicy.bundle.artefact import artefact, unpacked, wanted
from envpolicy.bundle.manifest import bundle
from envpolicy.cli import main
from envpolicy.registry import RegistryError, reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Capture = pytest.CaptureFixture[str]

#: `correct-horse`, by bcrypt, which is all that the registry takes.
HTPASSWD = "anna:$2b$05$abcdefghijklmnopqrstuuZ0Fx87Pb/Aqb0E90lfvCwzXnaFKUHpS\n"

GATEKEEPER = """\
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: nohostnetwork}
spec:
  crd: {spec: {names: {kind: NoHostNetwork}}}
  targets:
    - target: admission.k8s.gatekeeper.sh
      code:
        - engine: Rego
          source:
            version: v1
            rego: |
              package nohostnetwork
              violation contains {"msg": "no host network here"} if input.review.object.spec.hostNetwork
---
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: NoHostNetwork
metadata: {name: no-host-network}
spec: {match: {kinds: [{apiGroups: [""], kinds: [Pod]}]}}
"""
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {hostNetwork: true, containers: [{name: a, image: b}]}\n"
CONFTEST = 'package main\n\ndeny contains {"msg": "no host network here"} if input.spec.hostNetwork\n'


class Running(NamedTuple):
    host: str
    folder: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(
    binary: Path, folder: Path, settings: dict[str, Any], http: dict[str, Any] | None = None
) -> tuple[Running, subprocess.Popen[bytes]]:
    host = f"127.0.0.1:{free_port()}"
    config = {
        "version": 0.1,
        "log": {"level": "error"},
        "storage": {"filesystem": {"rootdirectory": str(folder / "data")}},
        "http": {"addr": host, **(http or {})},
        **settings,
    }
    (folder / "config.yml").write_text(yaml.safe_dump(config))
    process = subprocess.Popen(
        [binary, "serve", folder / "config.yml"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", int(host.rpartition(":")[2]))).close()
            return Running(host, folder), process
        except OSError:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)


@pytest.fixture(scope="module")
def registry(tool: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running, process = start(tool("registry"), tmp_path_factory.mktemp("registry"), {})
    yield running
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """As `envpolicy build` lays it out, but small."""
    write(tmp_path / "built", "one")
    return tmp_path / "built"


def write(folder: Path, text: str) -> None:
    made = bundle(
        {"demo/rules.rego": b"package demo.rules\n\nanswer := data.demo.text\n"},
        roots=("demo",),
        data={"demo": {"text": text}},
    )
    files = {f"opa/{path}": content for path, content in made.items()}
    files["conftest/main.rego"] = CONFTEST.encode()
    files["conftest/lib/deep/down.rego"] = b"package lib.deep.down\n\nx := 1\n"
    files["gatekeeper/1-templates/all.yaml"] = GATEKEEPER.encode()
    files["gatekeeper/1-templates/kustomization.yaml"] = b"resources: [all.yaml]\n"
    files["gatekeeper/tests/suite.yaml"] = POD.replace("name: x", "name: leaks").encode()
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def push(ref: str, path: Path, capsys: Capture) -> str:
    assert main(["bundle", "push", ref, str(path)]) == 0
    return capsys.readouterr().out.strip()


def run(*words: str | Path, code: int = 0, folder: Path | None = None) -> str:
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


@contextlib.contextmanager
def opa(binary: Path, folder: Path, host: str, ref: str, more: str = "") -> Iterator[Callable[[str], None]]:
    """An OPA with the configuration of the guide; gives what waits for its answer."""
    guide = (Path(__file__).parents[2] / "docs/bundles.md").read_text(encoding="utf-8")
    config = guide.partition("```yaml\n# opa.yaml\n")[2].partition("```")[0]
    for theirs, ours in (
        ("https://ghcr.io", f"http://{host}"),
        ("ghcr.io/example/law:2026-05", ref),
        ("_seconds: 60", "_seconds: 1"),
        ("_seconds: 120", "_seconds: 1"),
        ("    type: oci\n", f"    type: oci\n{more}"),
    ):
        assert theirs in config
        config = config.replace(theirs, ours)
    (folder / "opa.yaml").write_text(config)
    address = f"127.0.0.1:{free_port()}"
    command = [str(binary), "run", "--server", "--addr", address, "--skip-version-check", "-c", "opa.yaml"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)

    def answers(text: str) -> None:
        deadline = time.monotonic() + 30
        while True:
            try:
                with urllib.request.urlopen(f"http://{address}/v1/data/demo/rules/answer") as answer:
                    if json.load(answer).get("result") == text:
                        return
            except OSError:
                pass
            assert time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.05)

    try:
        yield answers
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_what_is_pushed_comes_back_by_tag_and_by_digest(
    registry: Running, built: Path, tmp_path: Path, capsys: Capture
) -> None:
    ref = f"{registry.host}/example/law:back"
    pinned = push(ref, built, capsys)
    assert push(ref, built, capsys) == pinned
    write(built, "two")
    assert push(ref, built, capsys) != pinned
    archive = tmp_path / "bundle.tar.gz"
    assert main(["bundle", "pull", pinned, "-o", str(archive)]) == 0
    assert capsys.readouterr().out.strip() == pinned
    assert json.loads(read_bundle(archive)["data.json"]) == {"demo": {"text": "one"}}
    assert main(["bundle", "pull", ref, "-o", str(tmp_path / "all")]) == 0
    assert read_bundle(tmp_path / "all/opa") == read_bundle(built / "opa")
    assert read_bundle(tmp_path / "all/conftest") == read_bundle(built / "conftest")
    assert set(read_bundle(tmp_path / "all/gatekeeper")) == {"1-templates/all.yaml"}


def test_opa_polls_the_registry(
    registry: Running, built: Path, tmp_path: Path, tool: Callable[[str], Path], capsys: Capture
) -> None:
    ref = f"{registry.host}/example/law:opa"
    push(ref, built, capsys)
    with opa(tool("opa"), tmp_path, registry.host, ref) as answers:
        answers("one")
        write(built, "two")
        push(ref, built, capsys)
        answers("two")


def test_conftest_pulls_and_judges(
    registry: Running, built: Path, tmp_path: Path, tool: Callable[[str], Path], capsys: Capture
) -> None:
    pinned = push(f"{registry.host}/example/law:conftest", built, capsys)
    (tmp_path / "pod.yaml").write_text(POD)
    run(tool("conftest"), "pull", f"oci://{pinned}", "-p", "policy", folder=tmp_path)
    said = run(
        *(tool("conftest"), "test", "-o", "json", "-p", tmp_path / "policy/conftest", tmp_path / "pod.yaml"),
        code=1,
    )
    assert [one["msg"] for one in json.loads(said)[0]["failures"]] == ["no host network here"]
    assert (tmp_path / "policy/conftest/lib/deep/down.rego").is_file()


def test_gator_takes_it_as_an_image(
    registry: Running, built: Path, tmp_path: Path, tool: Callable[[str], Path], capsys: Capture
) -> None:
    pinned = push(f"{registry.host}/example/law:gator", built, capsys)
    (tmp_path / "pod.yaml").write_text(POD)
    words = (tool("gator"), "test", "--image", pinned, "--filename", tmp_path / "pod.yaml", "-o", "json")
    said = json.loads(run(*words, code=1))
    assert [(one["msg"], one["violatingObject"]["metadata"]["name"]) for one in said] == [
        ("no host network here", "x")
    ]


def test_oras_pulls_it_and_what_oras_pushed_is_pulled(
    registry: Running, built: Path, tmp_path: Path, tool: Callable[[str], Path], capsys: Capture
) -> None:
    pinned = push(f"{registry.host}/example/law:oras", built, capsys)
    run(tool("oras"), "pull", "--plain-http", pinned, "-o", tmp_path / "pulled")
    assert read_bundle(tmp_path / "pulled/bundle.tar.gz") == read_bundle(built / "opa")
    assert read_bundle(tmp_path / "pulled/conftest") == read_bundle(built / "conftest")
    other = f"{registry.host}/example/other:1"
    layer = "application/vnd.oci.image.layer.v1.tar+gzip"
    shutil.copy(tmp_path / "pulled/bundle.tar.gz", tmp_path / "theirs.tar.gz")
    subprocess.run(
        [tool("oras"), "push", "--plain-http", other, f"theirs.tar.gz:{layer}"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    assert main(["bundle", "pull", other, "-o", str(tmp_path / "back.tar.gz")]) == 0
    assert read_bundle(tmp_path / "back.tar.gz") == read_bundle(built / "opa")


def test_gator_gets_the_constraints_of_one_cluster(
    registry: Running, built: Path, tmp_path: Path, tool: Callable[[str], Path], capsys: Capture
) -> None:
    template, _, constraint = GATEKEEPER.partition("---\n")
    (built / "gatekeeper/1-templates/all.yaml").write_text(template)
    for cluster, namespace in (("prod/a", "shop"), ("test/b", "books")):
        folder = built / "gatekeeper/3-constraints" / cluster
        folder.mkdir(parents=True)
        narrowed = constraint.replace("spec: {match: {", f"spec: {{match: {{namespaces: [{namespace}], ")
        (folder / "all.yaml").write_text(narrowed)
    (tmp_path / "pod.yaml").write_text(POD.replace("name: x", "name: x, namespace: shop"))
    ref = f"{registry.host}/example/law:clusters"
    assert main(["bundle", "push", ref, str(built)]) == 2
    assert "--cluster names one of prod/a, test/b" in capsys.readouterr().err
    assert main(["bundle", "push", ref, str(built), "--cluster", "prod"]) == 2
    for cluster, found in (("prod/a", 1), ("test/b", 0)):
        assert main(["bundle", "push", ref, str(built), "--cluster", cluster]) == 0
        run(tool("gator"), "test", "--image", ref, "--filename", tmp_path / "pod.yaml", code=found)


def test_the_whole_law_in_one_artefact(
    registry: Running, tmp_path: Path, tool: Callable[[str], Path], capsys: Capture
) -> None:
    words = ["build", "-r", "hipaa", "--target", "opa", "--target", "conftest", "-o", str(tmp_path / "built")]
    assert main(words) == 0
    capsys.readouterr()
    pinned = push(f"{registry.host}/example/law:whole", tmp_path / "built", capsys)
    run(tool("conftest"), "pull", f"oci://{pinned}", "-p", "policy", folder=tmp_path)
    assert read_bundle(tmp_path / "policy/conftest") == read_bundle(tmp_path / "built/conftest")
    assert main(["bundle", "pull", pinned, "-o", str(tmp_path / "law.tar.gz")]) == 0
    manifest = json.loads(run(tool("opa"), "inspect", tmp_path / "law.tar.gz", "-f", "json"))["manifest"]
    assert manifest["metadata"]["name"] == "envpolicy"


def test_what_is_not_what_was_pinned_or_signed_is_not_written(
    registry: Running, built: Path, tmp_path: Path, capsys: Capture
) -> None:
    ref = f"{registry.host}/example/tampered:1"
    pinned = push(ref, built, capsys)
    target = tmp_path / "bundle.tar.gz"
    verify = ["--verification-key", "secret", "--signing-alg", "HS256"]
    assert main(["bundle", "pull", pinned, "-o", str(target), *verify]) == 1
    assert "not signed" in capsys.readouterr().err
    archive = tmp_path / "signed.tar.gz"
    signing = ["--signing-key", "secret", "--signing-alg", "HS256", "-o", str(archive)]
    assert main(["bundle", "sign", str(built / "opa"), *signing]) == 0
    capsys.readouterr()
    signed = push(ref, archive, capsys)
    assert main(["bundle", "pull", signed, "-o", str(target), *verify]) == 0
    assert target.read_bytes() == archive.read_bytes()
    target.unlink()
    capsys.readouterr()
    nothing = f"{registry.host}/example/tampered@sha256:{'0' * 64}"
    assert main(["bundle", "pull", nothing, "-o", str(target)]) == 2
    assert "404" in capsys.readouterr().err
    (blob,) = [
        path
        for path in registry.folder.rglob("data")
        if path.is_file() and path.read_bytes() == archive.read_bytes()
    ]
    content = bytearray(archive.read_bytes())
    content[300] ^= 1
    blob.write_bytes(bytes(content))
    assert main(["bundle", "pull", signed, "-o", str(target)]) == 2
    assert "not what its digest says" in capsys.readouterr().err
    assert not target.exists()


def test_who_asks_is_in_the_configuration_of_docker(
    tool: Callable[[str], Path],
    built: Path,
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    (tmp_path / "htpasswd").write_text(HTPASSWD)
    auth = {"auth": {"htpasswd": {"realm": "registry", "path": str(tmp_path / "htpasswd")}}}
    running, process = start(tool("registry"), tmp_path, auth)
    ref = f"{running.host}/example/law:1"
    try:
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.delenv("DOCKER_CONFIG", raising=False)
        assert main(["bundle", "push", ref, str(built)]) == 2
        assert "docker login" in capsys.readouterr().err
        (tmp_path / ".docker").mkdir()
        config = tmp_path / ".docker/config.json"
        for password, code in (("wrong", 2), ("correct-horse", 0)):
            token = base64.b64encode(f"anna:{password}".encode()).decode()
            config.write_text(json.dumps({"auths": {running.host: {"auth": token}}}))
            assert main(["bundle", "push", ref, str(built)]) == code
            said = capsys.readouterr()
            assert token not in said.out + said.err
            assert password not in said.out + said.err
        guide = (root / "docs/bundles.md").read_text(encoding="utf-8")
        login = "    credentials:\n" + guide.partition("```yaml\n    credentials:\n")[2].partition("```")[0]
        monkeypatch.setenv("REGISTRY_LOGIN", "anna:correct-horse")
        with opa(tool("opa"), tmp_path, running.host, ref, login) as answers:
            answers("one")
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_a_registry_with_a_certificate_of_its_own_ca(
    tool: Callable[[str], Path], certify: Callable[..., Any], built: Path, tmp_path: Path, capsys: Capture
) -> None:
    ca = certify("ca")
    own = certify("localhost", by=ca)
    tls = {"tls": {"certificate": str(own.certificate), "key": str(own.key)}}
    running, process = start(tool("registry"), tmp_path, {}, tls)
    ref, target = f"{running.host}/example/law:1", str(tmp_path / "bundle.tar.gz")
    try:
        assert main(["bundle", "push", ref, str(built), "--ca-file", str(ca.certificate)]) == 0
        assert main(["bundle", "pull", ref, "-o", target, "--ca-file", str(ca.certificate)]) == 0
        assert read_bundle(Path(target)) == read_bundle(built / "opa")
        other = str(certify("other-ca").certificate)
        capsys.readouterr()
        assert main(["bundle", "pull", ref, "-o", target, "--ca-file", other]) == 2
        assert "--ca-file" in capsys.readouterr().err
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture
def tokens(certify: Callable[..., Any]) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """What gives out tokens, as most registries have it; anna may write, anybody may read. And what was asked for."""
    signer = certify("tokens")
    chain = "".join(signer.certificate.read_text().splitlines()[1:-1])
    asked: list[str] = []

    class Tokens(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            (scope,) = query["scope"]
            asked.append(scope)
            kind, name, actions = scope.split(":")
            given = self.headers.get("Authorization", "")
            anna = given == "Basic " + base64.b64encode(b"anna:correct-horse").decode()
            granted = [one for one in actions.split(",") if anna or one == "pull"]
            now = int(time.time())
            claims = {
                "iss": "tokens",
                "aud": query["service"][0],
                "sub": "anna",
                "jti": str(len(asked)),
                "iat": now,
                "nbf": now - 60,
                "exp": now + 300,
                "access": [{"type": kind, "name": name, "actions": granted}],
            }
            token = jwt.encode(claims, signer.key.read_text(), algorithm="ES256", headers={"x5c": [chain]})
            self.send_response(200 if anna or not given else 401)
            self.end_headers()
            self.wfile.write(json.dumps({"token": token}).encode())

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Tokens) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        settings = {
            "realm": f"http://127.0.0.1:{server.server_port}/token",
            "service": "registry",
            "issuer": "tokens",
            "rootcertbundle": str(signer.certificate),
        }
        yield {"auth": {"token": settings}}, asked
        server.shutdown()
        thread.join()


def test_tokens_are_asked_for_what_is_to_be_done(
    tool: Callable[[str], Path],
    tokens: tuple[dict[str, Any], list[str]],
    built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    settings, asked = tokens
    running, process = start(tool("registry"), tmp_path, settings)
    ref, target = f"{running.host}/example/law:1", str(tmp_path / "bundle.tar.gz")
    try:
        monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
        assert main(["bundle", "push", ref, str(built)]) == 2
        assert "docker login" in capsys.readouterr().err
        for password, code in (("wrong", 2), ("correct-horse", 0)):
            token = base64.b64encode(f"anna:{password}".encode()).decode()
            config = {"auths": {running.host: {"auth": token}}}
            (tmp_path / "config.json").write_text(json.dumps(config))
            assert main(["bundle", "push", ref, str(built)]) == code
            said = capsys.readouterr()
            assert token not in said.out + said.err
        (tmp_path / "config.json").unlink()
        assert main(["bundle", "pull", ref, "-o", target]) == 0
        assert read_bundle(Path(target)) == read_bundle(built / "opa")
    finally:
        process.terminate()
        process.wait(timeout=30)
    assert set(asked) == {"repository:example/law:pull,push", "repository:example/law:pull"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["push", "law:1"], "no reference"),
        (["push", "127.0.0.1:1/Law:1"], "no reference"),
        (["push", "127.0.0.1:1/law@sha256:" + "0" * 64], "push to a tag"),
        (["push", "127.0.0.1:1/law:1"], "not reached"),
        (["push", "127.0.0.1:1/law:1", "gatekeeper"], "no bundle in it"),
        (["pull", "127.0.0.1:1/law:1"], "not reached"),
    ],
)
def test_what_cannot_be_done_is_said_soon(
    built: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, words: list[str], said: str
) -> None:
    monkeypatch.chdir(built)
    os.rename(built / "opa", built / "bundles")  # noqa: PTH104 - what `push` takes if nobody says
    start_ = time.monotonic()
    assert main(["bundle", *words]) == 2
    assert said in capsys.readouterr().err
    assert time.monotonic() - start_ < 20


def test_without_the_client_that_is_said(
    built: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "oras.provider", None)
    assert main(["bundle", "push", "localhost/law:1", str(built)]) == 2
    assert "pip install 'envpolicy[oci]'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "host", "repository", "tag"),
    [
        ("localhost/law", "localhost", "law", "latest"),
        ("localhost:5000/a/b/law:v1.2", "localhost:5000", "a/b/law", "v1.2"),
        ("oci://ghcr.io/example/my.law:1", "ghcr.io", "example/my.law", "1"),
        ("[::1]:5000/law:1", "[::1]:5000", "law", "1"),
        ("registry:5000/law:1", "registry:5000", "law", "1"),
    ],
)
def test_references(text: str, host: str, repository: str, tag: str) -> None:
    found = reference(text)
    assert (found.host, found.repository, found.tag, found.digest) == (host, repository, tag, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "law",
        "law:1",
        "example/law:1",
        "ghcr.io/",
        "ghcr.io/law:1 x",
        "https://ghcr.io/law",
        "ghcr.io/../law",
    ],
)
def test_no_references(text: str) -> None:
    with pytest.raises(RegistryError):
        reference(text)


@pytest.mark.parametrize(
    ("host", "words", "scheme"),
    [
        ("registry.example.com", [], "https"),
        ("10.0.0.1:5000", [], "https"),
        ("localhost.example.com", [], "https"),
        ("registry.example.com", ["--plain-http"], "http"),
        ("localhost:1", [], "http"),
        ("[::1]:1", [], "http"),
        ("127.0.0.1:1", ["--ca-file", "ca.pem"], "https"),
    ],
)
def test_plain_http_is_spoken_only_to_this_machine_or_when_told(
    monkeypatch: pytest.MonkeyPatch, built: Path, host: str, words: list[str], scheme: str
) -> None:
    import requests

    asked: list[str] = []

    def get(url: str, **given: Any) -> Any:
        asked.append(url)
        raise requests.exceptions.ConnectionError

    monkeypatch.setattr(requests, "get", get)
    assert main(["bundle", "push", f"{host}/law:1", str(built), *words]) == 2
    assert asked == [f"{scheme}://{host}/v2/"]


def test_the_bundle_is_the_layer_that_opa_takes(built: Path) -> None:
    files = read_bundle(built / "opa")
    made = artefact(files, {"conftest": {"main.rego": b"package main\n"}})
    assert made == artefact(dict(reversed(files.items())), {"conftest": {"main.rego": b"package main\n"}})
    found = wanted(made.manifest, "x")
    assert list(found) == ["bundle.tar.gz", "conftest"]
    assert unpack(made.blobs[found["bundle.tar.gz"][0]]) == files
    assert unpacked("conftest", made.blobs[found["conftest"][0]], "x") == {"main.rego": b"package main\n"}
    manifest = json.loads(made.manifest)
    manifest["layers"].reverse()
    assert wanted(json.dumps(manifest).encode(), "x")["bundle.tar.gz"] == found["conftest"]
    for broken in (b"{", b"[]", b'{"layers": [1]}', b'{"layers": []}', b'{"layers": [{"mediaType": "x"}]}'):
        with pytest.raises(Exception, match="x: "):
            wanted(broken, "x")

"""The real OPA takes what is built and signed here, and gives the report that the embedded engine gives."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from envpolicy.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

DAY = "2026-05-01"
REPORT = "data.envpolicy.main.report"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything, as `envpolicy build` writes it."""
    folder = tmp_path_factory.mktemp("bundles")
    assert main(["build", "--target", "opa", "--target", "opa-regulations", "-o", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def opa(tool: Callable[[str], Path]) -> Run:
    """The program, run to its end."""
    binary = tool("opa")

    def run(*arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run([binary, *arguments], capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == code, done.stdout[-2000:] + done.stderr[-2000:]
        return done

    return run


@pytest.fixture(scope="module")
def asked(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The example's evaluation input, and the report of the embedded engine on it."""
    folder = tmp_path_factory.mktemp("input")
    plan = ["--plan", str(root / "examples/hospital-webshop/envpolicy.yaml"), "--today", DAY]
    found = []
    for words in (["input", *plan], ["check", "--format", "json", *plan]):
        run = subprocess.run(
            [sys.executable, "-m", "envpolicy.cli", *words],
            capture_output=True,
            check=False,
            cwd=root,
        )
        assert run.returncode in (0, 1), run.stderr
        found.append(run.stdout)
    (folder / "input.json").write_bytes(found[0])
    return folder / "input.json", json.loads(found[1])


def same(answer: dict[str, Any], report: dict[str, Any]) -> None:
    """OPA's answer and the report agree on verdicts, advice, pairs, and what is found."""
    verdicts = {
        f"{one['requirement']}{'/recommended' if one['adviceOf'] else ''}": one["verdict"]
        for one in answer["results"]
    }
    assert verdicts == {one["requirement"]: one["verdict"] for one in report["results"]}
    assert {tuple(one["deployments"]): one["effective"] for one in answer["pairs"]} == {
        tuple(one["deployments"]): one["effective"] for one in report["pairs"]
    }
    told = [(one["leak"], one["verdict"], one["severity"], one["message"]) for one in answer["findings"]]
    assert sorted(told, key=str) == sorted(
        ((one["leak"], one["verdict"], one["severity"], one["message"]) for one in report["findings"]),
        key=str,
    )
    assert answer["undecided"] == []


def test_eval_gives_the_same_report(opa: Run, built: Path, asked: tuple[Path, dict[str, Any]]) -> None:
    where, report = asked
    done = opa("eval", "-b", built / "opa", "-i", where, REPORT, "--format", "raw", "--strict-builtin-errors")
    same(json.loads(done.stdout)[0], report)


def test_bundles_of_regulations_load_together(
    opa: Run, built: Path, asked: tuple[Path, dict[str, Any]]
) -> None:
    where, report = asked
    folder = built / "opa-regulations"
    names = {one["regulation"] for one in report["results"]} | {"envpolicy-lib"}
    flags = [word for name in sorted(names) for word in ("-b", str(folder / name))]
    done = opa("eval", *flags, "-i", where, REPORT, "--format", "raw")
    same(json.loads(done.stdout)[0], report)


def test_what_a_bundle_lacks_is_told(opa: Run, built: Path, asked: tuple[Path, dict[str, Any]]) -> None:
    where, report = asked
    folder = built / "opa-regulations"
    done = opa(
        "eval", "-b", folder / "envpolicy-lib", "-b", folder / "mdr", "-i", where, REPORT, "--format", "raw"
    )
    lacking = json.loads(done.stdout)[0]["undecided"]
    asked_for = {one["requirement"] for one in report["results"] if "/recommended" not in one["requirement"]}
    assert set(lacking) == {name for name in asked_for if not name.startswith("mdr")}


def test_check_with_the_schema_of_the_input(opa: Run, built: Path, root: Path) -> None:
    opa("check", "--strict", "--schema", root / "schemas/estate.schema.json", "-b", built / "opa")


def test_inspect_lists_requirements_with_their_clauses(opa: Run, built: Path) -> None:
    said = json.loads(opa("inspect", "-a", "-f", "json", built / "opa").stdout)
    assert said["manifest"]["rego_version"] == 1
    assert sorted(said["manifest"]["roots"]) == ["envpolicy", "lib/envpolicy"]
    custom = [one["annotations"].get("custom", {}) for one in said["annotations"]]
    assert {one["id"] for one in said["manifest"]["metadata"]["requirements"]} <= {
        one.get("id") for one in custom
    }


def test_opa_test_takes_it(opa: Run, built: Path, root: Path) -> None:
    opa("test", "-b", built / "opa")
    tests = root / "policies/rego/envpolicy/main_test.rego"
    opa("test", built / "opa", tests, "--fail-on-empty")


def test_opa_packs_the_same_files(opa: Run, built: Path, tmp_path: Path) -> None:
    archive = tmp_path / "built.tar.gz"
    opa("build", "-b", built / "opa", "-o", archive)
    assert main(["bundle", "inspect", str(archive)]) == 0


# --- signatures

PRIVATE = (
    serialization.Encoding.PEM,
    serialization.PrivateFormat.TraditionalOpenSSL,
    serialization.NoEncryption(),
)
PUBLIC = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo


@pytest.fixture(scope="module", params=["RS256", "PS256", "ES256", "HS256"])
def signed(
    request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path, str]:
    """Algorithm, a signed archive, and what verifies it."""
    folder = tmp_path_factory.mktemp("signed")
    algorithm: str = request.param
    private = public = "a secret of more than thirty-two letters"
    if algorithm != "HS256":
        key: Any = (
            ec.generate_private_key(ec.SECP256R1())
            if algorithm == "ES256"
            else rsa.generate_private_key(public_exponent=65537, key_size=2048)
        )
        for name, text in (
            ("private.pem", key.private_bytes(*PRIVATE)),
            ("public.pem", key.public_key().public_bytes(*PUBLIC)),
        ):
            (folder / name).write_bytes(text)
        private, public = str(folder / "private.pem"), str(folder / "public.pem")
    target = folder / "signed.tar.gz"
    words = ["bundle", "sign", str(built / "opa"), "--signing-key", private, "--signing-alg", algorithm]
    assert main([*words, "--scope", "write", "-o", str(target)]) == 0
    return algorithm, target, public


def tampered(archive: Path) -> Path:
    """The same archive, but one requirement has a line more."""
    from envpolicy.bundle.archive import pack, read_bundle

    files = read_bundle(archive)
    path = next(path for path in sorted(files) if path.startswith("envpolicy/requirements/"))
    target = archive.with_name("tampered.tar.gz")
    target.write_bytes(pack({**files, path: files[path] + b"# nothing but this\n"}))
    return target


def test_build_verifies(opa: Run, signed: tuple[str, Path, str], tmp_path: Path) -> None:
    algorithm, archive, key = signed
    flags = [
        "--verification-key",
        key,
        "--signing-alg",
        algorithm,
        "--scope",
        "write",
        "-o",
        str(tmp_path / "x.tar.gz"),
    ]
    opa("build", "-b", archive, *flags)
    done = opa("build", "-b", tampered(archive), *flags, code=1)
    assert "digest mismatch" in done.stdout + done.stderr
    flags[flags.index("write")] = "read"
    opa("build", "-b", archive, *flags, code=1)


def test_server_verifies(tool: Callable[[str], Path], signed: tuple[str, Path, str]) -> None:
    algorithm, archive, key = signed
    flags = ["--verification-key", key, "--signing-alg", algorithm, "--scope", "write"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [str(tool("opa")), "run", "--server", "--addr", address, "--disable-telemetry", *flags, "-b"]
    server = subprocess.Popen([*command, str(archive)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://{address}/v1/data/system/bundles") as answer:
                    found = json.load(answer)["result"]
                break
            except OSError:
                assert server.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.1)
        (state,) = found.values()
        assert state["manifest"]["metadata"]["name"] == "envpolicy"
    finally:
        server.terminate()
        server.wait()
    refused = subprocess.run(
        [*command, str(tampered(archive))], capture_output=True, text=True, timeout=60, check=False
    )
    assert refused.returncode != 0
    assert "digest mismatch" in refused.stdout + refused.stderr


def test_what_opa_signs_verifies_here(opa: Run, built: Path, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "bundle"
    shutil.copytree(built / "opa", folder)
    archive = tmp_path / "signed.tar.gz"
    opa("build", "-b", folder, "--signing-key", "secret", "--signing-alg", "HS256", "-o", archive)
    words = ["bundle", "verify", str(archive), "--signing-alg", "HS256", "--verification-key"]
    assert main([*words, "secret"]) == 0
    assert main([*words, "other"]) == 1

"""What every test may ask for: the real tools, the shared corpus, golden files; how hard Hypothesis tries.

- `tool("opa")` is the path of a real tool, or skips the test (fails it under `ENVPOLICY_REQUIRE_TOOLS=1`).
- `shared_corpus` is the folder of other people's manifests beside the checkout, or skips the test.
- `serving("bundles", "--public")` starts `envpolicy serve` on a free port, and gives its URL and process.
- `certify("localhost", by=ca)` is a certificate with its key.
- `golden(path, text)` compares with tests/golden/<path>; `pytest --update-golden` writes it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("default", deadline=None, max_examples=50)
settings.register_profile(
    "ci",
    deadline=None,
    max_examples=60,
    derandomize=True,  # the same commit gives the same answer
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],  # a busy machine is no failure
)
settings.register_profile("thorough", deadline=None, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "default"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files instead of comparing"
    )


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def tool() -> Callable[[str], Path]:
    """Return a function from a tool's name to its path; it skips, or fails where tools are promised."""

    def find(name: str) -> Path:
        built = ROOT / ".tools" / "bin" / name
        if built.exists():
            return built
        if on_path := shutil.which(name):
            return Path(on_path)
        reason = f"needs {name}: make tools"
        if os.environ.get("ENVPOLICY_REQUIRE_TOOLS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)

    return find


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder `shared` beside the checkout (`../shared`), or skip."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the folder ../shared beside the checkout")
    return folder


@pytest.fixture(scope="session")
def shared_corpus(shared: Path) -> Path:
    """Return the corpus of other people's manifests, `../shared/corpus`."""
    return shared / "corpus"


class Serving(NamedTuple):
    """A server that runs: where, the process, and the file of its log."""

    url: str
    process: subprocess.Popen[str]
    log: Path


@pytest.fixture
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Serving]]:
    """Return a function that runs `envpolicy serve` with these arguments, until the test is over."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str | Path, port: int = 0) -> Serving:
        log = tmp_path_factory.mktemp("serving") / "log"
        words = [sys.executable, "-m", "envpolicy.cli", "serve", "--poll", "0.1", *map(str, arguments)]
        if "--addr" not in words:
            words += ["--addr", f"127.0.0.1:{port}"]
        with log.open("w") as stream:
            process = subprocess.Popen(
                words,
                stdout=subprocess.PIPE,
                stderr=stream,
                text=True,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
        started.append(process)
        assert process.stdout
        said = process.stdout.readline()
        assert said.startswith("serving on "), said + log.read_text()
        return Serving(said.removeprefix("serving on ").strip(), process, log)

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
    for process in started:
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


class Certified(NamedTuple):
    """A certificate and its key, as files, and as what signs others."""

    certificate: Path
    key: Path
    signer: tuple[Any, Any]


@pytest.fixture
def certify(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Certified]:
    """Return a function that makes a certificate for a name and 127.0.0.1: a CA's, or one `by` a CA."""
    from datetime import UTC, datetime, timedelta
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    def make(name: str, by: Certified | None = None) -> Certified:
        key = ec.generate_private_key(ec.SECP256R1())
        called = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        names = [x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))]
        issuer, signer = by.signer if by else (called, key)
        built = (
            x509.CertificateBuilder()
            .subject_name(called)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .sign(signer, hashes.SHA256())
        )
        folder = tmp_path_factory.mktemp("certificate")
        pem = serialization.Encoding.PEM
        (folder / "certificate.pem").write_bytes(built.public_bytes(pem))
        (folder / "key.pem").write_bytes(
            key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        )
        return Certified(folder / "certificate.pem", folder / "key.pem", (called, key))

    return make


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a function that compares `text` with tests/golden/`path` (`--update-golden` writes it)."""

    def compare(path: str, text: str) -> None:
        file = ROOT / "tests" / "golden" / path
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
            return
        assert file.exists(), f"tests/golden/{path} is missing; write it with: pytest --update-golden"
        with file.open(encoding="utf-8", newline="") as stream:
            expected = stream.read()
        assert text == expected, f"differs from tests/golden/{path}; if that is meant: pytest --update-golden"

    return compare

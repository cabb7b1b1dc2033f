"""The evaluators that the laws are asked of: the executable specification, the embedded engine, a real OPA."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from envpolicy.testing import laws

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

SECONDS_TO_START = 20


@pytest.fixture(scope="session")
def opa(tool: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[laws.Evaluator]:
    """Return the evaluator that asks a real OPA: one server for the session, the library loaded once."""
    with _serving(tool("opa"), tmp_path_factory.mktemp("policies"), laws.modules()) as evaluator:
        yield evaluator


@pytest.fixture(scope="session")
def opa_with_leaks(
    tool: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[laws.Evaluator]:
    """Return the same with every leak check loaded as well."""
    with _serving(tool("opa"), tmp_path_factory.mktemp("policies"), laws.modules(laws.CHANNELS)) as evaluator:
        yield evaluator


@contextmanager
def _serving(binary: Path, folder: Path, modules: Mapping[str, str]) -> Iterator[laws.Evaluator]:
    for path, text in modules.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    command = [
        str(binary),
        "run",
        "--server",
        "--addr",
        address.removeprefix("http://"),
        "--log-level",
        "error",
        "--disable-telemetry",
        str(folder),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(f"{address}/health", server)

        def report(document: dict[str, Any]) -> Any:
            request = urllib.request.Request(  # noqa: S310 - an address of our own
                f"{address}/v1/data/envpolicy/main/report",
                data=json.dumps({"input": document}).encode(),
                headers={"Content-Type": "application/json"},
            )
            with urllib.request.urlopen(request) as answer:  # noqa: S310
                return json.load(answer)["result"]

        yield laws.asking(report)
    finally:
        server.terminate()
        server.wait()


def _await(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        assert server.poll() is None, "the OPA server ended"
        try:
            with urllib.request.urlopen(url):  # noqa: S310
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    pytest.fail("the OPA server did not start")


@pytest.fixture(scope="session", params=["model", "embedded", "opa"])
def evaluate(request: pytest.FixtureRequest) -> laws.Evaluator:
    """Return each evaluator in turn: the law must hold of all of them."""
    if request.param == "opa":
        return request.getfixturevalue("opa")  # type: ignore[no-any-return]
    return {"model": laws.model, "embedded": laws.embedded}[request.param]

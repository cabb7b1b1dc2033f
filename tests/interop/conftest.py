"""A real cluster's front door: etcd, kube-apiserver and the Gatekeeper manager as processes on the loopback address."""

from __future__ import annotations

import base64
import datetime as dt
import ipaddress
import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
_MODULE = "github.com/open-policy-agent/gatekeeper/v3"


class Cluster:
    """kubectl against the API server; `started` are the processes to stop."""

    def __init__(self, kubectl: Path, folder: Path) -> None:
        self.kubectl, self.folder = kubectl, folder
        self.kubeconfig = folder / "kubeconfig"
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, name: str, command: list[str], env: dict[str, str] | None = None) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            self.started.append(
                subprocess.Popen(
                    command, stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **(env or {})}
                )
            )

    def stop(self) -> None:
        for process in reversed(self.started):
            process.terminate()
        for process in reversed(self.started):
            try:
                process.wait(2)  # all of it is thrown away
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def run(self, *words: str, given: Any = None) -> subprocess.CompletedProcess[str]:
        text = None if given is None else given if isinstance(given, str) else json.dumps(given)
        return subprocess.run(
            [str(self.kubectl), "--kubeconfig", str(self.kubeconfig), *words],
            input=text,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def get(self, *words: str) -> Any:
        done = self.run("get", *words, "-o", "json")
        return json.loads(done.stdout) if done.returncode == 0 else None

    def apply(self, *words: str, given: Any = None) -> str:
        """Apply, server-side, and give what is said; fails the test where it is refused."""
        done = self.run("apply", "--server-side", "--force-conflicts", *words, given=given)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def create(self, *items: Any) -> tuple[bool, str]:
        """Whether objects are let in, and what is said."""
        done = self.run("create", "-f", "-", given={"apiVersion": "v1", "kind": "List", "items": list(items)})
        return done.returncode == 0, done.stdout + done.stderr

    def until(self, what: str, holds: Callable[[], Any], seconds: float = 60) -> Any:
        deadline = time.monotonic() + seconds
        while not (found := holds()):
            for process in self.started:
                assert process.poll() is None, f"{process.args!r} ended"
            assert time.monotonic() < deadline, f"waited for {what}: {self.logs()}"
            time.sleep(0.3)
        return found

    def logs(self) -> str:
        return "\n".join(file.read_text(errors="replace")[-2000:] for file in self.folder.glob("*.log"))


def _ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports: list[int] = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _certificate(folder: Path) -> None:
    """A key and a certificate for 127.0.0.1 that vouches for itself."""
    folder.mkdir()
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    for file in ("tls.crt", "ca.crt"):
        (folder / file).write_bytes(pem)
    private = (
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    (folder / "tls.key").write_bytes(key.private_bytes(*private))


@pytest.fixture(scope="module")
def cluster(tool: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """An API server that stores, authorises and admits, and runs nothing."""
    etcd, apiserver = tool("etcd"), tool("kube-apiserver")
    folder = tmp_path_factory.mktemp("cluster")
    made = Cluster(tool("kubectl"), folder)
    client, peer, secure = _ports(3)
    _certificate(folder / "account")
    (folder / "tokens").write_text('token,admin,admin,"system:masters"\n')
    made.kubeconfig.write_text(
        yaml.safe_dump(
            {
                "apiVersion": "v1",
                "kind": "Config",
                "current-context": "x",
                "contexts": [{"name": "x", "context": {"cluster": "x", "user": "x"}}],
                "clusters": [
                    {
                        "name": "x",
                        "cluster": {
                            "server": f"https://127.0.0.1:{secure}",
                            "insecure-skip-tls-verify": True,
                        },
                    }
                ],
                "users": [{"name": "x", "user": {"token": "token"}}],
            }
        )
    )
    try:
        urls = f"http://127.0.0.1:{client}"
        made.start(
            "etcd",
            [
                *(str(etcd), "--data-dir", str(folder / "etcd"), "--listen-client-urls", urls),
                *("--advertise-client-urls", urls, "--listen-peer-urls", f"http://127.0.0.1:{peer}"),
                *("--unsafe-no-fsync", "--log-level", "error"),
            ],
        )
        key = str(folder / "account/tls.key")
        made.start(
            "kube-apiserver",
            [
                *(str(apiserver), "--etcd-servers", urls, "--secure-port", str(secure)),
                *("--bind-address", "127.0.0.1", "--cert-dir", str(folder / "certificates")),
                *("--service-account-key-file", key, "--service-account-signing-key-file", key),
                *("--service-account-issuer", "https://issuer.example", "--authorization-mode", "RBAC"),
                *("--token-auth-file", str(folder / "tokens"), "--service-cluster-ip-range", "10.0.0.0/24"),
                *("--disable-admission-plugins", "ServiceAccount", "--allow-privileged"),
            ],
        )
        made.until("the API server", lambda: made.run("get", "--raw", "/readyz").returncode == 0)
        made.until("the namespace default", lambda: made.get("namespace", "default"))
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def gatekeeper(cluster: Cluster, tool: Callable[[str], Path]) -> Cluster:
    """The same with Gatekeeper beside it."""
    manager = tool("gatekeeper")
    port, health, metrics = _ports(3)
    certificates = cluster.folder / "webhook"
    (cluster.folder / "audit").mkdir()
    _certificate(certificates)
    bundle = base64.b64encode((certificates / "ca.crt").read_bytes()).decode()
    objects = []
    for item in yaml.safe_load_all(_deployment_of_gatekeeper().read_text()):
        if item["kind"] in ("MutatingWebhookConfiguration", "Deployment", "Service", "PodDisruptionBudget"):
            continue
        for webhook in item.get("webhooks", []):
            path = webhook["clientConfig"].pop("service")["path"]
            webhook["clientConfig"] = {"url": f"https://127.0.0.1:{port}{path}", "caBundle": bundle}
            webhook["failurePolicy"] = "Fail" if path == "/v1/admit" else webhook["failurePolicy"]
        objects.append(item)
    webhooks = [item for item in objects if item["kind"] == "ValidatingWebhookConfiguration"]
    cluster.apply("-f", "-", given=_list(item for item in objects if item not in webhooks))
    cluster.start(
        "gatekeeper",
        [
            *(str(manager), "--port", str(port), "--cert-dir", str(certificates), "--disable-cert-rotation"),
            *("--debug-use-fake-pod", "--operation=webhook", "--operation=audit", "--operation=status"),
            *("--operation=generate", "--audit-interval=5", "--health-addr", f"127.0.0.1:{health}"),
            *("--prometheus-port", str(metrics), "--api-cache-dir", str(cluster.folder / "audit")),
        ],
        {
            "POD_NAME": "gatekeeper",
            "POD_NAMESPACE": "gatekeeper-system",
            "KUBECONFIG": str(cluster.kubeconfig),
        },
    )
    cluster.until("the webhook", lambda: _answers(port))
    cluster.apply("-f", "-", given=_list(webhooks))
    return cluster


def _list(items: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "List", "items": list(items)}


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _deployment_of_gatekeeper() -> Path:
    """deploy/gatekeeper.yaml of the module that the manager is built from."""
    go = shutil.which("go")
    if go is None:
        pytest.skip("needs go, to find the manifests of Gatekeeper")
    done = subprocess.run(
        [go, "list", "-m", "-f", "{{.Dir}}", _MODULE],
        cwd=ROOT / "tools/gatekeeper",
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "GOFLAGS": "-mod=readonly", "GOWORK": "off"},
    )
    file = Path(done.stdout.strip()) / "deploy/gatekeeper.yaml"
    if not done.stdout.strip() or not file.exists():
        pytest.skip(f"needs the source of Gatekeeper: make tools ({done.stderr.strip()})")
    return file

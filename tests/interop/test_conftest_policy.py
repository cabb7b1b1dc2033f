"""The real conftest says what `envpolicy check` says, of the example and of estates with the leak checks' examples."""

from __future__ import annotations

import copy
import json
import random
import re
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from envpolicy.cli import main
from envpolicy.leaks import read_leaks
from envpolicy.plan import load_plan
from envpolicy.sources import read_estate
from envpolicy.testing.hosts import agree
from envpolicy.values import Views
from envpolicy.values.names import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Run = Callable[..., tuple[int, dict[str, Any]]]

DAY = "2026-05-01"
ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples/hospital-webshop"
DIGEST = re.compile("[0-9a-f]{32}")
CHECKS = read_leaks(ROOT / "policies/rego/leaks")


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The policy folder, as `envpolicy build` writes it, and beside it the day to judge by."""
    folder = tmp_path_factory.mktemp("built")
    assert main(["build", "--target", "conftest", "-o", str(folder)]) == 0
    (folder / "settings.json").write_text(json.dumps({"settings": {"envpolicy": {"today": DAY}}}))
    return folder / "conftest"


@pytest.fixture(scope="module")
def conftest(tool: Callable[[str], Path], policy: Path) -> Run:
    """Exit code and the one result of `conftest test --combine`."""
    binary = tool("conftest")

    def run(*files: str, cwd: Path, flags: tuple[str, ...] = ("--combine",)) -> tuple[int, dict[str, Any]]:
        command = [str(binary), "test", *flags, "-p", str(policy), "-d", str(policy.parent / "settings.json")]
        done = subprocess.run(
            [*command, "-o", "json", *files],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            cwd=cwd,
        )
        assert done.stdout, done.stderr
        found = json.loads(done.stdout)
        return done.returncode, found[0] if "--combine" in flags else {"all": found}

    return run


def report_on(plan: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    main(["check", "--plan", str(plan), "--today", DAY, "--format", "json"])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def test_the_example_agrees(conftest: Run, capsys: pytest.CaptureFixture[str]) -> None:
    code, result = conftest("manifests", "waivers", "envpolicy.yaml", cwd=EXAMPLE)
    report = report_on(EXAMPLE / "envpolicy.yaml", capsys)
    assert code == 1
    agree(result, report)
    entry = next(one for one in result["failures"] if one["metadata"]["leak"] == "secret-same-value")
    assert entry["loc"] == {"file": "manifests/prod/webshop.yaml", "line": 1}
    assert entry["metadata"]["remediation"]
    assert {one["file"] for one in entry["metadata"]["witness"]} == {
        "manifests/prod/webshop.yaml",
        "manifests/test/webshop.yaml",
    }


def test_no_secret_is_said(conftest: Run) -> None:
    _, result = conftest("manifests", "waivers", "envpolicy.yaml", cwd=EXAMPLE)
    text = json.dumps(result)
    for file in (EXAMPLE / "manifests").rglob("*.yaml"):
        for item in yaml.safe_load_all(file.read_text()):
            if item["kind"] == "Secret":
                for value in item["stringData"].values():
                    assert value not in text


def test_an_evaluation_input_is_judged_as_it_is(
    conftest: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = EXAMPLE / "envpolicy.yaml"
    assert main(["input", "--plan", str(plan), "--today", DAY]) == 0
    (tmp_path / "input.json").write_text(capsys.readouterr().out)
    _, result = conftest("input.json", cwd=tmp_path)
    agree(result, report_on(plan, capsys))


# --- what is not given is no pass


def test_without_a_waivers_file_nothing_is_waived(conftest: Run) -> None:
    _, with_it = conftest("manifests", "waivers", "envpolicy.yaml", cwd=EXAMPLE)
    _, without = conftest("manifests", "envpolicy.yaml", cwd=EXAMPLE)
    names = [{one["metadata"]["requirement"] for one in found["warnings"]} for found in (with_it, without)]
    assert names[1] - names[0] == {"bsi-app-4.4.A1-cluster"}


def test_missing_manifests_are_told(conftest: Run) -> None:
    code, result = conftest("manifests/prod", "envpolicy.yaml", cwd=EXAMPLE)
    assert code == 1
    told = [one["msg"] for one in result["failures"]]
    assert any(text.startswith("test/test-wc: of `manifests/test`") for text in told), told


@pytest.mark.parametrize("files", [("manifests",), ("envpolicy.yaml", "copy.yaml")], ids=["none", "two"])
def test_without_one_plan_nothing_is_decided(conftest: Run, files: tuple[str, ...], tmp_path: Path) -> None:
    import shutil

    shutil.copytree(EXAMPLE / "manifests", tmp_path / "manifests")
    for name in ("envpolicy.yaml", "copy.yaml"):
        shutil.copy(EXAMPLE / "envpolicy.yaml", tmp_path / name)
    code, result = conftest(*files, cwd=tmp_path)
    assert code == 1
    assert result["failures"][0]["msg"].startswith("nothing was decided: ")


def test_a_law_that_nobody_knows_is_told(conftest: Run, tmp_path: Path) -> None:
    plan = yaml.safe_load((EXAMPLE / "envpolicy.yaml").read_text())
    plan["regulations"] = ["hipaa", "hippa"]
    (tmp_path / "envpolicy.yaml").write_text(yaml.safe_dump(plan))
    code, result = conftest("envpolicy.yaml", cwd=tmp_path)
    assert code == 1
    assert result["failures"][0]["msg"] == "nothing was decided: nothing here is called `hippa`"


def test_what_is_of_no_cluster_is_told(conftest: Run, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "stray.yaml").write_text("apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n")
    _, result = conftest("manifests", "waivers", "envpolicy.yaml", "stray.yaml", cwd=tmp_path)
    assert [one["loc"]["file"] for one in result["warnings"] if "of no cluster" in one["msg"]] == [
        "stray.yaml"
    ]


def test_alone_an_object_shows_what_it_shows_and_nothing_passes(conftest: Run, tmp_path: Path) -> None:
    pod = {"hostNetwork": True, "containers": [{"name": "x", "securityContext": {"privileged": True}}]}
    (tmp_path / "pod.yaml").write_text(
        yaml.safe_dump({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}, "spec": pod})
    )
    (tmp_path / "plain.yaml").write_text("apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n")
    code, found = conftest("pod.yaml", "plain.yaml", cwd=tmp_path, flags=())
    assert code == 0
    told = {one["filename"]: [entry["msg"] for entry in one["warnings"]] for one in found["all"]}
    assert {text.split(":")[0] for text in told["pod.yaml"]} == {
        "node-hostns",
        "node-privileged",
        "this document was looked at alone",
    }
    assert [text.split(":")[0] for text in told["plain.yaml"]] == ["this document was looked at alone"]


# --- the estate that conftest makes is the one that envpolicy makes

BASE = """
apiVersion: v1
kind: Namespace
metadata: {name: NAME, labels: {pod-security.kubernetes.io/enforce: restricted}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: NAME, labels: {app: web}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: registry.example/web:1
          env:
            - {name: DATABASE_URL, value: "postgres://shop:a-pass-word-1@db.example.com/shop"}
            - {name: RETRIES, value: 3}
          args: [--token, NAME-token-0123456789]
          livenessProbe: {exec: {command: [curl, "https://localhost:8080"]}}
"""
RULES = [
    "rbac-workload-create",
    "secret-same-value",
    "tls-key-shared",
    "net-unisolated",
    "vol-hostpath-overlap",
]


def merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: merged(old.get(key), value) for key, value in new.items()}}
    return new


def written(example: Mapping[str, Any], folder: Path) -> list[dict[str, Any]]:
    """A plan and manifests from a leak's example, on disk; and as conftest would combine them."""

    def deployment(name: str, stage: str) -> dict[str, Any]:
        place = {"environment": "prod", "cluster": "prod-wc", "namespace": name}
        return {"name": name, "application": "shop", "stage": stage, "placement": place}

    deployments = {
        name: deployment(name, stage)
        for name, stage in (("shop-prod", "production"), ("shop-staging", "staging"))
    }
    for name, patch in example.get("deployments", {}).items():
        deployments[name] = merged(deployments.get(name, deployment(name, "staging")), patch)
    patches = example.get("clusters", {})
    places = [one["placement"] for one in deployments.values()]
    ids = {"prod/prod-wc", *patches, *(f"{one['environment']}/{one['cluster']}" for one in places)}
    environments: dict[str, list[dict[str, Any]]] = {}
    files: dict[str, list[Any]] = {}
    for id_ in sorted(ids):
        environment, _, name = id_.partition("/")
        facts = {
            "networkPolicyEnforced": True,
            "inventory": "complete",
            **patches.get(id_, {}).get("facts", {}),
        }
        objects = list(patches.get(id_, {}).get("add", []))
        if id_ == "prod/prod-wc":
            facts |= example.get("facts", {})
            for one in ("shop-prod", "shop-staging"):
                objects += yaml.safe_load_all(BASE.replace("NAME", one))
            objects += example.get("add", [])
        cluster = {"name": name, "facts": facts, "manifests": [f"{environment}-{name}"]}
        environments.setdefault(environment, []).append(cluster)
        nothing = [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "empty"}}]
        files[f"{environment}-{name}/all.yaml"] = objects or nothing
    plan = {
        "apiVersion": "envpolicy.dev/v1alpha1",
        "kind": "DeploymentPlan",
        "metadata": {"name": "example"},
        "regulations": ["all"],
        "environments": [
            {"name": name, "class": "production", "clusters": clusters}
            for name, clusters in environments.items()
        ],
        "deployments": list(deployments.values()),
    }
    (folder / "envpolicy.yaml").write_text(yaml.safe_dump(plan))
    for path, objects in files.items():
        (folder / path).parent.mkdir()
        (folder / path).write_text(yaml.safe_dump_all(objects))
    return [{"path": "envpolicy.yaml", "contents": plan}] + [
        {"path": path, "contents": item} for path, objects in files.items() for item in objects
    ]


def shape(value: Any) -> Any:
    """The value with each digest replaced by the places where it stands: which are equal, not what they are."""
    places: dict[str, list[str]] = {}

    def walk(part: Any, at: str) -> None:
        if isinstance(part, dict):
            for key in part:
                walk(part[key], f"{at}/{key}")
        elif isinstance(part, list):
            # Digests stand in lists whose order means nothing; objects are in one order on both sides.
            for index, one in enumerate(part):
                walk(one, at if isinstance(one, str) or "/registries" in at else f"{at}/{index}")
        elif isinstance(part, str):
            for digest in DIGEST.findall(part):
                places.setdefault(digest, []).append(at)

    def told(part: Any, at: str) -> Any:
        if isinstance(part, dict):
            return {key: told(part[key], f"{at}/{key}") for key in sorted(part)}
        if isinstance(part, list):
            found = [told(one, at) for one in part]
            return sorted(found, key=str) if at.endswith(("/digests", "/registries")) else found
        if isinstance(part, str):
            return DIGEST.sub(lambda match: "|".join(sorted(places[match[0]])), part)
        return part

    walk(value, "")
    return told(value, "")


@pytest.fixture(scope="module")
def rego(tool: Callable[[str], Path], policy: Path) -> Iterator[Callable[[str, Any], Any]]:
    """Ask an OPA server that has the policy folder: the Rego is what conftest would run."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    flags = ["--addr", address, "--log-level", "error", "--skip-version-check"]
    files = [str(policy), str(policy.parent / "settings.json")]
    server = subprocess.Popen(
        [str(tool("opa")), "run", "--server", *flags, *files], stderr=subprocess.DEVNULL
    )

    def ask(query: str, given: Any) -> Any:
        body = json.dumps({"query": f"x := {query}", "input": given}).encode()
        with urllib.request.urlopen(f"http://{address}/v1/query", data=body) as answer:
            return json.load(answer)["result"][0]["x"]

    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                ask("1", {})
                break
            except OSError:
                assert server.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.1)
        yield ask
    finally:
        server.terminate()
        server.wait()


def examples() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for check in CHECKS:
        for side in ("leaks", "innocent"):
            for number, example in enumerate(check.examples[side]):
                yield f"{check.id}-{side}-{number}", copy.deepcopy(dict(example))


def test_the_estate_is_the_one_that_envpolicy_makes(rego: Callable[[str, Any], Any], tmp_path: Path) -> None:
    """Of every other example of a leak; the rest would say nothing else."""
    from datetime import date

    from envpolicy.errors import PlanError

    compared, different = 0, []
    for name, example in list(examples())[::2]:
        folder = tmp_path / name
        folder.mkdir()
        combined = written(example, folder)
        try:
            plan = load_plan(folder / "envpolicy.yaml")
        except PlanError:  # some examples have facts that a plan refuses
            continue
        estate = read_estate(plan, today=date.fromisoformat(DAY))
        made = rego("data.hosts.conftest.estate.input_of_policies", combined)
        made.pop("requirements")
        compared += 1
        if shape(made) != shape(json.loads(estate.input_json)):
            different.append(name)
    assert compared > 0.4 * len(list(examples()))
    assert not different


@pytest.mark.parametrize("leak", RULES)
def test_generated_estates_agree(
    leak: str, conftest: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (check,) = (one for one in CHECKS if one.id == leak)
    written(check.examples["leaks"][0], tmp_path)
    _, result = conftest(".", cwd=tmp_path)
    report = report_on(tmp_path / "envpolicy.yaml", capsys)
    assert leak in {one["leak"] for one in report["findings"]}
    agree(result, report)


# --- values are seen alike

NAMES = words(
    """
    x DB_PASSWORD dbPassword DATABASE_URL DB_HOST PGPASSWORD API_KEY STRIPE_SECRET_KEY SMTP_PASSWORD LOG_LEVEL DB_PORT
    DB_NAME S3_BUCKET AWS_S3_PREFIX REDIS_URL REDIS_DB KAFKA_TOPIC kafkaBootstrapServers OIDC_CLIENT_ID tls.key
    OIDC_ISSUER_URL clientSecret config.yaml .dockerconfigjson TOKEN_URL secretName kms_key_arn RESTIC_REPOSITORY
    ES_INDEX DB_USER WEBHOOK_URL CONNECTION_STRING HTTPServer XMLHttpURL PGHOST account_id S3_ENDPOINT --token
    """
)
WORDS = [
    *(
        "s3cr3t-value-9x",
        "changeme",
        "true",
        "12345678",
        "100m",
        "db.example.com",
        "db",
        "db:5432",
        "10.0.0.1:6379",
    ),
    *(
        "ghp_" + "a1B2" * 9,
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
        "dGVzdC1wYXNzd29yZA==",
        "$(DB_PASSWORD)",
        "${X}",
    ),
    *(
        "{{ .Values.x }}",
        "<password>",
        "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
        "my bucket",
        "a/b/c",
        "1h",
        "",
        "x",
    ),
    *(
        "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----",
        "-----BEGIN PRIVATE KEY-----\nabc\n-----END",
    ),
    *(
        "shop:pw12345678@tcp(db:3306)/shop?x=1",
        "user:pass12345@host.x/path",
        "ssh-ed25519 AAAA x",
        "0123456789" * 4,
    ),
]
SCHEMES = words(
    "postgres postgresql mysql redis https http amqp s3 gs mongodb+srv jdbc:postgresql kafka smtp"
)
LABELS = ["  tenant_id: t", "  X-Scope-OrgID: 'u'", "  username: 12345", "  env: prod", "  job: a"]
USERS = ["", "user@", "user:p4ssw0rd9@", "u:p%40ss/w0rd@", "a:b@c@"]
HOSTS = words(
    "db.example.com db 10.1.2.3 [::1] a,b:99 b.s3.eu-west-1.amazonaws.com acc.blob.core.windows.net x.svc:1"
)
TAILS = [
    "",
    "/",
    "/shop",
    "/shop?sslmode=require",
    "/a/b/c",
    "/0",
    "/s?user=x&password=y9y9y9y9&currentSchema=s1",
    "?x=1",
]


def some_value(chance: random.Random) -> str:
    def url() -> str:
        return "{}://{}{}{}".format(*map(chance.choice, (SCHEMES, USERS, HOSTS, TAILS)))

    def setting() -> str:
        value = chance.choice([chance.choice(WORDS), url(), f'"{chance.choice(WORDS)}"'])
        return f"{chance.choice(['', '  '])}{chance.choice(NAMES)}{chance.choice(['=', ': ', ' = '])}{value}"

    forms: list[Callable[[], str]] = [
        lambda: chance.choice(WORDS),
        url,
        lambda: f"host=db.x port=5432 user=shop password={chance.choice(WORDS)} dbname=shop",
        lambda: f"Server=tcp:db.x,1433;Database=shop;User Id=u;Password={chance.choice(WORDS)};",
        lambda: "\n".join(setting() for _ in range(chance.randint(1, 4))),
        lambda: "\n".join(
            chance.choice(
                ["[database]", "[[a.b]]", "redis:", "  - db:", '"s3": {', "", "  x: |", *[setting()] * 9]
            )
            for _ in range(chance.randint(2, 9))
        ),
        lambda: "{} -h {} -d shop | {} {} --port=99".format(
            *map(
                chance.choice,
                (["pg_dump", "/bin/mysqldump", "mongodump"], HOSTS, ["psql", "pg_restore"], [url()]),
            )
        ),
        lambda: (
            f"port 6379\n{chance.choice(['requirepass', ' masterauth', '#requirepass'])} {chance.choice(WORDS)}\n"
        ),
        lambda: " ".join(
            chance.choice(["--password", "--bucket", "-u", "--topic=x", url(), chance.choice(WORDS)])
            for _ in "abcd"
        ),
        lambda: json.dumps({"auths": {"r.example": {"username": "u", "password": chance.choice(WORDS)}}}),
    ]
    return chance.choice(forms)()


def test_values_are_seen_alike(rego: Callable[[str, Any], Any]) -> None:
    chance = random.Random(20261125)  # noqa: S311 - nobody has to be surprised
    cases = [(some_value(chance), chance.choice(NAMES), chance.random() < 0.4) for _ in range(1000)]
    query = (
        "[[view | view := data.hosts.conftest.values.view(case[0], case[1], case[2])] | some case in input]"
    )
    views = Views(b"key")
    different = [
        case
        for case, found in zip(cases, rego(query, cases), strict=True)
        if list(map(shape, found)) != [shape(views.of(case[0], case[1], secret=case[2]))]
    ]
    assert not different

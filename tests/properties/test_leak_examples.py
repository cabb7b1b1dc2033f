"""Every leak check finds its own examples, and stays silent on the innocent ones, in both engines.

The examples stand in the METADATA of the leak files, as patches on the compliant estate below: `add` (Kubernetes objects
for the cluster prod/prod-wc), `remove` (objects as `{kind, namespace, name}`), `facts` of that cluster, `deployments`
(merged into those of the same name, added otherwise) and `clusters` (`{id: {facts, add, ...}}`: changed, or added as a
workload cluster). A deployment that is moved to another cluster takes the objects of its namespace along.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from envpolicy.engines.embedded import EmbeddedEngine
from envpolicy.leaks import leak_table, read_leaks
from envpolicy.model import LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from envpolicy.leaks import LeakCheck

REGO = Path(__file__).resolve().parent.parent.parent / "policies" / "rego"
CHECKS = read_leaks(REGO / "leaks")
HOME = "prod/prod-wc"
PAIR = {"shop-prod", "shop-staging"}
CASES = [
    pytest.param(check, side, example, id=f"{check.id}-{side}-{number}")
    for check in CHECKS
    for side in ("leaks", "innocent")
    for number, example in enumerate(check.examples[side])
]


def _deployment(name: str, stage: str) -> dict[str, Any]:
    return {
        "name": name,
        "application": "shop",
        "stage": stage,
        "placement": {"environment": "prod", "cluster": "prod-wc", "namespace": name},
    }


def _namespace(name: str) -> list[dict[str, Any]]:
    """One compliant application: a workload with an account of its own, a Service, and default-deny both ways."""
    meta = {"namespace": name, "labels": {"app": "web"}}
    pod = {
        "serviceAccountName": "web",
        "automountServiceAccountToken": False,
        "containers": [
            {
                "name": "web",
                "image": "registry.example/web:1",
                "ports": [{"containerPort": 8080}],
                "resources": {
                    "requests": {"cpu": "100m", "memory": "64Mi"},
                    "limits": {"cpu": "1", "memory": "64Mi"},
                },
                "securityContext": {
                    "allowPrivilegeEscalation": False,
                    "runAsNonRoot": True,
                    "capabilities": {"drop": ["ALL"]},
                    "seccompProfile": {"type": "RuntimeDefault"},
                },
            }
        ],
    }
    return [
        {
            "apiVersion": "v1",
            "kind": "Namespace",
            "metadata": {"name": name, "labels": {"pod-security.kubernetes.io/enforce": "restricted"}},
        },
        {
            "apiVersion": "v1",
            "kind": "ServiceAccount",
            "metadata": {**meta, "name": "web"},
            "automountServiceAccountToken": False,
        },
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {**meta, "name": "web"},
            "spec": {
                "replicas": 1,
                "selector": {"matchLabels": {"app": "web"}},
                "template": {"metadata": {"labels": {"app": "web"}}, "spec": pod},
            },
        },
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {**meta, "name": "web"},
            "spec": {"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": 8080}]},
        },
        {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "NetworkPolicy",
            "metadata": {"namespace": name, "name": "default-deny"},
            "spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]},
        },
    ]


def estate(example: Mapping[str, Any]) -> dict[str, Any]:
    """The compliant estate with an example's patch, as policies see it."""
    facts = {"networkPolicyEnforced": True, "inventory": "complete"}
    deployments = {
        "shop-prod": _deployment("shop-prod", "production"),
        "shop-staging": _deployment("shop-staging", "staging"),
    }
    for name, patch in example.get("deployments", {}).items():
        deployments[name] = _merged(deployments.get(name, _deployment(name, "staging")), patch)
    patches = example.get("clusters", {})
    homes = {name: _cluster_of(deployment) for name, deployment in deployments.items()}
    clusters = {id_: _cluster(id_, {**facts, **patches.get(id_, {}).get("facts", {})}) for id_ in {HOME, *homes.values(), *patches}}
    clusters[HOME]["facts"].update(example.get("facts", {}))
    for name in ("shop-prod", "shop-staging"):
        for item in _namespace(name):
            _put(clusters[homes[name]], item)
    for reference in example.get("remove", []):
        _remove(clusters[HOME], reference)
    for item in example.get("add", []):
        _put(clusters[HOME], item)
    for id_, patch in patches.items():
        for item in patch.get("add", []):
            _put(clusters[id_], item)
    return {
        "apiVersion": "envpolicy.dev/v1alpha1",
        "kind": "Estate",
        "today": "2026-11-23",
        "profile": "default",
        "organisation": {},
        "environments": [
            {"name": name, "class": "production" if name == "prod" else "non-production"}
            for name in sorted({cluster["environment"] for cluster in clusters.values()})
        ],
        "clusters": clusters,
        "deployments": list(deployments.values()),
        "records": {},
        "waivers": [],
    }


def _cluster_of(deployment: Mapping[str, Any]) -> str:
    placement = deployment["placement"]
    return f"{placement['environment']}/{placement['cluster']}"


def _cluster(id_: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    environment, _, name = id_.partition("/")
    return {"environment": environment, "name": name, "role": "workload", "facts": dict(facts), "objects": {}}


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: _merged(old.get(key), value) for key, value in new.items()}}
    return new


def _kind(item: Mapping[str, Any]) -> str:
    group, _, version = item["apiVersion"].rpartition("/")
    return f"{item['kind']}.{group}" if version and group else item["kind"]


def _put(cluster: dict[str, Any], item: Mapping[str, Any]) -> None:
    """Add an object, in place of one of the same kind and name."""
    seen = _with_views(item)
    place = cluster["objects"].setdefault(_kind(item), [])
    same = [old for old in place if _name(old) == _name(seen)]
    for old in same:
        place.remove(old)
    place.append(seen)


def _name(item: Mapping[str, Any]) -> tuple[str, str]:
    return item["metadata"].get("namespace", ""), item["metadata"]["name"]


def _remove(cluster: dict[str, Any], reference: Mapping[str, Any]) -> None:
    wanted = reference.get("metadata", reference)
    for kind, items in cluster["objects"].items():
        if kind.split(".")[0] == reference["kind"]:
            kept = [item for item in items if _name(item) != (wanted.get("namespace", ""), wanted["name"])]
            cluster["objects"][kind] = kept


# --- what stands in place of values


def _view(text: str) -> dict[str, Any]:
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    view: dict[str, Any] = {"digest": digest}
    if urls := list(_urls(text)):
        view["urls"] = urls
    return view


def _urls(text: str) -> Iterator[dict[str, Any]]:
    for found in re.findall(r"[a-z]+://[^\s\"']+", text):
        parts = urlsplit(found)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
        yield {"scheme": parts.scheme, "host": parts.hostname or "", "port": port, "path": "", "user": ""}


def _with_views(item: Mapping[str, Any]) -> dict[str, Any]:
    seen: dict[str, Any] = copy.deepcopy(dict(item))
    if seen["kind"] in {"Secret", "ConfigMap"}:
        encoded = seen["kind"] == "Secret"
        for field in ("data", "stringData"):
            for key, value in seen.get(field, {}).items():
                decode = encoded and field == "data"
                seen[field][key] = _view(base64.b64decode(value).decode() if decode else value)
    for container in _containers(seen):
        for variable in container.get("env", []):
            if isinstance(variable.get("value"), str):
                variable["value"] = _view(variable["value"])
        for field in ("command", "args"):
            if field in container:
                container[field] = [_view(value) for value in container[field]]
    return seen


def _containers(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        for key, below in value.items():
            if key in {"containers", "initContainers", "ephemeralContainers"} and isinstance(below, list):
                yield from below
            else:
                yield from _containers(below)
    elif isinstance(value, list):
        for below in value:
            yield from _containers(below)


# --- the engines


def modules() -> dict[str, str]:
    """Every leak check, the join, and what they import; the table is made anew, so that a new check counts at once."""
    found: dict[str, str] = {}
    waiting = [REGO / "lib/envpolicy/isolation.rego", *(REGO / "leaks" / check.file for check in CHECKS)]
    while waiting:
        path = waiting.pop()
        name = path.relative_to(REGO).as_posix()
        if name not in found:
            found[name] = path.read_text(encoding="utf-8")
            imported = re.findall(r"^import data\.lib\.envpolicy\.(\w+)$", found[name], re.MULTILINE)
            waiting += [REGO / "lib/envpolicy" / f"{word}.rego" for word in imported if word != "leaks"]
    return {**found, "lib/envpolicy/leak_table.rego": leak_table(CHECKS)}


MODULES = modules()


def found_leaks(facts: Mapping[str, list[Any]]) -> set[str]:
    """The leaks between the two deployments, joined as `isolation` does."""
    names = {leak for leak, fact in facts["reaches"] if {fact["from"], fact["to"]} == PAIR}
    holders: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for leak, fact in facts["holds"]:
        key = (leak, json.dumps(fact["key"], sort_keys=True))
        holders.setdefault(key, set()).add((fact["deployment"], fact.get("side", "")))
    for (leak, _), held in holders.items():
        for side, other in (("", ""), ("uses", "offers")):
            a = {name for name, at in held if at == side}
            b = {name for name, at in held if at == other}
            if any({one, two} == PAIR for one in a for two in b):
                names.add(leak)
    return {name.replace("_", "-") for name in names}


def facts_of(evaluate: Callable[[str], Any]) -> dict[str, list[Any]]:
    return {rule: evaluate(f"data.lib.envpolicy.isolation.{rule}") for rule in ("holds", "reaches")}


@pytest.mark.parametrize(("check", "side", "example"), CASES)
def test_embedded_engine_finds_the_leaks_and_only_those(check: LeakCheck, side: str, example: dict[str, Any]) -> None:
    document = json.dumps(estate(example))
    facts = facts_of(lambda query: EmbeddedEngine().evaluate(MODULES, query, document))
    assert (check.id in found_leaks(facts)) == (side == "leaks"), example["note"]
    for name, fact in (*facts["holds"], *facts["reaches"]):
        if name == check.name and "cap" in fact:
            assert LEVELS.index(fact["cap"]) >= LEVELS.index(check.cap), "a fact is stricter than its check"


def test_opa_agrees_with_the_embedded_engine(tool: Callable[[str], Path], tmp_path: Path) -> None:
    """All examples in one run: `with input as` each of them."""
    opa = tool("opa")
    for path, text in MODULES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "all.rego").write_text(
        "package all_examples\n\nimport data.lib.envpolicy.isolation\n\n"
        'answers := [{"holds": h, "reaches": r} |\n\tsome estate in input\n'
        "\th := isolation.holds with input as estate\n\tr := isolation.reaches with input as estate\n]\n",
        encoding="utf-8",
    )
    estates = [estate(case.values[2]) for case in CASES]  # type: ignore[call-overload,index]
    command = [str(opa), "eval", "--format", "json", "--strict-builtin-errors", "--data", str(tmp_path), "--stdin-input"]
    run = subprocess.run(
        [*command, "data.all_examples.answers"], input=json.dumps(estates), capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    answers = json.loads(run.stdout)["result"][0]["expressions"][0]["value"]
    assert len(answers) == len(CASES)
    for case, facts in zip(CASES, answers, strict=True):
        check, side, example = case.values
        assert (check.id in found_leaks(facts)) == (side == "leaks"), f"{case.id}: {example['note']}"  # type: ignore[union-attr,index,call-overload]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_each_check_has_two_examples_of_either_sort(check: LeakCheck) -> None:
    assert len(check.examples["leaks"]) >= 2
    assert len(check.examples["innocent"]) >= 2

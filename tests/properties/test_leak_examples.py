"""Every leak check finds its own examples, and stays silent on the innocent ones, in both engines.

The examples stand in the METADATA of the leak files, as patches on the compliant estate below: `add` (Kubernetes
objects for the cluster prod/prod-wc), `remove` (objects as `{kind, namespace, name}`), `facts` of that cluster,
`deployments` (merged into those of the same name, added otherwise) and `clusters` (`{id: {facts, add}}`: changed,
or added as a workload cluster). A deployment that moves to another cluster takes its namespace's objects along.
"""

from __future__ import annotations

import copy
import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from envpolicy.engines.embedded import EmbeddedEngine
from envpolicy.estate.cleaning import clean
from envpolicy.leaks import leak_table, read_leaks
from envpolicy.model import LEVELS
from envpolicy.values import Views

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from envpolicy.leaks import LeakCheck


class Case(NamedTuple):
    check: LeakCheck
    side: str
    example: Mapping[str, Any]
    name: str


REGO = Path(__file__).resolve().parent.parent.parent / "policies" / "rego"
CHECKS = read_leaks(REGO / "leaks")
HOME = "prod/prod-wc"
PAIR = {"shop-prod", "shop-staging"}
VIEWS = Views(b"examples")
CASES = [
    Case(check, side, example, f"{check.id}-{side}-{number}")
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
    clusters = {
        id_: _cluster(id_, {**facts, **patches.get(id_, {}).get("facts", {})})
        for id_ in {HOME, *homes.values(), *patches}
    }
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
    seen = clean(copy.deepcopy(dict(item)), _kind(item), VIEWS)
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


def rule_of(check: LeakCheck) -> str:
    return "reaches" if check.kind == "reach" else "holds"


def leaks(check: LeakCheck, facts: list[dict[str, Any]]) -> bool:
    """Whether a check's facts, joined as `isolation` joins them, are a leak between the two deployments."""
    if check.kind == "reach":
        return any({fact["from"], fact["to"]} == PAIR for fact in facts)
    holders: dict[str, set[tuple[str, str, str | None]]] = {}
    for fact in facts:
        key = json.dumps(fact["key"], sort_keys=True)
        covered = None if fact.get("covered") is None else json.dumps(fact["covered"])
        holders.setdefault(key, set()).add((fact["deployment"], fact.get("side", ""), covered))
    return any(
        {one, two} == PAIR
        and (side, other) in {("", ""), ("uses", "offers")}
        and (covered is None or covered != other_covered)
        for held in holders.values()
        for one, side, covered in held
        for two, other, other_covered in held
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_embedded_engine_finds_the_leaks_and_only_those(case: Case) -> None:
    check = case.check
    query = f"data.lib.envpolicy.leaks.{check.channel.replace('-', '_')}.{check.name}.{rule_of(check)}"
    facts = EmbeddedEngine().evaluate(MODULES, query, json.dumps(estate(case.example)))
    assert leaks(check, facts) == (case.side == "leaks"), case.example["note"]
    for fact in facts:
        cap = fact.get("cap", check.cap)
        assert LEVELS.index(cap) >= LEVELS.index(check.cap), "a fact is stricter than its check"


def test_opa_finds_the_leaks_and_only_those(tool: Callable[[str], Path], tmp_path: Path) -> None:
    """All examples in one run: `with input as` each of them."""
    for path, text in MODULES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "all.rego").write_text(
        "package all_examples\n\nimport data.lib.envpolicy.leaks\n\n"
        "answers := [facts |\n\tsome item in input\n"
        "\tfacts := leaks[item.channel][item.name][item.rule] with input as item.estate\n]\n",
        encoding="utf-8",
    )
    items = [
        {
            "channel": case.check.channel.replace("-", "_"),
            "name": case.check.name,
            "rule": rule_of(case.check),
            "estate": estate(case.example),
        }
        for case in CASES
    ]
    command = [str(tool("opa")), "eval", "--format", "json", "--strict-builtin-errors", "--stdin-input"]
    run = subprocess.run(
        [*command, "--data", str(tmp_path), "data.all_examples.answers"],
        input=json.dumps(items),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    answers = json.loads(run.stdout)["result"][0]["expressions"][0]["value"]
    wrong = [
        f"{case.name}: {case.example['note']}"
        for case, facts in zip(CASES, answers, strict=True)
        if leaks(case.check, facts) != (case.side == "leaks")
    ]
    assert not wrong


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_each_check_has_two_examples_of_either_sort(check: LeakCheck) -> None:
    assert len(check.examples["leaks"]) >= 2
    assert len(check.examples["innocent"]) >= 2

"""NetworkPolicies, decided here and by network-config-analyzer 2.1.0, on clusters made at random: no mismatch.

Two defects of the analyzer are known, and the generator keeps clear of them:
- without `policyTypes`, an empty `egress: []` isolates egress there (the API server's defaulting says it does not);
- a peer's podSelector with Exists or DoesNotExist beside a namespaceSelector finds pods of its own namespace only.
It refuses rules of a direction that is not among the policyTypes (legal, and inert), so there are none of these.
It assumes that blocks of addresses hold no pods and that hostNetwork changes nothing, and so does `envpolicy reach`.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
from typing import TYPE_CHECKING, Any

from envpolicy.reach import connections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

CASES = 600 if os.environ.get("CI") else 150

PROTOCOLS = ("TCP", "UDP", "SCTP")
KEYS: dict[str, tuple[str, ...]] = {"app": ("a", "b", "c"), "tier": ("web", "db")}
SPACE_KEYS: dict[str, tuple[str, ...]] = {"stage": ("prod", "test"), "team": ("x", "y")}
PORT_NAMES = ("http", "dns", "metrics")

Ports = frozenset[tuple[str, int, int]]


def labels(pick: random.Random, keys: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {key: pick.choice(values) for key, values in keys.items() if pick.random() < 0.7}


def selector(
    pick: random.Random, keys: dict[str, tuple[str, ...]], *, existence: bool = True
) -> dict[str, Any]:
    kind = pick.randrange(6)
    if kind == 0:
        return {}
    if kind <= 2:
        key = pick.choice(list(keys))
        return {"matchLabels": {key: pick.choice(keys[key])}}
    operators = ["In", "NotIn", "Exists", "DoesNotExist"] if existence else ["In", "NotIn"]
    expressions = []
    for key in pick.sample(list(keys), pick.randint(1, 2)):
        operator = pick.choice(operators)
        expression: dict[str, Any] = {"key": key, "operator": operator}
        if operator in {"In", "NotIn"}:
            expression["values"] = pick.sample(keys[key], pick.randint(1, len(keys[key])))
        expressions.append(expression)
    return {"matchExpressions": expressions}


def space_selector(pick: random.Random, spaces: list[str]) -> dict[str, Any]:
    if pick.random() < 0.25:
        return {"matchLabels": {"kubernetes.io/metadata.name": pick.choice(spaces)}}
    return selector(pick, SPACE_KEYS)


def peer(pick: random.Random, spaces: list[str]) -> dict[str, Any]:
    kind = pick.randrange(10)
    if kind == 0:
        return {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}}
    if kind <= 3:
        return {"podSelector": selector(pick, KEYS)}
    if kind <= 6:
        return {"namespaceSelector": space_selector(pick, spaces)}
    return {
        "namespaceSelector": space_selector(pick, spaces),
        "podSelector": selector(pick, KEYS, existence=False),
    }


def port(pick: random.Random) -> dict[str, Any]:
    kind = pick.randrange(6)
    found: dict[str, Any] = {}
    if kind != 1:
        found["protocol"] = pick.choice(PROTOCOLS)
    if kind in {1, 2}:
        found["port"] = pick.choice((53, 80, 8080))
    elif kind == 3:
        found |= {"port": pick.choice((53, 80, 8000)), "endPort": pick.choice((81, 8080, 9000))}
        found["endPort"] = max(found["endPort"], found["port"])
    elif kind >= 4:
        found["port"] = pick.choice(PORT_NAMES)
    return found


def rule(pick: random.Random, side: str, spaces: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if pick.random() < 0.85:
        found[side] = [peer(pick, spaces) for _ in range(pick.randint(1, 2))]
    if pick.random() < 0.6:
        found["ports"] = [port(pick) for _ in range(pick.randint(1, 2))]
    return found


def policy(pick: random.Random, name: str, spaces: list[str]) -> dict[str, Any]:
    spec: dict[str, Any] = {"podSelector": selector(pick, KEYS)}
    types = pick.choice((None, ["Ingress"], ["Egress"], ["Ingress", "Egress"]))
    if types:
        spec["policyTypes"] = types
    if (types is None or "Ingress" in types) and pick.random() < 0.7:
        spec["ingress"] = [rule(pick, "from", spaces) for _ in range(pick.randint(0, 2))]
    if (types is None or "Egress" in types) and pick.random() < 0.7:
        least = 0 if types else 1
        spec["egress"] = [rule(pick, "to", spaces) for _ in range(pick.randint(least, 2))]
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name, "namespace": pick.choice(spaces)},
        "spec": spec,
    }


def pod(pick: random.Random, name: str, namespace: str) -> dict[str, Any]:
    names = pick.sample(PORT_NAMES, pick.randint(0, 2))
    ports = [
        {"name": word, "containerPort": pick.choice((53, 80, 8080)), "protocol": pick.choice(PROTOCOLS)}
        for word in names
    ]
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": namespace, "labels": labels(pick, KEYS)},
        "spec": {"containers": [{"name": "c", "image": "c", "ports": ports}]},
    }


def cluster(seed: int) -> list[dict[str, Any]]:
    pick = random.Random(seed)  # noqa: S311
    # The analyzer, asked of many clusters at once, mixes up the port names of pods that have the same name.
    spaces = [f"c{seed}-ns{number}" for number in range(pick.randint(1, 3))]
    found: list[dict[str, Any]] = [
        {
            "apiVersion": "v1",
            "kind": "Namespace",
            "metadata": {"name": name, "labels": labels(pick, SPACE_KEYS)},
        }
        for name in spaces
    ]
    found += [pod(pick, f"p{number}", pick.choice(spaces)) for number in range(pick.randint(2, 6))]
    found += [policy(pick, f"np{number}", spaces) for number in range(pick.randint(1, 5))]
    return found


def theirs(line: str) -> tuple[str, str, Ports] | None:
    """A line `ns/a => ns/b : {protocols:TCP,dst_ports:80,443}`; None for one about addresses outside."""
    found = re.fullmatch(r"(\S+/\S+) => (\S+/\S+) : (.*)", line)
    if not found or re.match(r"[0-9.]+/", found[1]) or re.match(r"[0-9.]+/", found[2]):
        return None
    if found[3] == "All connections":
        return found[1], found[2], frozenset((protocol, 1, 65535) for protocol in PROTOCOLS)
    stated = re.fullmatch(r"\{protocols:([A-Z, ]+?)(?:,dst_ports:([0-9,-]+))?\}", found[3])
    assert stated, line
    ports = set()
    for span in (stated[2] or "1-65535").split(","):
        first, _, last = span.partition("-")
        ports |= {(protocol, int(first), int(last or first)) for protocol in stated[1].split(", ")}
    return found[1], found[2], frozenset(ports)


def gathered(lines: Iterable[tuple[str, str, Ports]]) -> dict[tuple[str, str], Ports]:
    found: dict[tuple[str, str], Ports] = {}
    for source, target, ports in lines:
        if source != target:
            found[source, target] = found.get((source, target), frozenset()) | ports
    return found


def ours(objects: list[dict[str, Any]]) -> dict[tuple[str, str], Ports]:
    everything = frozenset((protocol, 1, 65535) for protocol in PROTOCOLS)
    return gathered(
        (
            f"{item.source.namespace}/{item.source.name}",
            f"{item.target.namespace}/{item.target.name}",
            frozenset(item.ports) or everything,
        )
        for item in connections(objects)
    )


def analyzed(nca: Path, folder: Path, cases: dict[int, list[dict[str, Any]]]) -> dict[int, str]:
    """What the analyzer prints for each case; one process for all of them."""
    scheme: dict[str, Any] = {"networkConfigList": [], "queries": []}
    for seed, objects in cases.items():
        place = folder / f"c{seed}"
        place.mkdir()
        text = "\n---\n".join(json.dumps(item) for item in objects)
        (place / "all.yaml").write_text(text, encoding="utf-8")
        scheme["networkConfigList"].append({"name": f"c{seed}", "resourceList": [f"c{seed}/**"]})
        output = {"outputFormat": "txt_no_fw_rules", "outputEndpoints": "pods"}
        scheme["queries"].append(
            {"name": f"q{seed}", "connectivityMap": [f"c{seed}"], "outputConfiguration": output}
        )
    (folder / "scheme.yaml").write_text(json.dumps(scheme), encoding="utf-8")
    command = [str(nca), "--scheme", str(folder / "scheme.yaml"), "--return_0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert "Total run time" in done.stdout, done.stdout[-2000:] + done.stderr[-2000:]
    parts = re.split(r"^Running query q(\d+)$", done.stdout, flags=re.MULTILINE)
    return {int(seed): text for seed, text in zip(parts[1::2], parts[2::2], strict=True)}


def test_no_mismatch_with_network_config_analyzer(tool: Callable[[str], Path], tmp_path: Path) -> None:
    cases = {seed: cluster(seed) for seed in range(CASES)}
    printed = analyzed(tool("nca"), tmp_path, cases)
    assert printed.keys() == cases.keys()
    compared = 0
    for seed, objects in cases.items():
        expected = gathered(filter(None, map(theirs, printed[seed].splitlines())))
        assert ours(objects) == expected, f"seed {seed}:\n" + json.dumps(objects, indent=1)
        compared += len(expected)
    assert compared > CASES, "the generated clusters connect too little to compare anything"

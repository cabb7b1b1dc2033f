"""Two ways to the same answer: pairs of deployments joined set by set, and connections found class by class.

The join (`network_reach`) never looks at two pods together; `network_connections` looks at every pair of classes. On
clusters made at random, with every tier, both must find the same pairs of deployments open.
"""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from envpolicy.compiler import library, with_imports
from envpolicy.engines import engine
from envpolicy.reach import FACTS, connections, estate_of

SPACES = ("a", "b", "c")
LABELS: dict[str, tuple[str, ...]] = {"app": ("x", "y"), "tier": ("web", "db")}
ACTIONS = ("Accept", "Deny", "Pass")


def modules(*first: str) -> dict[str, str]:
    shipped = library()
    paths = [f"lib/envpolicy/{name}.rego" for name in first]
    return with_imports({path: shipped[path] for path in paths}, shipped)


def selector(pick: random.Random, keys: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    key = pick.choice(list(keys))
    return pick.choice(
        (
            {},
            {"matchLabels": {key: pick.choice(keys[key])}},
            {"matchExpressions": [{"key": key, "operator": "NotIn", "values": [pick.choice(keys[key])]}]},
            {"matchExpressions": [{"key": key, "operator": pick.choice(("Exists", "DoesNotExist"))}]},
        )
    )


def space_selector(pick: random.Random) -> dict[str, Any]:
    return selector(pick, {"kubernetes.io/metadata.name": SPACES, "team": ("t",)})


def ports(pick: random.Random) -> list[dict[str, Any]]:
    choices: tuple[dict[str, Any], ...] = (
        {"port": 80},
        {"port": "http"},
        {"protocol": "UDP"},
        {"port": 70, "endPort": 90},
    )
    return pick.sample(choices, pick.randint(0, 2))


def policy(pick: random.Random, name: str) -> dict[str, Any]:
    spec: dict[str, Any] = {
        "podSelector": selector(pick, LABELS),
        "policyTypes": pick.sample(("Ingress", "Egress"), pick.randint(1, 2)),
    }
    for direction, side in (("ingress", "from"), ("egress", "to")):
        peers: list[dict[str, Any]] = [
            {"podSelector": selector(pick, LABELS)},
            {"namespaceSelector": space_selector(pick)},
            {"namespaceSelector": space_selector(pick), "podSelector": selector(pick, LABELS)},
        ]
        spec[direction] = [
            {"ports": ports(pick), side: pick.sample(peers, pick.randint(0, 2))}
            for _ in range(pick.randint(0, 2))
        ]
    meta = {"name": name, "namespace": pick.choice(SPACES)}
    return {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": meta, "spec": spec}


def admin(pick: random.Random, name: str) -> dict[str, Any]:
    protocols: tuple[dict[str, Any], ...] = (
        {"tcp": {"destinationPort": {"number": 80}}},
        {"destinationNamedPort": "http"},
        {"udp": {"destinationPort": {"range": {"start": 50, "end": 60}}}},
    )
    spec: dict[str, Any] = {
        "tier": pick.choice(("Admin", "Baseline")),
        "priority": pick.randint(0, 4),
        "subject": {"namespaces": space_selector(pick)},
    }
    for direction, side in (("ingress", "from"), ("egress", "to")):
        spec[direction] = [
            {
                "action": pick.choice(ACTIONS),
                side: [
                    {
                        "pods": {
                            "namespaceSelector": space_selector(pick),
                            "podSelector": selector(pick, LABELS),
                        }
                    }
                ],
                "protocols": pick.sample(protocols, pick.randint(0, 1)),
            }
            for _ in range(pick.randint(0, 2))
        ]
    return {
        "apiVersion": "policy.networking.k8s.io/v1alpha2",
        "kind": "ClusterNetworkPolicy",
        "metadata": {"name": name},
        "spec": spec,
    }


def cluster(seed: int) -> list[dict[str, Any]]:
    pick = random.Random(seed)  # noqa: S311
    found: list[dict[str, Any]] = [
        {
            "apiVersion": "v1",
            "kind": "Namespace",
            "metadata": {"name": name, "labels": pick.choice(({}, {"team": "t"}))},
        }
        for name in SPACES
    ]
    for number in range(6):
        port = {"name": "http", "containerPort": pick.choice((80, 8080))}
        found.append(
            {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": {
                    "name": f"p{number}",
                    "namespace": SPACES[number % 3],
                    "labels": {
                        key: pick.choice(values) for key, values in LABELS.items() if pick.random() < 0.8
                    },
                },
                "spec": {
                    "hostNetwork": pick.random() < 0.1,
                    "containers": [
                        {"name": "c", "image": "c", "ports": pick.sample([port], pick.randint(0, 1))}
                    ],
                },
            }
        )
    found += [policy(pick, f"n{number}") for number in range(pick.randint(0, 6))]
    found += [admin(pick, f"a{number}") for number in range(pick.choice((0, 0, 1, 3)))]
    return found


MODULES = modules("network_reach")


@pytest.mark.parametrize("handling", ["pod", "node"])
def test_the_join_finds_the_pairs_that_classes_find(handling: str) -> None:
    facts = {**FACTS, "hostNetworkHandling": handling}
    clusters = [cluster(seed) for seed in range(120)]
    found = [
        {
            (item.source.namespace, item.target.namespace)
            for item in connections(objects, facts=facts)
            if item.source.namespace != item.target.namespace
        }
        for objects in clusters
    ]
    open_pairs = sum(map(len, found))
    assert len(clusters) < open_pairs < len(clusters) * 5, "the clusters made are all open, or all closed"
    embedded = engine("embedded")
    for objects, pairs in zip(clusters, found, strict=True):
        estate = estate_of(objects, facts)
        estate["deployments"] = [
            {
                "name": name,
                "placement": {"environment": "manifests", "cluster": "manifests", "namespace": name},
            }
            for name in SPACES
        ]
        paths = embedded.evaluate(MODULES, "data.lib.envpolicy.network_reach.paths", json.dumps(estate))
        assert {(path["from"], path["to"]) for path in paths} == pairs, json.dumps(objects)
        assert all(path["cause"] != "same" for path in paths)

"""The compliant estate, and the examples in the METADATA of the leak checks, which are patches on it.

`add` (Kubernetes objects for the cluster prod/prod-wc), `remove` (objects as `{kind, namespace, name}`), `facts` of
that cluster, `deployments` (merged into those of the same name, added otherwise) and `clusters` (`{id: {facts,
add}}`: changed, or added as a workload cluster). A deployment that moves to another cluster takes its namespace's
objects along. docs/leak-examples.md tells authors of checks.
"""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from envpolicy.estate.cleaning import clean
from envpolicy.leaks import read_leaks
from envpolicy.resources import shipped
from envpolicy.testing.oracle import levels
from envpolicy.values import Views

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from envpolicy.leaks import LeakCheck

#: The cluster that an example changes, and the two deployments that it is about.
HOME = "prod/prod-wc"
PAIR = ("shop-prod", "shop-staging")
_VIEWS = Views(b"examples")


class Case(NamedTuple):
    """One example of a check; `side` is `leaks` or `innocent`."""

    check: LeakCheck
    side: str
    example: Mapping[str, Any]
    name: str


@cache
def checks() -> tuple[LeakCheck, ...]:
    """The catalogue of leaks."""
    return read_leaks(shipped("policies/rego/leaks"))


@cache
def cases() -> tuple[Case, ...]:
    """Every example of every check."""
    return tuple(
        Case(check, side, example, f"{check.id}-{side}-{number}")
        for check in checks()
        for side in ("leaks", "innocent")
        for number, example in enumerate(check.examples[side])
    )


def skeleton(example: Mapping[str, Any]) -> str:
    """What is left of an example where the leak is taken away, as JSON: where its two deployments stand.

    In the namespace of the other one would stand without a workload of its own; that is the leak's business too.
    """
    found = {}
    for name in PAIR:
        place = example.get("deployments", {}).get(name, {}).get("placement", {})
        if place.get("namespace", name) == name and {"environment", "cluster"} & set(place):
            found[name] = {
                "placement": {key: place[key] for key in ("environment", "cluster") if key in place}
            }
    return json.dumps({"deployments": found}, sort_keys=True)


# --- what a check's facts come to


def query(check: LeakCheck) -> str:
    """Where the facts of a check are."""
    return f"data.lib.envpolicy.leaks.{check.channel.replace('-', '_')}.{check.name}.{rule(check)}"


def rule(check: LeakCheck) -> str:
    """The rule of a check that holds its facts."""
    return "reaches" if check.kind == "reach" else "holds"


def hits(check: LeakCheck, facts: Iterable[Mapping[str, Any]]) -> list[levels.Hit]:
    """What a check's facts, joined as the specification joins them, say of the two deployments."""
    row = levels.Leak(channel=check.channel, cap=levels.LEVELS.index(check.cap), kind=check.kind)
    said = [(check.name, fact) for fact in facts]
    if check.kind == "reach":
        return levels.hits(PAIR, {check.name: row}, reaches=said)
    return levels.hits(PAIR, {check.name: row}, holds=said)


# --- the estate


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
    """The compliant estate with an example's patch, as policies see it; with `{}` it is compliant."""
    found = written(example)
    for cluster in found["clusters"].values():
        items, cluster["objects"] = cluster["objects"], {}
        for item in items:
            put(cluster, item)
    return found


def written(example: Mapping[str, Any]) -> dict[str, Any]:
    """The same with the objects of each cluster as a person wrote them, in a list."""
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
    objects: dict[str, list[Any]] = {id_: [] for id_ in clusters}
    for name in ("shop-prod", "shop-staging"):
        objects[homes[name]] += _namespace(name)
    for reference in example.get("remove", []):
        objects[HOME] = [item for item in objects[HOME] if not _is(item, reference)]
    for id_, added in [
        (HOME, example.get("add", [])),
        *((id_, one.get("add", [])) for id_, one in patches.items()),
    ]:
        for item in added:
            mine = (_kind(item), _name(item))
            objects[id_] = [*(old for old in objects[id_] if (_kind(old), _name(old)) != mine), item]
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
        "clusters": {id_: {**cluster, "objects": objects[id_]} for id_, cluster in clusters.items()},
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


def put(cluster: dict[str, Any], item: Mapping[str, Any]) -> None:
    """Add an object as policies see it, in place of one of the same kind and name."""
    seen = clean(copy.deepcopy(dict(item)), _kind(item), _VIEWS)
    place = cluster["objects"].setdefault(_kind(item), [])
    place[:] = [*(old for old in place if _name(old) != _name(seen)), seen]


def has(cluster: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
    """Whether there is an object of the same kind and name."""
    return any(_name(old) == _name(item) for old in cluster["objects"].get(_kind(item), []))


def _name(item: Mapping[str, Any]) -> tuple[str, str]:
    return item["metadata"].get("namespace", ""), item["metadata"]["name"]


def _is(item: Mapping[str, Any], reference: Mapping[str, Any]) -> bool:
    wanted = reference.get("metadata", reference)
    return item["kind"] == reference["kind"] and _name(item) == (wanted.get("namespace", ""), wanted["name"])

"""The compliant estate that the examples in the METADATA of the leak checks are patches on.

`add` (Kubernetes objects for the cluster prod/prod-wc), `remove` (objects as `{kind, namespace, name}`), `facts` of
that cluster, `deployments` (merged into those of the same name, added otherwise) and `clusters` (`{id: {facts,
add}}`: changed, or added as a workload cluster). A deployment that moves to another cluster takes its namespace's
objects along. docs/leak-examples.md tells authors of checks.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The cluster that an example changes.
HOME = "prod/prod-wc"


def by_kind(example: Mapping[str, Any]) -> dict[str, Any]:
    """The same with the objects of each cluster by kind, as the estate has them."""
    found = written(example)
    for cluster in found["clusters"].values():
        items, cluster["objects"] = cluster["objects"], {}
        for item in items:
            cluster["objects"].setdefault(kind_of(item), []).append(copy.deepcopy(item))
    return found


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


def written(example: Mapping[str, Any]) -> dict[str, Any]:
    """The compliant estate with an example's patch, the objects of each cluster as a person wrote them, in a list."""
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
            mine = (kind_of(item), name_of(item))
            objects[id_] = [*(old for old in objects[id_] if (kind_of(old), name_of(old)) != mine), item]
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


def kind_of(item: Mapping[str, Any]) -> str:
    """`Kind.group` of an object."""
    group, _, version = item["apiVersion"].rpartition("/")
    return f"{item['kind']}.{group}" if version and group else item["kind"]


def name_of(item: Mapping[str, Any]) -> tuple[str, str]:
    """Namespace and name of an object."""
    return item["metadata"].get("namespace", ""), item["metadata"]["name"]


def _is(item: Mapping[str, Any], reference: Mapping[str, Any]) -> bool:
    wanted = reference.get("metadata", reference)
    return item["kind"] == reference["kind"] and name_of(item) == (
        wanted.get("namespace", ""),
        wanted["name"],
    )

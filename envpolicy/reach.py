"""Who may connect to whom: every connection from workload to workload that network policies allow.

The policies in Rego decide; here objects are made ready for them, and their answer becomes lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from envpolicy.documents import Document
    from envpolicy.evaluator import Engine

_QUERY = "data.lib.envpolicy.network_connections.all"
_MODULE = "lib/envpolicy/network_connections.rego"
_CLUSTER = "manifests/manifests"

#: What is taken for granted of a network of which only the manifests are known: it does what the API asks of
#: it, and blocks of addresses mean addresses outside of the cluster.
FACTS = {
    "networkPolicyEnforced": True,
    "inventory": "complete",
    "endPortSupported": True,
    "hostNetworkHandling": "pod",
    "ipBlockMatchesPods": False,
    "podCIDRs": [],
}

#: Kinds that the question is about, besides those of the policies.
_KINDS = frozenset(
    (
        "Namespace",
        "Pod",
        "ReplicationController",
        "Deployment.apps",
        "StatefulSet.apps",
        "DaemonSet.apps",
        "ReplicaSet.apps",
        "Job.batch",
        "CronJob.batch",
        "Rollout.argoproj.io",
        "CloneSet.apps.kruise.io",
        "DaemonSet.apps.kruise.io",
        "DeploymentConfig.apps.openshift.io",
        "Notebook.kubeflow.org",
        "ScaledJob.keda.sh",
        "Service.serving.knative.dev",
        "StatefulSet.apps.kruise.io",
        "NetworkPolicy.networking.k8s.io",
        "AdminNetworkPolicy.policy.networking.k8s.io",
        "BaselineAdminNetworkPolicy.policy.networking.k8s.io",
        "ClusterNetworkPolicy.policy.networking.k8s.io",
        "CiliumNetworkPolicy.cilium.io",
        "CiliumClusterwideNetworkPolicy.cilium.io",
        "NetworkPolicy.projectcalico.org",
        "GlobalNetworkPolicy.projectcalico.org",
        "Tier.projectcalico.org",
        "NetworkPolicy.crd.projectcalico.org",
        "GlobalNetworkPolicy.crd.projectcalico.org",
        "Tier.crd.projectcalico.org",
    )
)
_SPACELESS = ("Namespace", "CiliumClusterwide", "GlobalNetworkPolicy", "Tier")
_CLUSTER_SCOPED = frozenset(kind for kind in _KINDS if kind.startswith(_SPACELESS) or ".policy." in kind)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Workload:
    """What pods are replicas of: a Deployment, a CronJob, ..., or a Pod that nobody controls."""

    namespace: str
    name: str
    kind: str

    def __str__(self) -> str:
        """`namespace/name[Kind]`."""
        return f"{self.namespace}/{self.name}[{self.kind}]"

    def to_json(self) -> dict[str, str]:
        """`{"namespace", "name", "kind"}`."""
        return {"namespace": self.namespace, "name": self.name, "kind": self.kind}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Connection:
    """That pods of `source` may connect to pods of `target`.

    `ports` holds `(protocol, first, last)`, sorted, none touching another; it is empty where every port of
    every protocol is open.
    """

    source: Workload
    target: Workload
    ports: tuple[tuple[str, int, int], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """`{"from", "to", "all", "ports": [{"protocol", "first", "last"}]}`."""
        return {
            "from": self.source.to_json(),
            "to": self.target.to_json(),
            "all": not self.ports,
            "ports": [
                {"protocol": protocol, "first": first, "last": last} for protocol, first, last in self.ports
            ],
        }


def connections(
    documents: Iterable[Document | Mapping[str, Any]],
    *,
    facts: Mapping[str, Any] | None = None,
    engine: Engine | None = None,
) -> list[Connection]:
    """Every connection that the policies among `documents` allow, sorted; lists among them are taken apart.

    `facts` (names as under `clusters[].facts` of a plan) replace those of `FACTS`. What is in doubt for want
    of a fact counts as allowed. Documents of no use here are passed over. Raises `EngineError` where the
    engine fails.
    """
    if engine is None:
        from envpolicy.engines import engine as engine_named

        engine = engine_named("embedded")
    from envpolicy.documents import to_json

    found = engine.evaluate(modules(), _QUERY, to_json(estate_of(documents, {**FACTS, **(facts or {})})))
    return sorted(_connections(found))


def format_connection(connection: Connection) -> str:
    """`ns/name[Kind] => ns/name[Kind] : TCP 80,443,UDP 53`; `All Connections` where nothing is closed."""
    by_protocol: dict[str, list[str]] = {}
    for protocol, first, last in connection.ports:
        by_protocol.setdefault(protocol, []).append(str(first) if first == last else f"{first}-{last}")
    ports = ",".join(f"{protocol} {','.join(spans)}" for protocol, spans in by_protocol.items())
    return f"{connection.source} => {connection.target} : {ports or 'All Connections'}"


def _connections(found: Any) -> Iterator[Connection]:
    for sources, targets, ranges in found:
        ports = tuple((protocol, first, last) for protocol, first, last in ranges if protocol != "*")
        ends = [_workload(item) for item in targets]
        for source in map(_workload, sources):
            for target in ends:
                if source != target:
                    yield Connection(source=source, target=target, ports=ports)


def _workload(item: Mapping[str, str]) -> Workload:
    return Workload(namespace=item["namespace"], name=item["name"], kind=item["kind"])


def modules() -> dict[str, str]:
    """The part of the policy library that decides this, by path: one module and all that it imports."""
    from envpolicy.compiler import kept_library, with_imports

    shipped = kept_library()
    return with_imports({_MODULE: shipped[_MODULE]}, shipped)


def estate_of(documents: Iterable[Document | Mapping[str, Any]], facts: Mapping[str, Any]) -> dict[str, Any]:
    """The objects as the evaluation input has them: one cluster, nothing deployed by name."""
    from envpolicy.estate.kinds import kind_and_group

    objects: dict[str, list[Any]] = {}
    for document in documents:
        for item in _objects(getattr(document, "value", document)):
            known = kind_and_group(item)
            kind = ".".join(part for part in known if part) if known else ""
            metadata = item.get("metadata")
            if (
                kind not in _KINDS
                or not isinstance(metadata, dict)
                or not isinstance(metadata.get("name", metadata.get("generateName")), str)
            ):
                continue
            if kind not in _CLUSTER_SCOPED:
                item = {**item, "metadata": {**metadata, "namespace": metadata.get("namespace") or "default"}}  # noqa: PLW2901
            objects.setdefault(kind, []).append(item)
    environment, _, name = _CLUSTER.partition("/")
    cluster = {"environment": environment, "name": name, "facts": dict(facts), "objects": objects}
    return {"environments": [], "clusters": {_CLUSTER: cluster}, "deployments": []}


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """The object, or those in a list of any kind; in a `PodList` items need no kind of their own."""
    from envpolicy.documents import is_list

    if not isinstance(value, dict):
        return
    if not is_list(value):
        yield value
        return
    kind = value["kind"].removesuffix("List")
    given = {"kind": kind, "apiVersion": value.get("apiVersion")} if kind else {}
    for item in value["items"] or ():
        if isinstance(item, dict):
            yield from _objects({**given, **item})

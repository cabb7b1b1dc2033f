"""What a recipe is given: a finding, the objects that prove it, and where both deployments stand."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.estate import Estate
    from envpolicy.model import Finding, Witness

#: What the API server keeps in an object for itself: no part of what is applied.
_KEPT_BY_SERVER = ("managedFields", "resourceVersion", "uid", "generation", "selfLink", "creationTimestamp")
_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_STEP = re.compile(r'\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|\.?([^.\[\]]+)')


class Declined(Exception):  # noqa: N818 - no error: the answer "not by a patch", and why
    """Nothing safe would mend this; `str` of it says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An object to add to a cluster, and what that does, in a sentence."""

    cluster: str
    value: dict[str, Any]
    what: str

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """Cluster, kind, namespace, name: what it takes the place of."""
        metadata = self.value["metadata"]
        return self.cluster, self.value["kind"], metadata.get("namespace") or "", metadata["name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An object that proves a finding: a copy to change, and the route to the field that says so."""

    cluster: str
    value: dict[str, Any]
    steps: tuple[str | int, ...]

    @property
    def label(self) -> str:
        """`RoleBinding shop-prod/deploy`."""
        metadata = self.value["metadata"]
        where = f"{metadata['namespace']}/" if metadata.get("namespace") else ""
        return f"{self.value['kind']} {where}{metadata['name']}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a deployment stands."""

    cluster: str
    namespace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A finding about two deployments, and the estate in which it was found."""

    finding: Finding
    estate: Estate

    @property
    def source(self) -> Place:
        """Where the deployment stands that reaches, or the first of the two."""
        return self._place(self.finding.source)

    @property
    def target(self) -> Place:
        """Where the deployment stands that is reached, or the second of the two."""
        return self._place(self.finding.target)

    def _place(self, name: str | None) -> Place:
        for item in self.estate.input["deployments"]:
            if item["name"] == name and item.get("placement"):
                at = item["placement"]
                return Place(cluster=f"{at['environment']}/{at['cluster']}", namespace=at["namespace"])
        raise Declined("it is not about two deployments that have a place")

    def proofs(self, *kinds: str) -> Iterator[Proof]:
        """The objects of these kinds that prove the finding, in the order of the witnesses."""
        for witness in self.finding.witness:
            if witness.kind in kinds:
                proof = self._proof(witness)
                if proof is not None:
                    yield proof

    def facts(self, cluster: str) -> dict[str, Any]:
        """What the plan says of a cluster."""
        return dict(self.estate.input["clusters"][cluster]["facts"])

    def namespace(self, place: Place) -> dict[str, Any]:
        """The Namespace object of a place, as given or else as small as can be."""
        found = self.lookup(place.cluster, "Namespace", "", place.namespace)
        if found is not None:
            return found
        return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": place.namespace}}

    def lookup(self, cluster: str, kind: str, namespace: str, name: str) -> dict[str, Any] | None:
        """A copy of an object as it is applied, None where it was not given. `kind` goes without a group.

        Raises `Declined` where a secret value stands in it.
        """
        at = self.estate.find(cluster, kind, namespace, name)
        if at is None:
            return None
        key, index = at
        seen = self.estate.input["clusters"][cluster]["objects"][key][index]
        part = self.estate.part({"cluster": cluster, "kind": key, "index": index})
        if part is None:
            return None
        if kind == "Secret" or _hides(seen):
            raise Declined(f"{kind} {namespace}/{name} holds values that may be secret, and is not printed")
        return _as_applied(part.value, namespace)

    def free_name(self, cluster: str, kind: str, namespace: str, *names: str) -> str:
        """The first of these names that no object has. Raises `Declined` where all are taken."""
        for name in names:
            if self.estate.find(cluster, kind, namespace, name) is None:
                return name
        raise Declined(f"{kind} {namespace}/{names[0]} is there already, and does something else")

    def addition(
        self, at: Place, version: str, kind: str, names: tuple[str, ...], spec: dict[str, Any], what: str
    ) -> Change:
        """A new object in a place, under the first of these names that none has. Raises as `free_name`."""
        name = self.free_name(at.cluster, kind, at.namespace, *names)
        value = {
            "apiVersion": version,
            "kind": kind,
            "metadata": {"name": name, "namespace": at.namespace},
            "spec": spec,
        }
        return Change(cluster=at.cluster, value=value, what=what)

    def _proof(self, witness: Witness) -> Proof | None:
        cluster = witness.cluster or ""
        at = self.estate.find(cluster, witness.kind, witness.namespace, witness.name)
        value = self.lookup(cluster, witness.kind, witness.namespace, witness.name)
        if at is None or value is None:
            return None
        part = self.estate.part({"cluster": cluster, "kind": at[0], "index": at[1]})
        skipped = len(part.prefix) if part is not None else 0
        return Proof(cluster=cluster, value=value, steps=steps(witness.path)[skipped:])


def steps(path: str) -> tuple[str | int, ...]:
    r"""A route as it is shown, taken apart: `spec.ports[0]["a.b"]` is spec, ports, 0, a.b."""
    found: list[str | int] = []
    for quoted, number, plain in _STEP.findall(path):
        found.append(quoted.replace('\\"', '"') if quoted else int(number) if number else plain)
    return tuple(found)


def _hides(value: Any) -> bool:
    """Whether something in an object, as policies see it, stands for a credential."""
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            if "digests" in item and item.get("credential") is not False:
                return True
            todo += item.values()
        elif isinstance(item, list):
            todo += item
        elif isinstance(item, str) and "[secret:" in item:
            return True
    return False


def _as_applied(value: dict[str, Any], namespace: str) -> dict[str, Any]:
    value = copy.deepcopy(value)
    value.pop("status", None)
    metadata = value["metadata"]
    for name in _KEPT_BY_SERVER:
        metadata.pop(name, None)
    if namespace:
        metadata["namespace"] = namespace
    annotations = metadata.get("annotations")
    if annotations:
        annotations.pop(_APPLIED, None)
        if not annotations:
            del metadata["annotations"]
    return value

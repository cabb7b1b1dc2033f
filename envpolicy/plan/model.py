"""The placement tree: Environments hold clusters, clusters hold deployments; records and waivers beside it.

Every value fits `schemas/deployment-plan.schema.json`, stages and data classes carry their standard names,
and every name that is referred to exists: `load_plan` makes nothing less. A fact that was not written down is
`None` or absent.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from envpolicy.documents import Document
    from envpolicy.errors import Location, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One source of manifests. One of `path`, `chart`, `kustomize` is set, relative to the plan's folder."""

    path: str | None = None
    chart: str | None = None
    kustomize: str | None = None
    namespace: str | None = None
    release: str | None = None
    values: tuple[str, ...] = ()
    set: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A cluster of one Environment. Names repeat across Environments; `id` tells clusters apart."""

    name: str
    environment: str
    role: str = "workload"
    manifests: tuple[Manifest, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    administrators: tuple[str, ...] | None = None

    @property
    def id(self) -> str:
        """`environment/cluster`."""
        return f"{self.environment}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """An Environment: `class_` is `production`, `non-production`, or None where nobody said."""

    name: str
    class_: str | None = None
    clusters: tuple[Cluster, ...] = ()
    administrators: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a deployment runs. `selector` is a label selector in the form of Kubernetes."""

    environment: str
    cluster: str
    namespace: str
    release: str | None = None
    selector: Mapping[str, Any] | None = None
    dedicated_nodes: bool | None = None

    @property
    def cluster_id(self) -> str:
        """`environment/cluster`."""
        return f"{self.environment}/{self.cluster}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """What data a deployment holds: its (standard) class, where it came from, what was done to it."""

    class_: str | None = None
    qualities: tuple[str, ...] | None = None
    treatment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """An Application Deployment. `stage` is a standard name; `placement` is None off the platform."""

    name: str
    application: str
    stage: str | None = None
    data: Data | None = None
    protection: str | None = None
    function: str | None = None
    zone: str | None = None
    owner: str | None = None
    audience: tuple[str, ...] | None = None
    medical_device: bool | None = None
    administrators: tuple[str, ...] | None = None
    placement: Placement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The registers, entries with the fields and the text of the plan; `complete` names those given whole."""

    complete: tuple[str, ...] = ()
    updates: tuple[Mapping[str, Any], ...] = ()
    changes: tuple[Mapping[str, Any], ...] = ()
    evidence: tuple[Mapping[str, Any], ...] = ()
    places: Mapping[str, tuple[tuple[Document, tuple[str | int, ...]], ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def locate(self, register: str, index: int) -> Location:
        """Where an entry is written: `records.locate("changes", 0)`; it may be in a file of its own."""
        document, path = self.places[register][index]
        return document.position(path)

    def __bool__(self) -> bool:
        """Whether anything at all was recorded."""
        return bool(self.complete or self.updates or self.changes or self.evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Tolerates a requirement or a leak (one of the two is set) until and including the day `expires`.

    It covers one deployment or one pair (`deployments`), or what concerns a deployment that matches
    `selector` (in the requirement language, stages under their standard names), or everything where both are
    None.
    """

    id: str
    reason: str
    owner: str
    expires: str
    requirement: str | None = None
    leak: str | None = None
    deployments: tuple[str, ...] | None = None
    selector: Mapping[str, Any] | None = None
    ticket: str | None = None
    accept_risk: bool = False
    document: Document
    path: tuple[str | int, ...] = ()

    @property
    def location(self) -> Location:
        """Where the waiver is written."""
        return self.document.position(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A deployment plan that holds together. `notes` are oddities worth knowing; they forbid nothing."""

    name: str
    document: Document
    base: Path
    regulations: tuple[str, ...] = ()
    profile: str = "default"
    organisation: Mapping[str, bool | str | int] = field(default_factory=dict)
    environments: tuple[Environment, ...] = ()
    deployments: tuple[Deployment, ...] = ()
    promotion_order: tuple[str, ...] = ()
    records: Records = field(default_factory=Records)
    waivers: tuple[Waiver, ...] = ()
    notes: tuple[Problem, ...] = ()

    @property
    def file(self) -> str:
        """The plan's file, as it was named."""
        return self.document.file

    @property
    def clusters(self) -> Iterator[Cluster]:
        """Every cluster of every Environment, in the order of the plan."""
        return (cluster for environment in self.environments for cluster in environment.clusters)

    def locate(self, *path: str | int) -> Location:
        """Where a field of the plan is written: `plan.locate("deployments", 0, "stage")`."""
        return self.document.position(path)

    def doubting(self, clusters: Collection[str]) -> Plan:
        """The plan, but the clusters of these ids do not say that their inventory is complete."""
        if not clusters:
            return self
        environments = tuple(
            replace(
                environment,
                clusters=tuple(
                    replace(
                        one, facts={name: fact for name, fact in one.facts.items() if name != "inventory"}
                    )
                    if one.id in clusters
                    else one
                    for one in environment.clusters
                ),
            )
            for environment in self.environments
        )
        return replace(self, environments=environments)

"""The values that everything else speaks in: levels, verdicts, findings, reports.

Long, because each value of a report stands here beside its JSON form, so that the two cannot part.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any


class Level(IntEnum):
    """How far apart two Application Deployments stand: a total order, decided by where they are placed."""

    NONE = 0
    RELEASE = 1
    NAMESPACE = 2
    CLUSTER = 3
    ENVIRONMENT = 4

    @property
    def label(self) -> str:
        """The word that people write: `none`, `release`, `namespace`, `cluster`, `environment`."""
        return self.name.lower()

    @classmethod
    def of(cls, label: str) -> Level:
        """The level that `label` names. Raises `KeyError` for any other word."""
        return cls[label.upper()]


LEVELS = tuple(level.label for level in Level)

STAGES = ("local", "development", "integration", "testing", "staging", "production")
STAGE_SETS = {
    "non-production": STAGES[:-1],
    "pre-production": ("integration", "testing", "staging"),
}
DATA_CLASSES = ("throw-away", "seed", "realistic", "customer")
QUALITIES = ("personal", "patient", "ephi", "pan", "confidential")
TREATMENTS = ("raw", "pseudonymised", "anonymised", "randomised", "synthetic")
PROTECTION_NEEDS = ("normal", "high", "very-high")
AUDIENCES = ("myself", "my-team", "other-teams", "qa", "product-managers", "customers", "end-users")
CHANGES = ("major", "minor", "patch", "security-patch", "critical-security-patch", "emergency")
CHANNELS = (
    "network",
    "identity",
    "secret",
    "storage",
    "node",
    "control-plane",
    "ingress",
    "delivery",
    "data",
    "observability",
    "contention",
)
SEVERITIES = ("critical", "high", "medium", "low", "info")


class Verdict(StrEnum):
    """What was decided. `UNKNOWN` is never a pass."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    WAIVED = "waived"
    NOT_APPLICABLE = "not-applicable"


class Force(StrEnum):
    """How strongly a text asks: a failed `must` denies, `should` warns, `may` notes."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The effective level, as far as it is known: somewhere from `lower` to `upper`, both included."""

    lower: Level
    upper: Level

    def __str__(self) -> str:
        """`namespace`, or `release..namespace` where it is not known."""
        if self.lower == self.upper:
            return self.lower.label
        return f"{self.lower.label}..{self.upper.label}"

    def to_json(self) -> dict[str, str]:
        """`{"lower": ..., "upper": ...}` with the words of `Level`."""
        return {"lower": self.lower.label, "upper": self.upper.label}


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """An object that proves a finding, the field in it, and where that stands in the input."""

    cluster: str | None
    kind: str
    namespace: str
    name: str
    path: str = ""
    file: str | None = None
    line: int | None = None
    column: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The witness as the report schema has it."""
        return {
            "cluster": self.cluster,
            "kind": self.kind,
            "namespace": self.namespace,
            "name": self.name,
            "path": self.path,
            "file": self.file,
            "line": self.line,
            "column": self.column,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What one result (a requirement, or the advice of one) makes of a finding.

    `source` and `target` are the worst pair that the requirement speaks of, `required` is the level that it
    asks of these two, `verdict` what the finding is to it. None where the finding is not about a pair.
    """

    requirement: str
    required: Level | None
    verdict: Verdict
    source: str | None = None
    target: str | None = None
    pair_count: int = 0
    waivers: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The binding as the report schema has it."""
        return {
            "requirement": self.requirement,
            "required": self.required.label if self.required is not None else None,
            "verdict": self.verdict.value,
            "from": self.source,
            "to": self.target,
            "pairCount": self.pair_count,
            "waivers": list(self.waivers),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that stands against a requirement, or a leak that none forbids (`requirements` empty).

    `source` and `target` are the worst pair (None where the finding is not about a pair); `pairs` a sample
    of all `pair_count` ordered or unordered pairs it was found for. `bindings` say, for each of `requirements`,
    what the finding is to it.
    """

    id: str
    leak: str | None
    kind: str
    channel: str | None
    cap: Level | None
    source: str | None
    target: str | None
    requirements: tuple[str, ...]
    severity: str
    required: Level | None
    nominal: Level | None
    effective: Interval | None
    verdict: Verdict
    message: str
    remediation: str
    witness: tuple[Witness, ...] = ()
    missing: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    pair_count: int = 0
    directed: bool = False
    waivers: tuple[str, ...] = ()
    bindings: tuple[Binding, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The finding as the report schema has it."""
        return {
            "id": self.id,
            "leak": self.leak,
            "kind": self.kind,
            "channel": self.channel,
            "cap": self.cap.label if self.cap is not None else None,
            "from": self.source,
            "to": self.target,
            "directed": self.directed,
            "requirements": list(self.requirements),
            "bindings": [binding.to_json() for binding in self.bindings],
            "severity": self.severity,
            "required": self.required.label if self.required is not None else None,
            "nominal": self.nominal.label if self.nominal is not None else None,
            "effective": self.effective.to_json() if self.effective else None,
            "verdict": self.verdict.value,
            "message": self.message,
            "remediation": self.remediation,
            "missing": list(self.missing),
            "pairs": [list(pair) for pair in self.pairs],
            "pairCount": self.pair_count,
            "waivers": list(self.waivers),
            "witness": [witness.to_json() for witness in self.witness],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What a requirement asks of one pair of deployments, and whether it is so.

    `floor` is the level below which it fails, `recommended` the one below which it advises; `any_of` names
    alternatives to a floor, such as `cluster` and `dedicated nodes`, of which one will do; `disjoint` names who
    must not be the same on both sides. `missing` are the facts that leave open whether it speaks of the pair.
    """

    verdict: Verdict
    floor: Level | None = None
    recommended: Level | None = None
    any_of: tuple[str, ...] = ()
    disjoint: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The demand as the report schema has it."""
        return {
            "verdict": self.verdict.value,
            "floor": self.floor.label if self.floor is not None else None,
            "recommended": self.recommended.label if self.recommended is not None else None,
            "anyOf": list(self.any_of),
            "disjoint": list(self.disjoint),
            "missing": list(self.missing),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementResult:
    """The verdict on one requirement. `reason` says why it is not applicable, unknown or waived.

    `pair` is there only where one pair is explained, and only if the requirement speaks of it.
    """

    requirement: str
    title: str
    clause: str
    regulation: str
    provenance: str
    force: Force
    basis: str
    verdict: Verdict
    reason: str | None = None
    findings: tuple[str, ...] = ()
    superseded_by: tuple[str, ...] = ()
    advice_of: str | None = None
    remediation: str = ""
    pair: Demand | None = None

    def to_json(self) -> dict[str, Any]:
        """The result as the report schema has it."""
        return {
            "requirement": self.requirement,
            "title": self.title,
            "clause": self.clause,
            "regulation": self.regulation,
            "provenance": self.provenance,
            "force": self.force.value,
            "basis": self.basis,
            "verdict": self.verdict.value,
            "reason": self.reason,
            "findings": list(self.findings),
            "supersededBy": list(self.superseded_by),
            "adviceOf": self.advice_of,
            "remediation": self.remediation,
            **({"pair": self.pair.to_json()} if self.pair is not None else {}),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PairResult:
    """How two deployments stand (names sorted): nominal and effective level, the latter also per channel."""

    deployments: tuple[str, str]
    nominal: Level
    effective: Interval
    availability: Interval
    channels: dict[str, Interval] = field(default_factory=dict)
    leaks: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The pair as the report schema has it."""
        return {
            "deployments": list(self.deployments),
            "nominal": self.nominal.label,
            "effective": self.effective.to_json(),
            "availability": self.availability.to_json(),
            "channels": {name: interval.to_json() for name, interval in self.channels.items()},
            "leaks": list(self.leaks),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverUse:
    """A waiver of the plan, and what became of it.

    `state` is `used`, `unused` (it waives nothing), `ended` (its last day, `expires`, is past), or `not-selected`
    (it is for a requirement that was not judged).
    """

    id: str
    state: str
    requirement: str | None
    leak: str | None
    owner: str
    reason: str
    expires: str
    ticket: str | None = None
    accept_risk: bool = False
    file: str | None = None
    line: int | None = None
    column: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The waiver as the report schema has it."""
        return {
            "id": self.id,
            "state": self.state,
            "requirement": self.requirement,
            "leak": self.leak,
            "owner": self.owner,
            "reason": self.reason,
            "expires": self.expires,
            "ticket": self.ticket,
            "acceptRisk": self.accept_risk,
            "file": self.file,
            "line": self.line,
            "column": self.column,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """What is worth knowing and lowers nothing: a fact of severity info, or one that every level tolerates.

    `deployments` is a sample of the `deployment_count` ones that it is about.
    """

    id: str
    leak: str
    kind: str
    channel: str
    cap: Level
    message: str
    remediation: str
    deployments: tuple[str, ...]
    deployment_count: int
    missing: tuple[str, ...] = ()
    witness: tuple[Witness, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The fact as the report schema has it."""
        return {
            "id": self.id,
            "leak": self.leak,
            "kind": self.kind,
            "channel": self.channel,
            "cap": self.cap.label,
            "message": self.message,
            "remediation": self.remediation,
            "deployments": list(self.deployments),
            "deploymentCount": self.deployment_count,
            "missing": list(self.missing),
            "witness": [witness.to_json() for witness in self.witness],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A fact that is not given, and what it leaves open: results (by their ids), pairs, findings.

    `pairs` is a sample of `pair_count`.
    """

    fact: str
    results: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    pair_count: int
    finding_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that was decided in one run. `to_json` is the contract that other programs read.

    `notices` are about one pair that was to be explained: findings of severity info, which lower no level.
    `info` is there where it was asked for; `lacking` and `open_pairs` (how many pairs are not known exactly) as well.
    """

    verdict: Verdict
    run: dict[str, str]
    results: tuple[RequirementResult, ...]
    pairs: tuple[PairResult, ...]
    findings: tuple[Finding, ...]
    notices: tuple[Finding, ...] = ()
    waivers: tuple[WaiverUse, ...] = ()
    problems: tuple[dict[str, Any], ...] = ()
    totals: dict[str, int] = field(default_factory=dict)
    info: tuple[Info, ...] | None = None
    lacking: tuple[Lacking, ...] = ()
    open_pairs: int = 0

    @property
    def summary(self) -> dict[str, int]:
        """How many requirements have which verdict; every verdict is counted, also at nought."""
        counts = {verdict.value: 0 for verdict in Verdict}
        for result in self.results:
            counts[result.verdict.value] += 1
        return counts

    def to_json(self) -> dict[str, Any]:
        """The report as `schemas/report.schema.json` has it."""
        return {
            "apiVersion": "envpolicy.dev/v1alpha1",
            "kind": "Report",
            "verdict": self.verdict.value,
            "run": dict(self.run),
            "summary": self.summary,
            "results": [result.to_json() for result in self.results],
            "pairs": [pair.to_json() for pair in self.pairs],
            "findings": [finding.to_json() for finding in self.findings],
            **({"info": [one.to_json() for one in self.info]} if self.info is not None else {}),
            "waivers": [waiver.to_json() for waiver in self.waivers],
            "problems": [dict(problem) for problem in self.problems],
            "totals": dict(self.totals),
        }

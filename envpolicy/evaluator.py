"""The only place where law and facts meet: PolicySet x Estate x Engine -> Report."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

from envpolicy.compiler import ENTRYPOINT
from envpolicy.errors import EngineError, Location, Problem
from envpolicy.model import (
    Finding,
    Force,
    Interval,
    Level,
    PairResult,
    Report,
    RequirementResult,
    Verdict,
    Witness,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from envpolicy.catalog import Requirement
    from envpolicy.compiler import PolicySet
    from envpolicy.estate import Estate

_VERDICT_ORDER = {
    verdict: rank
    for rank, verdict in enumerate(
        (Verdict.FAIL, Verdict.UNKNOWN, Verdict.WAIVED, Verdict.PASS, Verdict.NOT_APPLICABLE)
    )
}
_FORCE_ORDER = {Force.MUST: 0, Force.SHOULD: 1, Force.MAY: 2}
_SEVERITY_ORDER = {"critical": 0, "high": 1, "medium": 2, "low": 3, "info": 4}


# More pairs than any finding has.
_ALL_PAIRS = 1_000_000_000


class Engine(Protocol):
    """The port to a policy engine; `envpolicy.engines` has the adapters."""

    name: str

    def evaluate(self, modules: Mapping[str, str], query: str, input_json: str) -> Any:
        """The value of `query` over `modules` for an input in JSON. Raises `EngineError` and nothing else."""


def evaluate(
    policies: PolicySet,
    estate: Estate,
    engine: Engine,
    *,
    now: datetime | None = None,
    all_pairs: bool = False,
) -> Report:
    """Decide every requirement of `policies` on `estate`.

    `now` stamps the report (the present, in UTC, by default). With `all_pairs` each finding lists all its
    pairs, else a sample. Raises `EngineError` where the engine fails or leaves a requirement undecided.
    """
    text = estate.input_json
    if all_pairs:
        text = f'{{"sample": {_ALL_PAIRS}, {text[1:]}'
    answer = engine.evaluate(policies.modules, ENTRYPOINT, text)
    raw = _checked(answer, policies, engine)
    ids = _finding_ids(raw["findings"])
    results = _results(raw["results"], policies, ids)
    forces = {result.requirement: result.force for result in results}
    findings = sorted(
        (_finding(item, ids, estate) for item in raw["findings"]),
        key=lambda finding: (
            _VERDICT_ORDER[finding.verdict],
            min((_FORCE_ORDER[forces[name]] for name in finding.requirements), default=9),
            _SEVERITY_ORDER.get(finding.severity, 9),
            finding.id,
        ),
    )
    pairs = sorted((_pair(item, ids) for item in raw["pairs"]), key=lambda pair: pair.deployments)
    problems = [("error", problem) for problem in estate.problems]
    problems += [("warning", problem) for problem in (*estate.notes, *_remarks(raw, estate))]
    return Report(
        verdict=_overall(results),
        run={
            "envpolicy": _version(),
            "engine": engine.name,
            "policyDigest": policies.digest,
            "inputDigest": estate.digest,
            "time": _timestamp(now),
        },
        results=tuple(results),
        pairs=tuple(pairs),
        findings=tuple(findings),
        problems=tuple(_problem_json(level, problem) for level, problem in problems),
        totals={
            "requirements": len(policies.requirements),
            "deployments": len(estate.input["deployments"]),
            "objects": estate.object_count,
            "pairs": len(pairs),
            "findings": len(findings),
            "unclaimed": len(raw["unclaimed"]),
        },
    )


def _checked(answer: Any, policies: PolicySet, engine: Engine) -> dict[str, Any]:
    """The engine's answer, if it decides every requirement that was asked for."""
    shaped = isinstance(answer, list) and len(answer) == 1 and isinstance(answer[0], dict)
    raw: dict[str, Any] = answer[0] if shaped else {}
    if not raw.keys() >= {"results", "findings", "pairs", "unclaimed", "empty"}:
        raise EngineError(
            Problem(message=f"the {engine.name} engine gave no report", hint="nothing was decided")
        )
    decided = {result["requirement"] for result in raw["results"] if result["adviceOf"] is None}
    undecided = sorted(item.id for item in policies.requirements if item.id not in decided)
    if undecided:
        raise EngineError(
            [
                Problem(
                    message=f"the {engine.name} engine left requirement {name} undefined",
                    hint="it was not decided",
                )
                for name in undecided
            ]
        )
    return raw


# --- requirements


def _results(
    raw: Sequence[Mapping[str, Any]], policies: PolicySet, ids: Mapping[str, str]
) -> list[RequirementResult]:
    order = {item.id: (rank, item) for rank, item in enumerate(policies.requirements)}
    ordered = sorted(raw, key=lambda item: (order[item["requirement"]][0], item["adviceOf"] is not None))
    return [_result(item, order[item["requirement"]][1], ids) for item in ordered]


def _result(item: Mapping[str, Any], requirement: Requirement, ids: Mapping[str, str]) -> RequirementResult:
    findings = tuple(sorted({ids[key] for key in item["findings"] if key in ids}))
    if item["adviceOf"] is None:
        return RequirementResult(
            requirement=requirement.id,
            title=requirement.title,
            clause=requirement.clause,
            regulation=requirement.regulation,
            provenance=requirement.provenance,
            force=requirement.force,
            basis=requirement.basis,
            verdict=Verdict(item["verdict"]),
            reason=item["reason"] or _stated(requirement),
            findings=findings,
            superseded_by=requirement.superseded_by,
        )
    source = item["recommendation"] or "envpolicy"
    return RequirementResult(
        requirement=advice_id(requirement.id),
        title=f"More apart than {requirement.id} asks for: the recommended level",
        clause=f"recommendation of {source}",
        regulation=source,
        provenance=requirement.provenance,
        force=Force.MAY if requirement.force is Force.MAY else Force.SHOULD,
        basis="interpreted",
        verdict=Verdict(item["verdict"]),
        reason=f"not a failure of {requirement.clause}, whose floor is judged apart; "
        "a risk acceptance on record settles it",
        findings=findings,
        advice_of=requirement.id,
    )


def advice_id(requirement: str) -> str:
    """The id under which the advice of a requirement is reported."""
    return f"{requirement}/recommended"


def _stated(requirement: Requirement) -> str | None:
    if requirement.provenance == "unconfirmed":
        return "the wording of the clause was not read"
    if requirement.superseded_by:
        return f"superseded by {', '.join(requirement.superseded_by)}"
    return None


def _overall(results: Iterable[RequirementResult]) -> Verdict:
    """`fail` if any `must` fails, else `unknown` if any `must` is unknown, else `pass`."""
    binding = {result.verdict for result in results if result.force is Force.MUST}
    for verdict in (Verdict.FAIL, Verdict.UNKNOWN):
        if verdict in binding:
            return verdict
    return Verdict.PASS


# --- findings and pairs


def _finding_ids(findings: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """A short id for each finding's key, the same in every run; longer where two would be alike."""
    keys = sorted({finding["key"] for finding in findings})
    digests = {key: sha256(key.encode()).hexdigest() for key in keys}
    size = 8
    while len({digest[:size] for digest in digests.values()}) < len(keys):
        size += 4
    return {key: f"f-{digest[:size]}" for key, digest in digests.items()}


def _finding(item: Mapping[str, Any], ids: Mapping[str, str], estate: Estate) -> Finding:
    return Finding(
        id=ids[item["key"]],
        leak=item["leak"],
        kind=item["kind"],
        channel=item["channel"],
        cap=_level(item["cap"]),
        source=item["from"],
        target=item["to"],
        requirements=(*item["requirements"], *(advice_id(name) for name in item["advice"])),
        severity=item["severity"],
        required=_level(item["required"]),
        nominal=_level(item["nominal"]),
        effective=_interval(item["effective"]) if item["effective"] else None,
        verdict=Verdict(item["verdict"]),
        message=item["message"],
        remediation=item["remediation"],
        witness=tuple(_witness(witness, estate) for witness in item["witness"]),
        missing=tuple(item["missing"]),
        pairs=tuple((first, second) for first, second in item["pairs"]),
        pair_count=item["pairCount"],
        directed=item["directed"],
        waivers=tuple(item["waivers"]),
    )


def _pair(item: Mapping[str, Any], ids: Mapping[str, str]) -> PairResult:
    first, second = item["deployments"]
    return PairResult(
        deployments=(first, second),
        nominal=Level.of(item["nominal"]),
        effective=_interval(item["effective"]),
        availability=_interval(item["availability"]),
        channels={name: _interval(item["channels"][name]) for name in sorted(item["channels"])},
        leaks=tuple(sorted({ids[key] for key in item["leaks"]})),
    )


def _witness(item: Mapping[str, Any], estate: Estate) -> Witness:
    at = estate.locate(item) or Location(file="")
    return Witness(
        cluster=item["cluster"],
        kind=item["kind"].partition(".")[0],
        namespace=item["namespace"],
        name=item["name"],
        path=at.path or "",
        file=at.file or None,
        line=at.line,
        column=at.column,
    )


def _level(label: str | None) -> Level | None:
    return None if label is None else Level.of(label)


def _interval(raw: Mapping[str, str]) -> Interval:
    return Interval(lower=Level.of(raw["lower"]), upper=Level.of(raw["upper"]))


# --- what else a reader must know


def _remarks(raw: Mapping[str, Any], estate: Estate) -> list[Problem]:
    """Warnings about what no verdict speaks of: nothing given, nothing found, objects of nobody."""
    remarks = []
    if not estate.input["deployments"]:
        remarks.append(Problem(message="the plan has no deployment: no pair was formed"))
    if not estate.object_count:
        remarks.append(
            Problem(
                message="no object was read: placement is all that was judged",
                hint="name manifests under environments[].clusters[].manifests, or as arguments",
            )
        )
    remarks += [
        Problem(
            message=f"deployment {name} has no objects",
            hint="check its placement: cluster, namespace, and release or selector",
        )
        for name in raw["empty"]
    ]
    unclaimed = raw["unclaimed"]
    for witness in unclaimed[:10]:
        kind, name = witness["kind"].partition(".")[0], f"{witness['namespace']}/{witness['name']}"
        remarks.append(
            Problem(
                message=f"{kind} {name} in {witness['cluster']} belongs to no deployment",
                location=estate.locate(witness),
                hint="add a deployment for it, or list its namespace under facts.platformNamespaces",
            )
        )
    if len(unclaimed) > 10:  # noqa: PLR2004 - as many as are shown above
        remarks.append(Problem(message=f"{len(unclaimed) - 10} more objects belong to no deployment"))
    return remarks


def _problem_json(level: str, problem: Problem) -> dict[str, Any]:
    at = problem.location
    return {
        "level": level,
        "message": problem.message,
        "file": at.file if at else None,
        "line": at.line if at else None,
        "column": at.column if at else None,
        "path": at.path if at else None,
        "hint": problem.hint,
    }


def _timestamp(now: datetime | None) -> str:
    if now is None:
        from datetime import UTC, datetime

        now = datetime.now(UTC)
    return now.isoformat(timespec="seconds").replace("+00:00", "Z")


def _version() -> str:
    from envpolicy.version import __version__

    return __version__

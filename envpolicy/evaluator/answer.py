"""An engine's answer, as values: results in the order of the law, findings worst first, places in files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from envpolicy.evaluator.asides import informing, lacking
from envpolicy.evaluator.naming import advice_id
from envpolicy.evaluator.witnesses import place_in_plan, shown
from envpolicy.model import (
    SEVERITIES,
    Binding,
    Demand,
    Finding,
    Force,
    Interval,
    Level,
    PairResult,
    RequirementResult,
    Verdict,
    WaiverUse,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from envpolicy.catalog import Requirement
    from envpolicy.compiler import PolicySet
    from envpolicy.estate import Estate
    from envpolicy.model import Info, Lacking, Witness

_VERDICTS = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.WAIVED, Verdict.PASS, Verdict.NOT_APPLICABLE)
#: Objects of nobody that are looked up.
_SAMPLE = 10
_FORCES = (Force.MUST, Force.SHOULD, Force.MAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an answer says. `unclaimed` is a sample of `unclaimed_count` objects, `empty` names deployments."""

    results: tuple[RequirementResult, ...]
    findings: tuple[Finding, ...]
    notices: tuple[Finding, ...]
    pairs: tuple[PairResult, ...]
    waivers: tuple[WaiverUse, ...]
    unclaimed: tuple[Witness, ...]
    unclaimed_count: int
    empty: tuple[str, ...]
    info: tuple[Info, ...]
    lacking: tuple[Lacking, ...]
    open_pairs: int


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Reads the one object that `envpolicy.main.report` holds.

    Where it is not of that form, reading raises one of the errors that Python has for that, such as `KeyError`.
    """

    raw: Mapping[str, Any]
    policies: PolicySet
    estate: Estate

    def undecided(self) -> list[str]:
        """The requirements that have no result."""
        decided = {result["requirement"] for result in self.raw["results"] if result["adviceOf"] is None}
        return sorted(item.id for item in self.policies.requirements if item.id not in decided)

    def told(self) -> Told:
        """Everything that it says."""
        results = self._results()
        forces = {result.requirement: _FORCES.index(result.force) for result in results}
        aside = {item["key"] for item in self.raw.get("notices", ())}
        findings = sorted(
            (
                self._finding(id_, item)
                for key in self._ids
                for id_, item in self._ids[key]
                if key not in aside
            ),
            key=lambda finding: (
                _VERDICTS.index(finding.verdict),
                min((forces[name] for name in finding.requirements), default=len(_FORCES)),
                SEVERITIES.index(finding.severity),
                finding.id,
            ),
        )
        return Told(
            results=results,
            findings=tuple(findings),
            notices=tuple(self._finding(id_, item) for key in sorted(aside) for id_, item in self._ids[key]),
            pairs=tuple(sorted(map(self._pair, self.raw["pairs"]), key=lambda pair: pair.deployments)),
            waivers=self._waivers(),
            unclaimed=tuple(shown(one, self.estate) for one in self.raw["unclaimed"][:_SAMPLE]),
            unclaimed_count=len(self.raw["unclaimed"]),
            empty=tuple(map(_text, self.raw["empty"])),
            info=informing(self.raw["info"], self.estate),
            lacking=lacking(self.raw["lacking"]),
            open_pairs=int(self.raw["open"]),
        )

    # --- ids

    @cached_property
    def _ids(self) -> dict[str, list[tuple[str, Mapping[str, Any]]]]:
        """By key, the findings with a short id each: the same in every run, longer where two would be alike.

        Rules of an author's own may give several findings for one place: these are numbered.
        """
        named: dict[str, tuple[str, Mapping[str, Any]]] = {}
        by_key: dict[str, list[Mapping[str, Any]]] = {}
        for item in (*self.raw["findings"], *self.raw.get("notices", ())):
            by_key.setdefault(item["key"], []).append(item)
        for key, items in by_key.items():
            for number, item in enumerate(sorted(items, key=lambda item: json.dumps(item, sort_keys=True))):
                named[f"{key}\0{number}" if number else key] = (key, item)
        digests = {name: sha256(name.encode("utf-8", "surrogatepass")).hexdigest() for name in named}
        size = 8
        while len({digest[:size] for digest in digests.values()}) < len(digests):
            size += 4
        ids: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
        for name, (key, item) in sorted(named.items()):
            ids.setdefault(key, []).append((f"f-{digests[name][:size]}", item))
        return ids

    def _of(self, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({id_ for key in keys for id_, _ in self._ids.get(key, ())}))

    # --- requirements

    def _results(self) -> tuple[RequirementResult, ...]:
        order = {item.id: (rank, item) for rank, item in enumerate(self.policies.requirements)}
        ordered = sorted(
            self.raw["results"],
            key=lambda item: (order[item["requirement"]][0], item["adviceOf"] is not None),
        )
        return tuple(self._result(item, order[item["requirement"]][1]) for item in ordered)

    def _result(self, item: Mapping[str, Any], requirement: Requirement) -> RequirementResult:
        findings = self._of(item["findings"])
        verdict = Verdict(item["verdict"])
        if item["adviceOf"] is None:
            return RequirementResult(
                requirement=requirement.id,
                title=requirement.title,
                clause=requirement.clause,
                regulation=requirement.regulation,
                provenance=requirement.provenance,
                force=requirement.force,
                basis=requirement.basis,
                verdict=verdict,
                reason=item["reason"] or _stated(requirement),
                findings=findings,
                superseded_by=requirement.superseded_by,
                remediation=requirement.remediation or "",
                pair=_demand(item["pair"]),
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
            verdict=verdict,
            reason=f"not a failure of {requirement.clause}, whose floor is judged apart; "
            "a risk acceptance on record settles it",
            findings=findings,
            advice_of=requirement.id,
            remediation=requirement.remediation or "",
            pair=_demand(item["pair"]),
        )

    # --- findings and pairs

    def _finding(self, id_: str, item: Mapping[str, Any]) -> Finding:
        witness = tuple(shown(one, self.estate) for one in item["witness"])
        pairs = [(item["from"], item["to"]), *((one["from"], one["to"]) for one in item["bindings"])]
        names = dict.fromkeys(_text(name) for pair in pairs for name in pair if name is not None)
        return Finding(
            id=id_,
            leak=item["leak"],
            kind=_text(item["kind"]),
            channel=item["channel"],
            cap=_level(item["cap"]),
            source=item["from"],
            target=item["to"],
            requirements=(*item["requirements"], *(advice_id(name) for name in item["advice"])),
            severity=item["severity"],
            required=_asked(item["required"]),
            nominal=_level(item["nominal"]),
            effective=_interval(item["effective"]) if item["effective"] else None,
            verdict=Verdict(item["verdict"]),
            message=_text(item["message"]),
            remediation=_text(item["remediation"]),
            witness=witness or place_in_plan(item, list(names), self.estate.plan),
            missing=tuple(_text(fact) for fact in item["missing"]),
            pairs=tuple((first, second) for first, second in item["pairs"]),
            pair_count=item["pairCount"],
            directed=item["directed"],
            waivers=tuple(item["waivers"]),
            bindings=self._bindings(item),
        )

    def _bindings(self, item: Mapping[str, Any]) -> tuple[Binding, ...]:
        rank = {requirement.id: number for number, requirement in enumerate(self.policies.requirements)}
        ordered = sorted(item["bindings"], key=lambda one: (rank[one["requirement"]], one["advice"]))
        return tuple(
            Binding(
                requirement=advice_id(one["requirement"]) if one["advice"] else one["requirement"],
                required=_asked(one["required"]),
                verdict=Verdict(one["verdict"]),
                source=one["from"],
                target=one["to"],
                pair_count=one["pairCount"],
                waivers=tuple(one["waivers"]),
            )
            for one in ordered
        )

    def _pair(self, item: Mapping[str, Any]) -> PairResult:
        first, second = item["deployments"]
        return PairResult(
            deployments=(first, second),
            nominal=Level.of(item["nominal"]),
            effective=_interval(item["effective"]),
            availability=_interval(item["availability"]),
            channels={name: _interval(item["channels"][name]) for name in sorted(item["channels"])},
            leaks=self._of(item["leaks"]),
        )

    def _waivers(self) -> tuple[WaiverUse, ...]:
        """The plan's waivers, also one that covers no deployment and so never reached the policies."""
        found = []
        for waiver in sorted(self.estate.plan.waivers, key=lambda waiver: waiver.id):
            at = waiver.location
            found.append(
                WaiverUse(
                    id=waiver.id,
                    state=self.raw["waivers"].get(waiver.id, "unused"),
                    requirement=waiver.requirement,
                    leak=waiver.leak,
                    owner=waiver.owner,
                    reason=waiver.reason,
                    expires=waiver.expires,
                    ticket=waiver.ticket,
                    accept_risk=waiver.accept_risk,
                    file=at.file,
                    line=at.line,
                    column=at.column,
                )
            )
        return tuple(found)


def _stated(requirement: Requirement) -> str | None:
    if requirement.provenance == "unconfirmed":
        return "the wording of the clause was not read"
    if requirement.superseded_by:
        return f"superseded by {', '.join(requirement.superseded_by)}"
    return None


def _demand(item: Mapping[str, Any] | None) -> Demand | None:
    if item is None:
        return None
    return Demand(
        verdict=Verdict(item["verdict"]),
        floor=_level(item["floor"]),
        recommended=_level(item["recommended"]),
        any_of=tuple(item["anyOf"]),
        disjoint=tuple(item["disjoint"]),
        missing=tuple(item["missing"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{json.dumps(value)[:80]} stands where text is expected")
    return value


def _level(label: str | None) -> Level | None:
    return None if label is None else Level.of(label)


def _asked(label: str | None) -> Level | None:
    """A level that is asked for; the lowest one is what everybody has."""
    level = _level(label)
    return None if level is Level.NONE else level


def _interval(raw: Mapping[str, str]) -> Interval:
    return Interval(lower=Level.of(raw["lower"]), upper=Level.of(raw["upper"]))

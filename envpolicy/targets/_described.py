"""What every target says of the law that it was made from: the table of requirements, the metadata of bundles."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from envpolicy.leaks import read_leaks
from envpolicy.model import Level
from envpolicy.resources import shipped
from envpolicy.targets import none
from envpolicy.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envpolicy.catalog import Requirement
    from envpolicy.leaks import LeakCheck
    from envpolicy.targets import Coverage, Law, Target


def catalogue(law: Law) -> dict[str, Any]:
    """The selected law as data: what a finding's requirement id stands for, and what names select."""
    return {
        "requirements": {one.id: described(one) for one in law.policies.requirements},
        "names": names(law),
    }


def described(requirement: Requirement) -> dict[str, Any]:
    """A requirement in a few words that are the same in every target."""
    return {
        "title": requirement.title,
        "clause": requirement.clause,
        "regulation": requirement.regulation,
        "force": requirement.force.value,
        "provenance": requirement.provenance,
        "basis": requirement.basis,
        "remediation": requirement.remediation or "",
        "supersededBy": list(requirement.superseded_by),
    }


def names(law: Law) -> dict[str, list[str]]:
    """By normalised name (id, alias, regulation with clause, `all`) the selected requirements that it means."""
    selected = {one.id for one in law.policies.requirements}
    found = {name: sorted(meant & selected) for name, meant in law.catalog.meanings().items()}
    return {name: ids for name, ids in sorted(found.items()) if ids}


def metadata(law: Law, name: str, requirements: Iterable[Requirement], target: Target) -> dict[str, Any]:
    """What a bundle's `.manifest` says of what is in it."""
    chosen = tuple(requirements)
    ids = {one.regulation for one in chosen}
    return {
        "name": name,
        "envpolicy": {
            "version": __version__,
            "policyDigest": law.policies.digest,
            "entrypoint": "envpolicy/main/report",
        },
        "coverage": {
            "leaks": _by_extent(target.covers_leak(one) for one in leak_checks()),
            "requirements": _by_extent(target.covers_requirement(one) for one in chosen),
        },
        "regulations": [
            {
                "id": one.id,
                "title": one.title,
                "edition": one.edition,
                "status": one.status,
                "jurisdiction": one.jurisdiction,
                "source": one.source,
            }
            for one in law.regulations
            if one.id in ids
        ],
        "requirements": [
            {
                "id": one.id,
                "clause": one.clause,
                "force": one.force.value,
                "provenance": one.provenance,
                "basis": one.basis,
            }
            for one in chosen
        ],
    }


def coverage(target: Target, law: Law) -> dict[str, dict[str, dict[str, str]]]:
    """What the host of a target decides, by leak and by requirement: `{"extent", "why"}`."""
    return {
        "leaks": {one.id: _covered(target.covers_leak(one)) for one in leak_checks()},
        "requirements": {
            one.id: _covered(target.covers_requirement(one)) for one in law.policies.requirements
        },
    }


def _by_extent(found: Iterable[Coverage]) -> dict[str, int]:
    return dict(sorted(Counter(one.extent for one in found).items()))


def _covered(found: Coverage) -> dict[str, str]:
    return {"extent": found.extent, "why": found.why} if found.why else {"extent": found.extent}


def coverage_table(target: Target, law: Law) -> bytes:
    """The same as a file."""
    return (json.dumps(coverage(target, law), indent=2, ensure_ascii=False) + "\n").encode()


def lowers_nothing(check: LeakCheck) -> Coverage | None:
    """That no requirement can fail of a leak: it lowers no level, or one that nobody asks for."""
    if check.channel == "contention":
        return none("lowers no level of separation but availability: told in reports")
    if check.severity == "info" or max(map(Level.of, check.boundary)) <= Level.of(check.cap):
        return none("lowers no level: told by `envpolicy explain`, and no verdict reads it")
    return None


@cache
def leak_checks() -> tuple[LeakCheck, ...]:
    """The catalogue of leaks."""
    return read_leaks(shipped("policies/rego/leaks"))

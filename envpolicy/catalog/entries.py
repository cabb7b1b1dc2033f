"""The law as loaded: regulations, their requirements, and the names that select them. Frozen values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from envpolicy.catalog.names import Names
from envpolicy.errors import CatalogError, Location
from envpolicy.model import Force

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Version of what `Catalog.to_json` writes.
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One requirement. `body` holds its blocks as they were written, `parameters` what the policies get.

    A superseded requirement has an empty body; its parameters are those of its successor, under its own id
    and force.
    """

    id: str
    regulation: str
    title: str
    clause: str
    aliases: tuple[str, ...]
    provenance: str
    basis: str
    force: Force
    supersedes: tuple[str, ...]
    superseded_by: tuple[str, ...]
    note: str | None
    remediation: str | None
    not_evaluated: tuple[str, ...]
    sources: tuple[str, ...]
    location: Location
    body: dict[str, Any] = field(hash=False)
    parameters: dict[str, Any] = field(hash=False)

    def to_json(self) -> dict[str, Any]:
        """The requirement as one JSON object; `from_json` reads it back."""
        return {
            "id": self.id,
            "regulation": self.regulation,
            "title": self.title,
            "clause": self.clause,
            "aliases": list(self.aliases),
            "provenance": self.provenance,
            "basis": self.basis,
            "force": self.force.value,
            "supersedes": list(self.supersedes),
            "supersededBy": list(self.superseded_by),
            "note": self.note,
            "remediation": self.remediation,
            "notEvaluated": list(self.not_evaluated),
            "sources": list(self.sources),
            "location": _location_to_json(self.location),
            "body": self.body,
            "parameters": self.parameters,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Requirement:
        """The requirement that `to_json` wrote."""
        return cls(
            id=raw["id"],
            regulation=raw["regulation"],
            title=raw["title"],
            clause=raw["clause"],
            aliases=tuple(raw["aliases"]),
            provenance=raw["provenance"],
            basis=raw["basis"],
            force=Force(raw["force"]),
            supersedes=tuple(raw["supersedes"]),
            superseded_by=tuple(raw["supersededBy"]),
            note=raw["note"],
            remediation=raw["remediation"],
            not_evaluated=tuple(raw["notEvaluated"]),
            sources=tuple(raw["sources"]),
            location=Location(**raw["location"]),
            body=raw["body"],
            parameters=raw["parameters"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulation:
    """One regulation. `checked` is the date (YYYY-MM-DD) of the last check of its facts, if known."""

    id: str
    title: str
    edition: str
    status: str
    jurisdiction: str
    source: str
    aliases: tuple[str, ...]
    checked: str | None
    note: str | None
    location: Location
    requirements: tuple[Requirement, ...]

    def to_json(self) -> dict[str, Any]:
        """The regulation as one JSON object; `from_json` reads it back."""
        return {
            "id": self.id,
            "title": self.title,
            "edition": self.edition,
            "status": self.status,
            "jurisdiction": self.jurisdiction,
            "source": self.source,
            "aliases": list(self.aliases),
            "checked": self.checked,
            "note": self.note,
            "location": _location_to_json(self.location),
            "requirements": [requirement.to_json() for requirement in self.requirements],
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Regulation:
        """The regulation that `to_json` wrote."""
        return cls(
            id=raw["id"],
            title=raw["title"],
            edition=raw["edition"],
            status=raw["status"],
            jurisdiction=raw["jurisdiction"],
            source=raw["source"],
            aliases=tuple(raw["aliases"]),
            checked=raw["checked"],
            note=raw["note"],
            location=Location(**raw["location"]),
            requirements=tuple(Requirement.from_json(item) for item in raw["requirements"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """The regulations, by id. `digest` (`sha256:...`) is that of the files they were read from."""

    regulations: tuple[Regulation, ...]
    digest: str
    _names: Names = field(init=False, repr=False, compare=False)
    _by_id: dict[str, Requirement] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = {entry.id: entry for regulation in self.regulations for entry in regulation.requirements}
        names = Names()
        for regulation in self.regulations:
            names.add_regulation(
                regulation.id, regulation.aliases, [entry.id for entry in regulation.requirements]
            )
            for entry in regulation.requirements:
                names.add_requirement(entry.id, (*entry.aliases, f"{regulation.id} {entry.clause}"))
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "_by_id", by_id)

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """All requirements, regulation by regulation."""
        return tuple(self._by_id.values())

    def requirement(self, requirement_id: str) -> Requirement:
        """The requirement with exactly this id. Raises `CatalogError` with the nearest ids for any other."""
        if requirement_id not in self._by_id:
            raise CatalogError(self._names.unknown(requirement_id))
        return self._by_id[requirement_id]

    def select(self, names: Iterable[str]) -> tuple[Requirement, ...]:
        """The requirements that any of `names` means, each once, in the order of the catalogue.

        A name is `all`, the id or an alias of a regulation or a requirement, or a regulation id with a clause
        (`hipaa 164.308(a)(4)(ii)(A)`); case, spacing and a mis-encoded section sign do not matter. Raises
        `CatalogError` with every unknown name and the nearest known ones.
        """
        wanted = self._names.resolve(names)
        return tuple(entry for entry in self._by_id.values() if entry.id in wanted)

    def meanings(self) -> dict[str, set[str]]:
        """By name, as names are compared, the ids of the requirements that `select` takes it for."""
        return self._names.meanings()

    def to_json(self) -> dict[str, Any]:
        """The whole catalogue as one JSON object: `from_json` reads it back and checks nothing again."""
        return {
            "format": FORMAT,
            "digest": self.digest,
            "regulations": [regulation.to_json() for regulation in self.regulations],
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Catalog:
        """The catalogue that `to_json` wrote. Raises `ValueError` for one of another format."""
        if raw.get("format") != FORMAT:
            raise ValueError(f"expected a catalogue of format {FORMAT}, not {raw.get('format')!r}")
        return cls(
            regulations=tuple(Regulation.from_json(item) for item in raw["regulations"]), digest=raw["digest"]
        )


def _location_to_json(location: Location) -> dict[str, Any]:
    return {
        "file": location.file,
        "document": location.document,
        "line": location.line,
        "column": location.column,
        "path": location.path,
    }
